"""How far a small file may unfold: a bomb is refused before it fills memory or disk."""

from __future__ import annotations

import re

from captacion.lectura.errores import ArchivoRechazado

COLUMNAS_MAXIMAS = 256  # wider rows do not fit in a page of PostgreSQL
# Registers compress some 5 times, sheets some 20; a bomb, up to 1,032.
EXPANSION_MAXIMA, EXPANSION_LIBRE = 100, 4_000_000
# The reader of sheets holds the whole rectangle from the first cell to the last one.
FILAS_SUELTAS = 100_000
# A cell with something in it, however its place is written.
_CELDA = rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']%s["'](?:[^>]*[^/>])?>"""
_COLUMNA_LEJANA = re.compile(_CELDA % rb"(?:[A-Za-z]{3,}|[J-Zj-z][A-Za-z])\d+")
_FILA_LEJANA = re.compile(_CELDA % rb"[A-Za-z]*(\d{6,})")


def vigilar_expansion(descomprimidos: int, comprimidos: int) -> None:
    """Refuse what unfolds as no register does."""
    if descomprimidos > max(EXPANSION_LIBRE, EXPANSION_MAXIMA * comprimidos):
        raise ArchivoRechazado(
            "El archivo comprimido se expande más que ninguna tabla: cárguelo sin comprimir."
        )


def rechazar_columnas(cuantas: int) -> None:
    if cuantas > COLUMNAS_MAXIMAS:
        raise ArchivoRechazado(
            f"El archivo tiene más de {COLUMNAS_MAXIMAS} columnas: deje solo las de su fuente."
        )


class Rectangulo:
    """The cells of a sheet as its bytes pass: none may lie far away from the others."""

    def __init__(self):
        self.filas = self.ultima = 0

    def mirar(self, trozo: bytes) -> None:
        if _COLUMNA_LEJANA.search(trozo):
            raise _celdas_lejanas()
        self.filas += trozo.count(b"<row")
        if _FILA_LEJANA.search(trozo):
            self.ultima = max(self.ultima, *map(int, _FILA_LEJANA.findall(trozo)))

    def cerrar(self) -> None:
        if self.ultima > FILAS_SUELTAS + 2 * self.filas:
            raise _celdas_lejanas()


def _celdas_lejanas() -> ArchivoRechazado:
    return ArchivoRechazado(
        "La hoja tiene celdas muy lejos de la tabla: copie solo la tabla a un libro nuevo."
    )
