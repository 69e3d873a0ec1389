"""Personal data has an end: observed rows and stored files of loads expire; the Carga stays.

Every batch is written down in the transaction that removes it, so a task killed in the middle
has told the truth, and the next one goes on from there.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from captacion.models import TERMINADAS, Carga, FilaObservada
from juntos.models import Parametro

bitacora = logging.getLogger(__name__)

LOTE = 5000


def retirar_vencido(*, ahora: dt.datetime) -> None:
    """Remove what has been kept for longer than the parameters say."""
    dias = Parametro.valores()
    filas = _retirar_filas(ahora - dt.timedelta(days=dias["dias_retencion_filas"]), ahora)
    archivos = _retirar_archivos(ahora - dt.timedelta(days=dias["dias_retencion_archivos"]), ahora)
    if filas or archivos:
        bitacora.warning("Retención: %s filas observadas y %s archivos retirados", filas, archivos)


def _retirar_filas(limite: dt.datetime, ahora: dt.datetime) -> int:
    con_filas = Exists(FilaObservada.objects.filter(carga=OuterRef("pk")))
    cargas = _terminadas(limite).filter(con_filas).order_by("pk")
    total = 0
    for pk in cargas.values_list("pk", flat=True):
        while retiradas := _retirar_lote(pk, timezone.localdate(ahora)):
            total += retiradas
    return total


@transaction.atomic
def _retirar_lote(pk: int, hoy: dt.date) -> int:
    # In the order of their index: the last batch costs no more than the first.
    lote = FilaObservada.objects.filter(carga=pk).order_by("tipo", "numero").values("pk")[:LOTE]
    retiradas, _ = FilaObservada.objects.filter(pk__in=lote).delete()
    if retiradas:
        Carga.objects.filter(pk=pk).update(
            filas_expiradas=F("filas_expiradas") + retiradas, filas_expiradas_el=hoy
        )
    return retiradas


def _retirar_archivos(limite: dt.datetime, ahora: dt.datetime) -> int:
    con_archivo = _terminadas(limite).filter(archivo_retirado_el__isnull=True).exclude(archivo="")
    cargas = con_archivo.order_by("pk")
    pendientes = cargas.values_list("pk", flat=True)
    return sum(_retirar_archivo(pk, limite, timezone.localdate(ahora)) for pk in pendientes)


@transaction.atomic
def _retirar_archivo(pk: int, limite: dt.datetime, hoy: dt.date) -> int:
    """The file first, then the word: a file that nobody remembers would stay for good."""
    vencidas = _terminadas(limite).filter(archivo_retirado_el__isnull=True)
    carga = vencidas.select_for_update(no_key=True).filter(pk=pk).first()
    if carga is None:  # retried or removed meanwhile
        return 0
    carga.archivo.storage.delete(carga.archivo.name)
    Carga.objects.filter(pk=pk).update(archivo_retirado_el=hoy)
    return 1


def _terminadas(limite: dt.datetime):
    return Carga.objects.filter(fin__lt=limite, estado__in=TERMINADAS)
