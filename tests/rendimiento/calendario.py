"""The calendars of children and pregnant women: all of them, again, and the day's changes.

`CALENDARIO_NINOS` gives the sizes, one after the other (by default 100,000 and 1,000,000).
"""

import os
import time
from pathlib import Path

from tests.rendimiento._comun import base

NINOS = [int(n) for n in os.environ.get("CALENDARIO_NINOS", "100000 1000000").split()]
META_TODOS, META_DIA, MILLON = 600, 20, 1_000_000
CRECIMIENTO = 1.2


def medir() -> list[dict]:
    cifras, por_persona = [], []
    for ninos in NINOS:
        with base("banco_calendario"):
            tiempos = _medir(ninos)
        por_persona.append(tiempos["primera vez"] / ninos)
        # What the whole country may take, in proportion.
        metas = {
            "primera vez": META_TODOS * ninos / MILLON,
            "sin cambios": META_TODOS * ninos / MILLON,
            "1 % con un cuidado nuevo": META_DIA * ninos / MILLON,
        }
        cifras += [
            {
                "nombre": f"calendario de {ninos:,} menores y {ninos // 5:,} gestantes, {que}",
                "valor": round(segundos, 1),
                "unidad": "s",
                "meta": round(metas[que], 1),
            }
            for que, segundos in tiempos.items()
        ]
    if len(NINOS) > 1:
        cifras.append(
            {
                "nombre": f"crecimiento de {NINOS[0]:,} a {NINOS[-1]:,}: por persona",
                "valor": round(por_persona[-1] * 1e6),
                "unidad": "µs",
                "referencia": round(por_persona[0] * 1e6),
                "meta_razon": CRECIMIENTO,
            }
        )
    return cifras


def _medir(ninos: int) -> dict[str, float]:
    from django.db import connection

    from afiliacion.acciones import calendario
    from tests import fabricas

    fabricas.CargaFactory()
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_suffix(".sql").read_text(), {"total": ninos})
        cursor.execute("VACUUM ANALYZE")
    todos = calendario.de_todos()
    primera = _cronometrar(todos)
    de_nuevo = _cronometrar(todos)
    tocadas = todos[::100]
    with connection.cursor() as cursor:
        cursor.execute(
            Path(__file__).with_name("calendario_dia.sql").read_text(), {"personas": tocadas}
        )
    return {
        "primera vez": primera,
        "sin cambios": de_nuevo,
        "1 % con un cuidado nuevo": _cronometrar(tocadas),
    }


def _cronometrar(personas: list[int]) -> float:
    from afiliacion.acciones import calendario

    inicio = time.perf_counter()
    calendario.recalcular(personas, procesos=2)
    return time.perf_counter() - inicio
