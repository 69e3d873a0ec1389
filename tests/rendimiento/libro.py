"""A Padrón of 100,000 × 62 in a workbook, to the bytes that COPY takes.

The reference is python-calamine alone reading the same sheet into lists, in the same run; CPU
seconds, each in a process of its own that has Django set up.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from tests.datos.libros import HOJA_62, encabezado, fila

FILAS, META_RAZON, META_MB = 100_000, 2.0, 300
RAIZ = Path(__file__).resolve().parents[2]


def medir() -> list[dict]:
    with tempfile.TemporaryDirectory() as carpeta:
        ruta = Path(carpeta) / "padron.xlsx"
        _escribir(ruta)
        calamine, nuestro = _leer("calamine", ruta), _leer("nuestro", ruta)
    if not calamine["filas"] == nuestro["filas"] == FILAS:
        raise SystemExit(f"El banco no midió lo que dice: {calamine} {nuestro}")
    return [
        {
            "nombre": f"libro: XLSX de {FILAS:,} × {len(HOJA_62)} hasta COPY, junto a calamine",
            "valor": round(nuestro["segundos"], 2),
            "unidad": "s",
            "meta": round(META_RAZON * calamine["segundos"], 2),
            "referencia": round(calamine["segundos"], 2),
        },
        {
            "nombre": "libro: memoria del proceso de Python",
            "valor": nuestro["pico_mb"],
            "unidad": "MB",
            "meta": META_MB,
            "referencia": calamine["pico_mb"],
        },
    ]


def _escribir(ruta: Path) -> None:
    """Strings in the shared table, as Excel saves them; a tenth of the cells of their own."""
    with xlsxwriter.Workbook(ruta) as libro:
        hoja = libro.add_worksheet("Padron_Nominal")
        for n, celdas in enumerate(encabezado(HOJA_62)):
            hoja.write_row(n, 0, celdas)
        for n in range(FILAS):
            propias = {
                "dni": f"{90_000_000 + n}",
                "cnv": f"99{n:08d}",
                "madre_documento": f"{91_000_000 + n}",
                "jefe_documento": f"{92_000_000 + n}",
                "celular": f"9{n:08d}",
                "nombres": f"LUZ {n % 5_000}",
            }
            hoja.write_row(n + 5, 0, fila(HOJA_62, n, **propias))


def _leer(quien: str, ruta: Path) -> dict:
    """The better of two readings."""
    orden = [sys.executable, "-m", "tests.rendimiento._leer_libro", quien, str(ruta)]
    lecturas = [
        json.loads(subprocess.check_output(orden, cwd=RAIZ, env=os.environ, text=True))
        for _ in range(2)
    ]
    return min(lecturas, key=lambda lectura: lectura["segundos"])
