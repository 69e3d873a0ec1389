"""A sheet of any length in little memory: python-calamine reads it slice by slice.

Calamine holds every cell of a sheet before it gives the first one: 440 MB for 100,000 × 62. Here
the XML of the sheet is cut between rows, and each slice is given to it as a small workbook of its
own, with the styles of the whole one (they tell a date from a number). The table of shared strings
is read once, here: in a slice a reference to it goes as a text, MARCA and its number. MARCA is a
blank that int() passes over; a sheet that is written with it gets a common one instead.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import repeat
from urllib.parse import urljoin

from python_calamine import CalamineWorkbook

from captacion.lectura.celdas import texto_de
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.limites import FILAS_SUELTAS

REBANADA = 1 << 19  # larger ones leave the processor's cache
FILA_MAXIMA = 64 << 20  # bytes of XML in which some row must end
CADENAS_MAXIMO = 400_000_000
CELDAS_MAXIMO = 8_000_000  # that calamine would make room for, from the first cell to the last
MARCA = "\t"
_REFERENCIA, _MARCADA = b' t="s"><v>', b' t="str"><v>' + MARCA.encode()
_FIN_DE_FILA = b"</row>"
# A row's number and a cell's place (its row need not be the one that it is in), as nearly all
# write them; and as they may be written.
_LUGAR = re.compile(rb'r="[A-Z]{0,3}(\d+)"')
_LUGAR_RARO = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
_COLUMNAS_LEJANAS = {n: re.compile(rb'r="[A-Z]{%d}' % n) for n in (3, 2)}
_CELDA_CON_REFERENCIA = re.compile(rb'(<c\b[^>]*?)\st="s"([^>]*>\s*<v>)')
_MARCA_ESCRITA = re.compile(rb"\t|&#(?:x0*9|0*9);", re.IGNORECASE)
_HOJA = re.compile(r"<sheet\s[^>]*>")
_RELACION = re.compile(r"<Relationship\s[^>]*>")
_ATRIBUTO = re.compile(r'([\w:]+)="([^"]*)"')
_LLANA = re.compile(r"<si><t(?:\s[^>]*)?>([^<]*)</t></si>")
_CADENA = re.compile(
    r"<si>\s*<t(?:\s[^>]*)?>([^<]*)</t>\s*</si>|<si\s*/>|<si>(.*?)</si>", re.DOTALL
)
_FONETICA = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TROZO = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_CABEZA = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_COLA = b"</sheetData></worksheet>"


class NoSeRebana(Exception):
    """The workbook is written in a way that this reader does not cut."""


class LibroRebanado:
    """A workbook (.xlsx) open for slicing; raises NoSeRebana when it is not plain."""

    def __init__(self, z: zipfile.ZipFile):
        self._zip = z
        try:
            self._armazon = {
                nombre: z.read(nombre)
                for nombre in (
                    "[Content_Types].xml",
                    "xl/workbook.xml",
                    "xl/_rels/workbook.xml.rels",
                )
            }
        except KeyError as error:
            raise NoSeRebana from error
        for nombre in ("_rels/.rels", "xl/styles.xml"):
            if nombre in z.NameToInfo:
                self._armazon[nombre] = z.read(nombre)
        self._partes = self._partes_de_las_hojas()
        if self._cadenas_pesan() > CADENAS_MAXIMO or not all(map(self._se_rebana, self.hojas)):
            raise NoSeRebana

    @property
    def hojas(self) -> list[str]:
        return list(self._partes)

    def filas(self, hoja: str) -> Iterator[tuple[str, ...]]:
        """The rows of a sheet from the first one, blank ones too, as text.

        The first slice tells the width; a row of a later one may be wider, none is narrower.
        """
        siguiente, ancho, en_blanco = 0, 0, 0
        for rebanada in self._rebanadas(self._partes[hoja]):
            lamina = self._leer(rebanada, hoja)
            if lamina.start is None:
                continue
            desde, izquierda = lamina.start
            # A row may say any number for its own: the gap before it is a bomb of blank rows.
            en_blanco += max(desde - siguiente, 0)
            if en_blanco > FILAS_SUELTAS:
                raise _celdas_sueltas()
            filas = lamina.to_python()
            ancho = ancho or izquierda + lamina.width
            vacia = ("",) * len(filas)
            columnas = [
                *[vacia] * izquierda,
                *map(self._en_texto, zip(*filas, strict=True)),
                *[vacia] * (ancho - izquierda - lamina.width),
            ]
            yield from repeat(("",) * ancho, desde - siguiente)
            yield from zip(*columnas, strict=True)
            siguiente = max(siguiente, desde) + len(filas)

    def _partes_de_las_hojas(self) -> dict[str, str]:
        relaciones = {
            a["Id"]: a["Target"]
            for a in _atributos(_RELACION, self._armazon["xl/_rels/workbook.xml.rels"])
            if {"Id", "Target"} <= a.keys()
        }
        partes = {
            a["name"]: urljoin("xl/", relaciones.get(a["r:id"], "")).removeprefix("/")
            for a in _atributos(_HOJA, self._armazon["xl/workbook.xml"])
            if {"name", "r:id"} <= a.keys()
        }
        if not partes or not set(partes.values()) <= self._zip.NameToInfo.keys():
            raise NoSeRebana
        return partes

    def _cadenas_pesan(self) -> int:
        cadenas = self._zip.NameToInfo.get("xl/sharedStrings.xml")
        return cadenas.file_size if cadenas else 0

    def _se_rebana(self, hoja: str) -> bool:
        with self._zip.open(self._partes[hoja]) as f:
            inicio = f.read(REBANADA)
        return b"<sheetData>" in inicio or b"<sheetData/>" in inicio

    def _rebanadas(self, parte: str) -> Iterator[bytes]:
        """Whole rows of XML, about half a megabyte at a time."""
        with self._zip.open(parte) as f:
            _, _, resto = f.read(REBANADA).partition(b"<sheetData>")
            while True:
                trozo = f.read(REBANADA)
                resto += trozo
                corte = resto.rfind(_FIN_DE_FILA) + len(_FIN_DE_FILA) if trozo else len(resto)
                if corte >= len(_FIN_DE_FILA):
                    yield _revisada(resto[:corte].partition(b"</sheetData>")[0])
                    resto = resto[corte:]
                elif len(resto) > FILA_MAXIMA:
                    raise ArchivoRechazado(
                        "El libro de Excel tiene una fila sin fin: guárdelo de nuevo y cárguelo."
                    )
                if not trozo:
                    return

    def _leer(self, rebanada: bytes, hoja: str):
        """The slice as a sheet of calamine's."""
        bufer = io.BytesIO()
        with zipfile.ZipFile(bufer, "w") as z:
            for nombre, contenido in self._armazon.items():
                z.writestr(nombre, contenido)
            z.writestr(self._partes[hoja], b"".join((_CABEZA, rebanada, _COLA)))
        bufer.seek(0)
        return CalamineWorkbook.from_filelike(bufer).get_sheet_by_name(hoja)

    def _en_texto(self, columna: tuple) -> Iterable[str]:
        """A column of a slice as text; most hold only references, or none."""
        try:
            marcas = "".join(columna).count(MARCA)
        except TypeError:
            return [self._texto(c) if isinstance(c, str) else texto_de(c) for c in columna]
        if not marcas:
            return columna
        if marcas == len(columna):
            return map(self._cadenas.__getitem__, map(int, columna))
        return map(self._texto, columna)

    def _texto(self, celda: str) -> str:
        return self._cadenas[int(celda)] if celda[:1] == MARCA else celda

    @cached_property
    def _cadenas(self) -> list[str]:
        cadenas: list[str] = []
        with self._zip.open("xl/sharedStrings.xml") as f:
            resto = b""
            while trozo := f.read(REBANADA):
                resto += trozo
                corte = max(resto.rfind(b"</si>"), resto.rfind(b"<si/>")) + len(b"</si>")
                if corte >= len(b"</si>"):
                    cadenas += _cadenas_de(resto[:corte].decode())
                    resto = resto[corte:]
        return cadenas


