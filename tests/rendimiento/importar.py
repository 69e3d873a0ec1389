"""`manage.py importar`, as a process of its own: a Padrón of 20,000 rows to captured and queued.

The reference is a raw COPY of the same file into an unlogged table of text, in the same run.
"""

import tempfile
from pathlib import Path

from tests.rendimiento._comun import base_propia, copia_cruda, importar, manage

FILAS, HOGARES = 20_000, 20_000
META_SEGUNDOS, META_SIN_CAMBIO = 10, 1


def medir() -> list[dict]:
    with base_propia() as entorno, tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        orden = ["simular", "--salida", carpeta, "--hogares", str(HOGARES), "--dias", "60"]
        manage([*orden, "--filas-padron", str(FILAS)], entorno)
        for fuente in ("juntos", "pgh"):
            importar(datos / f"{fuente}.txt", entorno)
        padron = datos / "padron_nominal.txt"
        crudo = copia_cruda(padron)
        primera, proceso = importar(padron, entorno)
        mil = datos / "mil.txt"
        mil.write_text("".join(padron.open().readlines()[:1001]))
        sin_cambio, _ = importar(mil, entorno)
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
