"""`manage.py importar`, as a process of its own: a Padrón of 20,000 rows to captured and queued.

The reference is a raw COPY of the same file into an unlogged table of text, in the same run.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

FILAS, HOGARES = 20_000, 20_000
META_SEGUNDOS, META_SIN_CAMBIO = 10, 1
RAIZ = Path(__file__).resolve().parents[2]


def medir() -> list[dict]:
    with _base() as entorno, tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        orden = ["simular", "--salida", carpeta, "--hogares", str(HOGARES), "--dias", "60"]
        _manage([*orden, "--filas-padron", str(FILAS)], entorno)
        for fuente in ("juntos", "pgh"):
            _importar(datos / f"{fuente}.txt", entorno)
        padron = datos / "padron_nominal.txt"
        crudo = _copia_cruda(padron)
        primera, proceso = _importar(padron, entorno)
        mil = datos / "mil.txt"
        mil.write_text("".join(padron.open().readlines()[:1001]))
        sin_cambio, _ = _importar(mil, entorno)
    if sin_cambio["sin_cambio"] != 1000 or primera["leidas"] != FILAS:
        raise SystemExit(f"El banco no midió lo que dice: {primera} {sin_cambio}")
    return [
        {
            "nombre": f"importar: Padrón de {FILAS:,} filas, proceso entero, junto a un COPY crudo",
            "valor": round(proceso, 2),
            "unidad": "s",
            "meta": META_SEGUNDOS,
            "referencia": round(crudo, 2),
        },
        {
            "nombre": "importar: 1,000 filas sin cambio, sin contar el arranque",
            "valor": sin_cambio["segundos"],
            "unidad": "s",
            "meta": META_SIN_CAMBIO,
        },
        {
            "nombre": "importar: memoria del proceso de Python",
            "valor": primera["pico_mb"],
            "unidad": "MB",
            "meta": 300,
        },
    ]


@contextlib.contextmanager
def _base():
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


def _manage(orden: list[str], entorno: dict) -> str:
    return subprocess.run(
        [sys.executable, RAIZ / "manage.py", *orden],
        env=entorno,
        cwd=RAIZ,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _importar(archivo: Path, entorno: dict) -> tuple[dict, float]:
    inicio = time.monotonic()
    salida = _manage(["importar", str(archivo), "--json"], entorno)
    return json.loads(salida), time.monotonic() - inicio


def _copia_cruda(archivo: Path) -> float:
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
