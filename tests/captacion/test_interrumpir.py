"""Cancelling does not wait for the statement that runs; and a load says that it lives."""

import threading
import time

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.utils import timezone

from captacion import vigilante
from captacion.acciones import cancelar, recibir, reintentar
from captacion.importacion import CargaCancelada, procesar
from captacion.models import (
    Captacion,
    Carga,
    EstadoCarga,
    FilaObservada,
    Persona,
    RegistroFuente,
)
from juntos.models import Usuario
from tests.captacion.archivos import HOY, texto

DORMIR = "Reuniendo personas"
TABLAS = (Persona, RegistroFuente, FilaObservada, Captacion)


@pytest.fixture
def recibida(base_real, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    contenido = ContentFile(texto("padron_nominal", {}).encode())
    return recibir(contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY)


@pytest.fixture
def larga(base_real):
    """The first person that a load inserts takes a minute: one statement, in the middle of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION dormir() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;"
            "CREATE TRIGGER dormir BEFORE INSERT ON captacion_persona"
            " FOR EACH ROW EXECUTE FUNCTION dormir()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
            " WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        cursor.execute("DROP TRIGGER IF EXISTS dormir ON captacion_persona; DROP FUNCTION dormir()")


def en_otro_hilo(carga: Carga) -> tuple[threading.Thread, list]:
    """The load as a worker runs it; and what it raised."""
    fin = []

    def cargar():
        try:
            procesar(Carga.objects.get(pk=carga.pk))
        except (CargaCancelada, OperationalError) as error:
            fin.append(type(error))
        finally:
            connection.close()

    hilo = threading.Thread(target=cargar)
    hilo.start()
    return hilo, fin


def esperar(condicion, segundos=20) -> None:
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite
        time.sleep(0.05)


def durmiendo() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        return cursor.fetchone()[0] == 1


def test_cancelar_en_medio_de_una_orden_larga_la_interrumpe(recibida, larga):
    hilo, fin = en_otro_hilo(recibida)
    esperar(durmiendo)
    assert Carga.objects.get().paso == DORMIR
    pedida = time.monotonic()
    cancelar(Carga.objects.get(), por=Usuario.objects.sistema())
    hilo.join(30)

    assert not hilo.is_alive()
    assert time.monotonic() - pedida < 10
    assert fin == [CargaCancelada]
    carga = Carga.objects.get()
    assert (carga.estado, carga.motivo) == (EstadoCarga.CANCELADA, "")
    assert carga.fin
    assert [t.__name__ for t in TABLAS if t.objects.exists()] == []
    assert not durmiendo()

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dormir ON captacion_persona")
    reintentar(carga, por=Usuario.objects.sistema())
    procesar(carga)
    assert (carga.estado, carga.nuevas) == (EstadoCarga.PROCESADA, 1)


def test_una_orden_interrumpida_por_otro_no_es_una_cancelacion(recibida, larga):
    hilo, fin = en_otro_hilo(recibida)
    esperar(durmiendo)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
            " WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
    hilo.join(30)
    assert fin == [OperationalError]
    assert Carga.objects.get().estado == EstadoCarga.FALLIDA


def test_en_una_orden_larga_la_carga_sigue_latiendo(recibida, larga):
    hilo, _ = en_otro_hilo(recibida)
    esperar(durmiendo)
    visto = Carga.objects.get().latido
    esperar(lambda: Carga.objects.get().latido > visto)
    assert durmiendo()
    cancelar(Carga.objects.get(), por=Usuario.objects.sistema())
    hilo.join(30)
    assert not hilo.is_alive()


def test_lo_que_se_cancela_despues_del_ultimo_paso_tambien_se_deshace(recibida, monkeypatch):
    """Nobody looks between the last step and the commit but the move to *procesada* itself."""
    monkeypatch.setattr(vigilante, "CADA", 60.0)
    leidos = []

    def al_contar(execute, orden, parametros, many, contexto):
        if "AS captaciones" in orden and not leidos:
            leidos.append(1)
            hilo = threading.Thread(target=_pedir, args=[recibida.pk])
            hilo.start()
            hilo.join()
        return execute(orden, parametros, many, contexto)

    with connection.execute_wrapper(al_contar), pytest.raises(CargaCancelada):
        procesar(recibida)
    assert leidos
    recibida.refresh_from_db()
    assert recibida.estado == EstadoCarga.CANCELADA
    assert not Persona.objects.exists()


def _pedir(pk: int) -> None:
    sistema = Usuario.objects.sistema()
    Carga.objects.filter(pk=pk).update(cancelada_en=timezone.now(), cancelada_por=sistema)
    connection.close()


def test_al_salir_nadie_interrumpe_lo_que_sigue(recibida, monkeypatch):
    """The watcher has ended before the connection is used for anything else."""
    monkeypatch.setattr(vigilante, "CADA", 0.01)
    Carga.objects.filter(pk=recibida.pk).update(
        estado=EstadoCarga.EN_PROCESO,
        cancelada_en=timezone.now(),
        cancelada_por=recibida.recibida_por,
    )
    terminadas = []

    class Lenta:
        """An interruption that the server takes its time to carry out."""

        def cancel_safe(self, timeout):
            time.sleep(0.3)
            terminadas.append(timeout)

    with vigilante.Vigilante(recibida) as vigia:
        vigia._de_la_carga = Lenta()
        esperar(lambda: vigia.interrumpio)
    assert terminadas == [vigilante.ENTRE_INTERRUPCIONES]
