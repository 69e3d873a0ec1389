"""Referrals: which wait, how long, and what each sheet carries (ADR 25)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import (
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.utils import timezone

from afiliacion.acciones.visitas import DE_GESTANTE
from afiliacion.consultas.adulta import DE_LA_ADULTA, nombre_de_la_adulta
from afiliacion.models import (
    Alerta,
    Contacto,
    Derivacion,
    Destino,
    EstadoAlerta,
    EstadoDerivacion,
    EstadoIncidencia,
    Incidencia,
    MotivoDerivacion,
)
from captacion.models import Captacion, TipoCaptacion
from juntos.models import Establecimiento, Usuario

PLANTILLA_HOJA = Path(__file__).resolve().parents[1] / "pdf" / "hoja_de_derivacion.typ"
FILTROS = {
    "por_revisar": ("Por revisar", Q(estado__in=Derivacion.VIVAS)),
    "atendidas": ("Atendidas", Q(estado=EstadoDerivacion.ATENDIDA)),
    "sin_respuesta": ("Sin respuesta", Q(estado=EstadoDerivacion.SIN_RESPUESTA)),
    "anuladas": ("Anuladas", Q(estado=EstadoDerivacion.ANULADA)),
}


def buscar(usuario: Usuario) -> QuerySet[Derivacion]:
    """Referrals that `usuario` may see, with what their pages name."""
    return Derivacion.objects.visibles_para(usuario).select_related(
        "motivo",
        "establecimiento",
        "distrito",
        "emitida_por",
        "cerrada_por",
        "alerta__incidencia__establecimiento",
        "alerta__visita__contacto__distrito",
        "captacion__persona",
        "captacion__recien_nacido__madre",
    )


def lista(usuario: Usuario, *, filtro: str, destino: str) -> QuerySet[Derivacion]:
    """The overdue ones first, then by the day to ask; the closed ones, the latest first."""
    derivaciones = buscar(usuario).filter(FILTROS[filtro][1])
    if destino in Destino.values:
        derivaciones = derivaciones.filter(destino=destino)
    return derivaciones.order_by(F("revisar_el").asc(nulls_last=True), "-cerrada_en", "pk")


def cuentas(usuario: Usuario) -> list[tuple[str, str, int]]:
    """Each filter with its name and how many it has."""
    totales = Derivacion.objects.visibles_para(usuario).aggregate(
        **{clave: Count("pk", filter=q) for clave, (_, q) in FILTROS.items()}
    )
    return [(clave, nombre, totales[clave]) for clave, (nombre, _) in FILTROS.items()]


def vencidas(usuario: Usuario, *, hoy: dt.date) -> int:
    return Derivacion.objects.visibles_para(usuario).vivas().filter(revisar_el__lt=hoy).count()


def incidencias(usuario: Usuario) -> QuerySet[Incidencia]:
    """Open incidents of the user's territory: who said it first, and how many households."""
    del_episodio = Q(alertas__estado=EstadoAlerta.ABIERTA)
    primera = Alerta.objects.filter(incidencia=OuterRef("pk"), estado=EstadoAlerta.ABIERTA)
    return (
        Incidencia.objects.visibles_para(usuario)
        .filter(estado=EstadoIncidencia.ABIERTA)
        .select_related("establecimiento__distrito", "abierta_por")
        .annotate(
            hogares=Count("alertas__visita__contacto__hogar", filter=del_episodio, distinct=True),
            avisos=Count("alertas", filter=del_episodio, distinct=True),
            primera=Subquery(primera.order_by("pk").values("pk")[:1]),
        )
        .order_by("abierta_en", "pk")
    )


def motivos_de(alerta: Alerta) -> QuerySet[MotivoDerivacion]:
    return MotivoDerivacion.objects.filter(activo=True, tipo_alerta=alerta.tipo)


def establecimientos_para(contacto: Contacto) -> QuerySet[Establecimiento]:
    """Those of the household's province, and the one that attends its people wherever it is."""
    suyos = Captacion.objects.filter(caso__contacto=contacto)
    cercanos = Q(pk__in=suyos.values("recien_nacido__establecimiento_codigo")) | Q(
        pk__in=suyos.values("gestante__establecimiento_codigo")
    )
    if contacto.distrito:
        cercanos |= Q(
            distrito__provincia=contacto.distrito.provincia,
            distrito__departamento=contacto.distrito.departamento,
        )
    return Establecimiento.objects.filter(cercanos, activo=True).select_related("distrito")


