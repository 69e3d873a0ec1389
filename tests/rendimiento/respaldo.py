"""The restore drill of five million rows, and of private files, with every digest compared.

`RESPALDO_FILAS` asks for another number of rows. The database server and both tools share the
machine; the memory is that of our process alone, through which all the bytes pass.
"""

import os
import resource
import secrets
import tempfile
import time
from pathlib import Path

from tests.rendimiento._comun import base

FILAS = int(os.environ.get("RESPALDO_FILAS") or 5_000_000)
ARCHIVOS, BYTES = 400, 250_000
META_RESPALDO_S, META_ENSAYO_S, META_MB = 600, 1800, 250


def medir() -> list[dict]:
    from django.test import override_settings

    os.environ["JUNTOS_CLAVE_RESPALDO"] = secrets.token_urlsafe(40)
    with base("banco_respaldo"), tempfile.TemporaryDirectory() as carpeta:
        media, copias = Path(carpeta) / "archivos", Path(carpeta) / "respaldos"
        with override_settings(MEDIA_ROOT=media, JUNTOS_RESPALDOS=copias):
            _poblar(media)
            return _medir(copias)


def _poblar(media: Path) -> None:
    from django.db import connection

    from tests import fabricas

    fabricas.DistritoFactory()
    carga = fabricas.CargaFactory()
    with connection.cursor() as cursor:
        consulta = Path(__file__).with_suffix(".sql").read_text()
        cursor.execute(consulta, {"total": FILAS, "carga": carga.pk})
        cursor.execute("VACUUM ANALYZE")
    media.mkdir()
    for numero in range(ARCHIVOS):
        (media / f"{numero}.jpg").write_bytes(secrets.token_bytes(BYTES))


def _medir(copias: Path) -> list[dict]:
    from juntos.models import ResultadoEnsayo
    from juntos.respaldo import copia, digesto, ensayo, servidor

    inicio = time.monotonic()
    with servidor.conectar(servidor.base_actual()) as conexion:
        digesto.de_tablas(conexion)
    de_los_digestos = time.monotonic() - inicio
    hecho = copia.respaldar(copias)
    ensayado = ensayo.ensayar()
    assert ensayado.resultado == ResultadoEnsayo.BIEN, ensayado.detalle
    que, base_mb = f"de {FILAS:,} filas", hecho.manifiesto["base"]["en_el_servidor"] / 1e6
    pico = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _cifra(f"respaldo {que} y {ARCHIVOS} archivos", hecho.manifiesto["segundos"], "s")
        | {"meta": META_RESPALDO_S},
        _cifra("de ellos, los digestos de las tablas", de_los_digestos, "s"),
        _cifra("el respaldo, junto a la base en el servidor", hecho.bytes / 1e6, "MB")
        | {"referencia": round(base_mb, 1)},
        _cifra(f"ensayo de restauración {que}: todo igual", ensayado.segundos, "s")
        | {"meta": META_ENSAYO_S},
        _cifra("memoria del proceso de Python", pico, "MB") | {"meta": META_MB},
    ]


def _cifra(nombre: str, valor: float, unidad: str) -> dict:
    return {"nombre": nombre, "valor": round(valor, 1), "unidad": unidad}
