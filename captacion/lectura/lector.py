"""One file: what it is (encoding, delimiter, header, layout) and its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from captacion.fuentes import PERFILES, Perfil, Trama, normalizar, reconocer
from captacion.lectura.archivo import DANADO, abrir, es_libro, inicio_de
from captacion.lectura.celdas import texto_de
from captacion.lectura.errores import ArchivoRechazado, EncabezadoDesconocido
from captacion.lectura.filas import (
    BLOQUE,
    SEPARADOR_DE_LIBRO,
    FilasConComillas,
    FilasDeLibro,
    FilasDeTexto,
    Lote,
    partir,
    rechazar_linea,
)
from captacion.lectura.hoja import hallar_tabla
from captacion.lectura.libro import Libro
from captacion.lectura.limites import rechazar_columnas, vigilar_expansion
from captacion.lectura.trama import FilasDeTrama, MiembrosDeTrama, trama_de

MUESTRA = 1 << 18
DELIMITADORES = "|;,\t"
# A header that a person can map by hand; beyond this it is no header.
TITULOS_MAXIMOS, TITULO_MAXIMO = 300, 200
_DATO = re.compile(r"\d{6,}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}")


class Lector:
    """A file opened for reading; use as a context manager.

    After entering: `perfil`, `encabezado` (cells of the header as they came), `codificacion`,
    `delimitador`. Raises ArchivoRechazado when the file is not a table that we know.
    `perfiles`: the layouts to recognise; with none the header is taken as it comes.
    """

    pocas = False  # rows: a file may have millions

    def __init__(
        self,
        ruta: Path,
        *,
        fuente: str = "",
        limite_mb: int = 2000,
        perfiles: Mapping[str, Perfil] = PERFILES,
    ):
        self.ruta, self.fuente, self.perfiles = ruta, fuente, perfiles
        self.limite = limite_mb * 1_000_000
        self._pila = ExitStack()

    def __enter__(self) -> Lector:
        with self._pila:
            inicio = inicio_de(self.ruta)
            if es_libro(self.ruta, inicio):
                self._abrir_libro()
            elif trama := trama_de(self.ruta, inicio, self.fuente):
                self._abrir_trama(trama)
            else:
                self._abrir_texto(inicio)
            self.perfil = self._reconocer() if self.perfiles else None
            self._pila = self._pila.pop_all()
        return self

    def __exit__(self, *excepcion) -> None:
        self._pila.close()

    @property
    def bytes_leidos(self) -> int:
        return self._crudo.tell()

    def lotes(self) -> Iterator[Lote]:
        """The rows after the header, in batches for COPY."""
        try:
            yield from self._filas.lotes(self._primera)
        except DANADO as error:
            raise ArchivoRechazado(
                "El archivo comprimido está dañado o incompleto: vuelva a descargarlo y cárguelo."
            ) from error

    def _abrir_texto(self, inicio: bytes) -> None:
        flujo, self._crudo = self._pila.enter_context(abrir(self.ruta, inicio))
        vigilado = _Vigilado(flujo, self._crudo, self.limite)
        cuerpo = _leer_hasta(vigilado, MUESTRA).removeprefix(codecs.BOM_UTF8)
        if not cuerpo.strip():
            raise ArchivoRechazado("El archivo está vacío: pida de nuevo el archivo a su fuente.")
        self.codificacion = _codificacion(cuerpo)
        self._leer_encabezado(cuerpo)
        inicio = b"\n".join(cuerpo.split(b"\n", self._primera - 1)[self._primera - 1 :])
        resto = _Encadenado(inicio, vigilado)
        columnas = len(self.encabezado)
        if self._lleva_comillas(cuerpo):
            texto = io.TextIOWrapper(
                io.BufferedReader(resto), self.codificacion, errors="replace", newline=""
            )
            lector = csv.reader(_lineas(texto), delimiter=self.delimitador, strict=True)
            self._filas = FilasConComillas(lector, delimitador=self.delimitador, columnas=columnas)
        else:
            self._filas = FilasDeTexto(
                resto,
                codificacion=self.codificacion,
                delimitador=self.delimitador,
                columnas=columnas,
            )

    def _leer_encabezado(self, cuerpo: bytes) -> None:
        """The first line that is not blank is the header; its commonest separator, the file's."""
        numero, linea = next(
            (n, cruda.decode(self.codificacion, "replace").strip("\r"))
            for n, cruda in enumerate(cuerpo.split(b"\n"), 1)
            if cruda.strip()
        )
        self.delimitador = max(DELIMITADORES, key=linea.count)
        self.encabezado = [c.strip() for c in partir(linea, self.delimitador)]
        self._primera = numero + 1
        self._revisar_segundo_encabezado(cuerpo.split(b"\n")[numero : numero + 1])

    def _revisar_segundo_encabezado(self, siguiente: list[bytes]) -> None:
        titulos = {normalizar(t) for t in self.encabezado if t}
        for cruda in siguiente:
            celdas = cruda.decode(self.codificacion, "replace").split(self.delimitador)
            iguales = sum(normalizar(c.strip('"\r ')) in titulos for c in celdas if c.strip())
            if len(titulos) > 1 and iguales > len(titulos) / 2:
                raise ArchivoRechazado(
                    "El archivo tiene dos filas de encabezado: deje una sola y vuelva a cargarlo."
                )

    def _lleva_comillas(self, cuerpo: bytes) -> bool:
        """Some cell opens with a quote, so a cell may run over several lines."""
        d = self.delimitador.encode()
        return cuerpo.startswith(b'"') or d + b'"' in cuerpo or b'\n"' in cuerpo

    def _abrir_libro(self) -> None:
        self._crudo = self._pila.enter_context(self.ruta.open("rb"))
        self.codificacion, self.delimitador = "libro de Excel", SEPARADOR_DE_LIBRO
        tabla = hallar_tabla(Libro(self._crudo, limite=self.limite), self.fuente)
        self.encabezado, self._primera = tabla.encabezado, tabla.primera
        self._filas = FilasDeLibro(tabla.filas, texto_de, len(tabla.encabezado))

    def _abrir_trama(self, trama: Trama) -> None:
        self._crudo = self._pila.enter_context(self.ruta.open("rb"))
        try:
            z = self._pila.enter_context(zipfile.ZipFile(self._crudo))
            miembros = MiembrosDeTrama(
                z, trama, lambda flujo: _Vigilado(flujo, self._crudo, self.limite)
            )
            cuerpo = _leer_hasta(miembros, MUESTRA)
        except DANADO as error:
            raise ArchivoRechazado(
                "El archivo comprimido está dañado o incompleto: vuelva a descargarlo y cárguelo."
            ) from error
        if not cuerpo.strip():
            raise ArchivoRechazado(
                f"El miembro {trama.miembro} está vacío: pida de nuevo la trama."
            )
        self.codificacion, self.delimitador = _codificacion(cuerpo), trama.delimitador
        self.encabezado, self._primera = trama.encabezado, 1
        filas = FilasDeTexto(
            _Encadenado(cuerpo, miembros),
            codificacion=self.codificacion,
            delimitador=self.delimitador,
            columnas=len(self.encabezado),
            comillas=False,
        )
        self._filas = FilasDeTrama(filas, miembros)

    def _reconocer(self) -> Perfil:
        rechazar_columnas(len(self.encabezado))
        perfil = reconocer(self.encabezado, self.fuente, self.perfiles.values())
        if perfil:
            return perfil
        esperados = [p for p in self.perfiles.values() if self.fuente in ("", p.fuente)]
        cercano = max(esperados, key=lambda p: len(p.posiciones(self.encabezado)))
        if cercano.posiciones(self.encabezado):
            faltan = "; ".join(cercano.faltantes(self.encabezado))
            mensaje = (
                f"Faltan columnas obligatorias ({faltan}): complete el encabezado y vuelva a "
                "cargarlo."
            )
        else:
            mensaje = (
                "El archivo no tiene el encabezado de ninguna fuente conocida: revise que la "
                "primera fila traiga los nombres de las columnas."
            )
        if not self._es_encabezado():
            raise ArchivoRechazado(mensaje)
        lectura = {
            "encabezado": self.encabezado,
            "codificacion": self.codificacion,
            "delimitador": self.delimitador,
        }
        raise EncabezadoDesconocido(mensaje, lectura)

    def _es_encabezado(self) -> bool:
        """Names of columns, and not a first row of data: nobody's data is kept as a header."""
        titulos = [t for t in self.encabezado if t]
        return (
            1 < len(titulos) <= TITULOS_MAXIMOS
            and max(map(len, titulos)) <= TITULO_MAXIMO
            and not any(_DATO.search(t) for t in titulos)
        )


