"""Rows as COPY takes them: number, fault, row as it came, then the cells of the file.

A clean row of a plain file goes through as the bytes it came in: no cell is touched here. COPY
reads CSV with the control character 0x01 as its quote, which no text holds (it is blanked on the
way), so that a `"` inside a cell means nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from captacion.lectura.errores import ArchivoRechazado

COMILLA = "\x01"
SEPARADOR_DE_LIBRO = "\x1f"  # between the cells of a workbook, which has no delimiter of its own
BLOQUE = 1 << 20
CELDA_MAXIMA = 32_767  # what a cell of Excel holds; a longer one is not data
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RARO = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]|\r")

csv.field_size_limit(CELDA_MAXIMA)


@dataclass(frozen=True)
class Lote:
    """`datos`: bytes for COPY; `filas`: how many rows they hold."""

    datos: bytes
    filas: int


def rechazar_celda(numero: int) -> ArchivoRechazado:
    return ArchivoRechazado(
        f"La fila {numero} tiene una celda de más de {CELDA_MAXIMA:,} caracteres: corríjala."
    )


def rechazar_linea() -> ArchivoRechazado:
    return ArchivoRechazado(
        "El archivo tiene una línea sin fin: no es una tabla de texto; expórtelo de nuevo."
    )


def rechazar_formula(numero: int) -> ArchivoRechazado:
    return ArchivoRechazado(
        f"La fila {numero} tiene una fórmula: pegue los valores en lugar de las fórmulas."
    )


def celda(texto: str) -> str:
    """A cell quoted for COPY."""
    return f"{COMILLA}{texto}{COMILLA}" if texto else ""


def partir(linea: str, delimitador: str) -> list[str]:
    """The cells of a line, quoted or not; a quote that nothing closes is text."""
    if '"' in linea:
        try:
            (celdas,) = csv.reader([linea], delimiter=delimitador, strict=True)
        except (csv.Error, ValueError):
            return linea.split(delimitador)
        return celdas
    return linea.split(delimitador)


def fila(numero: int, celdas: Sequence[str], delimitador: str) -> str:
    """A good row, each of its cells quoted."""
    return delimitador.join([str(numero), "", "", *map(celda, celdas)]) + "\n"


def fila_mala(numero: int, motivo: str, cruda: str, columnas: int, delimitador: str) -> str:
    """A row that cannot be split into its columns, with what came."""
    vacias = [""] * columnas
    return delimitador.join([str(numero), motivo, celda(_CONTROL.sub(" ", cruda)), *vacias]) + "\n"


def lineas_enteras(flujo) -> Iterator[list[bytes]]:
    """Blocks of whole lines; refuses a line without end."""
    resto = b""
    while trozo := flujo.read(BLOQUE):
        *lineas, resto = (resto + trozo).split(b"\n")
        if len(resto) > BLOQUE:
            raise rechazar_linea()
        yield lineas
    if resto:
        yield [resto]


class FilasDeTexto:
    """The rows of a delimited text file, whose header has been read already.

    Without `comillas` a quote is a character like any other.
    """

    def __init__(
        self, flujo, *, codificacion: str, delimitador: str, columnas: int, comillas: bool = True
    ):
        self.flujo, self.codificacion, self.columnas = flujo, codificacion, columnas
        self.comillas = comillas
        self.delimitador, self.d = delimitador, delimitador.encode()
        self._formula = re.compile(
            rb'(?:^|%s)\s*"?=[A-Za-z(+\-@]' % re.escape(self.d), re.MULTILINE
        )

    def lotes(self, numero: int) -> Iterator[Lote]:
        """Batches of rows; `numero` is the number of the first one."""
        for lineas in lineas_enteras(self.flujo):
            bloque = b"\n".join(lineas)
            self._revisar_formulas(bloque, numero)
            if self._es_limpio(bloque):
                partes = self._limpias(lineas, numero)
            else:
                partes = self._una_a_una(lineas, numero)
            filas = list(partes)
            numero += len(lineas)
            yield Lote(b"".join(filas), len(filas))

    def _es_limpio(self, bloque: bytes) -> bool:
        """Nothing in the block needs a look cell by cell."""
        if b'"' in bloque or _RARO.search(bloque.replace(b"\r\n", b"\n").removesuffix(b"\r")):
            return False
        if self.codificacion != "utf-8":
            return bloque.isascii()
        try:
            bloque.decode()
        except UnicodeDecodeError:
            return False
        return True

    def _limpias(self, lineas: Iterable[bytes], numero: int) -> Iterator[bytes]:
        d, separadores, vacios = self.d, self.columnas - 1, self.d * 3
        for n, cruda in enumerate(lineas, numero):
            linea = cruda.removesuffix(b"\r")
            if len(linea) > CELDA_MAXIMA and max(map(len, linea.split(d))) > CELDA_MAXIMA:
                raise rechazar_celda(n)
            if linea.count(d) == separadores:
                yield b"%d%b%b\n" % (n, vacios, linea)
            elif linea.strip():
                yield self._mala(n, "campos", linea.decode(self.codificacion, "replace"))

    def _una_a_una(self, lineas: Iterable[bytes], numero: int) -> Iterator[bytes]:
        for n, cruda in enumerate(lineas, numero):
            linea = _RARO.sub(b" ", cruda.removesuffix(b"\r"))
            if not linea.strip():
                continue
            try:
                texto = linea.decode(self.codificacion)
            except UnicodeDecodeError:
                yield self._mala(n, "texto_ilegible", linea.decode("cp1252", "replace"))
                continue
            celdas = self._celdas(texto, n)
            if len(celdas) == self.columnas:
                yield fila(n, celdas, self.delimitador).encode()
            else:
                yield self._mala(n, "campos", texto)

    def _celdas(self, texto: str, numero: int) -> list[str]:
        d = self.delimitador
        celdas = partir(texto, d) if self.comillas else texto.split(d)
        if max(map(len, celdas)) > CELDA_MAXIMA:
            raise rechazar_celda(numero)
        return celdas

    def _mala(self, numero: int, motivo: str, cruda: str) -> bytes:
        return fila_mala(numero, motivo, cruda, self.columnas, self.delimitador).encode()

    def _revisar_formulas(self, bloque: bytes, numero: int) -> None:
        if b"=" in bloque and (hallada := self._formula.search(bloque)):
            raise rechazar_formula(numero + bloque.count(b"\n", 0, hallada.end()))


class FilasConComillas:
    """The rows of a quoted file, where a cell may hold the delimiter and line ends."""

    def __init__(self, lector, *, delimitador: str, columnas: int):
        self.lector, self.delimitador, self.columnas = lector, delimitador, columnas

    def lotes(self, numero: int) -> Iterator[Lote]:
        partes: list[str] = []
        try:
            for n, celdas in enumerate(self.lector, numero):
                if not any(c.strip() for c in celdas):
                    continue
                partes.append(fila_de_celdas(n, celdas, self.columnas, self.delimitador))
                if len(partes) == 5_000:
                    yield Lote("".join(partes).encode(), len(partes))
                    partes = []
        except csv.Error as error:
            if "field larger" in str(error):
                raise rechazar_celda(self.lector.line_num) from error
            raise ArchivoRechazado(
                f"Las comillas de la línea {self.lector.line_num} no cierran: expórtelo de nuevo."
            ) from error
        yield Lote("".join(partes).encode(), len(partes))


class FilasDeLibro:
    """The rows of a sheet, of `columnas` cells; `texto_de` tells the text of any of them.

    A batch is joined as it is; only one in which some cell holds what a plain text may not is taken
    apart.
    """

    FILAS = 2_000
    _AJENOS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x1F})

    def __init__(self, filas: Iterable[list], texto_de: Callable[[object], str], columnas: int):
        self.filas, self.texto_de, self.columnas = iter(filas), texto_de, columnas

    def lotes(self, numero: int) -> Iterator[Lote]:
        while bloque := list(islice(self.filas, self.FILAS)):
            llenas = [
                (n, linea, celdas)
                for n, celdas in enumerate(bloque, numero)
                if (linea := self._linea(celdas)) and not linea.isspace()
            ]
            yield Lote(self._juntas(llenas) or self._una_a_una(llenas), len(llenas))
            numero += len(bloque)

    def _linea(self, celdas: Sequence) -> str:
        try:
            return SEPARADOR_DE_LIBRO.join(celdas)
        except TypeError:
            return SEPARADOR_DE_LIBRO.join(map(self.texto_de, celdas))

    def _juntas(self, filas: list[tuple[int, str, Sequence]]) -> bytes:
        """The batch as it is, when it is plain; else nothing."""
        separador = SEPARADOR_DE_LIBRO
        texto = "".join([f"{n}{separador * 3}{linea}\n" for n, linea, _ in filas])
        datos = texto.encode()
        plano = (
            texto.count("\n") == len(filas)
            and texto.count(separador) == len(filas) * (self.columnas + 2)
            and len(datos.translate(None, self._AJENOS)) == len(datos)
            and f"{separador}=" not in texto
            and "\ufffd" not in texto
            and max((len(linea) for _, linea, _ in filas), default=0) <= CELDA_MAXIMA
        )
        return datos if plano else b""

    def _una_a_una(self, filas: list[tuple[int, str, Sequence]]) -> bytes:
        return "".join(
            self._fila(n, [*map(self.texto_de, celdas)]) for n, _, celdas in filas
        ).encode()

    def _fila(self, numero: int, celdas: list[str]) -> str:
        if max(map(len, celdas)) > CELDA_MAXIMA:
            raise rechazar_celda(numero)
        return fila_de_celdas(numero, celdas, self.columnas, SEPARADOR_DE_LIBRO)


def fila_de_celdas(n: int, celdas: Sequence[str], columnas: int, delimitador: str) -> str:
    """A row from its cells, good or not; refuses a formula."""
    if any(c.startswith("=") and len(c) > 1 and not c[1].isdigit() for c in celdas):
        raise rechazar_formula(n)
    limpias = [_CONTROL.sub(" ", c) for c in celdas]
    cruda = delimitador.join(limpias)
    if "\ufffd" in cruda:
        return fila_mala(n, "texto_ilegible", cruda, columnas, delimitador)
    if len(limpias) != columnas:
        return fila_mala(n, "campos", cruda, columnas, delimitador)
    return fila(n, limpias, delimitador)
