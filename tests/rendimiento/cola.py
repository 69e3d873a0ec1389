"""`/cola/` with 500,000 open contacts and 1,500 managers in every Unidad Territorial.

Queries, milliseconds (p95 over many requests of many people) and kilobytes, through Django's test
client in one process: what the server computes, without the network.
Everything is written by SQL into a database of its own, dropped at the end: rows committed and
vacuumed, as the ones of a real queue are.
"""

import contextlib
import gzip
import statistics
import time
from pathlib import Path

from tests.rendimiento._comun import base

META_CONSULTAS, META_MS, META_KB = 8, 50, 15
GESTORAS = 100
# With the wall in the database and without it, a page after the other.
VUELTAS_DEL_MURO, META_RAZON_MURO = 3, 1.1
RUTAS_GESTORA = {
    "primera página": ["/cola/"],
    "otras páginas y filtros": [
        "/cola/?pagina=2",
        "/cola/?vence=pronto",
        "/cola/?asignacion=mias",
        "/cola/?agrupar=lugar",
    ],
}
RUTAS_SUPERVISORA = {"primera página": ["/cola/"], "página 2": ["/cola/?pagina=2"]}
RUTAS_SEDE = {
    "primera página": ["/cola/"],
    "página del medio": ["/cola/?pagina=10000"],
    "última página": ["/cola/?pagina=20000"],
    "vencidos": ["/cola/?vence=vencidos"],
    "un departamento": ["/cola/?departamento=Cusco"],
    "sin asignar, castellano": ["/cola/?asignacion=sin&lengua=1"],
}
VECES_SEDE = 10


def medir() -> list[dict]:
    """One figure a line: nombre, valor, unidad, meta."""
    with base_del_banco():
        recorridos = _recorridos()
        return [
            cifra
            for nombre, clientes, rutas, veces, meta in recorridos
            for titulo, direcciones in rutas.items()
            for cifra in _medir(f"cola, {nombre}, {titulo}", clientes, direcciones, veces, meta)
        ] + [
            _medir_muro(f"cola, {nombre}, primera página: con el muro, frente a sin él", clientes)
            for nombre, clientes, *_ in recorridos
        ]


@contextlib.contextmanager
def base_del_banco():
    """A database with the whole schema and the contacts, for as long as it is used."""
    from django.db import connection

    from tests import fabricas

    with base("banco_cola"), connection.cursor() as cursor:
        fabricas.CargaFactory()
        cursor.execute(Path(__file__).with_suffix(".sql").read_text())
        cursor.execute("VACUUM ANALYZE")
        yield


def _recorridos() -> list:
    """Who looks, at what, how often, and what it may take: only managers have a goal in ms."""
    from juntos.models import Rol, UnidadTerritorial, Usuario
    from tests import fabricas

    gestoras = Usuario.objects.filter(rol=Rol.GESTORA).order_by("pk")
    cada = gestoras.count() // GESTORAS
    supervisoras = [
        fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
        for unidad in UnidadTerritorial.objects.filter(distritos__isnull=False).distinct()
    ]
    sede = fabricas.UsuarioFactory(rol=Rol.SEDE)
    return [
        ("gestora", _clientes(list(gestoras)[::cada]), RUTAS_GESTORA, 1, META_MS),
        ("supervisora", _clientes(supervisoras), RUTAS_SUPERVISORA, 1, None),
        ("sede", _clientes([sede]), RUTAS_SEDE, VECES_SEDE, None),
    ]


def _clientes(usuarios) -> list:
    from django.test import Client

    clientes = []
    for usuario in usuarios:
        cliente = Client(SERVER_NAME="localhost")
        cliente.force_login(usuario)
        clientes.append(cliente)
    return clientes


def _medir(titulo: str, clientes, direcciones, veces: int, meta_ms) -> list[dict]:
    consultas, bytes_, tiempos, cpu = 0, 0, [], []
    for cliente in clientes[:5]:
        for direccion in direcciones:
            cuantas, pesa = _mirar(cliente, direccion)
            consultas, bytes_ = max(consultas, cuantas), max(bytes_, pesa)
    for _ in range(veces):
        for cliente in clientes:
            for direccion in direcciones:
                inicio, antes = time.perf_counter(), time.process_time()
                cliente.get(direccion)
                tiempos.append((time.perf_counter() - inicio) * 1000)
                cpu.append((time.process_time() - antes) * 1000)
    p50, p95 = statistics.median(tiempos), statistics.quantiles(tiempos, n=20)[-1]
    meta = {} if meta_ms is None else {"meta": meta_ms}
    de = f"{len(tiempos):,} pedidos de {len(clientes)} personas"
    return [
        {"nombre": titulo, "valor": consultas, "unidad": "consultas", "meta": META_CONSULTAS},
        {"nombre": titulo, "valor": round(p50, 1), "unidad": f"ms, mediana de {de}"},
        {"nombre": titulo, "valor": round(p95, 1), "unidad": f"ms, p95 de {de}"} | meta,
        {
            "nombre": titulo,
            "valor": round(statistics.median(cpu), 1),
            "unidad": "ms de CPU de Python, mediana",
        },
        {
            "nombre": titulo,
            "valor": round(bytes_ / 1000, 1),
            "unidad": "kB comprimidos",
            "meta": META_KB,
        },
    ]


def _medir_muro(titulo: str, clientes) -> dict:
    """The same page of the same people with and without the wall, each first in its turn."""
    from juntos.muro import Muro

    con, sin = Muro.__call__, lambda muro, request: muro.get_response(request)
    tiempos = {con: [], sin: []}
    try:
        for vuelta in range(max(VUELTAS_DEL_MURO, 60 // len(clientes))):
            for cliente in clientes:
                for modo in (con, sin) if vuelta % 2 else (sin, con):
                    Muro.__call__ = modo
                    inicio = time.perf_counter()
                    cliente.get("/cola/")
                    tiempos[modo].append((time.perf_counter() - inicio) * 1000)
    finally:
        Muro.__call__ = con
    return {
        "nombre": titulo,
        "valor": round(statistics.median(tiempos[con]), 1),
        "unidad": f"ms, mediana de {len(tiempos[con]):,} pedidos alternados",
        "referencia": round(statistics.median(tiempos[sin]), 1),
        "meta_razon": META_RAZON_MURO,
    }


def _mirar(cliente, direccion: str) -> tuple[int, int]:
    """How many queries a page takes, beside its transaction, and how much it weighs on the wire."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as capturadas:
        respuesta = cliente.get(direccion)
    assert respuesta.status_code == 200, direccion
    consultas = [c for c in capturadas if c["sql"] not in ("BEGIN", "COMMIT")]
    return len(consultas), len(gzip.compress(respuesta.content, 6))


def main() -> None:
    import django

    django.setup()
    for cifra in medir():
        print("{nombre}: {valor} {unidad}".format(**cifra))


if __name__ == "__main__":
    main()
