"""Captures in -> contacts out: afiliacion pulls what captacion left, so a crash loses nothing."""

import datetime as dt
from pathlib import Path

from django.db import connection, transaction

from captacion.models import Carga
from juntos.models import Parametro, Usuario

PASOS = sorted((Path(__file__).resolve().parents[1] / "sql" / "conciliar").glob("*.sql"))


@transaction.atomic
def conciliar(*, hoy: dt.date, carga: Carga | None = None) -> int:
    """Bring the contacts to what captures, links and classifications say on `hoy`.

    Set-based and idempotent; of two runs at once the second waits and finds nothing to do. Returns
    how many contacts this run opened that are open, and writes those of `carga` into it.
    """
    valores = Parametro.valores() | {
        "hoy": hoy,
        "sistema": Usuario.objects.sistema().pk,
        "carga": carga and carga.pk,
    }
    with connection.cursor() as cursor:
        for paso in PASOS:
            cursor.execute(paso.read_text(), valores)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0]
