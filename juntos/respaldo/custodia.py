"""Which backups of the folder are kept: the last ones of each day, week and month."""

import datetime as dt
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from juntos.respaldo.copia import NOMBRE, PARCIAL

# Long enough for the slowest backup: what is older was left by a killed one.
ABANDONADO = 24 * 60 * 60


def por_retirar(
    instantes: Iterable[dt.datetime], *, diarios: int, semanales: int, mensuales: int
) -> set[dt.datetime]:
    """All but the last of each of the latest so many days, weeks and months that have one."""
    todos = sorted(instantes, reverse=True)
    quedan = set()
    for periodo, cuantos in (
        (lambda i: i.date(), diarios),
        (lambda i: i.isocalendar()[:2], semanales),
        (lambda i: (i.year, i.month), mensuales),
    ):
        ultimos: dict = {}
        for instante in todos:
            ultimos.setdefault(periodo(instante), instante)
        quedan |= set(list(ultimos.values())[:cuantos])
    return set(todos) - quedan


def ultimo(carpeta: Path) -> dt.datetime | None:
    """When the latest backup of the folder was made, by its name: a copy keeps it."""
    hallados = carpeta.iterdir() if carpeta.is_dir() else ()
    return max(filter(None, (_instante(ruta.name) for ruta in hallados)), default=None)


def retirar(carpeta: Path) -> list[str]:
    """Only what has our name for it; a copy that somebody put there by hand is theirs."""
    fechados = {}
    for ruta in carpeta.iterdir():
        if instante := _instante(ruta.name):
            fechados[instante] = ruta
    sobran = por_retirar(
        fechados,
        diarios=settings.JUNTOS_RESPALDOS_DIARIOS,
        semanales=settings.JUNTOS_RESPALDOS_SEMANALES,
        mensuales=settings.JUNTOS_RESPALDOS_MENSUALES,
    )
    retirados = [fechados[instante] for instante in sorted(sobran)]
    retirados += [
        ruta
        for ruta in carpeta.glob(f".*{PARCIAL}")
        if time.time() - ruta.stat().st_mtime > ABANDONADO
    ]
    for ruta in retirados:
        ruta.unlink()
    return [ruta.name for ruta in retirados]


def _instante(nombre: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(nombre, NOMBRE)
    except ValueError:
        return None
