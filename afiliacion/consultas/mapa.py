"""Dots in the place of a map: where the stops are from each other, without tiles or network."""

from __future__ import annotations

import math
from dataclasses import dataclass

from afiliacion.consultas.ruta import punto_de
from afiliacion.models import Parada

ANCHO, ALTO, MARGEN = 320, 220, 36
KM_POR_GRADO = 111.2
KM_MINIMOS = 2.0


@dataclass(frozen=True)
class Punto:
    x: int
    y: int
    etiqueta: str
    lugar: str

    @property
    def al_borde(self) -> bool:
        """No room for its numbers on its right: they go on its left."""
        return self.x > ANCHO * 2 / 3


@dataclass(frozen=True)
class Mapa:
    """`trazo` joins the dots in the order of the route; `escala` is a bar of so many pixels."""

    puntos: list[Punto]
    trazo: str
    escala_km: int
    escala_px: int
    sin_lugar: list[int]
    ancho: int = ANCHO
    alto: int = ALTO


def trazar(paradas: list[Parada]) -> Mapa | None:
    """The stops on a plane, one dot a place; None while no place is known."""
    lugares: dict[tuple[float, float], list[Parada]] = {}
    for parada in paradas:
        if punto := punto_de(parada.contacto):
            lugares.setdefault((float(punto[0]), float(punto[1])), []).append(parada)
    if not lugares:
        return None
    plano, por_km = _en_el_plano(list(lugares))
    puntos = [
        Punto(x, y, _numeros([p.orden for p in suyas]), str(suyas[0].contacto.distrito))
        for (x, y), suyas in zip(plano, lugares.values(), strict=True)
    ]
    escala_km = _redondo(ANCHO / 4 / por_km)
    ubicadas = {p.pk for suyas in lugares.values() for p in suyas}
    return Mapa(
        puntos=puntos,
        trazo=" ".join(f"{punto.x},{punto.y}" for punto in puntos),
        escala_km=escala_km,
        escala_px=round(escala_km * por_km),
        sin_lugar=[p.orden for p in paradas if p.pk not in ubicadas],
    )


def _en_el_plano(grados: list[tuple[float, float]]) -> tuple[list[tuple[int, int]], float]:
    """Pixels of each place, north up, and how many of them a kilometre takes."""
    latitudes, longitudes = zip(*grados, strict=True)
    sur, norte, oeste, este = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    km_por_longitud = KM_POR_GRADO * math.cos(math.radians((sur + norte) / 2))
    km_este, km_norte = (este - oeste) * km_por_longitud, (norte - sur) * KM_POR_GRADO
    por_km = min(
        (ANCHO - 2 * MARGEN) / max(km_este, KM_MINIMOS),
        (ALTO - 2 * MARGEN) / max(km_norte, KM_MINIMOS),
    )
    sobra_x = (ANCHO - km_este * por_km) / 2
    sobra_y = (ALTO - km_norte * por_km) / 2
    plano = [
        (
            round(sobra_x + (longitud - oeste) * km_por_longitud * por_km),
            round(sobra_y + (norte - latitud) * KM_POR_GRADO * por_km),
        )
        for latitud, longitud in grados
    ]
    return plano, por_km


def _numeros(ordenes: list[int]) -> str:
    """Stops 1, 2, 3 and 7 as people write them: "1-3, 7"."""
    tramos: list[list[int]] = []
    for orden in sorted(ordenes):
        if tramos and orden == tramos[-1][-1] + 1:
            tramos[-1].append(orden)
        else:
            tramos.append([orden])
    return ", ".join(str(t[0]) if len(t) == 1 else f"{t[0]}-{t[-1]}" for t in tramos)


def _redondo(km: float) -> int:
    """1, 2 or 5 and its tens, the nearest below."""
    potencia = 10 ** max(0, math.floor(math.log10(max(km, 1))))
    return next((n * potencia for n in (5, 2) if n * potencia <= km), potencia)
