"""Working days of Peru: Monday to Friday but the national holidays."""

import datetime as dt
from functools import lru_cache

import holidays

SABADO = 5


@lru_cache(maxsize=64)
def _feriados(anio: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("PE", years=anio))


def es_habil(dia: dt.date) -> bool:
    return dia.weekday() < SABADO and dia not in _feriados(dia.year)


def habil_desde(dia: dt.date) -> dt.date:
    """The day itself when people work on it, else the next one on which they do."""
    while not es_habil(dia):
        dia += dt.timedelta(days=1)
    return dia


def sumar_habiles(desde: dt.date, cuantos: int) -> dt.date:
    """The day on which so many working days have passed since `desde`, which does not count."""
    dia = desde
    for _ in range(cuantos):
        dia = habil_desde(dia + dt.timedelta(days=1))
    return dia


def restar_habiles(hasta: dt.date, cuantos: int) -> dt.date:
    """The day since which so many working days have passed on `hasta`."""
    dia = hasta
    while cuantos:
        cuantos -= es_habil(dia)
        dia -= dt.timedelta(days=1)
    return dia
