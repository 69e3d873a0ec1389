"""What each threshold of linkage would have done, on the pairs that people decided."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Floor

from captacion.models import EstadoVinculo, Vinculo
from juntos.models import Parametro

PASO = 2
SOLO, REVISION = "cruce_umbral_solo", "cruce_umbral_revision"


@dataclass(frozen=True)
class Umbral:
    """Of the decided pairs, those at or above `bits` (same, not the same) and those below."""

    bits: int
    bien: int
    mal: int
    por_revisar: int
    marcas: tuple[str, ...]

    @property
    def precision(self) -> float | None:
        return 100 * self.bien / (self.bien + self.mal) if self.bien + self.mal else None

    @property
    def tramos(self) -> list[tuple[str, float, float]]:
        """The bar, of 1000 wide: (class of the ledger, where it starts, how wide)."""
        total = self.bien + self.mal + self.por_revisar
        anchos = [1000 * n / total for n in (self.bien, self.mal, self.por_revisar)]
        clases = ("nuevas", "rechazadas", "en-revision")
        return [(c, sum(anchos[:n]), anchos[n]) for n, c in enumerate(clases) if anchos[n]]


def umbrales() -> list[Umbral]:
    """From the highest score down, with the values in use among them; empty without decisions.

    Counts of the whole country, of nobody in particular: who may ask is up to the view.
    """
    cuenta = Counter()
    for estado, bits, pares in (
        Vinculo.objects.filter(
            estado__in=[EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO], puntaje__isnull=False
        )
        .values_list("estado", Floor("puntaje"))
        .annotate(pares=Count("pk"))
    ):
        cuenta[estado, int(bits)] += pares
    if not cuenta:
        return []
    marcas = {
        "Enlaza solo": Parametro.de(SOLO),
        "Propone a una persona": Parametro.de(REVISION),
    }
    vistos = [bits for _, bits in cuenta]
    escala = range(PASO * math.floor(min(vistos) / PASO), max(vistos) + PASO + 1, PASO)
    return [
        _umbral(bits, cuenta, tuple(m for m, valor in marcas.items() if valor == bits))
        for bits in sorted({*escala, *marcas.values()}, reverse=True)
    ]


def _umbral(bits: int, cuenta: Counter, marcas: tuple[str, ...]) -> Umbral:
    sobre = Counter()
    for (estado, cuanto), pares in cuenta.items():
        if cuanto >= bits:
            sobre[estado] += pares
    bien, mal = sobre[EstadoVinculo.CONFIRMADO], sobre[EstadoVinculo.DESCARTADO]
    return Umbral(bits, bien, mal, cuenta.total() - bien - mal, marcas)
