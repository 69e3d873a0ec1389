"""CSV files that a spreadsheet opens as they are: UTF-8 with BOM, commas, no cell a formula."""

import csv
from collections.abc import Iterable, Iterator

from juntos.rastro import Rastro

BOM = "\ufeff"
PELIGROSOS = ("=", "+", "-", "@", "\t", "\r")


def lineas_csv(filas: Iterable[Iterable], *, rastro: Rastro | None = None) -> Iterator[str]:
    """`rastro` is a last line that starts with `#`: what reads the rows may pass it over."""
    escritor = csv.writer(_Eco())
    yield BOM
    for celdas in filas:
        yield escritor.writerow([sin_formula(celda) for celda in celdas])
    if rastro:
        yield escritor.writerow([f"# {rastro}"])


def sin_formula(celda):
    """Numbers and dates pass; a text that starts like a formula is made plain text."""
    if isinstance(celda, str) and celda.startswith(PELIGROSOS):
        return f"'{celda}"
    return celda


class _Eco:
    """Hands each line back to the caller instead of storing it."""

    def write(self, linea: str) -> str:
        return linea
