"""`/cola/` with 100,000 open contacts: queries, milliseconds and kilobytes of each page.

Everything is written by SQL into a database of its own, dropped at the end: rows committed and
vacuumed, as the ones of a real queue are.
"""

import contextlib
import gzip
import statistics
import time
from pathlib import Path

from tests.rendimiento._comun import base

CONTACTOS = 100_000
VECES = 7
META_CONSULTAS, META_MS, META_KB = 8, 150, 15

RUTAS = {
    "primera página": "/cola/",
    "página del medio": "/cola/?pagina=2000",
    "última página": "/cola/?pagina=4000",
    "vencidos": "/cola/?vence=vencidos",
    "un departamento": "/cola/?departamento=Cusco",
    "sin asignar, castellano": "/cola/?asignacion=sin&lengua=1",
    "por distrito, página 2000": "/cola/?orden=distrito&pagina=2000",
}


def medir() -> list[dict]:
    """One figure a line: nombre, valor, unidad, meta."""
    with base_del_banco():
        return [cifra for quien, rutas in _recorridos() for cifra in _medir_rol(quien, rutas)]


@contextlib.contextmanager
def base_del_banco():
    """A database with the whole schema and 100,000 open contacts, for as long as it is used."""
    from django.db import connection

    from tests import fabricas

    with base("banco_cola"), connection.cursor() as cursor:
        fabricas.CargaFactory()
        cursor.execute(Path(__file__).with_suffix(".sql").read_text())
        cursor.execute("VACUUM ANALYZE")
        yield


def _recorridos() -> list:
    """Who looks, and at what: headquarters at everything, the others at their first page."""
    from juntos.models import Distrito, Rol, UnidadTerritorial
    from tests import fabricas

    unidad = UnidadTerritorial.objects.create(codigo="BNCO", nombre="UT del banco")
    cusco = Distrito.objects.filter(departamento__iexact="Cusco")
    propios = list(cusco.order_by("ubigeo")[:5])
    cusco.update(unidad_territorial=unidad)
    sede = fabricas.UsuarioFactory(rol=Rol.SEDE)
    supervisora = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
    gestora = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    for distrito in propios:
        fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    primera = {"primera página": "/cola/", "página 2": "/cola/?pagina=2"}
    return [(sede, RUTAS | {"texto": "quispe luz"}), (supervisora, primera), (gestora, primera)]


def _medir_rol(usuario, rutas: dict[str, str]) -> list[dict]:
    from django.test import Client

    cliente = Client(SERVER_NAME="localhost")
    cliente.force_login(usuario)
    cifras = []
    for nombre, ruta in rutas.items():
        if nombre == "texto":
            ruta = cliente.post("/buscar/", {"texto": ruta, "donde": "cola"}).url
        consultas, ms, kb = _medir_ruta(cliente, ruta)
        titulo = f"cola, {usuario.rol}, {nombre}"
        cifras += [
            {"nombre": titulo, "valor": consultas, "unidad": "consultas", "meta": META_CONSULTAS},
            {"nombre": titulo, "valor": ms, "unidad": "ms (mediana)", "meta": META_MS},
            {"nombre": titulo, "valor": kb, "unidad": "kB comprimidos", "meta": META_KB},
        ]
    return cifras


def _medir_ruta(cliente, ruta: str) -> tuple[int, float, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as capturadas:
        respuesta = cliente.get(ruta)
    consultas = len(capturadas)  # now: the next request empties the log
    assert respuesta.status_code == 200, ruta
    tiempos = []
    for _ in range(VECES):
        inicio = time.perf_counter()
        cliente.get(ruta)
        tiempos.append((time.perf_counter() - inicio) * 1000)
    kb = len(gzip.compress(respuesta.content, 6)) / 1000
    return consultas, round(statistics.median(tiempos), 1), round(kb, 1)


def main() -> None:
    import django

    django.setup()
    for cifra in medir():
        print("{nombre}: {valor} {unidad} (meta ≤ {meta})".format(**cifra))


if __name__ == "__main__":
    main()
