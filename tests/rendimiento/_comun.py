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


@contextlib.contextmanager
def base_propia():
    """An empty database with the whole schema, and the environment that leads to it."""
    from django.db import connection

    anterior = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "banco_importar"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with tempfile.TemporaryDirectory() as archivos:
        try:
            yield os.environ | {"DATABASE_URL": _direccion(), "JUNTOS_DATOS": archivos}
        finally:
            connection.creation.destroy_test_db(anterior, verbosity=0)


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
def web_en_marcha(*otros: list[str]):
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
