"""What somebody waits for does not wait for files; what kills its workers ends before a person."""

import os
import signal
import subprocess

import pytest
from django.conf import settings
from django.db import connection

from captacion.models import EstadoCarga, EventoRecibido
from juntos import fallidas
from juntos.models import EstadoTarea, TareaFallida
from juntos.servidores import valkey
from juntos.tareas import tocar
from tests import fabricas
from tests.captacion.eventos import Emisor, registro
from tests.fallas import trabajo

# In this database: the locks of all are listed together.
ESPERA_EL_CANDADO = """
SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
"""
CONCILIAR = "SELECT pg_advisory_{}lock(hashtext('afiliacion.conciliar'))"


def pendientes(broker, cola: str) -> bytes:
    prefijo = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    return valkey.pedir(broker, f"LLEN {prefijo}{cola}".encode())


def test_una_carga_que_no_avanza_no_detiene_un_registro(cuadrilla, broker, rutas):
    cuadrilla.contratar("cargas")
    cuadrilla.contratar("captura")
    juntos, otra = (trabajo.recibida(ruta) for ruta in rutas[:2])
    with trabajo.ocupado(trabajo.candado_de(juntos)):
        for carga in (juntos, otra):
            tocar(settings.TAREA_PROCESAR_CARGA, carga.pk)
        trabajo.esperar(lambda: trabajo.espera_turno(juntos))
        emisor = Emisor("sis_gestantes")
        assert emisor.enviar(registro("sis_gestantes")).status_code == 202
        trabajo.esperar(lambda: EventoRecibido.objects.get().carga_id)
        juntos.refresh_from_db()
        assert juntos.estado == EstadoCarga.EN_PROCESO
        # The other file waits behind the first: its queue has one worker.
        assert pendientes(broker, "cargas") == b":1\r\n"
    trabajo.esperar(lambda: trabajo.termino(juntos) and trabajo.termino(otra))


def test_un_trabajador_sin_colas_las_atiende_todas(cuadrilla):
    cuadrilla.contratar()
    tocar(settings.TAREA_RECALCULAR, 999_999)
    tocar(settings.TAREA_ENVIAR_MENSAJE, 999_999)
    tocar(settings.TAREA_PROCESAR_CARGA, 999_999)
    trabajo.esperar(lambda: TareaFallida.objects.filter(error="DoesNotExist").count() == 3)


def test_una_tarea_que_falla_espera_a_una_persona(cuadrilla):
    cuadrilla.contratar()
    tocar(settings.TAREA_LIQUIDAR, "no-es-llave")
    trabajo.esperar(lambda: TareaFallida.objects.exists())
    fila = TareaFallida.objects.get()
    assert (fila.estado, fila.error, fila.argumentos) == (
        EstadoTarea.FALLIDA,
        "ValueError",
        ["no-es-llave"],
    )


def hijo_de(trabajador: subprocess.Popen) -> int:
    lista = subprocess.run(["ps", "-o", "pid=", "--ppid", str(trabajador.pid)], capture_output=True)
    return int(lista.stdout.split()[0])


@pytest.fixture
def espera():
    """The server's processes of tasks that wait for our lock; a dead one's takes a moment to go."""

    def _espera():
        with connection.cursor() as cursor:
            cursor.execute(ESPERA_EL_CANDADO)
            return set(cursor.fetchall())

    return _espera


def test_una_que_mata_a_sus_trabajadores_no_los_mata_a_todos(
    cuadrilla, broker, espera, administracion
):
    """Killed at it as many times as a poisoned task would; nobody is given it any more."""
    # Without a household there is no part to wait for.
    fabricas.CaptacionFactory()
    trabajador = cuadrilla.contratar()
    with connection.cursor() as cursor:
        cursor.execute(CONCILIAR.format(""))
        tocar(settings.TAREA_CONCILIAR)
        vistos = set()
        for _ in range(fallidas.ENTREGAS):
            trabajo.esperar(lambda: espera() - vistos)
            vistos.update(espera())
            os.kill(hijo_de(trabajador), signal.SIGKILL)
        trabajo.esperar(lambda: TareaFallida.objects.filter(estado=EstadoTarea.FALLIDA).exists())
        fila = TareaFallida.objects.get()
        assert (fila.error, fila.intentos) == ("WorkerLostError", fallidas.ENTREGAS)
        trabajo.esperar(lambda: not espera())
        cursor.execute(CONCILIAR.format("un"))
    assert pendientes(broker, "captura") == b":0\r\n"

    fallidas.reintentar(fila, por=administracion)
    tocar(settings.TAREA_RECALCULAR, 999_999)
    trabajo.esperar(lambda: TareaFallida.objects.filter(error="DoesNotExist").exists())
    assert TareaFallida.objects.abiertas().get().tarea == settings.TAREA_RECALCULAR
