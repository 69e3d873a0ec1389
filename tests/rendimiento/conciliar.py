"""`conciliar` over 100,000 captures: the first time, on tables nobody has measured, and again."""

import contextlib
import time
from pathlib import Path

META_PRIMERA, META_DE_NUEVO = 15, 3


def medir() -> list[dict]:
    from django.utils import timezone

    from afiliacion.acciones.conciliar import conciliar

    cifras = []
    with base_del_banco():
        for nombre, meta in (("primera vez", META_PRIMERA), ("sin cambios", META_DE_NUEVO)):
            inicio = time.perf_counter()
            conciliar(hoy=timezone.localdate())
            segundos = round(time.perf_counter() - inicio, 2)
            titulo = f"conciliar 100,000 captaciones, {nombre}"
            cifras.append({"nombre": titulo, "valor": segundos, "unidad": "s", "meta": meta})
    return cifras


@contextlib.contextmanager
def base_del_banco():
    """A database of its own; nothing is analysed, as after a first load."""
    from django.db import connection

    from tests import fabricas

    anterior = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "banco_conciliar"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        fabricas.CargaFactory()
        with connection.cursor() as cursor:
            cursor.execute(Path(__file__).with_suffix(".sql").read_text())
        yield
    finally:
        connection.creation.destroy_test_db(anterior, verbosity=0)
