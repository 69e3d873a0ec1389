"""Reads a workbook in a process of its own and tells its CPU seconds and its peak memory."""

import json
import os
import re
import sys
import time
from pathlib import Path

import django


def con_calamine(ruta: Path) -> int:
    from python_calamine import load_workbook

    return len(load_workbook(ruta).get_sheet_by_name("Padron_Nominal").to_python()) - 5


def nuestro(ruta: Path) -> int:
    from captacion.lectura import Lector

    with Lector(ruta) as lector:
        return sum(lote.filas for lote in lector.lotes())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")
    leer = {"calamine": con_calamine, "nuestro": nuestro}[sys.argv[1]]
    django.setup()
    inicio = time.process_time()
    filas = leer(Path(sys.argv[2]))
    segundos = time.process_time() - inicio
    # ru_maxrss would be that of the process that started this one, if larger.
    pico = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps({"filas": filas, "segundos": segundos, "pico_mb": int(pico[1]) // 1024}))
