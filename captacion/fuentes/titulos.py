"""The titles of a header, as they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NIVEL = " › "  # between the levels of a title that stands on several rows
_LEYENDA = re.compile(r"[\s_,;:/-]*[(\[]?\s*\w+\s*=.*$", re.DOTALL)
# Looking for a legend costs the square of the length: no title is as long as a file without lines.
_TITULO_CON_LEYENDA = 500
# The same word, as different exports write it; words that tell nothing.
_IGUALES = {
    "APELLIDO": "AP",
    "CODIGO": "COD",
    "NUMERO": "NRO",
    "NUM": "NRO",
    "N°": "NRO",
    "Nº": "NRO",
    "NACIMIENTO": "NAC",
    "DOCUMENTO": "DOC",
    "ESTABLECIMIENTO": "EESS",
    "PRIMER": "PATERNO",
    "SEGUNDO": "MATERNO",
    "NOMBRE": "NOMBRES",
    "PRENOMBRE": "NOMBRES",
    "PRENOMBRES": "NOMBRES",
    "CREACION": "CREA",
    "MODIFICACION": "MODI",
}
_VACIAS = {"DE", "DEL", "LA", "EL", "LOS", "LAS", "DATOS", "SALUD", "FAMILIA", "O", "Y"}


@lru_cache(4096)  # each header is compared with every layout
def normalizar(encabezado: str) -> str:
    """A header as compared: upper case, no accents, no `¿?.:`, blanks and `_` alike."""
    sin_acentos = "".join(
        c for c in unicodedata.normalize("NFD", encabezado) if not unicodedata.combining(c)
    )
    return re.sub(r"[\s_]+", "_", re.sub(r"[¿?.:]", "", sin_acentos).strip()).upper()


class Titulos:
    """Where each title of a header stands: the first of equal ones.

    A title on several rows (`A › B`) is found by all of it, by the lowest, by any one of them; a
    title with its legend (`SEXO 1=M 2=F`) without it too. With `sueltos`, last of all by its words
    in any order, prepositions aside: « DATOS DE LA MADRE › AP. PATERNO » is AP PATERNO MADRE.
    """

    def __init__(self, encabezado: Sequence[str], *, sueltos: bool = False):
        self._lugares: dict[str, int] = {}
        self._sueltos: dict[frozenset[str], int] | None = {} if sueltos else None
        niveles = [t.split(NIVEL) for t in encabezado]
        self._anotar((i, NIVEL.join(n)) for i, n in enumerate(niveles))
        self._anotar((i, n[-1]) for i, n in enumerate(niveles))
        self._anotar((i, nivel) for i, n in enumerate(niveles) for nivel in n)
        self._anotar((i, _sin_leyenda(nivel)) for i, n in enumerate(niveles) for nivel in n)
        if self._sueltos is not None:
            for i, n in enumerate(niveles):
                for desde in range(len(n)):
                    palabras = _palabras(" ".join(map(_sin_leyenda, n[desde:])))
                    self._sueltos.setdefault(palabras, i)

    def lugar(self, titulo: str) -> int | None:
        lugar = self._lugares.get(normalizar(titulo))
        if lugar is None and self._sueltos is not None:
            lugar = self._sueltos.get(_palabras(titulo))
        return lugar

    def _anotar(self, titulos) -> None:
        for i, titulo in titulos:
            if clave := normalizar(titulo):
                self._lugares.setdefault(clave, i)


def _sin_leyenda(titulo: str) -> str:
    return _LEYENDA.sub("", titulo) if len(titulo) <= _TITULO_CON_LEYENDA else titulo


@lru_cache(4096)
def _palabras(titulo: str) -> frozenset[str]:
    palabras = re.findall(
        r"[\w°º]+", normalizar(titulo).replace("CENTRO_POBLADO", "CCPP").replace("_", " ")
    )
    return frozenset(_IGUALES.get(p, p) for p in palabras if p not in _VACIAS)
