"""A past for a sample: what its sources had told before its last days, file by file."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from captacion.models import Fuente


@dataclass(frozen=True)
class Registro:
    """Where a file of the sample tells its key, the event, and the day on which it was written; and
    every how many days its source sends one.
    """

    archivo: str
    fuente: Fuente
    clave: str
    evento: str
    escrito: str
    cada: int


REGISTROS = (
    Registro(
        "padron_nominal.txt",
        Fuente.PADRON_NOMINAL,
        "CO_PADRON_NOMINAL",
        "FE_NAC_MENOR",
        "FE_CREA_REGISTRO",
        cada=7,
    ),
    Registro(
        "sis_gestantes.txt",
        Fuente.SIS_GESTANTES,
        "NU_DOC",
        "FE_ATENCION",
        "FE_ATENCION",
        cada=28,
    ),
)


@dataclass(frozen=True)
class Corte:
    """A file that arrived on a day."""

    ruta: Path
    fuente: Fuente
    dia: dt.date


def repartir(carpeta: Path, *, hasta: dt.date, dias: int, recientes: int) -> list[Corte]:
    """Take out of the files of `carpeta` what happened between `dias` and `recientes` days ago.

    Of those events the ones of JUNTOS's households go to a file for every delivery, by the day on
    which their source wrote them; the others leave the sample: they would all wait in a queue
    whose days are over. In order of arrival. A row whose dates cannot be read stays where it is.
    """
    de_juntos = _de_juntos(carpeta / "verdad.csv")
    desde, recientes_desde = (hasta - dt.timedelta(days=n) for n in (dias, recientes))
    cortes = []
    for registro in REGISTROS:
        ruta = carpeta / registro.archivo
        encabezado, *lineas = _lineas(ruta)
        columnas = encabezado.rstrip("\r\n").split("|")
        quedan, por_dia = [], defaultdict(list)
        for linea in lineas:
            fila = dict(zip(columnas, linea.rstrip("\r\n").split("|"), strict=False))
            evento = _fecha(fila.get(registro.evento, ""))
            escrito = _fecha(fila.get(registro.escrito, ""))
            if evento is None or escrito is None or not desde <= evento < recientes_desde:
                quedan.append(linea)
            elif (registro.fuente, fila[registro.clave]) in de_juntos:
                por_dia[_dia_de_corte(escrito, hasta, registro.cada)].append(linea)
        _escribir(ruta, [encabezado, *quedan])
        for dia, suyas in por_dia.items():
            corte = carpeta / f"{ruta.stem}_{dia}.txt"
            _escribir(corte, [encabezado, *suyas])
            cortes.append(Corte(corte, registro.fuente, dia))
    return sorted(cortes, key=lambda corte: (corte.dia, corte.ruta))


def _lineas(ruta: Path) -> list[str]:
    """As bytes that go back as they came: a dirty sample is not all UTF-8."""
    with ruta.open(encoding="utf-8", errors="surrogateescape", newline="\n") as archivo:
        return list(archivo)


def _escribir(ruta: Path, lineas: list[str]) -> None:
    with ruta.open("w", encoding="utf-8", errors="surrogateescape", newline="") as archivo:
        archivo.writelines(lineas)


def _dia_de_corte(escrito: dt.date, hasta: dt.date, cada: int) -> dt.date:
    """The first delivery on or after the day; they are counted back from `hasta`."""
    return hasta - dt.timedelta(days=(hasta - escrito).days // cada * cada)


def _de_juntos(verdad: Path) -> set[tuple[str, str]]:
    with verdad.open(encoding="utf-8", newline="") as archivo:
        return {
            (fila["fuente"], fila["clave"])
            for fila in csv.DictReader(archivo)
            if fila["hogar_juntos"]
        }


def _fecha(texto: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(texto, "%d/%m/%Y").date()
    except ValueError:
        return None
