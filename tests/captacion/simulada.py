"""Samples of `simular`, and how to read what they hold."""

import csv
import datetime as dt
import hashlib
import re
from pathlib import Path

from captacion.simulacion.simulador import Simulador

HASTA = dt.date(2026, 11, 23)
DIAS = 60
FUENTES = ["juntos", "pgh", "padron_nominal", "sis_gestantes"]
DNI_FICTICIO = re.compile(r"9[0-8]\d{6}")


def simular(salida: Path, **opciones) -> dict[str, int]:
    valores = {"hogares": 6000, "dias": DIAS, "hasta": HASTA, "semilla": 7} | opciones
    return Simulador(salida, **valores).correr()


def leer(ruta: Path) -> list[dict[str, str]]:
    lineas = ruta.read_text(encoding="utf-8").split("\n")
    encabezado = lineas[0].split("|")
    return [dict(zip(encabezado, x.split("|"), strict=True)) for x in lineas[1:-1]]


def leer_verdad(ruta: Path) -> dict[tuple[str, str], dict[str, str]]:
    with ruta.open(encoding="utf-8", newline="") as archivo:
        return {(f["fuente"], f["clave"]): f for f in csv.DictReader(archivo)}


def fecha(texto: str) -> dt.date:
    return dt.datetime.strptime(texto, "%d/%m/%Y").date()


def huellas(carpeta: Path) -> dict[str, str]:
    return {a.name: hashlib.sha256(a.read_bytes()).hexdigest() for a in sorted(carpeta.iterdir())}


class Muestra:
    def __init__(self, carpeta: Path):
        self.carpeta = carpeta
        self.filas = {fuente: leer(carpeta / f"{fuente}.txt") for fuente in FUENTES}
        self.padron, self.sis = self.filas["padron_nominal"], self.filas["sis_gestantes"]
        self.segundo = leer(carpeta / "padron_nominal_2.txt")
        self.verdad = leer_verdad(carpeta / "verdad.csv")
        self.verdad_2 = leer_verdad(carpeta / "verdad_2.csv")
        self.recien_nacidos = [
            f for f in self.padron if (HASTA - fecha(f["FE_NAC_MENOR"])).days < DIAS
        ]

    def verdad_de(self, fila: dict) -> dict:
        return self.verdad["padron_nominal", fila["CO_PADRON_NOMINAL"]]


def cerca(valor: float, esperado: float, tolerancia: float) -> bool:
    return abs(valor - esperado) <= tolerancia
