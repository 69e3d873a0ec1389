"""What came from the field and somebody must look at: flagged records, requirements, photos."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from afiliacion.consultas.cuidado import hogar_de
from afiliacion.models import (
    Adjunto,
    CodigoRequisito,
    Contacto,
    Dispositivo,
    EstadoRegistro,
    Modalidad,
    RegistroDeCampo,
    Resultado,
    TipoAlerta,
    TipoRegistro,
    Visita,
)
from juntos.models import Usuario

POR_PAGINA = 20


@dataclass
class Observado:
    """A flagged record beside what others did to the same household."""

    registro: RegistroDeCampo
    dicho: list[tuple[str, str]]
    de_otros: list[Visita]
    se_aplica: bool

    @property
    def en_cuarentena(self) -> bool:
        return self.registro.estado == EstadoRegistro.EN_CUARENTENA


def por_revisar(usuario: Usuario) -> QuerySet[RegistroDeCampo]:
    """Flagged records of the user's territory, from the oldest, with what their page names."""
    visitas = Visita.objects.select_related("resultado", "registrada_por")
    return (
        RegistroDeCampo.objects.por_revisar()
        .visibles_para(usuario)
        .select_related("contacto__distrito", "hecho_por", "visita__resultado", "dispositivo")
        .prefetch_related(Prefetch("contacto__visitas", visitas), "adjuntos")
    )


def observados(registros: list[RegistroDeCampo]) -> list[Observado]:
    resultados = dict(Resultado.objects.values_list("pk", "nombre"))
    return [
        Observado(
            registro=uno,
            dicho=decir(uno, resultados=resultados),
            de_otros=_visitas_de_otros(uno),
            se_aplica=uno.contacto_id is not None and not uno.motivo,
        )
        for uno in registros
    ]


def _visitas_de_otros(registro: RegistroDeCampo) -> list[Visita]:
    """The visits that whoever made the record did not know: of others, after her version."""
    version = registro.cuerpo.get("version")
    if registro.contacto_id is None or not isinstance(version, int):
        return []
    return [
        visita
        for visita in registro.contacto.visitas.all()
        if visita.registrada_por_id != registro.hecho_por_id and (visita.version or 0) > version
    ]


def decir(registro: RegistroDeCampo, *, resultados: dict[str, str]) -> list[tuple[str, str]]:
    """A record in people's words, as far as it can be read."""
    cuerpo = registro.cuerpo
    valores = {
        "Qué pasó": resultados.get(cuerpo.get("resultado"), cuerpo.get("resultado")),
        "Cómo": dict(Modalidad.choices).get(cuerpo.get("modalidad")),
        "Fecha": _como_se_dice(cuerpo.get("fecha")),
        "Motivo": cuerpo.get("motivo"),
        "Nota": cuerpo.get("observacion") or cuerpo.get("nota"),
        "Teléfono": cuerpo.get("telefono_nuevo") or cuerpo.get("numero"),
        "Dirección": cuerpo.get("direccion"),
        "Referencia": cuerpo.get("referencia"),
        "Alerta": dict(TipoAlerta.choices).get(cuerpo.get("tipo")),
        "Requisito": dict(CodigoRequisito.choices).get(cuerpo.get("codigo")),
        "Firmó": cuerpo.get("nombre"),
    }
    return [(etiqueta, str(valor)) for etiqueta, valor in valores.items() if valor]


def _como_se_dice(fecha) -> str:
    """A day as people write it; what is no day, as it came."""
    try:
        return f"{dt.date.fromisoformat(fecha):%d/%m/%Y}"
    except (TypeError, ValueError):
        return str(fecha or "")


@dataclass
class Visto:
    """A requirement as somebody saw it in the house; the registers go on deciding it."""

    requisito: str
    visto: bool
    nota: str
    registro: RegistroDeCampo


def vistos_en_el_hogar(contacto: Contacto) -> list[Visto]:
    """The last word on each requirement, the newest first."""
    registros = (
        RegistroDeCampo.objects.asentados()
        .filter(contacto=contacto, tipo=TipoRegistro.REQUISITO)
        .select_related("hecho_por")
        .order_by("-momento", "-pk")
    )
    ultimos = {}
    for uno in registros:
        ultimos.setdefault(uno.cuerpo["codigo"], uno)
    etiquetas = dict(CodigoRequisito.choices)
    return [
        Visto(etiquetas[codigo], uno.cuerpo["visto"], uno.cuerpo.get("nota", ""), uno)
        for codigo, uno in ultimos.items()
    ]


def fotos_de(contacto: Contacto) -> QuerySet[Adjunto]:
    return Adjunto.objects.filter(visita__contacto=contacto).select_related("subido_por")


def fotos(usuario: Usuario) -> QuerySet[Adjunto]:
    """Those that `usuario` may see, with what tells whose they are."""
    return Adjunto.objects.visibles_para(usuario).select_related(
        "visita__contacto", "solicitud__contacto", "registro__contacto"
    )


def hogar_de_la_foto(foto: Adjunto, *, por: Usuario) -> int | None:
    """The household that it is of; None while nobody said."""
    for de in (foto.visita, foto.solicitud, foto.registro):
        if de and de.contacto_id:
            return de.contacto.hogar_id
    cuidado = foto.cuidados.first()
    return cuidado and hogar_de(cuidado.persona_id, por)


def dispositivos_de(usuario: Usuario) -> QuerySet[Dispositivo]:
    return Dispositivo.objects.visibles_para(usuario).select_related("usuario", "revocado_por")