def personas_de(alerta: Alerta) -> QuerySet[Captacion]:
    """Of whom the alert may speak, when it does not say."""
    tipo = TipoCaptacion.GESTANTE if alerta.tipo in DE_GESTANTE else TipoCaptacion.RECIEN_NACIDO
    return (
        Captacion.objects.filter(
            caso__contacto=alerta.visita.contacto_id, caso__cerrado_por_visita__isnull=True
        )
        .filter(tipo=tipo)
        .select_related("persona")
        .order_by("limite_el", "pk")
    )


def establecimiento_de(alerta: Alerta) -> str | None:
    """The code of where the alert's person is attended."""
    captacion = alerta.captacion
    registro = captacion and (captacion.recien_nacido or captacion.gestante)
    return registro.establecimiento_codigo if registro else None


def hoja(derivacion: Derivacion, *, por: Usuario) -> dict:
    """What the sheet says: for that destination, and nothing more (ADR 25)."""
    emite, emitida = derivacion.emitida_por, timezone.localtime(derivacion.emitida_en)
    return {
        "numero": derivacion.numero,
        "fecha": f"{emitida:%d/%m/%Y}",
        "para": derivacion.a_quien,
        "motivo": derivacion.motivo.nombre,
        "pedido": derivacion.motivo.pedido,
        "datos": [[nombre, valor] for nombre, valor in _datos(derivacion) if valor],
        "emite": [str(emite), emite.get_rol_display(), str(emite.unidad_territorial or "")],
        "imprime": f"{por}, {timezone.localtime():%d/%m/%Y %H:%M}",
        "responder": f"{derivacion.revisar_el:%d/%m/%Y}" if derivacion.revisar_el else "",
    }


def _datos(derivacion: Derivacion) -> list[tuple[str, str]]:
    if not derivacion.motivo.nombra_persona:
        return _de_la_incidencia(derivacion)
    if derivacion.destino == Destino.ESTABLECIMIENTO:
        return _para_establecimiento(derivacion.captacion)
    return _para_municipalidad(derivacion.alerta.visita.contacto)


def _para_establecimiento(captacion: Captacion) -> list[tuple[str, str]]:
    """Who it is, so that the facility finds her in its own records: no address, no phone."""
    persona, nacido = captacion.persona, captacion.recien_nacido
    sin_documento = not (persona.dni or persona.cui or persona.cnv or persona.otro_documento)
    return [
        ("Nombre", persona.nombre_completo),
        ("Documento", persona.documento),
        ("Nacimiento", f"{captacion.evento_el:%d/%m/%Y}" if nacido else ""),
        ("Madre", str(nacido.madre) if nacido and nacido.madre and sin_documento else ""),
    ]


def _para_municipalidad(contacto: Contacto) -> list[tuple[str, str]]:
    """Where to find an adult of the household: no document, no child, nothing of health."""
    prefetch_related_objects([contacto], *DE_LA_ADULTA)
    return [
        ("Persona de contacto", nombre_de_la_adulta(contacto)),
        ("Dirección", contacto.direccion),
        ("Referencia", contacto.referencia),
        ("Centro poblado", contacto.centro_poblado),
        ("Distrito", str(contacto.distrito or "")),
    ]


def _de_la_incidencia(derivacion: Derivacion) -> list[tuple[str, str]]:
    incidencia = derivacion.alerta.incidencia
    if incidencia is None:
        return []
    hogares = incidencia.alertas.filter(estado=EstadoAlerta.ABIERTA).aggregate(
        n=Count("visita__contacto__hogar", distinct=True)
    )["n"]
    return [
        ("Establecimiento", incidencia.donde),
        ("Qué pasa", incidencia.get_causa_display()),
        ("Desde", f"{timezone.localtime(incidencia.abierta_en):%d/%m/%Y}"),
        ("Hogares que lo avisaron", str(hogares)),
    ]
