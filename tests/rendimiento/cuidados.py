"""`/corresponsabilidades/` of a manager and of a Unidad Territorial, and the household's page.

25,000 children and 5,000 pregnancies in 90 districts of one Unidad Territorial, with calendars.
Queries and milliseconds (the middle of many requests) through Django's test client: what the
server computes, without the network.
"""

import statistics
import time
from pathlib import Path

from tests.rendimiento._comun import base

NINOS, DISTRITOS, VECES = 25_000, 90, 15
META_CONSULTAS, META_HOGAR_MS, META_GESTORA_MS, META_UNIDAD_MS = 12, 60, 100, 1_500


def medir() -> list[dict]:
    with base("banco_cuidados"):
        gestora, supervisora, hogar = _poblar()
        return [
            *_medir("página del hogar", gestora, f"/hogares/{hogar}/", META_HOGAR_MS),
            *_medir("cuidados de una gestora", gestora, "/corresponsabilidades/", META_GESTORA_MS),
            *_medir(
                f"cuidados de una UT de {NINOS:,} menores",
                supervisora,
                "/corresponsabilidades/",
                META_UNIDAD_MS,
            ),
        ]


def _poblar():
    from django.db import connection

    from afiliacion.acciones import calendario
    from captacion.models import Captacion
    from juntos.models import Rol
    from tests import fabricas

    unidad = fabricas.UnidadTerritorialFactory()
    distritos = [fabricas.DistritoFactory(unidad_territorial=unidad) for _ in range(DISTRITOS)]
    fabricas.CargaFactory()
    carpeta = Path(__file__).parent
    with connection.cursor() as cursor:
        cursor.execute((carpeta / "calendario.sql").read_text(), {"total": NINOS})
        cursor.execute((carpeta / "cuidados.sql").read_text(), {"unidad": unidad.pk})
        cursor.execute("VACUUM ANALYZE")
    calendario.recalcular(calendario.de_todos(), procesos=2)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    gestora = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=gestora, distrito=distritos[0])
    supervisora = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
    de_ella = Captacion.objects.filter(distrito=distritos[0], recien_nacido__isnull=False)
    return gestora, supervisora, de_ella.latest("evento_el").hogar_id


def _medir(que: str, usuario, direccion: str, meta_ms: int) -> list[dict]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    cliente = Client(SERVER_NAME="localhost")
    cliente.force_login(usuario)
    assert cliente.get(direccion).status_code == 200
    with CaptureQueriesContext(connection) as captadas:
        cliente.get(direccion)
        consultas = len(captadas)
    tiempos = []
    for _ in range(VECES):
        inicio = time.perf_counter()
        cliente.get(direccion)
        tiempos.append(1000 * (time.perf_counter() - inicio))
    return [
        {
            "nombre": f"{que}: consultas",
            "valor": consultas,
            "unidad": "",
            "meta": META_CONSULTAS,
        },
        {
            "nombre": que,
            "valor": round(statistics.median(tiempos)),
            "unidad": "ms",
            "meta": meta_ms,
        },
    ]
