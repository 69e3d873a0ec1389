"""One file from its first byte to the queue: the same function for the command and the worker."""

import resource
import time
from decimal import Decimal

from afiliacion.acciones.conciliar import conciliar
from captacion.importacion import procesar
from captacion.models import Carga


def procesar_carga(carga: Carga, *, desde: float | None = None) -> Carga:
    """Load the file, bring its captures to the queue and write down what it took.

    `desde`: the monotonic instant at which the first byte was read, when that was earlier.
    Raises what `captacion.importacion.procesar` raises.
    """
    desde = time.monotonic() if desde is None else desde
    procesar(carga)
    conciliar(hoy=carga.fecha_proceso, carga=carga)
    carga.refresh_from_db()
    carga.segundos = round(Decimal(time.monotonic() - desde), 2)
    carga.pico_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    carga.save(update_fields=["segundos", "pico_mb"])
    return carga


def retomar(*, ahora) -> None:
    raise NotImplementedError
