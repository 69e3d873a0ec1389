"""Records of a POST: what is refused at the door, and how the rest is read as rows of a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from captacion.fuentes import PERFILES, normalizar
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.filas import CELDA_MAXIMA, Lote, fila_de_celdas, fila_mala

REGISTROS_MAXIMOS = 1000
SEPARADOR = "|"
# What no column of text can store: the null character and halves of a character.
_IMPOSIBLE = re.compile("[\x00\ud800-\udfff]")


class NoEsJson(ArchivoRechazado):
    """The body is not JSON in UTF-8."""


def leer_registros(cuerpo: bytes, fuente: str) -> list[dict[str, str | None]]:
    """The records of the body of a POST; refuses it whole, as a file whose header is wrong."""
    registros = _leer_json(cuerpo)
    if isinstance(registros, dict):
        registros = [registros]
    if not isinstance(registros, list):
        raise ArchivoRechazado("Envíe un registro o una lista de registros.")
    if not registros:
        raise ArchivoRechazado("La lista no trae ningún registro: envíe al menos uno.")
    if len(registros) > REGISTROS_MAXIMOS:
        raise ArchivoRechazado(
            f"La lista pasa de {REGISTROS_MAXIMOS:,} registros: divídala en varios envíos."
        )
    faltan = {}
    for numero, registro in enumerate(registros, 1):
        _revisar(registro, numero)
        # Nearly all of a list have the same keys.
        columnas = tuple(registro)
        if columnas not in faltan:
            faltan[columnas] = PERFILES[fuente].faltantes(columnas)
        if faltan[columnas]:
            raise ArchivoRechazado(
                f"Al registro {numero} le faltan columnas obligatorias "
                f"({'; '.join(faltan[columnas])}): complételo y envíelo otra vez."
            )
    return registros


def _leer_json(cuerpo: bytes):
    try:
        return json.loads(cuerpo.decode())
    except (ValueError, RecursionError) as error:
        raise NoEsJson("El cuerpo no es JSON en UTF-8: revíselo y envíelo otra vez.") from error


def _revisar(registro, numero: int) -> None:
    if not isinstance(registro, dict):
        raise ArchivoRechazado(
            f"El registro {numero} no es un objeto: sus claves son los nombres de las columnas."
        )
    textos = [valor for valor in registro.values() if valor is not None]
    if not all(isinstance(texto, str) for texto in textos):
        raise ArchivoRechazado(
            f"El registro {numero} tiene un valor que no es texto: envíe cada valor entre "
            "comillas, o null."
        )
    if any(map(_IMPOSIBLE.search, (*registro, *textos))):
        raise ArchivoRechazado(
            f"El registro {numero} tiene caracteres nulos o incompletos: quítelos."
        )
    if any(len(texto) > CELDA_MAXIMA for texto in textos):
        raise ArchivoRechazado(
            f"El registro {numero} tiene un valor de más de {CELDA_MAXIMA:,} caracteres: corríjalo."
        )
    if any(map(_es_formula, textos)):
        raise ArchivoRechazado(
            f"El registro {numero} tiene una fórmula: envíe el valor en lugar de la fórmula."
        )


def _es_formula(texto: str) -> bool:
    return texto.startswith("=") and len(texto) > 1 and not texto[1].isdigit()


class LectorDeEventos:
    """Records read as the rows of a file in the canonical layout of their source.

    The same face as `Lector`. The header is always the whole layout, so that the rows of one
    Carga, and those of tomorrow's file, are told alike. `malos` go in as unreadable.
    """

    codificacion = "utf-8"
    delimitador = SEPARADOR
    pocas = True

    def __init__(self, fuente: str, registros: Sequence[dict], *, desde: int, malos: bool = False):
        self.perfil = PERFILES[fuente]
        self.encabezado = self.perfil.titulos
        self.registros, self.desde, self.malos = registros, desde, malos
        self.bytes_leidos = 0
        self._lugares: dict[tuple[str, ...], list[str | None]] = {}

    def lotes(self) -> Iterator[Lote]:
        filas = [self._fila(n, registro) for n, registro in enumerate(self.registros, self.desde)]
        datos = "".join(filas).encode()
        self.bytes_leidos = len(datos)
        yield Lote(datos, len(filas))

    def celdas(self, registro: dict[str, str | None]) -> list[str]:
        """A record as the cells of the header."""
        return [registro.get(clave) or "" for clave in self._claves(tuple(registro))]

    def _fila(self, numero: int, registro: dict[str, str | None]) -> str:
        celdas = self.celdas(registro)
        if self.malos:
            cruda = SEPARADOR.join(c.replace(SEPARADOR, " ") for c in celdas)
            return fila_mala(numero, "no_procesable", cruda, len(celdas), SEPARADOR)
        return fila_de_celdas(numero, celdas, len(celdas), SEPARADOR)

    def _claves(self, claves: tuple[str, ...]) -> list[str | None]:
        """Under which of its keys a record holds each column of the header."""
        if claves not in self._lugares:
            lugar: dict[str, str] = {}
            for clave in claves:
                lugar.setdefault(normalizar(clave), clave)
            self._lugares[claves] = [lugar.get(normalizar(t)) for t in self.encabezado]
        return self._lugares[claves]
