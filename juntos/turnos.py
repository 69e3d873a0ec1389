"""Who waits for whom: what PostgreSQL ends to untie a ring of waits is made again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

INTENTOS = 5
T = TypeVar("T")


def insistir(hacer: Callable[[], T]) -> T:
    """What `hacer` gives, made in a transaction of its own, or in a part of the caller's.

    Ended by PostgreSQL in a ring of waits, it has let go what it held and is made again, five times
    at most. Raises whatever else `hacer` raises.
    """
    for quedan in reversed(range(INTENTOS)):
        try:
            with transaction.atomic():
                return hacer()
        except OperationalError as error:
            if not quedan or not isinstance(error.__cause__, DeadlockDetected):
                raise
