"""Who looked at whom: written as it happens, watched, reviewed, and let go after its term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from juntos.estados import transitar
from juntos.models import AlertaDeLectura, EstadoAlertaDeLectura, Rol

SQL = Path(__file__).resolve().parent / "sql" / "lecturas"
# How far back a worker that was away still finds an hour of unusual reading.
ATRAS = dt.timedelta(hours=6)
REVISAN = (Rol.SUPERVISORA, Rol.SEDE)


def anotar(
    que: str, *, hogares: Iterable[int] = (), objeto: int | None = None, personas=None, por
) -> None:
    """`por` opened these households, or took `personas` people with a list or a file.

    One statement, before the answer is made: without its trace, nothing is shown.
    """
    valores = {
        "que": que,
        "hogares": list(hogares) if personas is None else [None],
        "objeto": objeto,
        "personas": personas,
        "ahora": timezone.now(),
        "por": por.pk,
    }
    _ejecutar("anotar", valores)


def alertar(*, ahora: dt.datetime) -> int:
    """An alert for each person and hour beyond the parameter; how many are new or grew."""
    valores = {"ahora": ahora, "atras": ATRAS, "abierta": EstadoAlertaDeLectura.ABIERTA.value}
    return _ejecutar("alertar", valores)


def revisar(alerta: AlertaDeLectura, *, motivo: str, por) -> None:
    """Somebody else than who read says what it was."""
    if por.rol not in REVISAN or alerta.usuario_id == por.pk:
        raise PermissionDenied("Esta alerta la revisa otra persona: supervisora o sede.")
    transitar(
        alerta,
        EstadoAlertaDeLectura.REVISADA,
        por=por,
        motivo=motivo,
        revisada_por=por,
        revisada_en=timezone.now(),
    )


def retirar() -> int:
    """Readings whose term has passed; how many."""
    return _ejecutar("retirar")


def _ejecutar(guion: str, valores: dict | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute((SQL / f"{guion}.sql").read_text(encoding="utf-8"), valores)
        return cursor.rowcount
