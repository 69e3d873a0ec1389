"""What the worker does by itself for the installation: its backups and its records."""

import functools
import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from juntos import bitacora, lecturas
from juntos.respaldo import cifrado, copia, custodia, ensayo
from juntos.respaldo.errores import ErrorDeRespaldo

registro = logging.getLogger(__name__)


@shared_task
def respaldar() -> None:
    """Every night: a backup, and those of the folder that are no longer kept."""
    if not _hay_clave():
        return
    try:
        copia.respaldar(settings.JUNTOS_RESPALDOS)
    except ErrorDeRespaldo as error:
        registro.error("El respaldo falló: %s", error)
    else:
        custodia.retirar(settings.JUNTOS_RESPALDOS)


@shared_task
def ensayar_restauracion() -> None:
    """Every week: the latest backup, restored aside and compared."""
    if _hay_clave():
        ensayo.ensayar()


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


def _hay_clave() -> bool:
    return cifrado.hay_clave() or _avisar_que_falta()


@functools.cache
def _avisar_que_falta() -> bool:
    """Once in a process: a laptop without a key is not in error every night."""
    registro.warning("Sin %s no se hacen respaldos ni ensayos", cifrado.VARIABLE)
    return False
