"""The id of a request travels with the tasks that it rings, and each task leaves its line.

Celery's own signals: they are its only way in, and these do nothing else (ADR 40).
"""

import logging
import time

from celery.signals import before_task_publish, task_postrun, task_prerun

from juntos import metricas
from juntos.registro import solicitud_actual

CABECERA = "solicitud"
bitacora = logging.getLogger("juntos.tareas_hechas")
_empezadas: dict[str, tuple[float, object]] = {}


@before_task_publish.connect
def _llevar(headers=None, **_) -> None:
    if headers is not None and solicitud_actual.get():
        headers[CABECERA] = solicitud_actual.get()


@task_prerun.connect
def _empezar(task_id: str, task, **_) -> None:
    """What the clock rings is on nobody's account: its own id."""
    marca = solicitud_actual.set(getattr(task.request, CABECERA, None) or task_id)
    _empezadas[task_id] = time.perf_counter(), marca


@task_postrun.connect
def _terminar(task_id: str, task, state=None, **_) -> None:
    desde, marca = _empezadas.pop(task_id, (time.perf_counter(), None))
    tardo = time.perf_counter() - desde
    campos = {
        "tarea": task.name,
        "entrega": task_id,
        "estado": state,
        "ms": round(1000 * tardo, 1),
    }
    metricas.tareas.labels(tarea=task.name, estado=state).inc()
    metricas.tareas_segundos.labels(tarea=task.name).observe(tardo)
    bitacora.info("%(tarea)s %(estado)s, %(ms)s ms", campos, extra=campos)
    if marca is not None:
        solicitud_actual.reset(marca)
