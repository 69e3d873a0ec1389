"""Does everything that the work needs answer? Asked often, so the answer is kept for seconds."""

from django.core.cache import caches
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from juntos import migraciones
from juntos.celery import app

SEGUNDOS_BIEN, SEGUNDOS_MAL = 5, 1
ESPERA = 2.0


def revisar() -> dict[str, bool]:
    cache = caches["proceso"]
    partes = cache.get("salud")
    if partes is None:
        partes = _preguntar()
        cache.set("salud", partes, SEGUNDOS_BIEN if all(partes.values()) else SEGUNDOS_MAL)
    return partes


def esta_lista() -> bool:
    try:
        return not migraciones.faltan()
    except DatabaseError:
        return False


def _preguntar() -> dict[str, bool]:
    broker = _responde_broker()
    return {
        "base_de_datos": _responde_base(),
        "broker": broker,
        "trabajador": broker and _responde_trabajador(),
    }


def _responde_base() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _responde_broker() -> bool:
    try:
        with app.connection_for_write() as conexion:
            conexion.ensure_connection(max_retries=1, interval_start=0, timeout=ESPERA)
    except (OperationalError, OSError):
        return False
    return True


def _responde_trabajador() -> bool:
    try:
        with app.connection_for_write() as conexion:
            return bool(app.control.ping(timeout=ESPERA, limit=1, connection=conexion))
    except (OperationalError, OSError):
        return False
