"""The tablero over five years of national births and 760,000 households, with any filter.

`TABLERO_NACIDOS` gives another size. The time of the server, by the test client, in one process.
"""

import datetime as dt
import os
import statistics
import time
from pathlib import Path

from tests.rendimiento._comun import base

NACIDOS = int(os.environ.get("TABLERO_NACIDOS", "2500000"))
META_PAGINA_MS, META_REFRESCO, META_ENTERO, META_COMANDO, META_AL_CORTE = 200, 60, 900, 2, 5
CAMBIADAS = 5_000


def medir() -> list[dict]:
    with base("banco_tablero"):
        return [
            *_llenar(),
            *_refrescar(),
            *_paginas(),
        ]


def _cifra(nombre: str, valor: float, unidad: str, meta: float | None = None) -> dict:
    cifra = {"nombre": f"tablero: {nombre}", "valor": round(valor, 2), "unidad": unidad}
    return cifra if meta is None else cifra | {"meta": meta}


def _cronometrar(hacer) -> float:
    inicio = time.perf_counter()
    hacer()
    return time.perf_counter() - inicio


def _llenar() -> list[dict]:
    """Everything from nothing."""
    from django.db import connection

    from afiliacion.acciones import hechos
    from tests import fabricas

    fabricas.CargaFactory()
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_suffix(".sql").read_text(), {"total": NACIDOS})
        cursor.execute("VACUUM ANALYZE")
    segundos = _cronometrar(hechos.actualizar_todos)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return [_cifra(f"{NACIDOS:,} casos contados desde cero", segundos, "s", META_ENTERO)]


def _refrescar() -> list[dict]:
    """The night's turn of everybody, after a day's corrections."""
    from afiliacion.acciones import hechos
    from captacion.models import Captacion

    tocadas = Captacion.objects.order_by("-pk").values("pk")[:CAMBIADAS]
    Captacion.objects.filter(pk__in=tocadas).update(en_hogar_usuario=True)
    segundos = _cronometrar(hechos.actualizar_todos)
    return [_cifra(f"turno de la noche, {CAMBIADAS:,} corregidos", segundos, "s", META_REFRESCO)]


def _paginas() -> list[dict]:
    from django.test import Client, override_settings

    from afiliacion.consultas.indicadores import Ambito, indicadores
    from juntos.models import Rol, UnidadTerritorial
    from tests import fabricas

    sede, cliente = fabricas.UsuarioFactory(rol=Rol.SEDE), Client()
    cliente.force_login(sede)
    unidades = list(UnidadTerritorial.objects.filter(distritos__isnull=False).distinct()[:12])
    hoy = dt.date.today()
    desde = (hoy - dt.timedelta(days=1780)).strftime("%Y-%m")
    consultas = [
        *({"unidad": unidad.pk} for unidad in unidades),
        *({"nivel": nivel} for nivel in ("pobre", "pobre_extremo", "no_pobre")),
        *({"lengua": lengua} for lengua in "123"),
        *({"por": por} for por in ("unidad", "departamento", "distrito", "mes", "nivel")),
        {"unidad": unidades[0].pk, "nivel": "pobre", "lengua": "2"},
        {},
    ]
    anio = {"desde": hoy - dt.timedelta(days=400), "hasta": hoy - dt.timedelta(days=35)}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        de_un_anio = [_pedir(cliente, consulta) for consulta in consultas]
        de_cinco = [_pedir(cliente, consulta | {"desde": desde}) for consulta in consultas]
        antes = _pedir(cliente, {"corte": f"{hoy - dt.timedelta(days=90)}"})
    unidad = Ambito(**anio, corte=hoy, unidad=unidades[0].pk)
    comando = _cronometrar(lambda: indicadores(unidad))
    return [
        *_percentiles("página de doce meses, todo filtro", de_un_anio),
        *_percentiles("página de cinco años, todo filtro", de_cinco),
        _cifra("página como se sabía hace 90 días", antes, "s", META_AL_CORTE),
        _cifra("indicadores de un año y una UT", comando, "s", META_COMANDO),
    ]


def _percentiles(nombre: str, tiempos: list[float]) -> list[dict]:
    orden = sorted(1000 * t for t in tiempos)
    return [
        _cifra(f"{nombre}, mediana", statistics.median(orden), "ms"),
        _cifra(f"{nombre}, p95", orden[int(0.95 * len(orden))], "ms", META_PAGINA_MS),
    ]


def _pedir(cliente, consulta: dict) -> float:
    inicio = time.perf_counter()
    assert cliente.get("/tablero/", consulta).status_code == 200
    return time.perf_counter() - inicio
