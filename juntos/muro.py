"""The wall in the database: what a person asks for is asked as `juntos_web` (docs/adr/0042).

A second lock under `visibles_para`: a view that forgets it sees nothing of another territory. It
stands for one transaction, so that a shared connection carries nothing to the next request.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from http import HTTPStatus

from django.db import OperationalError, connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from psycopg.pq import TransactionStatus

# What must answer without a database, or asks it of the server itself, and for no person; what a
# source posts with its key: it has no territory, and asks for its own records alone; and the way
# in, where nobody is known yet: its count of mistakes is one row for a whole address, which a
# transaction would keep from everybody else of that address until the password was checked.
SIN_MURO = ("/salud/", "/metricas/", "/api/", "/entrar/")
_tras_el_de: ContextVar[tuple[int | None] | None] = ContextVar("tras_el_muro_de", default=None)


class Muro:
    """Middleware: one transaction a request, behind the wall of who asks.

    An error that a view raises has become an answer when it comes here: what the actions of the
    request had finished stays, as it did when each had a transaction of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(SIN_MURO):
            return self.get_response(request)
        respuesta = None
        try:
            with tras_el_muro(request.user):
                respuesta = self.get_response(request)
        except OperationalError:
            # The database went away. A view that has said so already is left to say it.
            if respuesta is None or respuesta.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
        if respuesta.streaming and not isinstance(respuesta, FileResponse):
            # Read after this middleware is left, row by row, on account of the same person.
            respuesta.streaming_content = _en_piezas(respuesta.streaming_content, request.user)
        return respuesta


def _en_piezas(contenido: Iterable[bytes], usuario) -> Iterator[bytes]:
    with tras_el_muro(usuario):
        yield from contenido


@contextlib.contextmanager
def tras_el_muro(usuario) -> Iterator[None]:
    """A transaction that sees what `usuario` may see today: of nobody, nothing."""
    with transaction.atomic(savepoint=False):
        fuera = _tras_el_de.get()
        _levantar((usuario.pk,))
        try:
            yield
        finally:
            _tras_el_de.set(fuera)
            # Inside another transaction (a test's, a task's) it must end before that one does.
            if len(connection.atomic_blocks) > 1 and not _perdida():
                _levantar(fuera)


@contextlib.contextmanager
def abierto() -> Iterator[None]:
    """Atomic, and beyond the territory of who asks: for an action that must reach that far.

    Who may do it was asked before. The places that open are told one by one in docs/adr/0042.
    """
    with transaction.atomic():
        if _tras_el_de.get() is None:
            yield
            return
        antes = _decir(
            "SELECT current_setting('juntos.pais'), set_config('juntos.pais', 'si', true)"
        )[0]
        yield
        _decir("SELECT set_config('juntos.pais', %s, true)", [antes])


def _levantar(quien: tuple[int | None] | None) -> None:
    """The wall of somebody, of nobody who is known (a tuple of None), or no more wall."""
    _tras_el_de.set(quien)
    if quien is None:
        _decir("SELECT muro_bajar()")
    else:
        _decir("SELECT muro_levantar(%s, %s)", [*quien, timezone.localdate()])


def _decir(sql: str, parametros=()) -> tuple:
    """Straight to psycopg: the same for every request, it is in nobody's count of queries."""
    with connection.wrap_database_errors:
        return connection.connection.execute(sql, parametros).fetchone()


def _perdida() -> bool:
    """Whether the transaction can only be rolled back, which ends the wall with it."""
    estado = connection.connection.info.transaction_status
    return connection.needs_rollback or estado != TransactionStatus.INTRANS
