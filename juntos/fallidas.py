"""What a task could not finish waits for a person; what ends well closes what was told of it."""

import logging

from celery import Task
from celery.exceptions import Ignore
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from juntos.estados import TransicionInvalida, transitar
from juntos.models import EstadoTarea, Rol, TareaFallida
from juntos.tareas import tocar

bitacora = logging.getLogger(__name__)

# So many workers may die at the same task before it is given to nobody else.
ENTREGAS = 3
SU_TRABAJADOR_MURIO = "WorkerLostError"


class Tarea(Task):
    """The class of every task (ADR 39). Its arguments are ids and codes: they are written down."""

    abstract = True

    def __call__(self, *args, **kwargs):
        # Delivered again: whoever had it ended without a word. A task that killed so many
        # would kill them all, one after the other.
        otra_vez = (self.request.delivery_info or {}).get("redelivered")
        if otra_vez and anotar_interrupcion(self.name, list(args)) >= ENTREGAS:
            raise Ignore
        return self.run(*args, **kwargs)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        # The error may quote a row of a file: only its kind.
        error = type(exc.__cause__ or exc).__name__
        try:
            anotar_fallo(self.name, list(args), error)
        except DatabaseError:
            bitacora.error("La tarea %s falló (%s) y no se pudo anotar", self.name, error)

    def on_success(self, retval, task_id, args, kwargs):
        try:
            cerrar(self.name, list(args))
        except DatabaseError:
            bitacora.error("No se pudo anotar que la tarea %s terminó", self.name)


@transaction.atomic
def anotar_interrupcion(tarea: str, argumentos: list) -> int:
    """How many workers died at it, this one included; when too many did, a person sees it."""
    fila = _anotar(tarea, argumentos, SU_TRABAJADOR_MURIO)
    if fila.intentos >= ENTREGAS:
        _mostrar(fila)
    return fila.intentos


@transaction.atomic
def anotar_fallo(tarea: str, argumentos: list, error: str) -> None:
    """It raised what nobody expects of it: a person sees it."""
    _mostrar(_anotar(tarea, argumentos, error))


def cerrar(tarea: str, argumentos: list) -> None:
    """It ended well: nobody has to look at it any more."""
    for fila in TareaFallida.objects.abiertas().filter(tarea=tarea, argumentos=argumentos):
        try:
            transitar(fila, EstadoTarea.TERMINADA, por=None)
        except TransicionInvalida:
            # A person decided it meanwhile.
            continue


@transaction.atomic
def reintentar(fila: TareaFallida, *, por) -> None:
    """Ring it again; if it fails again, that is told anew."""
    _decidir(fila, EstadoTarea.REINTENTADA, por=por)
    tocar(fila.tarea, *fila.argumentos)


def descartar(fila: TareaFallida, *, por) -> None:
    """Somebody saw it, and nothing is to be done."""
    _decidir(fila, EstadoTarea.DESCARTADA, por=por)


def _anotar(tarea: str, argumentos: list, error: str) -> TareaFallida:
    """The open row of this task with these arguments, counted once more."""
    fila, nueva = TareaFallida.objects.abiertas().get_or_create(
        tarea=tarea, argumentos=argumentos, defaults={"error": error}
    )
    if not nueva:
        TareaFallida.objects.filter(pk=fila.pk).update(
            intentos=F("intentos") + 1, error=error, ultima_vez=timezone.now()
        )
        fila.refresh_from_db()
    return fila


def _mostrar(fila: TareaFallida) -> None:
    if fila.estado == EstadoTarea.INTERRUMPIDA:
        transitar(fila, EstadoTarea.FALLIDA, por=None)


def _decidir(fila: TareaFallida, a: EstadoTarea, *, por) -> None:
    if por.rol != Rol.ADMINISTRACION:
        raise PermissionDenied("Las tareas fallidas las decide administración")
    transitar(fila, a, por=por, decidida_en=timezone.now(), decidida_por=por)
