"""No hidden count may be told from what is published, tried by brute force on small tables."""

import random

import pytest

from juntos.supresion import TOTAL, con_totales, ocultar, pequena

TOPE = 11


def al_azar(semilla: int) -> dict:
    azar = random.Random(semilla)
    filas, columnas = azar.choice([(1, 2), (2, 2), (3, 2), (2, 3), (2, 1), (3, 1), (5, 1)])
    valores = azar.choice([[0, 1, 2, 3, 4, 5, 6, 7], [0, 0, 1, 6], [1, 5, 9], [0, 0, 0, 2]])
    return {(f, c): azar.choice(valores) for f in range(filas) for c in range(columnas)}


def recuperables(tabla: dict, ocultas: set) -> set:
    """The hidden cells with one value only in every table that agrees with what is published.

    Who looks knows that a cell with nothing is shown, so that a hidden one has at least one.
    """
    interior = [celda for celda in tabla if TOTAL not in celda]
    vistos: dict = {celda: set() for celda in ocultas}
    for cuentas in _tablas(tabla, ocultas, interior, {}):
        for celda, n in con_totales(cuentas).items():
            if celda in vistos:
                vistos[celda].add(n)
        if all(len(valores) > 1 for valores in vistos.values()):
            return set()
    return {celda for celda, valores in vistos.items() if len(valores) == 1}


def _tablas(tabla, ocultas, faltan, puestas):
    """Every table that agrees, the nearest to the true one first; sums gone past are dropped."""
    if not faltan:
        entera = con_totales(puestas)
        if all(entera[celda] == n for celda, n in tabla.items() if celda not in ocultas):
            yield dict(puestas)
        return
    celda, *resto = faltan
    valores = [tabla[celda]]
    if celda in ocultas:
        valores = sorted(range(1, TOPE), key=lambda n: abs(n - tabla[celda]))
    for n in valores:
        puestas[celda] = n
        parcial = con_totales(puestas)
        if all(parcial.get(c, 0) <= tabla[c] for c in tabla if TOTAL in c and c not in ocultas):
            yield from _tablas(tabla, ocultas, resto, puestas)
        del puestas[celda]


@pytest.mark.parametrize("semilla", range(300))
def test_ninguna_celda_oculta_se_recupera(semilla):
    cuentas = al_azar(semilla)
    tabla = con_totales(cuentas)
    ocultas = ocultar(tabla, grupos={})
    assert {celda for celda, n in tabla.items() if pequena(n)} <= ocultas
    assert all(tabla[celda] for celda in ocultas)
    assert recuperables(tabla, ocultas) == set()


def test_la_fuerza_bruta_encuentra_lo_que_una_resta_devuelve():
    tabla = con_totales({("a", 1): 3, ("a", 2): 8, ("b", 1): 7, ("b", 2): 9})
    assert recuperables(tabla, {("a", 1)}) == {("a", 1)}
    assert recuperables(tabla, ocultar(tabla, grupos={})) == set()


def test_la_fuerza_bruta_sabe_que_lo_oculto_no_es_cero():
    """Two hidden cells that add up to two, and neither may be zero: each is one."""
    tabla = con_totales({("a", 1): 1, ("a", 2): 1, ("a", 3): 8, ("b", 1): 6, ("b", 2): 6})
    a_medias = {("a", 1), ("a", 2), ("b", 1), ("b", 2)}
    assert recuperables(tabla, a_medias) == a_medias
    assert recuperables(tabla, ocultar(tabla, grupos={})) == set()


def test_se_oculta_dentro_de_su_grupo_y_sin_tocar_totales_si_se_puede():
    tabla = con_totales(
        {
            (fila, mes): 3 if (fila, mes) == ("a1", 1) else 10 + mes
            for fila in ("a1", "a2", "b1", "b2")
            for mes in (1, 2, 3)
        }
    )
    ocultas = ocultar(tabla, grupos={"a1": "a", "a2": "a", "b1": "b", "b2": "b"})
    assert len(ocultas) == 4
    assert {fila for fila, _ in ocultas} == {"a1", "a2"}
    assert not any(TOTAL in celda for celda in ocultas)


def test_sin_nada_pequeno_no_se_oculta_nada():
    assert ocultar(con_totales({("a", 1): 5, ("a", 2): 0}), grupos={}) == set()
