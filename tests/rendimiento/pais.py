"""A country through `manage.py importar`: a first cut of the Padrón, the next, a larger one.

The reference is a raw COPY of the same file into an unlogged table of text, in the same run.
PAIS_FILAS (1,000,000) is the size of the cut; the larger one is three times that. The registers
that it is linked against hold 500,000 households for each million rows.
"""

import os
import tempfile
from itertools import islice
from pathlib import Path

from tests.rendimiento._comun import (
    base_propia,
    copia_cruda,
    copia_de_la_base,
    importar,
    manage,
)

FILAS = int(os.environ.get("PAIS_FILAS", 1_000_000))
VECES = 3
HOGARES = {"juntos": FILAS // 8, "pgh": FILAS * 3 // 8}
UNO_DE_CADA = 100


def medir() -> list[dict]:
    with tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        orden = ["simular", "--salida", carpeta, "--dias", "60"]
        with base_propia() as entorno:
            manage([*orden, "--filas-padron", str(FILAS * VECES)], entorno)
            grande = datos / "padron_nominal.txt"
            corte = _primeras(grande, datos / "corte.txt", FILAS + 1)
            siguiente = _cambiado(corte, datos / "siguiente.txt")
            for fuente, hogares in HOGARES.items():
                recortado = datos / f"{fuente}_recortado.txt"
                _hogares(datos / f"{fuente}.txt", recortado, hogares)
                importar(recortado, entorno)
            with copia_de_la_base(entorno) as otra:
                crudo = round(copia_cruda(corte), 2)
                primera, _ = importar(corte, entorno)
                segunda, _ = importar(siguiente, entorno)
                tres, _ = importar(grande, otra)
    if primera["leidas"] != FILAS or segunda["sin_cambio"] != FILAS - FILAS // UNO_DE_CADA:
        raise SystemExit(f"El banco no midió lo que dice: {primera} {segunda}")
    millones = f"{FILAS:,} filas del Padrón"
    return [
        {
            "nombre": f"{millones}, primera carga, hasta la cola, junto a un COPY crudo",
            "valor": float(primera["segundos"]),
            "unidad": "s",
            "referencia": crudo,
            "meta_razon": 15,
        },
        {
            "nombre": f"{millones} otra vez, con 1 % de cambios",
            "valor": float(segunda["segundos"]),
            "unidad": "s",
            "referencia": crudo,
            "meta_razon": 5,
        },
        {
            "nombre": f"{FILAS * VECES:,} filas, junto a {FILAS:,}",
            "valor": float(tres["segundos"]),
            "unidad": "s",
            "referencia": float(primera["segundos"]),
            "meta_razon": 3.3,
        },
        {
            "nombre": f"memoria del proceso de Python, {FILAS * VECES:,} filas",
            "valor": max(primera["pico_mb"], segunda["pico_mb"], tres["pico_mb"]),
            "unidad": "MB",
            "meta": 300,
        },
    ]


def _primeras(origen: Path, destino: Path, lineas: int) -> Path:
    with origen.open("rb") as entrada, destino.open("wb") as salida:
        salida.writelines(islice(entrada, lineas))
    return destino


def _hogares(origen: Path, destino: Path, cuantos: int) -> None:
    """The rows of the first households; the code of the household is in one of the first cells."""
    with origen.open("rb") as entrada, destino.open("wb") as salida:
        encabezado = entrada.readline()
        salida.write(encabezado)
        columna = next(i for i, t in enumerate(encabezado.split(b"|")) if b"HOGAR" in t)
        anterior, vistos = b"", 0
        for linea in entrada:
            codigo = linea.split(b"|", columna + 1)[columna]
            vistos += codigo != anterior
            if vistos > cuantos:
                return
            salida.write(linea)
            anterior = codigo


def _cambiado(origen: Path, destino: Path) -> Path:
    """The same cut with another address in one row of each hundred."""
    with origen.open("rb") as entrada, destino.open("wb") as salida:
        encabezado = entrada.readline()
        salida.write(encabezado)
        columna = encabezado.split(b"|").index(b"DE_DIRECCION")
        for numero, linea in enumerate(entrada):
            if numero % UNO_DE_CADA == 0:
                celdas = linea.split(b"|")
                celdas[columna] += b" INT. 2"
                linea = b"|".join(celdas)
            salida.write(linea)
    return destino
