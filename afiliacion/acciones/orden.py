"""The stored order of the queue, brought to what the parameters say."""

from pathlib import Path

from django.db import connection

ORDENAR = Path(__file__).resolve().parents[1] / "sql" / "cola" / "10_ordenar.sql"


def ordenar() -> int:
    """Give each open contact the turn that the weights of today say; how many moved.

    A change of a contact's own facts needs none of this: a trigger keeps its turn.
    """
    with connection.cursor() as cursor:
        cursor.execute(ORDENAR.read_text())
        return cursor.rowcount
