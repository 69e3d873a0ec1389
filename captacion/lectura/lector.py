"""One file: what it is (encoding, delimiter, header, layout) and its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from captacion.fuentes import PERFILES, normalizar, reconocer
from captacion.lectura.archivo import DANADO, abrir, es_libro, inicio_de
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.filas import (
    BLOQUE,
    FilasConComillas,
    FilasDeTexto,
    Lote,
    partir,
    rechazar_linea,
)
from captacion.lectura.libro import filas_de_libro
from captacion.lectura.limites import rechazar_columnas, vigilar_expansion

MUESTRA = 1 << 18
DELIMITADORES = "|;,\t"


class Lector:
    """A file opened for reading; use as a context manager.

    After entering: `perfil`, `encabezado` (cells of the header as they came), `codificacion`,
    `delimitador`. Raises ArchivoRechazado when the file is not a table that we know.
    """

    def __init__(self, ruta: Path, *, fuente: str = "", limite_mb: int = 2000):
        self.ruta, self.fuente = ruta, fuente
        self.limite = limite_mb * 1_000_000
        self._pila = ExitStack()

    def __enter__(self) -> Lector:
        with self._pila:
            inicio = inicio_de(self.ruta)
            if es_libro(self.ruta, inicio):
                self._abrir_libro()
            else:
                self._abrir_texto(inicio)
            self.perfil = self._reconocer()
            self._pila = self._pila.pop_all()
        return self

    def __exit__(self, *excepcion) -> None:
        self._pila.close()

    @property
    def bytes_leidos(self) -> int:
        return self._crudo.tell() if self._crudo else 0

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
        self._crudo = None
        self.codificacion, self.delimitador = "libro de Excel", "|"
        filas = filas_de_libro(self.ruta, self.limite)
        con_algo = ((n, c) for n, c in enumerate(filas, 1) if any(map(str.strip, c)))
        numero, celdas = next(con_algo, (0, []))
        if not celdas:
            raise ArchivoRechazado("El libro de Excel está vacío: pida de nuevo el archivo.")
        self.encabezado, self._primera = [c.strip() for c in celdas], numero + 1
        self._filas = FilasConComillas(filas, delimitador="|", columnas=len(celdas))

    def _reconocer(self):
        rechazar_columnas(len(self.encabezado))
        perfil = reconocer(self.encabezado, self.fuente)
        if perfil:
            return perfil
        esperados = [p for p in PERFILES.values() if not self.fuente or p.fuente == self.fuente]
        cercano = max(esperados, key=lambda p: len(p.posiciones(self.encabezado)))
        if not cercano.posiciones(self.encabezado):
            raise ArchivoRechazado(
                "El archivo no tiene el encabezado de ninguna fuente conocida: revise que la "
                "primera fila traiga los nombres de las columnas."
            )
        faltan = "; ".join(cercano.faltantes(self.encabezado))
        raise ArchivoRechazado(
            f"Faltan columnas obligatorias ({faltan}): complete el encabezado y vuelva a cargarlo."
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
