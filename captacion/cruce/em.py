"""Fellegi–Sunter proportions from counts of patterns: EM, fields independent given the truth.

A pattern is what the fields of a pair say, in the order of CAMPOS; a missing field says nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CAMPOS = (
    "documento",
    "apellidos",
    "rareza",
    "nombres",
    "nacimiento",
    "telefono",
    "lugar",
    "direccion",
    "jefe",
)
FALTA = "falta"
VUELTAS, QUIETO = 500, 1e-7

Niveles = tuple[str, ...]
Proporciones = dict[str, dict[str, float]]


@dataclass
class Grupo:
    """Pairs that one rule brought together; of `callados`, what it looked at, it says nothing.

    `previa`: the share of them that are the same person; where EM starts, and what it finds.
    """

    patrones: Counter[Niveles]
    previa: float
    callados: frozenset[str] = field(default_factory=frozenset)

    def dichos(self, campos: Sequence[str]) -> Iterable[tuple[list[tuple[str, str]], int]]:
        """What each pattern says, field by field, and of how many pairs."""
        for niveles, pares in self.patrones.items():
            yield (
                [
                    (campo, nivel)
                    for campo, nivel in zip(campos, niveles, strict=True)
                    if nivel != FALTA and campo not in self.callados
                ],
                pares,
            )


def contar(grupo: Grupo, campos: Sequence[str] = CAMPOS) -> dict[str, Counter[str]]:
    """How many pairs of the group are at each level of each field."""
    cuenta = {campo: Counter() for campo in campos}
    for dicho, pares in grupo.dichos(campos):
        for campo, nivel in dicho:
            cuenta[campo][nivel] += pares
    return cuenta


def proporciones_de(pesos: dict, cual: str) -> Proporciones:
    """`m` or `u` of each level, out of the weights of a PesosCruce."""
    return {campo: {nivel: peso[cual] for nivel, peso in pesos[campo].items()} for campo in CAMPOS}


def pesos_de(m: Proporciones, u: Proporciones) -> dict[str, dict[str, dict[str, float]]]:
    """What a PesosCruce keeps: the two proportions of each level and its weight in bits."""
    return {
        campo: {
            nivel: {
                "m": m[campo][nivel],
                "u": u[campo][nivel],
                "peso": round(math.log2(m[campo][nivel] / u[campo][nivel]), 3),
            }
            for nivel in m[campo]
        }
        for campo in m
    }


def estimar_m(
    grupos: list[Grupo], u: Proporciones, m: Proporciones, campos: Sequence[str] = CAMPOS
) -> tuple[Proporciones, dict[str, float]]:
    """P(level | the same), from `m` on with `u` held still, and how many pairs told each field.

    Each group finds its own `previa`. A field of which no pair says anything keeps its `m`.
    """
    dichos = [[*grupo.dichos(campos)] for grupo in grupos]
    for _ in range(VUELTAS):
        cuenta = {campo: Counter() for campo in campos}
        for grupo, patrones in zip(grupos, dichos, strict=True):
            iguales = 0.0
            for dicho, pares in patrones:
                parte = pares * _posterior(dicho, grupo.previa, m, u)
                iguales += parte
                for campo, nivel in dicho:
                    cuenta[campo][nivel] += parte
            if patrones:
                grupo.previa = _entre(iguales / grupo.patrones.total())
        nueva = {campo: _proporciones(cuenta[campo], m[campo]) for campo in campos}
        cambio = max(abs(nueva[c][n] - m[c][n]) for c in campos for n in m[c])
        m = nueva
        if cambio < QUIETO:
            break
    return m, {campo: cuenta[campo].total() for campo in campos}


def _posterior(
    dicho: list[tuple[str, str]], previa: float, m: Proporciones, u: Proporciones
) -> float:
    """The chance that a pair of this pattern is the same person."""
    bits = math.log2(previa / (1 - previa)) + sum(
        math.log2(m[campo][nivel] / u[campo][nivel]) for campo, nivel in dicho
    )
    return 1 / (1 + 2 ** -max(-1000.0, min(1000.0, bits)))


def _proporciones(cuenta: Counter[str], antes: dict[str, float]) -> dict[str, float]:
    """Of each level, never nothing: what was not seen may still happen."""
    total = cuenta.total()
    if not total:
        return antes
    partes = {nivel: _entre(cuenta[nivel] / total) for nivel in antes}
    suma = sum(partes.values())
    return {nivel: parte / suma for nivel, parte in partes.items()}


def _entre(parte: float) -> float:
    return min(max(parte, 1e-9), 1 - 1e-9)
