"""Chance that is the same everywhere: only `Random.random()`, whose sequence Python guarantees."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random


class Azar:
    def __init__(self, semilla: int):
        self.al_azar = Random(semilla).random  # noqa: S311 (synthetic data, not a secret)

    def si(self, probabilidad: float) -> bool:
        return self.al_azar() < probabilidad

    def entero(self, desde: int, hasta: int) -> int:
        """A whole number between both, included."""
        return desde + int(self.al_azar() * (hasta - desde + 1))

    def de(self, opciones: Sequence):
        return opciones[int(self.al_azar() * len(opciones))]

    def de_los_primeros(self, opciones: Sequence):
        """One of `opciones`, the first ones more often (a list in order of frequency)."""
        return opciones[int(self.al_azar() * self.al_azar() * len(opciones))]

    def pesado(self, ruleta: "Ruleta"):
        return ruleta.opciones[bisect(ruleta.acumulado, self.al_azar() * ruleta.total)]


class Ruleta:
    """Options with their weights, drawn by `Azar.pesado`."""

    def __init__(self, pesos: Sequence[tuple[object, float]]):
        self.opciones = [opcion for opcion, _ in pesos]
        self.acumulado = list(accumulate(peso for _, peso in pesos))[:-1]
        self.total = sum(peso for _, peso in pesos)
