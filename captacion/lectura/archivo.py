"""The bytes of a file: plain, or the one member of a ZIP or GZIP."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from captacion.lectura.errores import ArchivoRechazado

ZIP, GZIP, OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
ZIP_VACIO = b"PK\x05\x06"
AJENOS = {
    b"%PDF": "un PDF",
    b"\x89PNG": "una imagen",
    b"\xff\xd8\xff": "una imagen",
    b"GIF8": "una imagen",
    b"{\\rtf": "un documento de texto con formato",
    b"Rar!": "un archivo RAR",
    b"7z\xbc\xaf": "un archivo 7z",
    b"\x7fELF": "un programa",
    b"MZ": "un programa",
}
# What decompression raises on a truncated or altered file.
DANADO = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError)


def inicio_de(ruta: Path) -> bytes:
    """The first bytes of the file, by which its true kind is told; refuses what is no table."""
    with ruta.open("rb") as f:
        inicio = f.read(8)
    if not inicio:
        raise ArchivoRechazado("El archivo está vacío: pida de nuevo el archivo a su fuente.")
    for marca, cosa in AJENOS.items():
        if inicio.startswith(marca):
            raise ArchivoRechazado(
                f"El archivo es {cosa}, no una tabla: cargue el archivo de texto o de Excel."
            )
    return inicio


def es_libro(ruta: Path, inicio: bytes) -> bool:
    """Whether the file is a workbook: Excel 97, or a ZIP with a workbook inside."""
    if inicio.startswith(OLE):
        return True
    if not inicio.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(ruta) as z:
            return "[Content_Types].xml" in z.namelist()
    except (*DANADO, ValueError) as error:  # names that are no text, places before the file
        raise ArchivoRechazado(
            "El archivo comprimido está dañado o incompleto: vuelva a descargarlo y cárguelo."
        ) from error


def abrir_miembro(z: zipfile.ZipFile, miembro: zipfile.ZipInfo) -> BinaryIO:
    """A member of a ZIP; raises ArchivoRechazado when it is locked, BadZipFile when damaged."""
    if miembro.flag_bits & 1:
        raise ArchivoRechazado("El ZIP tiene contraseña: cárguelo sin ella.")
    try:
        return z.open(miembro)
    except OSError as error:  # its place in the file is before the beginning
        raise zipfile.BadZipFile from error


@contextmanager
def abrir(ruta: Path, inicio: bytes) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """(stream of the text, stream of the file itself, whose position is the progress).

    Raises ArchivoRechazado when the archive is damaged or holds more than one file.
    """
    with ruta.open("rb") as crudo:
        try:
            if inicio.startswith((ZIP, ZIP_VACIO)):
                with zipfile.ZipFile(crudo) as z:
                    miembros = [m for m in z.infolist() if not m.filename.endswith("/")]
                    if len(miembros) != 1:
                        raise ArchivoRechazado(
                            f"El ZIP trae {len(miembros)} archivos: debe traer uno solo."
                        )
                    with abrir_miembro(z, miembros[0]) as f:
                        yield f, crudo
            elif inicio.startswith(GZIP):
                with gzip.GzipFile(fileobj=crudo) as f:
                    yield f, crudo
            else:
                yield crudo, crudo
        except DANADO as error:
            raise ArchivoRechazado(
                "El archivo comprimido está dañado o incompleto: vuelva a descargarlo y cárguelo."
            ) from error
