"""A row of the queue in words, made once for the table, the card, the search and the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from afiliacion.consultas.prioridad import Prioridad, dias_hasta
from afiliacion.models import Caso, Contacto, EstadoContacto
from captacion.models import Captacion, NivelPobreza, Persona, Sexo
from juntos.models import Ausencia
from juntos.templatetags.juntos import edad, plazo, plazo_clase, semanas, telefono

DIAS_RECIEN_NACIDO = 29
_NOMBRES = ("ap_paterno", "ap_materno", "nombres")
# What registers write while a child has no name yet (FORMATS.md).
SIN_NOMBRE = {"RN", "R N", "NN", "XX", "SN", "SR", "SD", ""}


@dataclass(frozen=True)
class Quien:
    """One of those who are looked for: what, who, and of a child its own name."""

    que_es: str
    nombre: str
    detalle: str = ""


def con_detalle(contactos: QuerySet, hoy: dt.date, prioridad: Prioridad) -> QuerySet:
    """What a row shows, in two queries whatever their number."""
    casos = (
        Caso.objects.vivos()
        .select_related("captacion__persona", "captacion__recien_nacido__madre")
        .only(
            "contacto",
            *(
                f"captacion__{campo}"
                for campo in ("evento_el", "limite_el", "gestante_id", "recien_nacido_id")
            ),
            "captacion__persona__sexo",
            *(f"captacion__persona__{campo}" for campo in _NOMBRES),
            "captacion__recien_nacido__madre_apellidos",
            "captacion__recien_nacido__madre_nombres",
            *(f"captacion__recien_nacido__madre__{campo}" for campo in _NOMBRES),
        )
        .order_by("captacion__limite_el", "pk")
    )
    cubre = (
        Ausencia.objects.vigentes(hoy)
        .filter(usuario=OuterRef("asignada_a"), cubre__isnull=False)
        .annotate(
            quien=Coalesce(
                NullIf(
                    Trim(Concat("cubre__first_name", Value(" "), "cubre__last_name")), Value("")
                ),
                "cubre__username",
            )
        )
        .values("quien")[:1]
    )
    return (
        prioridad.anotar(contactos, hoy)
        .annotate(dias=dias_hasta("vence_el", hoy), cubre=Subquery(cubre))
        .select_related("distrito", "ultimo_resultado", "asignada_a")
        .prefetch_related(Prefetch("casos", casos))
    )


def filas_de(contactos: QuerySet, hoy: dt.date, prioridad: Prioridad) -> list[Contacto]:
    """A few contacts as rows."""
    return [explicar(uno, hoy, prioridad) for uno in con_detalle(contactos, hoy, prioridad)]


def explicar(contacto: Contacto, hoy: dt.date, prioridad: Prioridad) -> Contacto:
    """Hang on the row its cases, its words, and the sentences that say why it is there."""
    contacto.casos_vivos = list(contacto.casos.all())
    contacto.quienes = [_quien(caso.captacion, hoy) for caso in contacto.casos_vivos]
    contacto.porque = porque(contacto, hoy)
    contacto.plazo, contacto.plazo_clase = plazo(contacto.dias), plazo_clase(contacto.dias)
    contacto.telefono_dicho = telefono(contacto.telefono)
    contacto.ultima = _ultima(contacto)
    contacto.prioridad = contacto.prioridad_clase = contacto.prioridad_porque = ""
    if contacto.esta_abierto:
        (
            contacto.prioridad,
            contacto.prioridad_clase,
            contacto.prioridad_porque,
        ) = prioridad.explicar(contacto)
    return contacto


def _quien(captacion: Captacion, hoy: dt.date) -> Quien:
    persona = captacion.persona
    if not captacion.recien_nacido_id:
        return Quien(f"Gestante, {semanas(captacion.evento_el)}", persona.nombre_completo)
    ella = persona.sexo == Sexo.FEMENINO
    if (hoy - captacion.evento_el).days <= DIAS_RECIEN_NACIDO:
        que_es = "Recién nacida" if ella else "Recién nacido"
    else:
        que_es = "Niña" if ella else "Niño"
    hija = "hija" if ella else "hijo" if persona.sexo == Sexo.MASCULINO else "hija o hijo"
    return Quien(
        f"{que_es}, {edad(captacion.evento_el)}",
        nombre_de_la_madre(captacion.recien_nacido),
        f"{hija}: {nombre_de_bebe(persona)}",
    )


def _ultima(contacto: Contacto) -> str:
    if not contacto.ultimo_resultado_id:
        return ""
    return f"{contacto.ultimo_resultado.nombre.lower()}, {contacto.ultima_visita_el:%d/%m}"


def porque(contacto: Contacto, hoy: dt.date) -> str:
    """Why this household is in the queue, in one sentence."""
    if not contacto.esta_abierto:
        return contacto.motivo_cierre or contacto.get_estado_display()
    if contacto.estado == EstadoContacto.EN_SOLICITUD:
        return "Su solicitud de afiliación está en curso."
    if contacto.estado == EstadoContacto.DERIVADA:
        return "Derivada a la municipalidad (ULE) para su clasificación socioeconómica."
    quienes = [
        quien
        for quien, esta in (
            ("recién nacido", contacto.con_recien_nacido),
            ("gestante", contacto.con_gestante),
        )
        if esta
    ]
    nivel = (
        f"Hogar {NivelPobreza(contacto.nivel).label.lower()}"
        if contacto.nivel
        else "Hogar sin clasificación socioeconómica conocida"
    )
    frase = f"{nivel}, con {' y '.join(quienes) or 'captación'}, que aún no es usuario"
    return f"{frase}; el plazo pasó y se atiende igual." if contacto.vence_el < hoy else f"{frase}."


def nombre_de_bebe(persona: Persona) -> str:
    if persona.nombres.strip().upper() not in SIN_NOMBRE:
        return persona.nombre_completo
    apellidos = f"{persona.ap_paterno} {persona.ap_materno}".strip().upper()
    return f"{apellidos} (aún sin nombre)".strip()


def nombre_de_la_madre(recien_nacido) -> str:
    """As her own register writes it, else as the Padrón wrote it beside the child."""
    if recien_nacido.madre_id:
        return recien_nacido.madre.nombre_completo
    dicho = Persona(ap_paterno=recien_nacido.madre_apellidos, nombres=recien_nacido.madre_nombres)
    return dicho.nombre_completo if dicho.ap_paterno or dicho.nombres else "Madre no registrada"
