"""Records one by one, to the queue: batches of those that wait, and their contacts."""

import time

from afiliacion.acciones import calendario, hechos
from afiliacion.acciones.conciliar import conciliar
from captacion import eventos
from captacion.acciones.eventos import encolar_eventos
from captacion.models import FuenteDeEventos

# Between two batches: what comes meanwhile goes in one, and a file that waits gets its turn.
PAUSA = 0.5
# Then the worker is let go: others wait for it too.
DURACION = 20.0


def procesar_eventos(fuente: str) -> None:
    """Process what waits of `fuente`, until nothing does or another one has the turn."""
    limite = time.monotonic() + DURACION
    while eventos.esperan(fuente):
        if time.monotonic() > limite:
            encolar_eventos(fuente)
            return
        # Looked at again after letting it go: who came too early for it counts on us.
        with eventos.turno(fuente) as es_mio:
            if not es_mio:
                return
            lote = eventos.apartar(fuente)
            cargado = eventos.procesar_lote(lote) if lote else None
            if cargado and cargado.hogares:
                carga = cargado.carga
                conciliar(hoy=carga.fecha_proceso, carga=carga, hogares=cargado.hogares)
                calendario.pedir(carga=carga)
                hechos.contar(carga)
        time.sleep(PAUSA)


def retomar_eventos() -> None:
    """The sweeper: ring for the records whose bell nobody heard."""
    for fuente in FuenteDeEventos.values:
        if eventos.esperan(fuente):
            encolar_eventos(fuente)
