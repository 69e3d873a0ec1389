"""Workbooks (.xlsx, .xls) read as text rows by python-calamine."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from captacion.lectura.errores import ArchivoRechazado

DESCOMPRIMIDO_MAXIMO = 4_000_000_000


def _texto(valor) -> str:
    """A cell as text: whole numbers without decimals, dates as dd/mm/yyyy."""
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    if isinstance(valor, dt.datetime | dt.date):
        return valor.strftime("%d/%m/%Y")
    return str(valor).replace("\0", "")


def _revisar(ruta: Path) -> None:
    """Refuse a workbook with formulas, or that unpacks to more than a workbook may hold."""
    with zipfile.ZipFile(ruta) as z:
        if sum(m.file_size for m in z.infolist()) > DESCOMPRIMIDO_MAXIMO:
            raise ArchivoRechazado("El libro de Excel es demasiado grande: divídalo en partes.")
        hojas = [n for n in z.namelist() if n.startswith("xl/worksheets/")]
        for hoja in hojas:
            with z.open(hoja) as f:
                cola = b""
                while trozo := f.read(1 << 20):
                    if b"<f>" in cola + trozo or b"<f " in cola + trozo:
                        raise ArchivoRechazado(
                            "El libro tiene fórmulas: pegue los valores en lugar de las fórmulas."
                        )
                    cola = trozo[-3:]


def filas_de_libro(ruta: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, as text."""
    try:
        if zipfile.is_zipfile(ruta):
            _revisar(ruta)
        libro = CalamineWorkbook.from_path(str(ruta))
        hoja = libro.get_sheet_by_index(0)
    except (CalamineError, zipfile.BadZipFile, EOFError) as error:
        raise ArchivoRechazado(
            "El libro de Excel está dañado: ábralo, guárdelo de nuevo y cárguelo."
        ) from error
    for celdas in hoja.iter_rows():
        yield [_texto(valor) for valor in celdas]