def _revisada(filas: bytes) -> bytes:
    """The rows of a slice with their references marked; refuses what no table has."""
    if b"<f>" in filas or b"<f " in filas or b"<f/" in filas:
        raise ArchivoRechazado(
            "El libro tiene fórmulas: pegue los valores en lugar de las fórmulas."
        )
    if _area(filas) > CELDAS_MAXIMO:
        raise _celdas_sueltas()
    if b"\t" in filas or b"&#" in filas:
        filas = _MARCA_ESCRITA.sub(b" ", filas)
    if filas.count(b't="s"') == filas.count(_REFERENCIA):
        return filas.replace(_REFERENCIA, _MARCADA)
    return _CELDA_CON_REFERENCIA.sub(rb'\1 t="str"\2' + MARCA.encode(), filas)


def _celdas_sueltas() -> ArchivoRechazado:
    return ArchivoRechazado(
        "El libro tiene celdas sueltas muy lejos de la tabla: bórrelas y vuelva a cargarlo."
    )


def _area(filas: bytes) -> int:
    """At most how many cells lie between the first of a slice and the last."""
    lugares = _LUGAR.findall(filas)
    if b":c" in filas or len(lugares) != filas.count(b"<c") + filas.count(b"<row"):
        raros = _LUGAR_RARO.findall(filas)
        letras, lugares = max((len(c) for c, _ in raros), default=0), [n for _, n in raros]
    else:
        letras = next((n for n, lejos in _COLUMNAS_LEJANAS.items() if lejos.search(filas)), 1)
    numeros = [int(n) for n in set(lugares)] or [0]
    alto = max(max(numeros) - min(numeros) + 1, filas.count(b"<row"))
    return alto * 26**letras


def _cadenas_de(xml: str) -> list[str]:
    """The strings of a piece of the table; nearly always it is nothing but plain ones."""
    llanas = _LLANA.findall(xml)
    if len(llanas) != xml.count("<si"):
        return [_rica(rica) if rica else _limpia(t) for t, rica in _CADENA.findall(xml)]
    if "&" in xml or "_x" in xml:
        return [_limpia(t) if "&" in t or "_x" in t else t for t in llanas]
    return llanas


def _rica(con_formato: str) -> str:
    return _limpia("".join(_TROZO.findall(_FONETICA.sub("", con_formato))))


def _limpia(cadena: str) -> str:
    """Entities and Excel's own escapes (_x001F_) as the characters that they are."""
    return _ESCAPE.sub(lambda hallado: chr(int(hallado[1], 16)), html.unescape(cadena))


def _atributos(etiqueta: re.Pattern, xml: bytes) -> Iterator[dict[str, str]]:
    for hallada in etiqueta.findall(xml.decode()):
        yield {clave: html.unescape(valor) for clave, valor in _ATRIBUTO.findall(hallada)}
