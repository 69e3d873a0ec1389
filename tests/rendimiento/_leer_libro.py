"""Reads a workbook in a process of its own and tells its CPU seconds and its peak memory."""

import json
import os
import resource
import sys
import time
from pathlib import Path


def con_calamine(ruta: Path) -> int:
    from python_calamine import load_workbook

    return len(load_workbook(ruta).get_sheet_by_name("Padron_Nominal").to_python()) - 5


def nuestro(ruta: Path) -> int:
    import django

    django.setup()
    from captacion.lectura import Lector

    with Lector(ruta) as lector:
        return sum(lote.filas for lote in lector.lotes())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")
    leer = {"calamine": con_calamine, "nuestro": nuestro}[sys.argv[1]]
    inicio = time.process_time()
    filas = leer(Path(sys.argv[2]))
    segundos = time.process_time() - inicio
    pico = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"filas": filas, "segundos": segundos, "pico_mb": pico}))
