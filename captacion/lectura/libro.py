"""Workbooks (.xlsx, .xls): their sheets, and the rows of one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from captacion.lectura.aparte import se_deja_abrir
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.limites import Rectangulo, vigilar_expansion
from captacion.lectura.rebanadas import LibroRebanado, NoSeRebana

DESCOMPRIMIDO_MAXIMO = 4_000_000_000
# What a workbook that is not sliced may unpack to, for it is held whole.
ENTERO_MAXIMO = 400_000_000
# What a truncated or altered workbook raises.
DANADO = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)


class Libro:
    """A workbook; raises ArchivoRechazado when it is damaged, too large or holds formulas.

    `limite`: the most bytes that it may unpack to.
    """

    def __init__(self, archivo: BinaryIO, *, limite: int = DESCOMPRIMIDO_MAXIMO):
        self._archivo, self._limite = archivo, limite
        self._rebanado = None
        try:
            if zipfile.is_zipfile(archivo):
                self._abrir_zip(zipfile.ZipFile(archivo))
            elif not se_deja_abrir(archivo):
                raise _rechazar_danado()
            if self._rebanado is None:
                archivo.seek(0)
                self._entero = CalamineWorkbook.from_filelike(archivo)
        except DANADO as error:
            raise _rechazar_danado() from error
        self.hojas = (self._rebanado and self._rebanado.hojas) or self._entero.sheet_names

    def filas(self, hoja: str) -> Iterator[Sequence]:
        """The rows of a sheet from the first one; a cell may still have the type it came in."""
        try:
            yield from self._rebanado.filas(hoja) if self._rebanado else self._filas_enteras(hoja)
        except DANADO as error:
            raise _rechazar_danado() from error

    def _abrir_zip(self, z: zipfile.ZipFile) -> None:
        if any(parte.header_offset < 0 for parte in z.infolist()):
            raise zipfile.BadZipFile("a part lies before the beginning of the file")
        descomprimido = sum(parte.file_size for parte in z.infolist())
        vigilar_expansion(descomprimido, self._archivo.seek(0, io.SEEK_END))
        if descomprimido > self._limite:
            raise _rechazar_grande()
        try:
            self._rebanado = LibroRebanado(z)
        except NoSeRebana:
            if descomprimido > ENTERO_MAXIMO:
                raise _rechazar_grande() from None
            _revisar(z)

    def _filas_enteras(self, hoja: str) -> Iterator[list]:
        lamina = self._entero.get_sheet_by_name(hoja)
        margen = [""] * (lamina.start or (0, 0))[1]
        for fila in lamina.iter_rows():
            yield margen + fila


def _rechazar_danado() -> ArchivoRechazado:
    return ArchivoRechazado("El libro de Excel está dañado: ábralo, guárdelo de nuevo y cárguelo.")


def _rechazar_grande() -> ArchivoRechazado:
    return ArchivoRechazado("El libro de Excel es demasiado grande: divídalo en partes.")


def _revisar(z: zipfile.ZipFile) -> None:
    """Refuse formulas and far cells, and read every part: its declared size may lie."""
    for parte in z.infolist():
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
