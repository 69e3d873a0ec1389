"""What a layout declares: its source, its columns, its ubigeo system, its code tables."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from captacion.fuentes.trama import Trama


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

    `columnas`: canonical column → header of the file, or the headers of its parts (the ubigeo in
    three columns), joined with two digits each; canonical columns that the file lacks are read as
    null. `obligatorias`: groups of canonical columns of which the header must hold one.
    `tablas`: canonical column → {code of the file, upper case: our value}; an unknown code is null.
    `trama`: how a file without a header names its positions; `columnas` speak of those names.
    """

    codigo: str
    fuente: str
    columnas: dict[str, str | tuple[str, ...]]
    obligatorias: Sequence[Sequence[str]]
    ubigeo: Ubigeo = Ubigeo.INEI
    tablas: dict[str, dict[str, str]] = field(default_factory=dict)
    trama: Trama | None = None

    def indices(self, encabezado: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Canonical column → where its parts stand under this header (the first of equal ones)."""
        lugar: dict[str, int] = {}
        for i, titulo in enumerate(encabezado):
            lugar.setdefault(normalizar(titulo), i)
        titulos = {c: [normalizar(t) for t in self._titulos(c)] for c in self.columnas}
        return {
            canonica: tuple(lugar[t] for t in partes)
            for canonica, partes in titulos.items()
            if all(t in lugar for t in partes)
        }

    def posiciones(self, encabezado: Sequence[str]) -> dict[str, int]:
        """Canonical column → index of its first cell under this header."""
        return {canonica: partes[0] for canonica, partes in self.indices(encabezado).items()}

    def faltantes(self, encabezado: Sequence[str]) -> list[str]:
        """What the header lacks of what is compulsory, each group told as « A o B »."""
        presentes = self.indices(encabezado)
        return [
            " o ".join(nombre for c in grupo if (nombre := self.encabezado_de(c)))
            for grupo in self.obligatorias
            if not presentes.keys() & set(grupo)
        ]

    @property
    def titulos(self) -> list[str]:
        """Every header that the layout names, in its order."""
        return [titulo for canonica in self.columnas for titulo in self._titulos(canonica)]

    def encabezado_de(self, canonica: str | None) -> str:
        """The file's own name of a canonical column, for people; empty when it has none."""
        return " + ".join(self._titulos(canonica)) if canonica in self.columnas else ""

    def _titulos(self, canonica: str) -> tuple[str, ...]:
        titulo = self.columnas[canonica]
        return (titulo,) if isinstance(titulo, str) else titulo


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
