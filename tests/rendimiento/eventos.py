"""Births by POST at 20 a second, to the queue: web, workers and database on one machine.

Each is posted at its moment; its latency runs from then until its contact is in the open queue of
headquarters. The queue holds 70,000 contacts already.
"""

import contextlib
import datetime as dt
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.rendimiento._comun import base, web_en_marcha

POR_SEGUNDO, SEGUNDOS = 20, 15
META_SEGUNDOS = 5
PACIENCIA = 60
TRABAJADOR = ["celery", "-A", "juntos.celery", "worker", "--concurrency", "2"]


def medir() -> list[dict]:
    from captacion.acciones.claves import emitir_clave
    from captacion.models import ClaveApi
    from juntos.models import Rol, Usuario
    from tests import fabricas

    with _base():
        nueva = ClaveApi(fuente="padron_nominal", nombre="Banco")
        token = emitir_clave(nueva, por=Usuario.objects.sistema())
        sede = fabricas.UsuarioFactory(rol=Rol.SEDE)
        with web_en_marcha(TRABAJADOR) as url:
            _enviar(url, token, [_registro(0)])
            _esperar(sede, {"5000000000": time.monotonic()}, threading.Event())
            latencias, demoras = _correr(url, token, sede)
    titulo = f"eventos: {POR_SEGUNDO} por segundo durante {SEGUNDOS} s, del POST a la cola"
    percentiles = statistics.quantiles(latencias, n=100)
    cifras = {"mediana": percentiles[49], "p95": percentiles[94], "máximo": max(latencias)}
    return [
        {
            "nombre": f"{titulo}, {cual}",
            "valor": round(valor, 2),
            "unidad": "s",
            "meta": META_SEGUNDOS,
        }
        for cual, valor in cifras.items()
    ] + [
        {
            "nombre": "eventos: respuesta del POST, p95",
            "valor": round(statistics.quantiles(demoras, n=100)[94] * 1000),
            "unidad": "ms",
        }
    ]


def _correr(url: str, token: str, sede) -> tuple[list[float], list[float]]:
    """Latency of every birth to the queue, and of every POST to its answer."""
    enviados: dict[str, float] = {}
    demoras: list[float] = []
    fin = threading.Event()

    def enviar(n: int) -> None:
        registro = _registro(n)
        enviados[registro["CO_PADRON_NOMINAL"]] = inicio = time.monotonic()
        _enviar(url, token, [registro])
        demoras.append(time.monotonic() - inicio)

    with ThreadPoolExecutor(9) as hilos:
        vigia = hilos.submit(_esperar, sede, enviados, fin)
        arranque = time.monotonic()
        envios = []
        for n in range(1, POR_SEGUNDO * SEGUNDOS + 1):
            time.sleep(max(0.0, arranque + n / POR_SEGUNDO - time.monotonic()))
            envios.append(hilos.submit(enviar, n))
        for envio in envios:
            envio.result()
        fin.set()
        return vigia.result(), demoras


def _esperar(sede, enviados: dict[str, float], fin: threading.Event) -> list[float]:
    """Look at the queue until everything sent is in it; how long each took."""
    from django.db import connection

    from afiliacion.models import Contacto

    latencias: dict[str, float] = {}
    limite = time.monotonic() + SEGUNDOS + PACIENCIA
    try:
        while not (fin.is_set() or len(enviados) == 1) or len(latencias) < len(enviados):
            if time.monotonic() > limite:
                raise SystemExit(f"Llegaron {len(latencias)} de {len(enviados)} a la cola")
            faltan = enviados.keys() - latencias.keys()
            llegados = (
                Contacto.objects.visibles_para(sede)
                .abiertos()
                .filter(casos__captacion__recien_nacido__codigo_padron__in=list(faltan))
                .values_list("casos__captacion__recien_nacido__codigo_padron", flat=True)
            )
            vistos = set(llegados)
            ahora = time.monotonic()
            latencias |= {codigo: ahora - enviados[codigo] for codigo in vistos}
            time.sleep(0.1)
    finally:
        connection.close()
    return list(latencias.values())


def _registro(n: int) -> dict[str, str]:
    nacimiento = f"{dt.date.today() - dt.timedelta(days=2):%d/%m/%Y}"
    return {
        "CO_PADRON_NOMINAL": str(5_000_000_000 + n),
        "AP_PRIMER_MENOR": "QUISPE",
        "AP_SEGUNDO_MENOR": "MAMANI",
        "PRENOMBRE_MENOR": "LUZ",
        "CO_GENERO_MENOR": "2",
        "FE_NAC_MENOR": nacimiento,
        "CO_DNI_MADRE": str(91_000_000 + n),
        "AP_PRIMER_MADRE": "MAMANI",
        "AP_SEGUNDO_MADRE": "CCORI",
        "PRENOMBRE_MADRE": "ROSA",
        "NU_CEL_MADRE": str(910_000_000 + n),
        "CO_UBIGEO_INEI": "080101",
    }


_local = threading.local()


def _enviar(url: str, token: str, registros: list[dict]) -> None:
    import httpx

    if not hasattr(_local, "cliente"):
        _local.cliente = httpx.Client(timeout=30)
    respuesta = _local.cliente.post(
        f"{url}/api/v1/eventos/padron_nominal/",
        json=registros,
        headers={"Authorization": f"Bearer {token}"},
    )
    if respuesta.status_code != 202:
        raise SystemExit(f"El POST respondió {respuesta.status_code}")


@contextlib.contextmanager
def _base():
    """A database where 100,000 captures are queued."""
    from django.db import connection
    from django.utils import timezone

    from afiliacion.acciones.conciliar import conciliar
    from tests import fabricas

    with base("banco_eventos"):
        fabricas.CargaFactory()
        with connection.cursor() as cursor:
            cursor.execute((Path(__file__).parent / "conciliar.sql").read_text())
        conciliar(hoy=timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield
