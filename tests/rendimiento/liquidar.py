"""`liquidar` over a country: 800,000 user households, of which 250,000 with a child under one year.

`LIQUIDAR_HOGARES` chooses another size. Each child is owed 24 items, some of them unknown.
"""

import os
import time
from pathlib import Path

from tests.rendimiento._comun import base

HOGARES = int(os.environ.get("LIQUIDAR_HOGARES", 800_000))
META = 60
# Of a hundred thousand households to all of them: how much more than in proportion.
META_CRECIMIENTO = 1.2
POCOS = 100_000


def medir() -> list[dict]:
    cifras, por_tamano = [], {}
    for hogares in sorted({min(POCOS, HOGARES), HOGARES}):
        with base("banco_liquidar"):
            _poblar(hogares)
            primera, de_nuevo, siguiente = _liquidar()
        por_tamano[hogares] = primera
        nombre = f"liquidar {hogares:,} hogares"
        meta = {"meta": round(META * hogares / 800_000, 1)}
        for caso, segundos in (
            ("", primera),
            (", otra vez", de_nuevo),
            (", el bimestre siguiente con sus ajustes", siguiente),
        ):
            cifras.append(
                {"nombre": nombre + caso, "valor": segundos, "unidad": "s"}
                | ({} if caso == ", otra vez" else meta)
            )
    if len(por_tamano) > 1:
        (pocos, segundos_pocos), (muchos, segundos_muchos) = por_tamano.items()
        cifras.append(
            {
                "nombre": f"crecimiento de {pocos:,} a {muchos:,} hogares, sobre lo lineal",
                "valor": round(segundos_muchos / segundos_pocos / (muchos / pocos), 2),
                "unidad": "veces",
                "meta": META_CRECIMIENTO,
            }
        )
    return cifras


def _poblar(hogares: int) -> None:
    from django.db import connection

    from tests import fabricas
    from tests.afiliacion import dinero

    fabricas.CargaFactory()
    fabricas.DistritoFactory.create_batch(50)
    for dosis in range(1, 25):
        dinero.regla(dosis=dosis)
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_suffix(".sql").read_text(), {"hogares": hogares})


def _liquidar() -> list[float]:
    """A bimester, the same again, and the next one over it closed and with late data."""
    from django.db import connection

    from tests.afiliacion import dinero

    tiempos = []
    for corte in (dinero.dia("31/10/2026"), dinero.dia("31/10/2026")):
        tiempos.append(_cronometrar("2026-5", corte))
    with connection.cursor() as cursor:
        from afiliacion.models import Liquidacion

        dinero.cerrar(Liquidacion.objects.get())
        cursor.execute(
            "UPDATE afiliacion_corresponsabilidad SET situacion = 'en_ventana'"
            " WHERE situacion = 'sin_dato' AND id % 3 = 0"
        )
    tiempos.append(_cronometrar("2026-6", dinero.CORTE))
    return tiempos


def _cronometrar(periodo: str, corte) -> float:
    from tests.afiliacion import dinero

    inicio = time.perf_counter()
    dinero.liquidar(periodo, corte=corte)
    return round(time.perf_counter() - inicio, 2)
