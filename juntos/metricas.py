"""What is counted as it happens: requests by view, tasks by name. No ids, no names, no addresses.

Several processes answer and work: with PROMETHEUS_MULTIPROC_DIR, set by the settings, each writes
its own file there and whoever is asked adds them up (ADR 40).
"""

import os
import socket

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

VARIOS_PROCESOS = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))
if VARIOS_PROCESOS:
    # Containers number their processes alike: the machine's name tells their files apart.
    values.ValueClass = values.MultiProcessValue(lambda: f"{socket.gethostname()}-{os.getpid()}")

SEGUNDOS_WEB = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.6, 1, 2.5, 5, 10)
SEGUNDOS_DE_TAREA = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 7200)

solicitudes = Histogram(
    "juntos_solicitud_segundos",
    "Segundos que tarda cada vista",
    ["vista", "metodo", "estado"],
    buckets=SEGUNDOS_WEB,
)
tareas = Counter("juntos_tareas", "Tareas que terminaron", ["tarea", "estado"])
tareas_segundos = Histogram(
    "juntos_tarea_segundos", "Segundos de cada tarea", ["tarea"], buckets=SEGUNDOS_DE_TAREA
)


def exponer(*instantaneas: Collector) -> bytes:
    """What every process counted, and what is read at this moment."""
    registro = CollectorRegistry()
    if VARIOS_PROCESOS:
        MultiProcessCollector(registro)
    else:
        for contado in (solicitudes, tareas, tareas_segundos):
            registro.register(contado)
    for instantanea in instantaneas:
        registro.register(instantanea)
    return generate_latest(registro)
