"""How far a load is, told on a connection of its own: the load commits only at its end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from captacion.models import Carga
from captacion.taller import texto

ESPERA = "Esperando a que termine otra carga"
CADA = 0.5


class CargaCancelada(Exception):
    """Somebody asked to cancel; the database is as it was before the load."""


class Avance:
    """`decir` raises CargaCancelada when somebody asked for it."""

    def __init__(self, carga: Carga, conexion):
        self.carga, self.conexion = carga, conexion
        self.ultimo = self.desde = time.monotonic()
        self.paso, self.segundos = "", {}

    def decir(
        self,
        paso: str,
        bytes_leidos: int | None = None,
        fuente: str | None = None,
        filas: int | None = None,
    ) -> None:
        """Store step, bytes, rows and source, and stop here if somebody asked to cancel."""
        self._medir(paso)
        valores = {
            "carga": self.carga.pk,
            "paso": paso,
            "bytes": bytes_leidos,
            "filas": filas,
            "fuente": fuente,
        }
        with self.conexion.cursor() as cursor:
            cursor.execute(texto("comun/00_avance"), valores)
            fila = cursor.fetchone()
        if fila and fila[0]:
            raise CargaCancelada

    def de_vez_en_cuando(self, paso: str, bytes_leidos: int, filas: int) -> None:
        if time.monotonic() - self.ultimo > CADA:
            self.decir(paso, bytes_leidos, filas=filas)

    def pasos(self) -> list[list]:
        """Each step and the seconds it took, in order; waiting for another load is none of ours."""
        self._medir("")
        return [[p, round(s, 2)] for p, s in self.segundos.items() if p and p != ESPERA]

    def _medir(self, paso: str) -> None:
        self.ultimo = time.monotonic()
        if paso != self.paso:
            lleva = self.ultimo - self.desde
            self.segundos[self.paso] = self.segundos.get(self.paso, 0.0) + lleva
            self.paso, self.desde = paso, self.ultimo


@contextmanager
def avance_de(carga: Carga) -> Iterator[Avance]:
    conexion = connection.copy()
    try:
        yield Avance(carga, conexion)
    finally:
        conexion.close()
