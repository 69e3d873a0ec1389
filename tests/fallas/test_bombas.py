"""A small file that unfolds without end is refused soon, with little memory and no disk."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, EstadoCarga
from juntos.models import Parametro
from tests.captacion.archivos import cargar_bytes, texto
from tests.fallas import trabajo
from tests.fallas.archivos_raros import en_zip, libro

LEER = """
import json, resource, sys, time
from pathlib import Path
import django
django.setup()
from captacion.lectura import ArchivoRechazado, Lector
antes, desde, leidos = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic(), 0
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
try:
    with Lector(Path(sys.argv[1])) as lector:
        for lote in lector.lotes():
            leidos += len(lote.datos)
    frase = ""
except ArchivoRechazado as rechazo:
    frase = str(rechazo)
pico = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([frase, (pico - antes) // 1024, time.monotonic() - desde, leidos]))
"""
MB = 1 << 20


def repetido(inicio: bytes, trozo: bytes, mb: int, comprimir):
    """A compressed stream of `inicio` and then `mb` of `trozo`, never whole in memory."""
    salida = io.BytesIO()
    bloque = trozo * (MB // len(trozo))
    with comprimir(salida) as f:
        f.write(inicio)
        for _ in range(mb):
            f.write(bloque)
    return salida.getvalue()


def como_gzip(salida):
    return gzip.GzipFile(fileobj=salida, mode="wb", mtime=0)


def como_zip(salida):
    z = zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED)
    z.__enter__()
    f = z.open("f.txt", "w", force_zip64=True)
    cerrar = f.close

    def cerrar_todo():
        cerrar()
        z.close()

    f.close = cerrar_todo
    return f


def hoja_con(relleno: bytes, mb: int) -> bytes:
    """A good workbook whose sheet carries `mb` of what no reader looks at."""
    entrada, salida = io.BytesIO(libro([["NU_DNI"], ["1"]])), io.BytesIO()
    with zipfile.ZipFile(entrada) as z, zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as otro:
        for nombre in z.namelist():
            with otro.open(nombre, "w") as parte:
                parte.write(z.read(nombre))
                for _ in range(mb if nombre.endswith("sheet1.xml") else 0):
                    parte.write(relleno * (MB // len(relleno)))
    return salida.getvalue()


def que_miente(contenido: bytes) -> bytes:
    """Every part said to unfold to a few bytes."""
    entrada, salida = io.BytesIO(contenido), bytearray(contenido)
    with zipfile.ZipFile(entrada) as z:
        for parte in z.infolist():
            grande = parte.file_size.to_bytes(4, "little")
            if parte.file_size > MB:
                salida = salida.replace(grande, (100).to_bytes(4, "little"))
    return bytes(salida)


def lejos(fila: int, columna: int) -> bytes:
    filas = [["NU_DNI"], *([] for _ in range(fila - 1))]
    return libro([*filas, [None] * columna + ["x"]])


ENCABEZADO = texto("padron_nominal").encode()
CITADO = b'"' + ENCABEZADO.strip().replace(b"|", b'"|"') + b'"\n'
BOMBAS = {
    "zip-de-lineas": lambda: repetido(ENCABEZADO, b"a\n", 64, como_zip),
    "gzip-de-lineas": lambda: repetido(ENCABEZADO, b"a\n", 64, como_gzip),
    "zip-de-vacias": lambda: repetido(ENCABEZADO, b"\n", 64, como_zip),
    "zip-sin-fin-de-linea": lambda: repetido(ENCABEZADO, b"a", 64, como_zip),
    "zip-sin-fin-de-linea-citado": lambda: repetido(CITADO, b"a", 64, como_zip),
    "zip-de-celda-citada": lambda: repetido(CITADO + b'"', b"a\n", 64, como_zip),
    "zip-sin-encabezado": lambda: repetido(b"", b"a", 64, como_zip),
    "zip-en-zip": lambda: en_zip(repetido(ENCABEZADO, b"a\n", 64, como_zip), "f.zip"),
    "libro-inflado": lambda: hoja_con(b" ", 64),
    "libro-que-miente": lambda: que_miente(hoja_con(b" ", 64)),
    "libro-ancho": lambda: lejos(1, 16_383),
    "libro-largo": lambda: lejos(1_048_575, 3),
}

YA_VISTAS = {"gzip-de-lineas", "zip-de-vacias", "zip-en-zip"}
# Long form only: told from the rest by their wrapping alone.
CORTAS = [*BOMBAS] if trabajo.LARGAS else [c for c in BOMBAS if c not in YA_VISTAS]


@pytest.fixture(scope="module")
def entorno():
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
        "DATABASE_URL": "postgresql://nadie@/nada",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    }


@pytest.mark.parametrize("cual", CORTAS)
def test_una_bomba_se_rechaza_pronto_y_con_poca_memoria(tmp_path, entorno, cual):
    ruta = tmp_path / "bomba"
    ruta.write_bytes(BOMBAS[cual]())
    assert ruta.stat().st_size < 2 * MB
    hecho = subprocess.run(
        [sys.executable, "-c", LEER, ruta], env=entorno, capture_output=True, text=True
    )
    assert hecho.returncode == 0, hecho.stderr[-2000:]
    frase, megas, segundos, leidos = json.loads(hecho.stdout)
    assert frase.endswith(".")
    assert megas < 150
    assert segundos < 30
    assert leidos < 200 * MB


def test_el_limite_de_una_carga_es_de_bytes_descomprimidos(cargar, tmp_path):
    Parametro.objects.filter(pk="carga_mb").update(valor=1)
    filas = ENCABEZADO + b"".join(b"%030d\n" % n for n in range(60_000))
    for nombre, contenido in (("f.zip", en_zip(filas, "f.txt")), ("f.gz", gzip.compress(filas))):
        with pytest.raises(ArchivoRechazado, match="pasa de 1 MB"):
            cargar_bytes(tmp_path, contenido, nombre=nombre)
    estados = Carga.objects.values_list("estado", flat=True)
    assert list(estados) == [EstadoCarga.RECHAZADA] * 2
