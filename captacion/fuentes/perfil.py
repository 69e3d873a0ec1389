"""What a layout declares: its source, its columns, its ubigeo system, its code tables."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from captacion.fuentes.columnas import Banderas, Columna, Partes, Segun, Titulo, Unidos
from captacion.fuentes.titulos import Titulos, normalizar
from captacion.fuentes.trama import Trama

__all__ = [
    "LENGUA",
    "NIVEL",
    "SEXO",
    "TIPO_DOCUMENTO",
    "Banderas",
    "Deslizamiento",
    "Hoja",
    "Perfil",
    "Segun",
    "Ubigeo",
    "Unidos",
    "normalizar",
]

# Canonical columns that hold a date.
FECHAS = (
    "fecha_nacimiento",
    "creado_el",
    "fur",
    "fpp",
    "atencion_el",
    "cse_desde",
    "cse_hasta",
)


class Ubigeo(enum.StrEnum):
    INEI = "inei"
    RENIEC = "reniec"


@dataclass(frozen=True)
class Hoja:
    """The sheet of a workbook that holds the table, under a header of at most `filas` rows.

    `junto_a`: the other sheet by which such a workbook is told when this one is missing.
    """

    nombre: str
    filas: int
    junto_a: str = ""


@dataclass(frozen=True)
class Deslizamiento:
    """Cells that some exports write and the header does not name: those after them slide.

    `celdas`: place of each such cell in the row, from 1, → the title it lacks. `testigos`:
    canonical column → what its cell looks like, by which each row tells whether it slid.
    """

    celdas: dict[int, str]
    testigos: dict[str, str]


@dataclass(frozen=True)
class Perfil:
    """A layout of a source.

    `columnas`: canonical column → title in the file; or the titles of its parts (the ubigeo in
    three columns), joined with two digits each; or another way to read it (fuentes.columnas).
    Canonical columns that the file lacks are read as null. `otros`: canonical column → further
    ways, tried in order where the first is absent. `obligatorias`: groups of canonical columns of
    which the header must hold one. `tablas`: canonical column → {code of the file, upper case: our
    value}; an unknown code is null. `digitos`: codes of so many digits, that a spreadsheet deprives
    of the leading zero. `listas`: columns that hold several codes, with separators to spare.
    `trama`: how a file without a header names its positions; `columnas` speak of those names.
    """

    codigo: str
    fuente: str
    columnas: dict[str, str | tuple[str, ...] | Columna]
    obligatorias: Sequence[Sequence[str]]
    ubigeo: Ubigeo = Ubigeo.INEI
    tablas: dict[str, dict[str, str]] = field(default_factory=dict)
    trama: Trama | None = None
    otros: dict[str, tuple[str | tuple[str, ...] | Columna, ...]] = field(default_factory=dict)
    digitos: dict[str, int] = field(default_factory=dict)
    listas: tuple[str, ...] = ()
    hoja: Hoja | None = None
    desliza: Deslizamiento | None = None

    def halladas(self, encabezado: Sequence[str]) -> dict[str, tuple[Columna, tuple[int, ...]]]:
        """Canonical column → how it is read under this header, and from which cells."""
        titulos = Titulos(encabezado, sueltos=self.hoja is not None)
        return {
            canonica: hallada
            for canonica in self.columnas
            if (hallada := self._hallar(canonica, titulos))
        }

    def indices(self, encabezado: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Canonical column → where its parts stand under this header (the first of equal ones)."""
        return {c: lugares for c, (_, lugares) in self.halladas(encabezado).items()}

    def posiciones(self, encabezado: Sequence[str]) -> dict[str, int]:
        """Canonical column → index of its first cell under this header."""
        return {canonica: partes[0] for canonica, partes in self.indices(encabezado).items()}

    def faltantes(self, encabezado: Sequence[str]) -> list[str]:
        """What the header lacks of what is compulsory, each group told as « A o B ».

        The titles of a sheet are compared loosely: two that resemble them make no such sheet.
        """
        presentes = self.indices(encabezado)
        faltan = [
            " o ".join(nombre for c in grupo if (nombre := self.encabezado_de(c)))
            for grupo in self.obligatorias
            if not presentes.keys() & set(grupo)
        ]
        if self.hoja and not faltan and 3 * len(presentes) < len(self.columnas):
            faltan = ["las demás columnas de la hoja"]
        return faltan

    @property
    def titulos(self) -> list[str]:
        """Every header that the layout names, in its order."""
        return [
            titulo for declarada in self.columnas.values() for titulo in _columna(declarada).titulos
        ]

    def encabezado_de(self, canonica: str | None) -> str:
        """The file's own name of a canonical column, for people; empty when it has none."""
        if canonica not in self.columnas:
            return ""
        return " + ".join(_columna(self.columnas[canonica]).titulos)

    def fechas(self, encabezado: Sequence[str]) -> list[str]:
        """The canonical columns under this header that hold dates."""
        presentes = self.indices(encabezado)
        return [canonica for canonica in FECHAS if canonica in presentes]

    def _hallar(self, canonica: str, titulos: Titulos) -> tuple[Columna, tuple[int, ...]] | None:
        for declarada in (self.columnas[canonica], *self.otros.get(canonica, ())):
            if hallada := _columna(declarada).hallar(titulos):
                return hallada
        return None


def _columna(declarada: str | tuple[str, ...] | Columna) -> Columna:
    if isinstance(declarada, str):
        return Titulo(declarada)
    return Partes(declarada) if isinstance(declarada, tuple) else declarada


SEXO = {"1": "M", "M": "M", "01": "M", "MASCULINO": "M"} | {
    "2": "F",
    "F": "F",
    "02": "F",
    "FEMENINO": "F",
}
LENGUA = (
    {str(n): str(n) for n in range(1, 6)}
    | {f"0{n}": str(n) for n in range(1, 6)}
    | {
        "CASTELLANO": "1",
        "QUECHUA": "2",
        "AYMARA": "3",
        "NATIVA AMAZONICA": "4",
        "OTRA": "5",
    }
)
NIVEL = {
    "NO POBRE": "no_pobre",
    "NP": "no_pobre",
    "POBRE": "pobre",
    "PNE": "pobre",
    "P": "pobre",
    "POBRE NO EXTREMO": "pobre",
    "POBRE EXTREMO": "pobre_extremo",
    "PE": "pobre_extremo",
}
TIPO_DOCUMENTO = {
    "1": "DNI",
    "01": "DNI",
    "DNI": "DNI",
    "2": "CE",
    "02": "CE",
    "CE": "CE",
    "3": "PASS",
    "PASS": "PASS",
    "PASAPORTE": "PASS",
    "4": "DIE",
    "DIE": "DIE",
    "6": "CNV",
    "CNV": "CNV",
    "CUI": "CUI",
}
