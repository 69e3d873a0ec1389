"""What the worker does for the records of what was done and of what was looked at."""

import logging

from celery import shared_task
from django.utils import timezone

from juntos import bitacora, lecturas

registro = logging.getLogger(__name__)


@shared_task
def sellar_bitacora() -> None:
    """Every minute: the new events into the chain."""
    bitacora.sellar()


@shared_task
def verificar_bitacora() -> None:
    """Every night: an altered log of events is told where errors are read."""
    if rotura := bitacora.verificar().rotura:
        registro.error("La bitácora no cuadra: %s", rotura)


@shared_task
def avisar_lecturas() -> None:
    """Every ten minutes: who opened unusually many households."""
    lecturas.alertar(ahora=timezone.now())


@shared_task
def retirar_lecturas() -> None:
    """Every night: the readings whose term has passed."""
    lecturas.retirar()
