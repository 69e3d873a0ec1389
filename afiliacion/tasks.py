"""What the worker does: load by id, call one function. The rows are the truth (DESIGN: rule 1)."""

import logging

from celery import shared_task
from django.db import Error
from django.utils import timezone

from afiliacion.acciones import (
    calendario,
    cargas,
    entrada,
    estudios,
    eventos,
    hechos,
    informes,
    liquidaciones,
    mensajes,
    resumenes,
    salidas_propuestas,
)
from afiliacion.acciones.conciliar import conciliar
from afiliacion.acciones.orden import ordenar
from afiliacion.models import EstudioDeNorma, Liquidacion, Mensaje, Recalculo
from captacion.acciones.eventos import retirar_registros
from captacion.importacion import ArchivoRechazado, CargaCancelada, CargaDetenida
from captacion.models import Carga
from juntos.estados import TransicionInvalida
from juntos.historia import en_nombre_de

bitacora = logging.getLogger(__name__)


@shared_task
def procesar_carga(pk: int) -> None:
    """Load a waiting file. Delivered twice, refused, stopped, called off: normal ends."""
    try:
        cargas.procesar_carga(Carga.objects.get(pk=pk))
    except (ArchivoRechazado, CargaDetenida, CargaCancelada, TransicionInvalida):
        bitacora.info("La carga %s terminó sin cargarse", pk)
    except Error as error:
        # The row says what became of it. The error may quote a row of the file: only its kind.
        bitacora.error("La carga %s no terminó: %s", pk, type(error.__cause__ or error).__name__)
        return
    # The records that came meanwhile waited for its end.
    eventos.retomar_eventos()


@shared_task
def retomar_cargas() -> None:
    """The sweeper: loads whose worker died, and loads that no worker picked up."""
    cargas.retomar(ahora=timezone.now())


@shared_task
def revisar_entrada() -> None:
    """The drop folder: take what has arrived, settle what has been loaded."""
    entrada.revisar()


@shared_task
def retirar_de_la_entrada() -> None:
    """Every night: what the drop folder kept for longer than the parameter says."""
    entrada.retirar_viejos(ahora=timezone.now())


@shared_task
def conciliar_contactos() -> None:
    conciliar(hoy=timezone.localdate())


@shared_task
def recalcular(pk: int) -> None:
    """The calendars that somebody asked for."""
    calendario.hacer(Recalculo.objects.get(pk=pk))


@shared_task
def retomar_recalculos() -> None:
    """The sweeper: calendars and studies whose bell did not ring, or whose worker died."""
    calendario.retomar(ahora=timezone.now())
    estudios.retomar(ahora=timezone.now())


@shared_task
def estudiar_norma(pk: int) -> None:
    """What a draft would change."""
    estudios.estudiar(EstudioDeNorma.objects.get(pk=pk))


@shared_task
def recalcular_todos() -> None:
    """Every night, everybody: a merge of people, a move, a closed case are in by the morning."""
    calendario.pedir()


@shared_task
def contar_hechos() -> None:
    """What loads and decisions changed, into the figures of the tablero."""
    hechos.poner_al_dia()


@shared_task
def contar_todos() -> None:
    """Every night, every capture: payments of the bank, and what else nobody told."""
    hechos.actualizar_todos()


@shared_task
def ordenar_cola() -> None:
    """Every night: the order that the weights of today give."""
    ordenar()


@shared_task
def procesar_eventos(fuente: str) -> None:
    """The records of a source that wait, to the queue."""
    eventos.procesar_eventos(fuente)


@shared_task
def retomar_eventos() -> None:
    """The sweeper: records whose bell did not ring, or whose worker died."""
    eventos.retomar_eventos()


@shared_task
def retirar_eventos() -> None:
    """The content of old records expires."""
    retirar_registros(ahora=timezone.now())


@shared_task
def enviar_mensaje(pk: int) -> None:
    """One message of the outbox. Rung twice, or taken by another: a normal end."""
    try:
        mensajes.enviar(Mensaje.objects.get(pk=pk))
    except TransicionInvalida:
        bitacora.info("El mensaje %s ya no espera", pk)


@shared_task
def retomar_mensajes() -> None:
    """The sweeper: messages that no worker sent, or whose worker died."""
    mensajes.retomar(ahora=timezone.now())


@shared_task
def liquidar(pk: int) -> None:
    """The calculation that somebody asked for. Rung twice, or closed meanwhile: normal ends."""
    pedida = Liquidacion.objects.filter(pk=pk, pedida_en__isnull=False).first()
    if pedida is None:
        return
    try:
        with en_nombre_de(pedida.pedida_por, vista=liquidar.name):
            liquidaciones.calcular(pedida, por=pedida.pedida_por)
    except (liquidaciones.NoSeLiquida, TransicionInvalida) as motivo:
        bitacora.warning("La liquidación %s no se calculó: %s", pk, motivo)
        liquidaciones.olvidar_pedido(pedida)


@shared_task
def retomar_liquidaciones() -> None:
    """The sweeper: calculations whose worker died, or that none picked up."""
    liquidaciones.retomar()


@shared_task
def proponer_salidas() -> None:
    """Every night: the households that the registers say should leave."""
    salidas_propuestas.proponer(hoy=timezone.localdate())


@shared_task
def preparar_informe() -> None:
    """From its day of the month on: the report of the last month that is closed, as a draft."""
    informes.preparar_el_que_toca(hoy=timezone.localdate())


@shared_task
def enviar_resumenes() -> None:
    """From its day and hour of the week on: each person's summary, once."""
    resumenes.enviar_los_que_tocan(ahora=timezone.now())
