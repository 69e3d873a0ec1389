"""The chain over the events: sealed every minute, recomputed every night (docs/adr/0037)."""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from juntos.models import Sello

SQL = Path(__file__).resolve().parent / "sql" / "bitacora"
CANDADO = 7308
# The longest task ends after two hours: no event can still be on its way after a day.
MARGEN = dt.timedelta(days=1)
POR_SELLO = 10_000


@dataclass(frozen=True)
class Verificacion:
    """`rotura`: in one sentence, what was changed first; empty when nothing was."""

    sellos: int
    sellados: int
    eventos: int
    hash: str
    rotura: str = ""


@transaction.atomic
def sellar() -> int:
    """Put the new events into the chain; how many seals that took.

    Who writes an event waits for nobody: only sealing is one at a time, and of two the second goes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CANDADO])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_sql("sellar"), {"margen": MARGEN, "por_sello": POR_SELLO})
        return cursor.rowcount


def verificar(*, hasta: str = "") -> Verificacion:
    """Recompute the whole chain; with `hasta`, a hash noted before must still be one of its own."""
    with connection.cursor() as cursor:
        rotura = _cadena(cursor) or _intruso(cursor)
        cuentas = _primera(cursor, "cuentas")
    if not rotura and hasta and not Sello.objects.filter(hash=hasta).exists():
        rotura = f"El hash {hasta} no es de ningún sello: se cortó o se rehízo la cadena."
    return Verificacion(
        cuentas.sellos, cuentas.sellados, cuentas.eventos, cuentas.hash or "", rotura
    )


def _cadena(cursor) -> str:
    """What is wrong with the first seal that does not stand."""
    sello = _primera(cursor, "verificar")
    if sello is None:
        return ""
    if sello.falta:
        return f"Falta el sello {sello.lugar}: el siguiente es el {sello.numero}."
    if sello.suelto:
        return f"El sello {sello.numero} no sigue al anterior: uno de los dos fue alterado."
    if sello.alterado:
        return f"El sello {sello.numero} fue alterado: su hash no es el de su contenido."
    evento = _primera(cursor, "evento_distinto", numero=sello.numero)
    if evento is None:
        return f"El sello {sello.numero} fue alterado: no cubre los eventos que dice."
    hecho = "fue retirado de la bitácora" if evento.falta else "fue alterado"
    return f"El evento {evento.id} {hecho} (sello {sello.numero})."


def _intruso(cursor) -> str:
    evento = _primera(cursor, "evento_intruso", margen=MARGEN)
    if evento is None:
        return ""
    return f"El evento {evento.id} fue agregado después: su número es antiguo y no tiene sello."


def _primera(cursor, guion: str, **valores):
    """The first row of a script, by the names of its columns."""
    cursor.execute(_sql(guion), valores)
    fila = cursor.fetchone()
    return fila and namedtuple("Fila", [columna.name for columna in cursor.description])._make(fila)


def _sql(guion: str) -> str:
    return (SQL / f"{guion}.sql").read_text(encoding="utf-8")
