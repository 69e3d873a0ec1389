"""Workbooks (.xlsx, .xls) read as text rows by python-calamine."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from captacion.lectura.archivo import DANADO
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.limites import Rectangulo, vigilar_expansion


def _texto(valor) -> str:
    """A cell as text: whole numbers without decimals, dates as dd/mm/yyyy."""
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    if isinstance(valor, dt.datetime | dt.date):
        return valor.strftime("%d/%m/%Y")
    return str(valor).replace("\0", "")


def _revisar(ruta: Path, limite: int) -> None:
    """Refuse a workbook with formulas, or that unpacks to more than a workbook may hold.

    Every part is read to its end, because its declared size may lie.
    """
    with zipfile.ZipFile(ruta) as z:
        partes = z.infolist()
        vigilar_expansion(sum(p.file_size for p in partes), ruta.stat().st_size)
        if sum(p.file_size for p in partes) > limite:
            raise ArchivoRechazado("El libro de Excel es demasiado grande: divídalo en partes.")
        for parte in partes:
            with z.open(parte) as f:
                _revisar_parte(f, es_hoja=parte.filename.startswith("xl/worksheets/"))


def _revisar_parte(f: BinaryIO, *, es_hoja: bool) -> None:
    rectangulo, cola = Rectangulo(), b""
    while trozo := f.read(1 << 20):
        if not es_hoja:
            continue
        trozo = cola + trozo
        if b"<f>" in trozo or b"<f " in trozo:
            raise ArchivoRechazado(
                "El libro tiene fórmulas: pegue los valores en lugar de las fórmulas."
            )
        # A tag that the end of the block cuts is looked at with the next one.
        corte = trozo.rfind(b"<")
        trozo, cola = (trozo[:corte], trozo[corte:]) if corte > 0 else (trozo, b"")
        rectangulo.mirar(trozo)
    rectangulo.mirar(cola)
    rectangulo.cerrar()


def filas_de_libro(ruta: Path, limite: int) -> Iterator[list[str]]:
    """The rows of the first sheet, as text; at most `limite` bytes once unpacked."""
    try:
        if zipfile.is_zipfile(ruta):
            _revisar(ruta, limite)
        libro = CalamineWorkbook.from_path(str(ruta))
        hoja = libro.get_sheet_by_index(0)
    except (CalamineError, *DANADO, RuntimeError) as error:
        raise ArchivoRechazado(
            "El libro de Excel está dañado: ábralo, guárdelo de nuevo y cárguelo."
        ) from error
    for celdas in hoja.iter_rows():
        yield [_texto(valor) for valor in celdas]
