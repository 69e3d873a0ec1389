"""The calendar of the people of a household, month by month, with today in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import groupby

from django.utils import formats

from afiliacion.consultas.calendario import Item, calendario_guardado
from afiliacion.models import EstadoItem
from captacion.models import Persona

# Word and colour are never alone: each class of chip has its shape.
CHIPS = {
    EstadoItem.CUMPLE: "chip-bien",
    EstadoItem.EXONERADO: "chip-neutro",
    EstadoItem.PENDIENTE: "chip-pronto",
    EstadoItem.SIN_DATO: "chip-vencido",
    EstadoItem.NO_CUMPLE: "chip-vencido",
    EstadoItem.FUERA_DE_PLAZO: "chip-vencido",
}
POR_RESOLVER = {EstadoItem.SIN_DATO, EstadoItem.NO_CUMPLE, EstadoItem.FUERA_DE_PLAZO}


@dataclass(frozen=True)
class Cuidado:
    """One item as it is shown: what, its state in a word, and why."""

    item: Item
    palabra: str
    chip: str
    motivo: str
    destaca: bool


@dataclass
class Mes:
    titulo: str
    es_hoy: bool
    cuidados: list[Cuidado]


@dataclass
class Vida:
    """The calendar of one child or one pregnancy."""

    persona: Persona
    meses: list[Mes]
    cuenta: dict[str, int] = field(default_factory=dict)

    @property
    def resumen(self) -> str:
        """«2 tocan ahora, 1 sin registrar, 8 cumplidos»."""
        return ", ".join(f"{cuantos} {que}" for que, cuantos in self.cuenta.items() if cuantos)


def vidas_de(personas: Collection[Persona], *, hoy: dt.date) -> list[Vida]:
    """Those who are owed care, in the order of `personas`; each item once."""
    por_pk = {persona.pk: persona for persona in personas}
    items = calendario_guardado(list(por_pk), corte=hoy)
    grupos = groupby(items, key=lambda item: (item.persona_id, item.gestante_id))
    vidas = [_vida(por_pk[persona], list(suyos), hoy=hoy) for (persona, _), suyos in grupos]
    orden = list(por_pk)
    return sorted(vidas, key=lambda vida: orden.index(vida.persona.pk))


def _vida(persona: Persona, items: list[Item], *, hoy: dt.date) -> Vida:
    cuidados = [_cuidado(item, hoy=hoy) for item in _una_vez(items)]
    este = hoy.replace(day=1)
    meses = [
        Mes(_mes(mes), mes == este, list(suyos))
        for mes, suyos in groupby(cuidados, key=lambda uno: uno.item.desde.replace(day=1))
    ]
    if all(not mes.es_hoy for mes in meses):
        antes = [m for m in meses if m.cuidados[0].item.desde < este]
        meses.insert(len(antes), Mes(_mes(este), True, []))
    return Vida(persona, meses, _cuenta(cuidados, hoy=hoy))


def _una_vez(items: list[Item]) -> list[Item]:
    """Two norms may ask for one dose: the one that conditions the payment is told."""
    dichos = {}
    for item in items:
        if item.estado == EstadoItem.NO_APLICA:
            continue
        clave = (item.item, item.dosis)
        if clave not in dichos or (item.condiciona_pago and not dichos[clave].condiciona_pago):
            dichos[clave] = item
    return sorted(dichos.values(), key=lambda item: (item.desde, item.hasta))


def _cuidado(item: Item, *, hoy: dt.date) -> Cuidado:
    estado = EstadoItem(item.estado)
    palabra, chip = estado.label, CHIPS[estado]
    if estado == EstadoItem.PENDIENTE:
        palabra, chip = ("Toca ahora", chip) if item.desde <= hoy else ("Más adelante", "")
    return Cuidado(item, palabra, chip, item.motivo(hoy), destaca=estado != EstadoItem.CUMPLE)


def _cuenta(cuidados: list[Cuidado], *, hoy: dt.date) -> dict[str, int]:
    estados = [EstadoItem(uno.item.estado) for uno in cuidados]
    ahora = sum(uno.palabra == "Toca ahora" for uno in cuidados)
    por_resolver = sum(estado in POR_RESOLVER for estado in estados)
    return {
        "por dar ahora": ahora,
        "con el plazo pasado": por_resolver,
        "al día": estados.count(EstadoItem.CUMPLE),
    }


def _mes(dia: dt.date) -> str:
    return formats.date_format(dia, "F Y").capitalize()
