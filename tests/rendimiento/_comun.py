"""What several benchmarks need: a database of their own, commands as processes, a raw COPY."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def base_propia():
    """An empty database with the whole schema, and the environment that leads to it."""
    from django.db import connection

    anterior = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "banco_importar"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    base = connection.settings_dict
    direccion = urllib.parse.urlencode({"host": base["HOST"]})
    with tempfile.TemporaryDirectory() as archivos:
        try:
            yield os.environ | {
                "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?{direccion}",
                "JUNTOS_DATOS": archivos,
            }
        finally:
            connection.creation.destroy_test_db(anterior, verbosity=0)


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
