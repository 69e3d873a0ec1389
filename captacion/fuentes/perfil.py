"""What a layout declares: its source, its columns, its ubigeo system, its code tables."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field


class Ubigeo(enum.StrEnum):
    INEI = "inei"
    RENIEC = "reniec"


def normalizar(encabezado: str) -> str:
    """A header as compared: upper case, no accents, no `¿?.:`, blanks and `_` alike."""
    sin_acentos = "".join(
        c for c in unicodedata.normalize("NFD", encabezado) if not unicodedata.combining(c)
    )
    return re.sub(r"[\s_]+", "_", re.sub(r"[¿?.:]", "", sin_acentos).strip()).upper()


@dataclass(frozen=True)
class Perfil:
    """A layout of a source.

    `columnas`: canonical column → header of the file (canonical columns that the file lacks are
    read as null). `obligatorias`: groups of canonical columns of which the header must hold one.
    `tablas`: canonical column → {code of the file, upper case: our value}; an unknown code is null.
    """

    codigo: str
    fuente: str
    columnas: dict[str, str]
    obligatorias: Sequence[Sequence[str]]
    ubigeo: Ubigeo = Ubigeo.INEI
    tablas: dict[str, dict[str, str]] = field(default_factory=dict)

    def posiciones(self, encabezado: Sequence[str]) -> dict[str, int]:
        """Canonical column → index in a file with this header (the first of equal headers)."""
        indice: dict[str, int] = {}
        for i, titulo in enumerate(encabezado):
            indice.setdefault(normalizar(titulo), i)
        return {
            canonica: indice[normalizar(titulo)]
            for canonica, titulo in self.columnas.items()
            if normalizar(titulo) in indice
        }

    def faltantes(self, encabezado: Sequence[str]) -> list[str]:
        """What the header lacks of what is compulsory, each group told as « A o B »."""
        presentes = self.posiciones(encabezado)
        return [
            " o ".join(self.columnas[canonica] for canonica in grupo)
            for grupo in self.obligatorias
            if not presentes.keys() & set(grupo)
        ]

    def encabezado_de(self, canonica: str | None) -> str:
        """The file's own name of a canonical column, for people; empty when it has none."""
        return self.columnas.get(canonica or "", "")


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
