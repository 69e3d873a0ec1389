"""Whoever asks to cancel does not wait for the statement that is running."""

from __future__ import annotations

import threading
from pathlib import Path

import psycopg
from django.db import Error, connection

LATIDO = Path(__file__).parent / "sql" / "comun" / "01_latido.sql"
CADA = 1.0
# Between two interruptions the load has time to undo itself in peace.
ENTRE_INTERRUPCIONES = 5.0


class Vigilante:
    """Beside a load, from a thread and a connection of its own: its heartbeat, and its end.

    A step over millions of rows is one statement: it is interrupted (`cancel_safe`) as soon as
    `cancelada_en` is set. On leaving nobody interrupts any more, so what follows is safe.
    """

    def __init__(self, carga):
        self.carga, self.interrumpio = carga, False
        self._basta = threading.Event()
        self._hilo = threading.Thread(target=self._vigilar, name=f"carga-{carga.pk}", daemon=True)

    def __enter__(self) -> Vigilante:
        connection.ensure_connection()
        self._de_la_carga = connection.connection
        self._propia = connection.copy()
        self._propia.inc_thread_sharing()
        self._hilo.start()
        return self

    def __exit__(self, *excepcion) -> None:
        self._basta.set()
        self._hilo.join()
        self._propia.close()

    def _vigilar(self) -> None:
        espera = CADA
        try:
            while not self._basta.wait(espera):
                espera = CADA
                if self._cancelada() and not self._basta.is_set():
                    self.interrumpio = True
                    self._de_la_carga.cancel_safe(timeout=ENTRE_INTERRUPCIONES)
                    espera = ENTRE_INTERRUPCIONES
        except (Error, psycopg.Error):
            # Without its connection it cannot help; the load itself meets what happened.
            return

    def _cancelada(self) -> bool:
        with self._propia.cursor() as cursor:
            cursor.execute(LATIDO.read_text(encoding="utf-8"), {"carga": self.carga.pk})
            fila = cursor.fetchone()
        return bool(fila and fila[0])
