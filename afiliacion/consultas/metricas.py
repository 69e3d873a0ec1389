"""What is read when a monitor asks: queues, loads, feeds, contacts that are late, connections."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from afiliacion.consultas.cola import TRAMOS
from afiliacion.models import Contacto
from captacion.consultas.fuentes import llegadas
from captacion.models import Carga, EstadoCarga
from juntos.models import EstadoTarea, TareaFallida
from juntos.muro import abierto, tras_el_muro
from juntos.vigilancia import largos

CONEXIONES = """
SELECT coalesce(state, 'sin estado'), count(*) FROM pg_stat_activity
WHERE datname = current_database() GROUP BY 1
"""


class Instantanea(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _colas()
        cargas = dict.fromkeys(EstadoCarga.values, 0) | dict(
            Carga.objects.values_list("estado").annotate(Count("pk")).order_by()
        )
        yield _medida("juntos_cargas", "Cargas por estado", "estado", cargas)
        ahora = timezone.now()
        edades = {ll.fuente: (ahora - ll.ultima).total_seconds() for ll in llegadas(ahora)}
        yield _medida(
            "juntos_fuente_edad_segundos",
            "Edad de la última carga",
            "fuente",
            edades,
        )
        vencidos = Contacto.objects.abiertos().filter(TRAMOS["vencidos"].q(timezone.localdate()))
        with tras_el_muro(AnonymousUser()), abierto():
            cuantos = vencidos.count()
        yield GaugeMetricFamily("juntos_contactos_vencidos", "Contactos abiertos vencidos", cuantos)
        fallidas = TareaFallida.objects.filter(estado=EstadoTarea.FALLIDA)
        yield GaugeMetricFamily(
            "juntos_tareas_por_resolver", "Tareas que esperan a una persona", fallidas.count()
        )
        with connection.cursor() as cursor:
            cursor.execute(CONEXIONES)
            usadas = dict(cursor.fetchall())
        yield _medida("juntos_conexiones", "Conexiones a la base de datos", "estado", usadas)


def _colas() -> Iterator[GaugeMetricFamily]:
    """None while the broker does not answer: a zero would say that nothing waits."""
    try:
        esperan = largos()
    except (OperationalError, OSError):
        esperan = {}
    yield GaugeMetricFamily("juntos_broker", "1 si el servicio de tareas responde", bool(esperan))
    yield _medida("juntos_cola_tareas", "Tareas que esperan en cada cola", "cola", esperan)


def _medida(nombre: str, dice: str, etiqueta: str, valores: dict) -> GaugeMetricFamily:
    medida = GaugeMetricFamily(nombre, dice, labels=[etiqueta])
    for cual, valor in valores.items():
        medida.add_metric([str(cual)], valor)
    return medida
