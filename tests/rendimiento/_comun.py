"""What several benchmarks need: a database of their own, commands as processes, a raw COPY."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
PACIENCIA = 60
# Bytes a second, and milliseconds a round trip.
TRES_G_LENTO = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}


@contextlib.contextmanager
def base(nombre: str):
    """An empty database with the whole schema, this process's own until the end."""
    from django.db import connection

    anterior = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = nombre
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = anterior
        # A web that has just been ended may still hold a session for a moment.
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {nombre} WITH (FORCE)")


@contextlib.contextmanager
def base_propia():
    """An empty database for commands, and the environment that leads to it."""
    with base("banco_importar"), tempfile.TemporaryDirectory() as archivos:
        yield os.environ | {"DATABASE_URL": _direccion(), "JUNTOS_DATOS": archivos}


def _direccion() -> str:
    """The address of the database that this process uses now."""
    from django.db import connection

    base = connection.settings_dict
    anfitrion = urllib.parse.urlencode({"host": base["HOST"]})
    return f"postgresql://{base['USER']}@/{base['NAME']}?{anfitrion}"


@contextlib.contextmanager
def copia_de_la_base(entorno: dict):
    """The environment of a second database, as the first one is now."""
    from django.db import connection

    base = connection.settings_dict["NAME"]
    otra = f"{base}_copia"
    with connection._nodb_cursor() as cursor:
        connection.close()
        cursor.execute(f"DROP DATABASE IF EXISTS {otra}")
        cursor.execute(f"CREATE DATABASE {otra} TEMPLATE {base} STRATEGY FILE_COPY")
    try:
        yield entorno | {"DATABASE_URL": entorno["DATABASE_URL"].replace(f"/{base}?", f"/{otra}?")}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {otra} WITH (FORCE)")


@contextlib.contextmanager
def web_en_marcha(*otros: list[str], procesos_web: int = 1):
    """The web as `make demo` starts it, with `otros` beside it, over this process's database.

    Yields its address once it answers; ends all of them.
    """
    from django.conf import settings

    from juntos import procesos
    from juntos.celery import app

    app.control.purge()
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = str(libre.getsockname()[1])
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", puerto]
    granian += ["--workers", str(procesos_web), "--no-access-log"]
    ordenes = [[*granian, "--blocking-threads", "4", "juntos.wsgi:application"], *otros]
    broker = {"CELERY_BROKER_URL": settings.CELERY_BROKER_URL}
    with tempfile.TemporaryDirectory() as registros:
        hijos = [
            procesos.lanzar(
                [sys.executable, "-m", *orden],
                registro=Path(registros) / f"{orden[0]}.log",
                entorno=os.environ | {"DATABASE_URL": _direccion()} | broker,
                al_morir=signal.SIGQUIT,
            )
            for orden in ordenes
        ]
        url = f"http://127.0.0.1:{puerto}"
        try:
            _esperar_entrada(url)
            yield url
        finally:
            procesos.detener(hijos)


def _esperar_entrada(url: str) -> None:
    import httpx

    limite = time.monotonic() + PACIENCIA
    while time.monotonic() < limite:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/entrar/", timeout=10).status_code == 200:
                return
        time.sleep(0.3)
    raise SystemExit("La web no arrancó")


@contextlib.contextmanager
def chrome():
    """The machine's Chromium, driven by Playwright beside synchronous queries."""
    from django.db import connection
    from playwright.sync_api import sync_playwright

    from tests.chromium import OPCIONES_DE_CHROMIUM, chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(
            executable_path=chromium(), args=OPCIONES_DE_CHROMIUM
        )
        yield navegador
        navegador.close()
        connection.close()  # Playwright's loop sees a connection of its own
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def dentro(navegador, url: str, usuario, *, ancho: int):
    """A page of a new context in which `usuario` has logged in."""
    from django.conf import settings
    from django.test import Client

    cliente = Client()
    cliente.force_login(usuario)
    nombre = settings.SESSION_COOKIE_NAME
    contexto = navegador.new_context(viewport={"width": ancho, "height": 740}, locale="es-PE")
    contexto.add_cookies([{"name": nombre, "value": cliente.cookies[nombre].value, "url": url}])
    return contexto.new_page()


def con_3g_lento(pagina):
    """Put `pagina` behind a slow 3G; the session of its developer tools."""
    sesion = pagina.context.new_cdp_session(pagina)
    sesion.send("Network.enable")
    sesion.send("Network.emulateNetworkConditions", TRES_G_LENTO)
    return sesion


def manage(orden: list[str], entorno: dict) -> str:
    return subprocess.run(
        [sys.executable, RAIZ / "manage.py", *orden],
        env=entorno,
        cwd=RAIZ,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def importar(archivo: Path, entorno: dict) -> tuple[dict, float]:
    inicio = time.monotonic()
    salida = manage(["importar", str(archivo), "--json"], entorno)
    return json.loads(salida), time.monotonic() - inicio


def copia_cruda(archivo: Path) -> float:
    """Seconds of the same bytes through COPY into an unlogged table of text columns."""
    from django.db import connection

    with archivo.open("rb") as f, connection.cursor() as cursor:
        columnas = ", ".join(f"c{n} text" for n, _ in enumerate(f.readline().split(b"|")))
        cursor.execute(f"CREATE UNLOGGED TABLE crudo_de_referencia ({columnas})")
        inicio = time.monotonic()
        with cursor.copy("COPY crudo_de_referencia FROM STDIN (DELIMITER '|')") as copia:
            while trozo := f.read(1 << 20):
                copia.write(trozo)
        segundos = time.monotonic() - inicio
        cursor.execute("DROP TABLE crudo_de_referencia")
    return segundos
