"""100,000 births whose mothers' DNIs nobody has, against two million members of households.

CRUCE_MIEMBROS (2,000,000) is how many members there are; births are a twentieth. The figure is the
step of the real load that finds households, not the reading of the file around it.
"""

import csv
import datetime as dt
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.rendimiento._comun import base_propia, importar

CARPETA = Path(__file__).parent
MIEMBROS = int(os.environ.get("CRUCE_MIEMBROS", 2_000_000))
NACIMIENTOS = MIEMBROS // 20
PASO = "Enlazando con hogares"
COLUMNAS = [
    "CO_PADRON_NOMINAL",
    "AP_PRIMER_MENOR",
    "AP_SEGUNDO_MENOR",
    "PRENOMBRE_MENOR",
    "CO_GENERO_MENOR",
    "FE_NAC_MENOR",
    "CO_UBIGEO_INEI",
    "CO_CENTRO_POBLADO",
    "CO_DNI_MADRE",
    "AP_PRIMER_MADRE",
    "AP_SEGUNDO_MADRE",
    "PRENOMBRE_MADRE",
]


def medir() -> list[dict]:
    with preparado() as (entorno, archivo, escritas):
        return enlazar(entorno, archivo, escritas)


@contextmanager
def preparado():
    """The members in a database of their own; its environment, the file of births and its rows."""
    with base_propia() as entorno, tempfile.TemporaryDirectory() as carpeta:
        _poblar()
        archivo = Path(carpeta) / "padron_nominal.txt"
        escritas = _escribir(archivo)
        if escritas < NACIMIENTOS * 0.9:
            raise SystemExit(f"El banco no escribió lo que dice: {escritas} nacimientos")
        yield entorno, archivo, escritas


def enlazar(entorno: dict, archivo: Path, escritas: int) -> list[dict]:
    from captacion.models import Carga, Vinculo

    libro, _ = importar(archivo, entorno)
    pasos = dict(Carga.objects.get(pk=libro["carga"]).pasos)
    enlazados = Vinculo.objects.filter(regla__startswith="parecido", estado="automatico").count()
    if libro["leidas"] != escritas:
        raise SystemExit(f"El banco no midió lo que dice: {libro}")
    return [
        {
            "nombre": f"enlace de {escritas:,} filas sin documento igual, entre {MIEMBROS:,}",
            "valor": round(pasos[PASO], 1),
            "unidad": "s",
            "meta": 60,
        },
        {
            "nombre": "de ellas, enlazadas solas",
            "valor": round(enlazados / escritas, 4),
            "unidad": "",
        },
        {"nombre": "la carga entera", "valor": float(libro["segundos"]), "unidad": "s"},
        {
            "nombre": "memoria del proceso de Python",
            "valor": libro["pico_mb"],
            "unidad": "MB",
            "meta": 500,
        },
    ]


def _poblar() -> None:
    from django.db import connection

    from captacion.simulacion.nombres import APELLIDOS, NOMBRES
    from tests.fabricas import CargaFactory

    partes = (CARPETA / "cruce.sql").read_text().rsplit("VACUUM", 1)
    datos = {"apellidos": _sueltos(APELLIDOS), "nombres": _sueltos(NOMBRES), "miembros": MIEMBROS}
    CargaFactory(fuente="pgh", perfil="pgh")
    with connection.cursor() as cursor:
        cursor.execute(partes[0], datos)
        cursor.execute("VACUUM" + partes[1])


def _sueltos(listas: dict[str, list[str]]) -> list[str]:
    return [*dict.fromkeys(nombre for lista in listas.values() for nombre in lista)]


def _escribir(archivo: Path) -> int:
    from django.db import connection

    consulta = (CARPETA / "cruce_nacimientos.sql").read_text()
    nacida = f"{dt.date.today() - dt.timedelta(days=5):%d/%m/%Y}"
    with connection.cursor() as cursor, archivo.open("w", newline="") as f:
        salida = csv.writer(f, delimiter="|", lineterminator="\n")
        salida.writerow(COLUMNAS)
        cursor.execute(consulta, {"de_cada": MIEMBROS // 4 // NACIMIENTOS})
        while cursor.nextset():
            pass
        filas = 0
        for codigo, paterno, materno, nombres, documento, ubigeo, lugar in cursor.fetchall():
            nina = [codigo, "QUISPE", paterno, "RN", "2", nacida, ubigeo, lugar]
            salida.writerow([*nina, documento, paterno, materno, nombres])
            filas += 1
    return filas
