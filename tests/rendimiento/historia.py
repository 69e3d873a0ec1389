"""What the history costs: a visit, 1,000 contacts that change hands, and a load that nobody does.

A visit and a reassignment are measured with somebody who acts and without, turn by turn, each
undone; a load of 20,000 rows, on copies of one database, with the triggers and without them.
"""

import statistics
import tempfile
import time
from pathlib import Path

from tests.rendimiento._comun import base, base_propia, copia_de_la_base, importar, manage

VECES, CONTACTOS, FILAS, CARGAS = 40, 1_000, 20_000, 3
META_VISITA, META_REASIGNAR, META_CARGA = 1.2, 2, 1.05


def medir() -> list[dict]:
    with base("banco_historia"):
        cifras = _de_una_persona()
    return [*cifras, _de_una_carga()]


def _de_una_persona() -> list[dict]:
    from afiliacion.acciones import reasignar
    from afiliacion.models import Contacto
    from juntos.models import Rol
    from tests import fabricas
    from tests.afiliacion import construir

    unidad = fabricas.UnidadTerritorialFactory()
    distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
    supervisora = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
    gestora = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    contactos = [fabricas.ContactoFactory(hogar__distrito=distrito) for _ in range(CONTACTOS)]

    def visita():
        actual = Contacto.objects.get(pk=contactos[0].pk)
        construir.visitar(actual, "ausente", por=gestora)

    def reasignacion():
        marcas = reasignar.marcas_de(Contacto.objects.all())
        reasignar.reasignar(reasignar.preparar(marcas, por=supervisora), a=gestora, por=supervisora)

    return [
        _comparar("guardar una visita", visita, gestora, VECES, META_VISITA),
        _comparar(
            f"reasignar {CONTACTOS:,} contactos", reasignacion, supervisora, 7, META_REASIGNAR
        ),
    ]


def _comparar(nombre: str, hacer, usuario, veces: int, meta: float) -> dict:
    from contextlib import nullcontext

    from juntos.historia import en_nombre_de

    tiempos = {True: [], False: []}
    _milisegundos(hacer)
    for _ in range(veces):
        for con in tiempos:
            with en_nombre_de(usuario, vista="banco") if con else nullcontext():
                tiempos[con].append(_milisegundos(hacer))
    con, sin = (statistics.median(tiempos[lado]) for lado in (True, False))
    return {
        "nombre": f"historia: {nombre}, con quien actúa ({con:.1f} ms) y sin nadie ({sin:.1f} ms)",
        "valor": round(con / sin, 2),
        "unidad": "veces",
        "meta": meta,
    }


def _milisegundos(hacer) -> float:
    from django.db import transaction

    with transaction.atomic():
        inicio = time.perf_counter()
        hacer()
        tardo = time.perf_counter() - inicio
        transaction.set_rollback(True)
    return 1000 * tardo


def _de_una_carga() -> dict:
    with base_propia() as entorno, tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        orden = ["simular", "--salida", carpeta, "--hogares", str(FILAS), "--dias", "60"]
        manage([*orden, "--filas-padron", str(FILAS)], entorno)
        for fuente in ("juntos", "pgh"):
            importar(datos / f"{fuente}.txt", entorno)
        segundos = {True: [], False: []}
        for _ in range(CARGAS):
            for con in segundos:
                with copia_de_la_base(entorno) as otro:
                    if not con:
                        _quitar_disparadores(otro)
                    cargado, _ = importar(datos / "padron_nominal.txt", otro)
                    segundos[con].append(cargado["segundos"])
    con, sin = (min(segundos[lado]) for lado in (True, False))
    return {
        "nombre": f"historia: cargar {FILAS:,} filas, con disparadores ({con} s) y sin ({sin} s)",
        "valor": round(con / sin, 2),
        "unidad": "veces",
        "meta": META_CARGA,
    }


def _quitar_disparadores(entorno: dict) -> None:
    import psycopg

    with psycopg.connect(entorno["DATABASE_URL"]) as conexion:
        conexion.execute("DROP FUNCTION historia_anotar CASCADE")
        assert not conexion.execute("SELECT FROM juntos_cambio LIMIT 1").fetchone()
