"""The bell of the worker: tasks are rung by name, so captacion knows nothing of afiliacion."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

bitacora = logging.getLogger(__name__)


def tocar(tarea: str, *argumentos) -> None:
    """Ring `tarea` once the transaction commits.

    A broker that does not answer loses nothing: the row is in the database and the sweeper
    takes it up.
    """
    transaction.on_commit(lambda: _enviar(tarea, argumentos))


def _enviar(tarea: str, argumentos: tuple) -> None:
    try:
        current_app.send_task(tarea, args=argumentos)
    except OperationalError:
        bitacora.warning("El servicio de tareas no responde; %s queda para el repaso", tarea)
