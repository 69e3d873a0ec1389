"""A broker and workers of the test alone, and the uninterrupted loads they are compared with."""

import time

import pytest
from celery import Celery, current_app
from django.db import connection

from afiliacion.acciones.cargas import procesar_carga
from juntos import servidores
from juntos.servidores import valkey
from tests.bitacora import exigir_limpio
from tests.captacion.archivos import Cargador
from tests.fallas import trabajo
from tests.fallas.huella import huella


@pytest.fixture(scope="session")
def rutas(tmp_path_factory):
    """The synthetic files, in the order in which they are loaded."""
    return trabajo.simular(tmp_path_factory.mktemp("simulados"))


@pytest.fixture(scope="session")
def _broker(tmp_path_factory):
    datos = tmp_path_factory.mktemp("broker")
    servidores.iniciar(datos, [servidores.VALKEY], duradero=False)
    yield datos
    servidores.parar(datos)


@pytest.fixture
def broker(_broker):
    """Bells of this process ring there too; it starts empty."""
    valkey.pedir(_broker, b"FLUSHALL")
    real = current_app._get_current_object()
    propia = Celery(set_as_current=False)
    propia.config_from_object("django.conf:settings", namespace="CELERY")
    propia.conf.broker_url = servidores.url_broker_embebido(_broker)
    propia.set_current()
    yield _broker
    real.set_current()
    propia.close()


@pytest.fixture
def privado(tmp_path, settings):
    """Uploads of this test alone, where its workers look for them too."""
    settings.MEDIA_ROOT = tmp_path / "pruebas" / "archivos"
    return tmp_path


@pytest.fixture
def cuadrilla(privado, broker, base_real):
    cuadrilla = trabajo.Cuadrilla(privado, servidores.url_broker_embebido(broker))
    yield cuadrilla
    cuadrilla.despedir()
    # What the workers said, for the report of a test that fails.
    print(cuadrilla.registro.read_text() if cuadrilla.registro.exists() else "")
    exigir_limpio(cuadrilla.registro)


@pytest.fixture
def cargar(db, privado):
    """Loads of small files inside the test's transaction."""
    return Cargador(privado)


_sin_interrupcion = []


@pytest.fixture
def sin_interrupcion(base_real, privado, rutas):
    """(digest of the tables after loading every file in peace, seconds that each one took)."""
    if not _sin_interrupcion:
        segundos = []
        for ruta in rutas:
            inicio = time.monotonic()
            procesar_carga(trabajo.recibida(ruta))
            segundos.append(time.monotonic() - inicio)
        with connection.cursor() as cursor:
            _sin_interrupcion[:] = [huella(cursor), segundos]
        trabajo.vaciar()
    return _sin_interrupcion
