"""A kind of data as it is told to its owner, and the words for where each thing came from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from captacion.models import Carga, Persona


@dataclass
class Seccion:
    """A kind of data: `reservada`, what is not handed to somebody who asks for another person."""

    titulo: str
    columnas: list[str]
    filas: list[list[str]] = field(default_factory=list)
    reservada: bool = False

    @property
    def celdas(self) -> list[list[tuple[str, str]]]:
        """Each row with the names of its columns: a card on a phone."""
        return [list(zip(self.columnas, fila, strict=True)) for fila in self.filas]


def origen_de(persona: Persona) -> str:
    if persona.carga is None:
        return "Sin archivo"
    return origen(persona.carga, persona.fila)


def origen(carga: Carga, fila: int | None) -> str:
    return f"{de_la_carga(carga)}, fila {fila}"


def de_la_carga(carga: Carga) -> str:
    return f"{carga.get_fuente_display()}, carga {carga.pk} del {en_dia(carga.fecha_proceso)}"


def quien_lo_dijo(fuente: str) -> str:
    return "una visita" if fuente == "visita" else fuente.replace("_", " ")


def en_dia(dia: dt.date | None) -> str:
    return f"{dia:%d/%m/%Y}" if dia else ""


def en_hora(momento: dt.datetime | None) -> str:
    return f"{timezone.localtime(momento):%d/%m/%Y %H:%M}" if momento else ""
