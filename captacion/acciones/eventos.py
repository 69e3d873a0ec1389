"""Records come in one by one: kept as they came, and the worker's bell rung."""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.db import IntegrityError, transaction

from captacion.lectura.registros import leer_registros
from captacion.models import ClaveApi, EventoRecibido
from juntos.models import Parametro
from juntos.tareas import tocar

bitacora = logging.getLogger(__name__)


class LlaveRepetida(Exception):
    """The idempotency key was used before with another body; `str(e)` is a sentence."""


def recibir_eventos(cuerpo: bytes, *, por: ClaveApi, llave: str = "") -> list[EventoRecibido]:
    """Keep every record of `cuerpo` and leave it waiting; the same key again gives the same ones.

    Raises ArchivoRechazado when the body is refused (nothing is kept), LlaveRepetida.
    """
    huella = hashlib.sha256(cuerpo).hexdigest()
    if llave and (anteriores := _de_la_llave(por, llave, huella)):
        return anteriores
    registros = leer_registros(cuerpo, por.fuente)
    try:
        return _guardar(registros, por=por, llave=llave, huella=huella)
    except IntegrityError:
        # Two at the same time: the other one was first, and what it left is the answer.
        return _de_la_llave(por, llave, huella)


def retirar_registros(*, ahora: dt.datetime) -> int:
    """Empty what came and was processed long ago; what became of it stays to be asked."""
    limite = ahora - dt.timedelta(days=Parametro.de("dias_retencion_eventos"))
    vencidos = EventoRecibido.objects.filter(recibido_en__lt=limite).exclude(resultado="")
    retirados = vencidos.exclude(registro={}).update(registro={})
    if retirados:
        bitacora.warning("Retención: el contenido de %s eventos se retiró", retirados)
    return retirados


def encolar_eventos(fuente: str) -> None:
    """Ring the worker's bell for the records of `fuente` that wait, on commit."""
    tocar(settings.TAREA_PROCESAR_EVENTOS, fuente)


@transaction.atomic
def _guardar(registros: list[dict], *, por, llave: str, huella: str) -> list[EventoRecibido]:
    eventos = EventoRecibido.objects.bulk_create(
        EventoRecibido(
            fuente=por.fuente,
            llave=llave,
            huella=huella,
            posicion=posicion,
            registro=registro,
            recibido_por=por,
        )
        for posicion, registro in enumerate(registros)
    )
    encolar_eventos(por.fuente)
    return eventos


def _de_la_llave(por: ClaveApi, llave: str, huella: str) -> list[EventoRecibido]:
    anteriores = list(
        EventoRecibido.objects.de_la_fuente(por)
        .filter(recibido_por=por, llave=llave)
        .order_by("posicion")
    )
    if any(evento.huella != huella for evento in anteriores):
        raise LlaveRepetida(
            "Esta llave de idempotencia ya se usó con otro contenido: envíe este con una nueva."
        )
    return anteriores
