"""The clock that rings the periodic tasks: one at a time, however many are started (ADR 39)."""

import logging
import time

from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection

bitacora = logging.getLogger(__name__)

ESPERA = 2.0
CANDADO = "SELECT pg_try_advisory_lock(hashtext('juntos.reloj'))"
LO_TIENE = """
SELECT EXISTS (
    SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted AND objsubid = 1
    AND ((classid::bigint << 32) | objid::bigint) = hashtext('juntos.reloj')::bigint
)
"""


class Reloj(PersistentScheduler):
    """Rings only while its own session of the database holds the lock.

    Without it, it does not even open the schedule, which two processes would spoil. Whoever dies
    lets the lock go with its session, and the next one goes on from where the schedule says.
    """

    _sesion = None

    def setup_schedule(self) -> None:
        self._esperar_turno()
        super().setup_schedule()

    def tick(self, *args, **kwargs) -> float:
        if not self._sigue_siendo_mio():
            self._esperar_turno()
        return super().tick(*args, **kwargs)

    def _esperar_turno(self) -> None:
        dicho = False
        while not self._tomar():
            if not dicho:
                bitacora.warning("Otro reloj está en marcha, o la base no responde: este espera")
                dicho = True
            time.sleep(ESPERA)

    def _tomar(self) -> bool:
        try:
            self._sesion = self._sesion or connection.copy()
            return self._preguntar(CANDADO)
        except DatabaseError:
            self._soltar()
            return False

    def _sigue_siendo_mio(self) -> bool:
        """A session that answers still holds what it took."""
        try:
            return self._preguntar("SELECT true")
        except DatabaseError:
            self._soltar()
            return False

    def _preguntar(self, orden: str) -> bool:
        with self._sesion.cursor() as cursor:
            cursor.execute(orden)
            return cursor.fetchone()[0]

    def _soltar(self) -> None:
        self._sesion.close()
        self._sesion = None


def esta_en_marcha() -> bool:
    """Whether a clock holds the lock now."""
    with connection.cursor() as cursor:
        cursor.execute(LO_TIENE)
        return cursor.fetchone()[0]
