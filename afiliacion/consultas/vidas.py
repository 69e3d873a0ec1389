"""The calendar of the people of a household: a line of life, what to do now, and month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.utils import formats

from afiliacion.consultas.calendario import Item, calendario_guardado
from afiliacion.consultas.estados_a_la_vista import ASPECTOS, TOCA, Aspecto, aspecto_de
from afiliacion.consultas.pistas import Linea, trazar
from afiliacion.models import EstadoItem
from captacion.models import Persona

DIAS_QUE_APREMIAN = 60
POR_RESOLVER = {
    ASPECTOS[estado]
    for estado in (EstadoItem.SIN_DATO, EstadoItem.NO_CUMPLE, EstadoItem.FUERA_DE_PLAZO)
}


@dataclass(frozen=True)
class Cuidado:
    """One item as it is shown: what, its state in a word, and why."""

    item: Item
    aspecto: Aspecto
    motivo: str
    # Days until its time ends; negative once it did.
    quedan: int

    @property
    def apremia(self) -> bool:
        """A deadline of years says nothing: it is told when it is near."""
        return self.quedan <= DIAS_QUE_APREMIAN

    @property
    def palabra(self) -> str:
        return self.aspecto.palabra

    @property
    def destaca(self) -> bool:
        return self.aspecto != ASPECTOS[EstadoItem.CUMPLE]

    @property
    def se_constata(self) -> bool:
        """Somebody may say whether it was given: its window began, and no register told it."""
        return self.aspecto == TOCA or self.aspecto in POR_RESOLVER


def cuidado_de(item: Item, *, hoy: dt.date) -> Cuidado:
    return Cuidado(item, aspecto_de(item, hoy=hoy), item.motivo(hoy), (item.hasta - hoy).days)


@dataclass(frozen=True)
class Mes:
    titulo: str
    es_hoy: bool
    cuidados: list[Cuidado]


@dataclass(frozen=True)
class Vida:
    """The calendar of one child or one pregnancy."""

    persona: Persona
    linea: Linea
    cuidados: list[Cuidado]
    meses: list[Mes]

    @property
    def ahora(self) -> list[Cuidado]:
        """What may still be given in time, the one whose time ends first at the head."""
        suyos = [uno for uno in self.cuidados if uno.aspecto == TOCA]
        return sorted(suyos, key=lambda uno: uno.item.hasta)

    @property
    def por_resolver(self) -> list[Cuidado]:
        """What somebody may still remember first: newest first."""
        return [uno for uno in reversed(self.cuidados) if uno.aspecto in POR_RESOLVER]

    @property
    def resumen(self) -> str:
        """«2 por dar ahora, 1 con el plazo pasado, 8 al día»."""
        al_dia = sum(uno.aspecto == ASPECTOS[EstadoItem.CUMPLE] for uno in self.cuidados)
        cuenta = {
            "por dar ahora": len(self.ahora),
            "con el plazo pasado": len(self.por_resolver),
            "al día": al_dia,
        }
        return ", ".join(f"{cuantos} {que}" for que, cuantos in cuenta.items() if cuantos)


def vidas_de(personas: Collection[Persona], *, hoy: dt.date) -> list[Vida]:
    """Those who are owed care, in the order of `personas`; each item once."""
    por_pk = {persona.pk: persona for persona in personas}
    items = calendario_guardado(list(por_pk), corte=hoy)
    grupos = groupby(items, key=lambda item: (item.persona_id, item.gestante_id))
    vidas = [_vida(por_pk[persona], una_vez(suyos), hoy=hoy) for (persona, _), suyos in grupos]
    orden = list(por_pk)
    return sorted(vidas, key=lambda vida: orden.index(vida.persona.pk))


def una_vez(items: Collection[Item]) -> list[Item]:
    """Two norms may ask for one dose: the one that conditions the payment is told."""
    dichos = {}
    for item in items:
        if item.estado == EstadoItem.NO_APLICA:
            continue
        clave = (item.item, item.dosis)
        if clave not in dichos or (item.condiciona_pago and not dichos[clave].condiciona_pago):
            dichos[clave] = item
    return sorted(dichos.values(), key=lambda item: (item.desde, item.hasta))


def _vida(persona: Persona, items: list[Item], *, hoy: dt.date) -> Vida:
    cuidados = [cuidado_de(item, hoy=hoy) for item in items]
    # A pregnancy is asked for something from its first day on.
    cero = items[0].desde if items[0].gestante_id else persona.fecha_nacimiento
    return Vida(persona, trazar(items, cero=cero, hoy=hoy), cuidados, _meses(cuidados, hoy=hoy))


def _meses(cuidados: list[Cuidado], *, hoy: dt.date) -> list[Mes]:
    este = hoy.replace(day=1)
    meses = [
        Mes(_mes(mes), mes == este, list(suyos))
        for mes, suyos in groupby(cuidados, key=lambda uno: uno.item.desde.replace(day=1))
    ]
    if all(not mes.es_hoy for mes in meses):
        antes = [m for m in meses if m.cuidados[0].item.desde < este]
        meses.insert(len(antes), Mes(_mes(este), True, []))
    return meses


def _mes(dia: dt.date) -> str:
    return formats.date_format(dia, "F Y").capitalize()
