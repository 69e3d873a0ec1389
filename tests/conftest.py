"""The cast: gestora, supervisora, sede, administracion, and ajena, who must see nothing.

And the real things that journeys need: `servidor` (the web), `trabajador` (a Celery worker),
`navegador`, `pagina` and `pagina_ancha` (Chromium), `base_real` (committed data, seeds included).
"""

import logging
import os
import signal
import sys
import time
import urllib.parse

import pytest
from django.conf import settings
from django.db import connection

from juntos import procesos, servidores
from juntos.celery import app
from juntos.models import Rol
from tests import fabricas, semillas
from tests.bitacora import Revisora, exigir_limpio
from tests.chromium import OPCIONES_DE_CHROMIUM, chromium, vigilar


def pytest_configure(config):
    """Every process of the run holds the servers; the last one to end stops them."""
    config.addinivalue_line("markers", "navegador: needs a Chromium on this machine")
    servidores.asegurar(settings.JUNTOS_DATOS, settings.EMBEBIDOS, duradero=False)


def pytest_collection_modifyitems(items):
    """Without a Chromium its tests are skipped, and say so; in CI (CI=true) they fail."""
    if chromium() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "navegador" in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason="No hay Chromium en esta máquina"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What migrations seeded is kept aside, and put back if a former run wiped it."""
    with django_db_blocker.unblock():
        semillas.guardar_o_restaurar()
    yield
    # A worker or a web thread that is still leaving would keep the database from being dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def base_real(transactional_db):
    """Committed data, as other processes and threads see it; the tables start as seeded."""
    semillas.guardar_o_restaurar()


@pytest.fixture(autouse=True, scope="session")
def _pagina_repetible():
    """A page without chance: a random token holds, now and then, any short word a test denies."""
    with pytest.MonkeyPatch.context() as parche:
        parche.setattr("django.middleware.csrf._get_new_csrf_string", lambda: "x" * 32)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nadie_en_la_bitacora():
    """No line that the session logs names a person or a document of the tests."""
    revisora = Revisora()
    logging.getLogger().addHandler(revisora)
    yield
    logging.getLogger().removeHandler(revisora)
    revisora.exigir_limpia()


# --- The cast


@pytest.fixture
def unidad(db):
    return fabricas.UnidadTerritorialFactory(nombre="UT de prueba")


@pytest.fixture
def distrito(unidad):
    return fabricas.DistritoFactory(unidad_territorial=unidad)


@pytest.fixture
def gestora(distrito, unidad):
    """A manager assigned to `distrito` since long ago."""
    usuario = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


@pytest.fixture
def supervisora(unidad):
    return fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)


@pytest.fixture
def sede(db):
    return fabricas.UsuarioFactory(rol=Rol.SEDE)


@pytest.fixture
def administracion(db):
    return fabricas.UsuarioFactory(rol=Rol.ADMINISTRACION, is_staff=True, is_superuser=True)


@pytest.fixture
def ajena(db):
    """A manager of another territory: our households do not exist for her."""
    otra = fabricas.UnidadTerritorialFactory(nombre="UT ajena")
    usuario = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=otra)
    fabricas.AsignacionFactory(
        usuario=usuario, distrito=fabricas.DistritoFactory(unidad_territorial=otra)
    )
    return usuario


@pytest.fixture
def supervisora_ajena(ajena):
    return fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)


# --- The real things


@pytest.fixture
def servidor(live_server, base_real):
    """The web on a port of its own, over committed data."""
    yield live_server
    # A page that was closed may still be on its way: it reads tables in another order than they
    # are emptied, and the two would wait for each other.
    limite = time.monotonic() + 20
    while _trabajan_otras():
        assert time.monotonic() < limite, "una página o una tarea no terminó"
        time.sleep(0.05)


def _trabajan_otras() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            " AND backend_type = 'client backend')"
        )
        return cursor.fetchone()[0]


@pytest.fixture(scope="session")
def _trabajador(django_db_setup):
    """One worker for the session, a process of its own over this session's test database."""
    base = connection.settings_dict
    direccion = urllib.parse.urlencode({"host": base["HOST"]})
    entorno = os.environ | {
        "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?{direccion}",
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
    }
    orden = [sys.executable, "-m", "celery", "-A", "juntos.celery", "worker"]
    registro = settings.JUNTOS_DATOS / f"trabajador-{base['NAME']}.log"
    registro.unlink(missing_ok=True)
    proceso = procesos.lanzar(
        [*orden, "--concurrency", "1", "--loglevel", "WARNING"],
        registro=registro,
        entorno=entorno,
        al_morir=signal.SIGQUIT,
    )
    try:
        limite = time.monotonic() + 60
        while not app.control.ping(timeout=1, limit=1):
            assert proceso.poll() is None, registro.read_text()
            assert time.monotonic() < limite, registro.read_text()
        yield proceso
    finally:
        procesos.detener([proceso])
    exigir_limpio(registro)


@pytest.fixture
def trabajador(_trabajador, base_real):
    """A real worker that sees what the test commits; no bell of another test is left."""
    app.control.purge()
    yield _trabajador
    # The wipe of the tables does not meet what the worker still does after the load.
    app.control.purge()
    while any((app.control.inspect(limit=1).active() or {}).values()):
        time.sleep(0.05)


@pytest.fixture(scope="session")
def navegador():
    """The machine's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    assert chromium(), "Falta Chromium: apt-get install chromium"
    # Playwright runs its own event loop in this thread; the tests themselves are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=OPCIONES_DE_CHROMIUM)
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _abrir(navegador, servidor, ancho: int, alto: int):
    contexto = navegador.new_context(
        base_url=servidor.url,
        viewport={"width": ancho, "height": alto},
        locale="es-PE",
        timezone_id="America/Lima",
    )
    contexto.set_default_timeout(10_000)
    faltas = vigilar(contexto)
    yield contexto.new_page()
    contexto.close()
    assert not faltas


@pytest.fixture
def pagina(navegador, servidor):
    """A phone held upright."""
    yield from _abrir(navegador, servidor, 360, 740)


@pytest.fixture
def pagina_ancha(navegador, servidor):
    """A desk."""
    yield from _abrir(navegador, servidor, 1280, 800)
