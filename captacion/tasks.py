"""What the worker does by itself for the files that come in: load by id, call one function."""

import logging

from celery import shared_task
from django.utils import timezone

from captacion.acciones import nombres, recojo, retencion
from captacion.consultas import fuentes
from captacion.models import PuntoDeRecojo

bitacora = logging.getLogger(__name__)

LIMITE = int(recojo.PLAZO.total_seconds()) + 5 * 60


@shared_task
def llamar_a_recoger() -> None:
    """Every minute: the pick-up points that are due, each in a task of its own."""
    recojo.llamar_a_recoger(ahora=timezone.now())


@shared_task(soft_time_limit=LIMITE, time_limit=LIMITE + 60)
def recoger(pk: int) -> None:
    """Visit one point. Not due, or with a visit under way, is a normal end."""
    recojo.recoger(PuntoDeRecojo.objects.get(pk=pk))


@shared_task
def avisar_fuentes_tardias() -> None:
    """Every hour, in the log: the sources whose file should have come."""
    for llegada in fuentes.tardias(timezone.now()):
        bitacora.warning("La fuente %s no llegó cuando se esperaba", llegada.fuente)


@shared_task
def retirar_vencido() -> None:
    """Every night: observed rows and files kept for longer than the parameters say."""
    retencion.retirar_vencido(ahora=timezone.now())


@shared_task
def ordenar_nombres() -> None:
    """Every few minutes: the names that loads left waiting in their index."""
    nombres.ordenar_nombres()
