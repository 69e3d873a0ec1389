"""The chain over a million events: sealed, recomputed, one altered row found; and the readings.

The readings: a week of 1,500 people with 300 households each; what it costs to write one, to show
the page to a supervisor and to headquarters, and to look for unusual hours.
"""

import datetime as dt
import statistics
import time
from pathlib import Path

from tests.rendimiento._comun import base

EVENTOS, PERSONAS, CADA_UNA, VECES = 1_000_000, 1_500, 300, 50
META_SELLAR, META_VERIFICAR, META_MINUTO_MS = 60, 60, 200
META_RAZON, META_EQUIPO_MS, META_PAIS_MS, META_ALERTAR_MS = 2, 200, 2_000, 2_000


def medir() -> list[dict]:
    with base("banco_bitacora"):
        return [*_cadena(), *_lecturas()]


def _cadena() -> list[dict]:
    from django.db import connection

    from juntos import bitacora
    from juntos.models import Evento, Usuario

    _sql("bitacora.sql", {"eventos": EVENTOS})
    sellar, sellos = _segundos(bitacora.sellar)
    verificar, hallado = _segundos(bitacora.verificar)
    assert (hallado.sellados, hallado.rotura) == (EVENTOS, ""), hallado
    sistema = Usuario.objects.sistema()
    Evento.registrar(sistema, "", "creada", por=sistema)
    minuto, _ = _segundos(bitacora.sellar)
    alterado = Evento.objects.order_by("pk")[EVENTOS * 2 // 3].pk
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE juntos_evento SET motivo = '' WHERE id = %s", [alterado])
        cursor.execute("SET session_replication_role = origin")
    hallar, hallado = _segundos(bitacora.verificar)
    assert f"El evento {alterado} fue alterado" in hallado.rotura, hallado
    titulo = f"bitácora de {EVENTOS:,} eventos"
    return [
        _cifra(f"{titulo}: sellarla de una vez, {sellos} sellos", sellar, "s", META_SELLAR),
        _cifra(f"{titulo}: verificarla", verificar, "s", META_VERIFICAR),
        _cifra(f"{titulo}: hallar una fila alterada", hallar, "s", META_VERIFICAR),
        _cifra(f"{titulo}: el sello de cada minuto", minuto * 1000, "ms", META_MINUTO_MS),
    ]


def _lecturas() -> list[dict]:
    from django.test import Client
    from django.utils import timezone

    from juntos import lecturas
    from juntos.models import Evento, QueLectura, Rol, UnidadTerritorial, Usuario
    from tests import fabricas

    hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    lunes = hoy - dt.timedelta(days=hoy.weekday())
    _sql("lecturas.sql", {"personas": PERSONAS, "cada_una": CADA_UNA, "lunes": lunes})
    lectora = Usuario.objects.get(username="lectora7")
    anotar = _mediana(lambda n: lecturas.anotar(QueLectura.HOGAR, hogares=[n], por=lectora))
    evento = _mediana(lambda n: Evento.registrar(lectora, "", "creada", por=lectora))
    alertar, _ = _segundos(lambda: lecturas.alertar(ahora=timezone.now()))
    cifras = [
        _cifra("anotar una, frente a escribir un evento", anotar * 1000, "ms")
        | {"referencia": round(evento * 1000, 1), "meta_razon": META_RAZON},
        _cifra("buscar las fuera de lo común", alertar * 1000, "ms", META_ALERTAR_MS),
    ]
    unidad = UnidadTerritorial.objects.get(codigo="L1")
    for rol, de_quien, meta in (
        (Rol.SUPERVISORA, "de una supervisora", META_EQUIPO_MS),
        (Rol.SEDE, "de la sede", META_PAIS_MS),
    ):
        cliente = Client(SERVER_NAME="localhost")
        cliente.force_login(fabricas.UsuarioFactory(rol=rol, unidad_territorial=unidad))
        vistas = [_segundos(lambda c=cliente: c.get("/lecturas/")) for _ in range(5)]
        assert {respuesta.status_code for _, respuesta in vistas} == {200}
        tiempos = [segundos for segundos, _ in vistas]
        cifras.append(_cifra(f"página {de_quien}", statistics.median(tiempos) * 1000, "ms", meta))
    titulo = f"lecturas, {PERSONAS * CADA_UNA:,} en la semana"
    return [cifra | {"nombre": f"{titulo}: {cifra['nombre']}"} for cifra in cifras]


def _cifra(nombre: str, valor: float, unidad: str, meta: float | None = None) -> dict:
    cifra = {"nombre": nombre, "valor": round(valor, 1), "unidad": unidad}
    return cifra if meta is None else cifra | {"meta": meta}


def _mediana(hacer) -> float:
    return statistics.median(_segundos(lambda n=n: hacer(n))[0] for n in range(VECES))


def _segundos(hacer) -> tuple[float, object]:
    inicio = time.perf_counter()
    resultado = hacer()
    return time.perf_counter() - inicio, resultado


def _sql(archivo: str, valores: dict) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute((Path(__file__).parent / archivo).read_text(), valores)
        cursor.execute("VACUUM ANALYZE")
