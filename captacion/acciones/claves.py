"""Keys of the API: issued once, recognised by a hash, held to their limit of calls."""

import hashlib
import secrets
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from captacion.models import ClaveApi

LLAMADA = Path(__file__).resolve().parents[1] / "sql" / "eventos" / "10_llamada.sql"


def emitir_clave(clave: ClaveApi, *, por) -> str:
    """Save a new key and return its token, which nobody can read again.

    The token is 256 random bits: one fast hash of it is as good as many slow ones.
    """
    if not por.carga_archivos:
        raise PermissionDenied("Solo sede y administración dan claves de la API")
    clave.prefijo, secreto = secrets.token_hex(4), secrets.token_urlsafe(32)
    token = f"{clave.prefijo}.{secreto}"
    clave.huella, clave.creada_en, clave.creada_por = _huella(token), timezone.now(), por
    clave.save(force_insert=True)
    return token


def reconocer_clave(token: str) -> ClaveApi | None:
    """The active key of this token, or None."""
    prefijo = token.partition(".")[0]
    if not prefijo.isalnum() or not token.isascii():
        return None
    clave = ClaveApi.objects.filter(prefijo=prefijo, activa=True).first()
    if clave and constant_time_compare(clave.huella, _huella(token)):
        return clave
    return None


def gastar_llamada(clave: ClaveApi) -> int:
    """Count one call of the key: 0 when it may go on, else the seconds to wait."""
    with connection.cursor() as cursor:
        cursor.execute(LLAMADA.read_text(), {"clave": clave.pk})
        if cursor.rowcount:
            return 0
    return 1 + 60 // clave.por_minuto


def _huella(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
