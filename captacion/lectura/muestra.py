"""The header of a file and its first rows, to be shown to whoever says what each column is."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

from captacion.lectura.filas import COMILLA
from captacion.lectura.lector import Lector

FILAS = 3


def mirar(ruta: Path) -> tuple[list[str], list[list[str]]]:
    """(header, first good rows). Raises ArchivoRechazado when the file is not a table."""
    with Lector(ruta, perfiles={}) as lector:
        primero = next(lector.lotes(), None)
        texto = primero.datos.decode("utf-8", "replace") if primero else ""
        filas = csv.reader(
            io.StringIO(texto, newline=""), delimiter=lector.delimitador, quotechar=COMILLA
        )
        buenas = (celdas for _, malo, _, *celdas in filas if not malo)
        return lector.encabezado, list(islice(buenas, FILAS))
