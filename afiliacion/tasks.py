"""What the worker does: load by id, call one function. The rows are the truth (DESIGN: rule 1)."""

import logging

from celery import shared_task
from django.db import Error
from django.utils import timezone

from afiliacion.acciones import cargas, entrada
from afiliacion.acciones.conciliar import conciliar
from captacion.importacion import ArchivoRechazado, CargaCancelada
from captacion.models import Carga
from juntos.estados import TransicionInvalida

bitacora = logging.getLogger(__name__)


@shared_task
def procesar_carga(pk: int) -> None:
    """Load a waiting file. A second delivery, a refused or a cancelled file are normal ends."""
    try:
        cargas.procesar_carga(Carga.objects.get(pk=pk))
    except (ArchivoRechazado, CargaCancelada, TransicionInvalida):
        bitacora.info("La carga %s terminó sin cargarse", pk)
    except Error as error:
        # The row says what became of it. The error may quote a row of the file: only its kind.
        bitacora.error("La carga %s no terminó: %s", pk, type(error.__cause__ or error).__name__)


@shared_task
def retomar_cargas() -> None:
    """The sweeper: loads whose worker died, and loads that no worker picked up."""
    cargas.retomar(ahora=timezone.now())


@shared_task
def revisar_entrada() -> None:
    """The drop folder: take what has arrived, settle what has been loaded."""
    entrada.revisar()


@shared_task
def conciliar_contactos() -> None:
    conciliar(hoy=timezone.localdate())