class _Vigilado:
    """A stream that refuses null bytes, a bomb, and more than `limite` bytes in all."""

    def __init__(self, flujo, crudo, limite: int):
        self._flujo, self._crudo, self._limite, self._total = flujo, crudo, limite, 0

    def read(self, n: int) -> bytes:
        trozo = self._flujo.read(n)
        self._total += len(trozo)
        vigilar_expansion(self._total, self._crudo.tell())
        if self._total > self._limite:
            raise ArchivoRechazado(
                f"El archivo pasa de {self._limite // 1_000_000:,} MB: divídalo en partes."
            )
        if b"\0" in trozo:
            raise ArchivoRechazado(
                "El archivo tiene bytes nulos: no es un archivo de texto; expórtelo en UTF-8."
            )
        return trozo


class _Encadenado(io.RawIOBase):
    """A stream that gives `inicio` first and then what is left of `flujo`."""

    def __init__(self, inicio: bytes, flujo: _Vigilado):
        self._inicio, self._flujo = io.BytesIO(inicio), flujo

    def readable(self) -> bool:
        return True

    def read(self, n: int) -> bytes:
        return self._inicio.read(n) or self._flujo.read(n)

    def readinto(self, destino) -> int:
        trozo = self.read(len(destino))
        destino[: len(trozo)] = trozo
        return len(trozo)


def _lineas(texto: io.TextIOWrapper) -> Iterator[str]:
    """Lines with their ends alike; refuses one without end."""
    while linea := texto.readline(BLOQUE):
        if len(linea) == BLOQUE:
            raise rechazar_linea()
        yield linea.replace("\r\n", "\n")


def _leer_hasta(flujo, n: int) -> bytes:
    """Up to `n` bytes; a compressed stream gives fewer at a time."""
    partes, total = [], 0
    while total < n and (trozo := flujo.read(n - total)):
        partes.append(trozo)
        total += len(trozo)
    return b"".join(partes)


def _codificacion(muestra: bytes) -> str:
    """utf-8 unless more of the accented lines of the sample are not; then cp1252 or latin-1."""
    buenas = malas = 0
    for linea in muestra.split(b"\n")[:-1] or [muestra]:
        if linea.isascii():
            continue
        try:
            linea.decode()
        except UnicodeDecodeError:
            malas += 1
        else:
            buenas += 1
    if malas <= buenas:
        return "utf-8"
    return "latin-1" if any(b in muestra for b in b"\x81\x8d\x8f\x90\x9d") else "cp1252"
