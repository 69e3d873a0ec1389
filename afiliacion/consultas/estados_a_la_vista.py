"""How the state of an item of care is shown: a word, a shape and a colour, never one alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from afiliacion.consultas.calendario import Item
from afiliacion.models import EstadoItem


@dataclass(frozen=True)
class Aspecto:
    """`forma` names the shape of a mark and the class of a chip; low `urgencia` asks most."""

    palabra: str
    forma: str
    urgencia: int


TOCA = Aspecto("Toca ahora", "toca", 3)
MAS_ADELANTE = Aspecto("Más adelante", "adelante", 5)
ASPECTOS = {
    EstadoItem.NO_CUMPLE: Aspecto("No se dio", "no-cumple", 0),
    EstadoItem.FUERA_DE_PLAZO: Aspecto("Fuera de plazo", "fuera", 1),
    EstadoItem.SIN_DATO: Aspecto("Sin dato", "sin-dato", 2),
    EstadoItem.CUMPLE: Aspecto("Cumple", "cumple", 4),
    EstadoItem.EXONERADO: Aspecto("Exonerado", "exonerado", 6),
    EstadoItem.NO_APLICA: Aspecto("No le corresponde", "exonerado", 7),
}


def aspecto_de(item: Item, *, hoy: dt.date) -> Aspecto:
    if item.estado == EstadoItem.PENDIENTE:
        return TOCA if item.desde <= hoy else MAS_ADELANTE
    return ASPECTOS[EstadoItem(item.estado)]
