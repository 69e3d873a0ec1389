"""Captures in -> contacts out: afiliacion pulls what captacion left, so a crash loses nothing."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from django.db import connection, transaction

from afiliacion.models import Contacto
from captacion.models import Carga
from juntos.models import Parametro, Usuario

PASOS = sorted((Path(__file__).resolve().parents[1] / "sql" / "conciliar").glob("*.sql"))


@transaction.atomic
def conciliar(
    *, hoy: dt.date, carga: Carga | None = None, hogares: Collection[int] | None = None
) -> int:
    """Bring the contacts to what captures, links and classifications say on `hoy`.

    `hogares`: only those of these households, and those from which their captures come.

    Set-based and idempotent; of two runs at once the second waits and finds nothing to do. Returns
    how many contacts this run opened that are open, and writes those of `carga` into it.
    """
    valores = Parametro.valores() | {
        "hoy": hoy,
        "sistema": Usuario.objects.sistema().pk,
        "carga": carga and carga.pk,
        "hogares": None if hogares is None else _con_sus_contactos(hogares),
    }
    with connection.cursor() as cursor:
        for paso in PASOS:
            cursor.execute(paso.read_text(), valores)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0]


def _con_sus_contactos(hogares: Collection[int]) -> list[int]:
    contactos = Contacto.objects.filter(casos__captacion__hogar__in=hogares)
    return sorted({*hogares, *contactos.values_list("hogar", flat=True)})
