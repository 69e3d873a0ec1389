"""`conciliar` over 100,000 captures: the first time, on tables nobody has measured, and again."""

import time
from pathlib import Path

from tests.rendimiento._comun import base

META_PRIMERA, META_DE_NUEVO = 15, 3


def medir() -> list[dict]:
    from django.db import connection
    from django.utils import timezone

    from afiliacion.acciones.conciliar import conciliar
    from tests import fabricas

    cifras = []
    # Nothing is analysed, as after a first load.
    with base("banco_conciliar"):
        fabricas.CargaFactory()
        with connection.cursor() as cursor:
            cursor.execute(Path(__file__).with_suffix(".sql").read_text())
        for nombre, meta in (("primera vez", META_PRIMERA), ("sin cambios", META_DE_NUEVO)):
            inicio = time.perf_counter()
            conciliar(hoy=timezone.localdate())
            segundos = round(time.perf_counter() - inicio, 2)
            titulo = f"conciliar 100,000 captaciones, {nombre}"
            cifras.append({"nombre": titulo, "valor": segundos, "unidad": "s", "meta": meta})
    return cifras
