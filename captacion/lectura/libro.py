"""Workbooks (.xlsx, .xls) by python-calamine: their sheets, and the rows of one."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from captacion.lectura.errores import ArchivoRechazado

DESCOMPRIMIDO_MAXIMO = 4_000_000_000
DANADO = (CalamineError, zipfile.BadZipFile, EOFError)


def texto_de(valor) -> str:
    """A cell as text: whole numbers without decimals, dates as dd/mm/yyyy."""
    if isinstance(valor, str):
        return valor
    if isinstance(valor, bool):
        return str(int(valor))
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    if isinstance(valor, dt.datetime | dt.date):
        return valor.strftime("%d/%m/%Y")
    return str(valor)


class Libro:
    """A workbook; raises ArchivoRechazado when it is damaged, too large or holds formulas."""

    def __init__(self, ruta: Path):
        try:
            if zipfile.is_zipfile(ruta):
                _revisar(ruta)
            self._libro = CalamineWorkbook.from_path(str(ruta))
        except DANADO as error:
            raise _rechazar_danado() from error
        self.hojas = self._libro.sheet_names

    def filas(self, hoja: str) -> Iterator[list]:
        """The rows of a sheet, from the first one, all as wide; a cell has the type it came in."""
        try:
            return self._libro.get_sheet_by_name(hoja).iter_rows()
        except DANADO as error:
            raise _rechazar_danado() from error


def _rechazar_danado() -> ArchivoRechazado:
    return ArchivoRechazado("El libro de Excel está dañado: ábralo, guárdelo de nuevo y cárguelo.")


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
