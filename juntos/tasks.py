"""What the worker does by itself for the installation."""

import functools
import logging

from celery import shared_task
from django.conf import settings

from juntos.respaldo import cifrado, copia, custodia, ensayo
from juntos.respaldo.errores import ErrorDeRespaldo

bitacora = logging.getLogger(__name__)


@shared_task
def respaldar() -> None:
    """Every night: a backup, and those of the folder that are no longer kept."""
    if not _hay_clave():
        return
    try:
        copia.respaldar(settings.JUNTOS_RESPALDOS)
    except ErrorDeRespaldo as error:
        bitacora.error("El respaldo falló: %s", error)
    else:
        custodia.retirar(settings.JUNTOS_RESPALDOS)


@shared_task
def ensayar_restauracion() -> None:
    """Every week: the latest backup, restored aside and compared."""
    if _hay_clave():
        ensayo.ensayar()


def _hay_clave() -> bool:
    return cifrado.hay_clave() or _avisar_que_falta()


@functools.cache
def _avisar_que_falta() -> bool:
    """Once in a process: a laptop without a key is not in error every night."""
    bitacora.warning("Sin %s no se hacen respaldos ni ensayos", cifrado.VARIABLE)
    return False
