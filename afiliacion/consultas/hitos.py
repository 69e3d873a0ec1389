"""The dated facts of a line of life, and those that the registers' later files tell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from captacion.consultas.cortes import decir
from captacion.models import CambioDato, Captacion, Carga, Fuente, RegistroFuente
from juntos.models import Distrito

# What matters to who visits; the rest is on the load's own page.
TITULOS = {
    "celular": "Cambió su celular: {antes} → {despues}",
    "fecha_nacimiento": "Corrigieron su fecha de nacimiento: {antes} → {despues}",
    "fur": "Corrigieron su última regla: {antes} → {despues}",
    "dni": "Cambió su DNI: {antes} → {despues}",
    "nombres": "Cambió su nombre: {antes} → {despues}",
    "madre_documento": "Corrigieron el documento de su madre: {antes} → {despues}",
    "ubigeo": "Cambió su distrito: {antes} → {despues}",
    "direccion": "Cambió su dirección: {antes} → {despues}",
    "nivel": "Cambió la clasificación del hogar: {antes} → {despues}",
    "estado": "Usuario de JUNTOS según su padrón: {antes} → {despues}",
}
NUEVOS = {
    "celular": "Ya tiene celular: {despues}",
    "dni": "Ya tiene DNI: {despues}",
    "direccion": "Ya tiene dirección: {despues}",
    "ubigeo": "Ya tiene distrito: {despues}",
}
CODIGO_REASIGNADO = "Su código de padrón vino a nombre de otra niña o niño"
REGISTROS = {
    Fuente.PADRON_NOMINAL: "el Padrón Nominal",
    Fuente.SIS_GESTANTES: "la lista de gestantes del SIS",
    Fuente.PGH: "el Padrón General de Hogares",
    Fuente.JUNTOS: "el padrón de JUNTOS",
}


@dataclass(frozen=True)
class Hito:
    """A dated fact of the line of life; `clase` is its kind, told by a word as well."""

    fecha: dt.date
    titulo: str
    detalle: str = ""
    clase: str = ""
    url: str = ""
    carga: Carga | None = None
    fila: int | None = None


def de_los_registros(captaciones: Iterable[Captacion]) -> list[Hito]:
    """What later files changed of these people and their households, and who no longer comes."""
    captaciones = list(captaciones)
    return _de_cambios(captaciones) + _de_ausencias(captaciones)


def _de_cambios(captaciones: list[Captacion]) -> list[Hito]:
    cambios = list(
        CambioDato.objects.filter(
            Q(persona__in={c.persona_id for c in captaciones})
            | Q(hogar__in={c.hogar_id for c in captaciones}),
            Q(campo__in=TITULOS) | Q(campo="codigo_padron", despues=""),
        )
        .select_related("persona", "carga")
        .order_by("carga_id", "fila", "pk")
    )
    lugares = {v for c in cambios if c.campo == "ubigeo" for v in (c.antes, c.despues) if v}
    distritos = Distrito.objects.in_bulk(lugares) if lugares else {}
    limites = {(c.persona_id, c.evento_el.isoformat()): c.limite_el for c in captaciones}
    # Twins bring their mother's phone twice.
    unicos = {
        (c.carga_id, c.persona_id if c.campo != "celular" else None, c.campo, c.despues): c
        for c in cambios
    }
    return [
        Hito(
            cambio.carga.fecha_proceso,
            _titulo(cambio, distritos, limites),
            "" if cambio.hogar_id else str(cambio.persona),
            carga=cambio.carga,
            fila=cambio.fila,
        )
        for cambio in unicos.values()
    ]


def _titulo(cambio: CambioDato, distritos: dict, limites: dict) -> str:
    if cambio.campo == "codigo_padron":
        return CODIGO_REASIGNADO
    antes, despues = (
        str(distritos.get(valor) or decir(cambio.campo, valor))
        for valor in (cambio.antes, cambio.despues)
    )
    plantilla = TITULOS[cambio.campo] if cambio.antes else NUEVOS.get(cambio.campo)
    titulo = (plantilla or TITULOS[cambio.campo]).format(antes=antes, despues=despues)
    limite = limites.get((cambio.persona_id, cambio.despues))
    return f"{titulo}; vence el {limite:%d/%m/%Y}" if limite else titulo


def _de_ausencias(captaciones: list[Captacion]) -> list[Hito]:
    """Who no longer comes under any of her keys in a source's full cut."""
    personas = {c.persona_id for c in captaciones}
    personas |= {c.recien_nacido.madre_id for c in captaciones if c.recien_nacido}
    registros = (
        RegistroFuente.objects.filter(persona__in=personas - {None})
        .select_related("persona", "ausente_desde")
        .order_by("ausente_desde_id", "pk")
    )
    dichos: dict[tuple, list[RegistroFuente]] = defaultdict(list)
    for registro in registros:
        dichos[registro.fuente, registro.persona_id, registro.hogar_id].append(registro)
    return [
        _ausencia(claves[-1]) for claves in dichos.values() if all(r.ausente_desde for r in claves)
    ]


def _ausencia(registro: RegistroFuente) -> Hito:
    corte = registro.ausente_desde
    return Hito(
        corte.fecha_proceso,
        f"Ya no figura en {REGISTROS[registro.fuente]} desde el corte del "
        f"{corte.fecha_proceso:%d/%m/%Y}",
        f"{registro.persona}. Aquí no se borró nada: confirme con la familia si sigue en el hogar.",
        clase="pronto",
        carga=corte,
    )
