"""Counts by row and column that may be published: none of one to four, none that comes back.

A hidden cell next to a published total is a subtraction away. So each small cell is hidden with
three others that make a rectangle with it: adding one at a corner and taking it from its
neighbours leaves every row, every column and every total as published, and so none of the four can
be told from what is. Cells with nothing stay in view, so no hidden cell may reach zero that way.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

TOTAL = "total"
MINIMO = 5
Celda = tuple[Hashable, Hashable]


def pequena(n: int) -> bool:
    return 0 < n < MINIMO


def con_totales(cuentas: dict[Celda, int]) -> dict[Celda, int]:
    """The table with its totals by row, by column and of all."""
    tabla = dict(cuentas)
    for (fila, columna), n in cuentas.items():
        for total in ((fila, TOTAL), (TOTAL, columna), (TOTAL, TOTAL)):
            tabla[total] = tabla.get(total, 0) + n
    return tabla


def ocultar(
    tabla: dict[Celda, int], *, grupos: dict[Hashable, Hashable], ademas: Iterable[Celda] = ()
) -> set[Celda]:
    """Which cells of a table with totals are not to be published.

    `grupos`: row → the group within which it is hidden when that can be, so that totals by group
    that are known from elsewhere give nothing back either. `ademas`: what must be hidden too.
    """
    ocultas = {celda for celda, n in tabla.items() if pequena(n)} | {c for c in ademas if tabla[c]}
    filas = list(dict.fromkeys(fila for fila, _ in tabla))
    columnas = list(dict.fromkeys(columna for _, columna in tabla))
    del_grupo: dict[Hashable, list] = {}
    for fila in filas:
        del_grupo.setdefault(grupos.get(fila), []).append(fila)
    for celda in sorted(ocultas, key=lambda c: (tabla[c], str(c))):
        cerca = del_grupo[grupos.get(celda[0])]
        elegida = _mejor(tabla, ocultas, celda, cerca, columnas)
        if elegida is None or any(TOTAL in otra for otra in elegida - ocultas):
            elegida = _mejor(tabla, ocultas, celda, filas, columnas)
        ocultas |= elegida
    return ocultas


def _mejor(tabla, ocultas: set[Celda], celda: Celda, filas, columnas) -> set[Celda] | None:
    """The three cells that hide `celda` at least cost: no total if it can be, then few cases."""
    mejor, menor = None, None
    fila, columna = celda
    for otra_fila in filas:
        if otra_fila == fila or not tabla.get((otra_fila, columna)):
            continue
        for otra_columna in columnas:
            otras = {(fila, otra_columna), (otra_fila, columna), (otra_fila, otra_columna)}
            if otra_columna == columna or not _caben(tabla, celda, otras):
                continue
            nuevas = otras - ocultas
            costo = (sum(TOTAL in otra for otra in nuevas), sum(tabla[otra] for otra in nuevas))
            if menor is None or costo < menor:
                mejor, menor = otras, costo
            if menor == (0, 0):
                return mejor
    return mejor


def _caben(tabla, celda: Celda, otras: set[Celda]) -> bool:
    """Whether one can be added at `celda`, or taken from it, and no corner gets to zero."""
    if not all(tabla.get(otra) for otra in otras):
        return False
    return any(
        all(tabla[esquina] + sentido * _signo(celda, esquina) > 0 for esquina in (celda, *otras))
        for sentido in (1, -1)
    )


def _signo(celda: Celda, esquina: Celda) -> int:
    """How a corner moves when one is added at `celda`: a neighbour gives it, a total takes it."""
    vecina = (celda[0] != esquina[0]) + (celda[1] != esquina[1])
    totales = celda.count(TOTAL) + esquina.count(TOTAL)
    return -1 if (vecina + totales) % 2 else 1
