"""Where households live: the project's own district table, weighted by births.

A district's weight is its population (INEI, projected to 2025) times the birth rate of its
department over the country's (approximate). The mother tongue follows the department, and so do
surnames. Facilities and centros poblados are invented: as many as the population asks for.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from captacion.simulacion.azar import Ruleta
from captacion.simulacion.nombres import CENTROS_POBLADOS

DATOS = Path(__file__).resolve().parents[2] / "juntos" / "datos"
LENGUAS = {"castellano": "1", "quechua": "2", "aymara": "3", "amazonica": "4"}

# Department → births over the country's rate, and mothers in a hundred who speak quechua, aymara
# and an Amazonian language (the rest, castellano).
DEPARTAMENTOS = {
    "01": (1.25, 0, 0, 24), "02": (0.95, 28, 0, 0), "03": (1.10, 66, 0, 0), "04": (0.90, 17, 2, 0),
    "05": (1.05, 60, 0, 1), "06": (1.05, 1, 0, 0), "07": (0.90, 4, 0, 0), "08": (1.00, 54, 0, 2),
    "09": (1.15, 62, 0, 0), "10": (1.15, 30, 0, 1), "11": (1.05, 6, 0, 0), "12": (1.05, 12, 0, 9),
    "13": (1.05, 1, 0, 0), "14": (0.95, 3, 0, 0), "15": (0.85, 7, 1, 0), "16": (1.35, 0, 0, 16),
    "17": (1.15, 18, 2, 5), "18": (0.80, 12, 14, 0), "19": (1.05, 7, 0, 12), "20": (1.10, 0, 0, 0),
    "21": (0.95, 40, 32, 0), "22": (1.15, 1, 0, 3), "23": (0.85, 4, 20, 0), "24": (1.00, 0, 0, 0),
    "25": (1.25, 2, 0, 22),
}  # fmt: skip


@dataclass(slots=True)
class Establecimiento:
    codigo: str
    nombre: str
    ubigeo: str
    categoria: str


@dataclass(slots=True)
class Distrito:
    ubigeo: str
    nombre: str
    poblacion: int
    lenguas: Ruleta
    centros: int
    establecimientos: list[Establecimiento] = field(default_factory=list)

    def centro_poblado(self, numero: int) -> tuple[str, str]:
        """Code (ubigeo and four digits) and name; the first one is the capital."""
        if numero == 0:
            return f"{self.ubigeo}0001", self.nombre
        nombre = CENTROS_POBLADOS[(int(self.ubigeo) * 7 + numero * 11) % len(CENTROS_POBLADOS)]
        return f"{self.ubigeo}{numero + 1:04d}", nombre


class Territorio:
    def __init__(self):
        nombres = {f["ubigeo_inei"]: f["distrito"].upper() for f in _filas("distritos.csv")}
        poblacion = {f["ubigeo_inei"]: int(f["poblacion"]) for f in _filas("poblacion.csv")}
        lenguas = {d: _ruleta_lenguas(*tasas[1:]) for d, tasas in DEPARTAMENTOS.items()}
        self.distritos = [
            Distrito(
                ubigeo,
                nombres[ubigeo],
                habitantes,
                lenguas[ubigeo[:2]],
                1 + habitantes // 1500 % 40,
            )
            for ubigeo, habitantes in poblacion.items()
        ]
        codigo = 90_000_001
        for distrito in self.distritos:
            for establecimiento in _establecimientos(distrito, codigo):
                distrito.establecimientos.append(establecimiento)
            codigo += len(distrito.establecimientos)
        self.por_nacimientos = Ruleta(
            [(d, d.poblacion * DEPARTAMENTOS[d.ubigeo[:2]][0]) for d in self.distritos]
        )


def _filas(nombre: str) -> Iterator[dict]:
    with (DATOS / nombre).open(encoding="utf-8", newline="") as archivo:
        yield from csv.DictReader(archivo)


def _ruleta_lenguas(quechua: int, aymara: int, amazonica: int) -> Ruleta:
    castellano = 100 - quechua - aymara - amazonica
    pesos = castellano, quechua, aymara, amazonica
    return Ruleta([(lengua, peso) for lengua, peso in zip(LENGUAS, pesos, strict=True) if peso])


def _establecimientos(distrito: Distrito, codigo: int) -> Iterator[Establecimiento]:
    cabeza = "HOSPITAL", "II-1"
    if distrito.poblacion < 60_000:
        cabeza = (
            ("CENTRO DE SALUD", "I-3") if distrito.poblacion > 6_000 else ("PUESTO DE SALUD", "I-2")
        )
    yield Establecimiento(str(codigo), f"{cabeza[0]} {distrito.nombre}", distrito.ubigeo, cabeza[1])
    for numero in range(1, min(6, 1 + distrito.poblacion // 8_000)):
        nombre = f"PUESTO DE SALUD {distrito.centro_poblado(numero)[1]}"
        yield Establecimiento(str(codigo + numero), nombre, distrito.ubigeo, "I-1")
