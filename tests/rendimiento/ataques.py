"""The attacks in their long form: 100,000 requests drawn over every address, 2,000 spoilt files.

What is measured is what must not be: tests that fail. Their seed is ATAQUES_SEMILLA.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]


def medir() -> list[dict]:
    entorno = {c: v for c, v in os.environ.items() if c != "DJANGO_SETTINGS_MODULE"}
    inicio = time.monotonic()
    hecho = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "tests/ataques"],
        cwd=RAIZ,
        env=entorno | {"ATAQUES_LARGOS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    resumen = hecho.stdout.strip().splitlines()[-1]
    if hecho.returncode > 1:
        raise SystemExit(f"Los ataques no corrieron: {resumen}")
    if hecho.returncode:
        print(hecho.stdout, file=sys.stderr)
    fallidas = sum(int(n) for n in re.findall(r"(\d+) (?:failed|error)", resumen))
    pasadas = sum(int(n) for n in re.findall(r"(\d+) passed", resumen))
    return [
        {
            "nombre": f"ataques: de {pasadas + fallidas} pruebas en su forma larga, las que fallan",
            "valor": fallidas,
            "unidad": "pruebas",
            "meta": 0,
        },
        {
            "nombre": "ataques: lo que toma la forma larga",
            "valor": round(time.monotonic() - inicio),
            "unidad": "s",
        },
    ]
