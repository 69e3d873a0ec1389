"""One file from its first byte to the queue: the same function for the command and the worker."""

import datetime as dt
import resource
import time
from decimal import Decimal
from pathlib import Path

from django.db import connection
from django.db.models import Q

from afiliacion.acciones import calendario, hechos
from afiliacion.acciones.conciliar import conciliar
from captacion.acciones import encolar
from captacion.importacion import CANDADO_FUENTE, procesar
from captacion.models import Carga, EstadoCarga, Fuente
from juntos.estados import TransicionInvalida, transitar

CARGA_VIVA = Path(__file__).resolve().parents[1] / "sql" / "10_carga_viva.sql"
SIN_RECOGER = dt.timedelta(seconds=60)
ENTRE_LLAMADAS = dt.timedelta(minutes=5)
RECIEN_MUERTA = dt.timedelta(seconds=10)
SIN_LATIDO = dt.timedelta(minutes=2)
INTENTOS = 3
# What a load took is written once its captures are in the queue.
# An hour of records one by one has no file, and brings each batch to the queue by itself.
SIN_COLA = Q(estado=EstadoCarga.PROCESADA, segundos=0, fin__isnull=False) & ~Q(archivo="")


def procesar_carga(carga: Carga, *, desde: float | None = None) -> Carga:
    """Load the file, bring its captures to the queue and write down what it took.

    A load whose process died before the queue is only brought there. What few rows do not speak of
    is left to the reconciliation of every ten minutes.
    `desde`: the monotonic instant at which the first byte was read, when that was earlier.
    Raises what `captacion.importacion.procesar` raises.
    """
    desde = time.monotonic() if desde is None else desde
    hogares = None if _sin_cola(carga) else procesar(carga)
    conciliar(hoy=carga.fecha_proceso, carga=carga, hogares=hogares)
    calendario.pedir(carga=carga)
    carga.refresh_from_db()
    carga.segundos = max(Decimal("0.01"), round(Decimal(time.monotonic() - desde), 2))
    carga.pico_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    carga.save(update_fields=["segundos", "pico_mb"])
    hechos.contar(carga)
    return carga


def heredar(anterior: Carga, *, ahora: dt.datetime) -> bool:
    """Whether `anterior`, of these same bytes, is not done: a rerun takes it up.

    One whose process died in the middle is put back to wait first.
    """
    if (
        anterior.estado == EstadoCarga.EN_PROCESO
        and anterior.latido < ahora - RECIEN_MUERTA
        and not _sigue_viva(anterior)
    ):
        transitar(anterior, EstadoCarga.RECIBIDA, por=None, paso="")
    return anterior.estado == EstadoCarga.RECIBIDA or (
        _sin_cola(anterior) and anterior.fin < ahora - RECIEN_MUERTA
    )


def retomar(*, ahora: dt.datetime) -> None:
    """The sweeper: ring again for loads nobody picked up, free those whose worker died.

    Those that died between the commit of the load and the queue are rung for too.

    A load that dies every time is left *fallida*, for a person to see.
    """
    for carga in Carga.objects.filter(estado=EstadoCarga.EN_PROCESO, latido__lt=ahora - SIN_LATIDO):
        if not _sigue_viva(carga):
            _liberar(carga, ahora=ahora)
    esperan = Carga.objects.filter(
        Q(latido__isnull=True) | Q(latido__lt=ahora - ENTRE_LLAMADAS),
        Q(estado=EstadoCarga.RECIBIDA, recibida_en__lt=ahora - SIN_RECOGER) | SIN_COLA,
    )
    # In the order in which they came: a register before what is linked to it.
    for carga in esperan.order_by("pk"):
        # Whoever stamps the row rings: two sweeps at once ring once.
        if esperan.filter(pk=carga.pk).update(latido=ahora):
            encolar(carga)


def _sin_cola(carga: Carga) -> bool:
    return Carga.objects.filter(SIN_COLA, pk=carga.pk).exists()


def _sigue_viva(carga: Carga) -> bool:
    fuente = list(Fuente).index(carga.fuente) if carga.fuente else None
    with connection.cursor() as cursor:
        cursor.execute(CARGA_VIVA.read_text(), {"candado": CANDADO_FUENTE, "fuente": fuente})
        return cursor.fetchone()[0]


def _liberar(carga: Carga, *, ahora: dt.datetime) -> None:
    """Its transaction died with the worker: nothing of it is in the database."""
    try:
        if carga.cancelada_en:
            transitar(carga, EstadoCarga.CANCELADA, por=None, fin=ahora)
        elif carga.intentos >= INTENTOS:
            motivo = f"La carga se interrumpió {INTENTOS} veces; revise el servidor y reinténtela."
            transitar(carga, EstadoCarga.FALLIDA, por=None, motivo=motivo, fin=ahora)
        else:
            transitar(carga, EstadoCarga.RECIBIDA, por=None, paso="", latido=ahora)
            encolar(carga)
    except TransicionInvalida:
        # It ended while we looked.
        return
