"""Which header of an unknown file is probably which canonical column: only a proposal."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from captacion.fuentes import Perfil, canonicas, normalizar
from captacion.fuentes.etiquetas import etiqueta

PARECIDO_MINIMO = 0.75
SIN_PESO = {"DE", "DEL", "LA", "EL", "EN", "Y", "O"}
SINONIMOS = dict.fromkeys(("NINO", "NINA", "BEBE", "HIJO", "HIJA"), "MENOR") | {"MAMA": "MADRE"}


def sugerir(fuente: str, encabezado: Sequence[str], perfiles: Iterable[Perfil]) -> dict[str, int]:
    """Canonical column → index of the header closest to a name that some layout gives it.

    The closest pair of all is taken first, and each header goes to one column.
    """
    propios = [p for p in perfiles if p.fuente == fuente]
    pares = []
    for canonica in canonicas(fuente):
        nombres = _nombres(canonica, propios)
        for titulo, i in distintos(encabezado).items():
            if (parecido := _parecido(_con_peso(titulo), nombres)) >= PARECIDO_MINIMO:
                pares.append((-parecido, i, canonica))
    sugeridas: dict[str, int] = {}
    for _, i, canonica in sorted(pares):
        if canonica not in sugeridas and i not in sugeridas.values():
            sugeridas[canonica] = i
    return sugeridas


def distintos(encabezado: Sequence[str]) -> dict[str, int]:
    """Each header that says something, normalised → its place; of equal ones only the first."""
    lugares: dict[str, int] = {}
    for i, titulo in enumerate(encabezado):
        if clave := normalizar(titulo):
            lugares.setdefault(clave, i)
    return lugares


def _nombres(canonica: str, perfiles: Iterable[Perfil]) -> set[str]:
    titulos = [p.columnas[canonica] for p in perfiles if canonica in p.columnas]
    enteros = [t for t in titulos if isinstance(t, str)]
    return {_con_peso(normalizar(t)) for t in (canonica, etiqueta(canonica), *enteros)}


def _con_peso(titulo: str) -> str:
    """A normalised header without the words that join the others, each thing by one name."""
    palabras = [SINONIMOS.get(p, p) for p in re.findall(r"[A-Z0-9]+", titulo)]
    return "_".join(dict.fromkeys(p for p in palabras if p not in SIN_PESO))


def _parecido(titulo: str, nombres: Iterable[str]) -> float:
    """1 is the same name. The costly comparison is made only when the cheap ones allow it."""
    mejor = 0.0
    comparador = SequenceMatcher(b=titulo, autojunk=False)
    for nombre in nombres:
        comparador.set_seq1(nombre)
        minimo = max(mejor, PARECIDO_MINIMO)
        if comparador.real_quick_ratio() >= minimo and comparador.quick_ratio() >= minimo:
            mejor = max(mejor, comparador.ratio())
    return mejor
