"""Every published window on its first and last day, the day before and the day after."""

import tomllib
from pathlib import Path

import pytest

from afiliacion.consultas.calendario import calendario_de
from tests import fabricas
from tests.afiliacion.calendario.gente import FUR, NACIO, TODO_PASO, dar, dia, gestante, nino

PUBLICADAS = tomllib.loads(
    (Path(__file__).parents[2] / "datos" / "calendario" / "ventanas.toml").read_text(
        encoding="utf-8"
    )
)["ventana"]


def casos(ventana: dict) -> list[tuple[int, str]]:
    fuera = "fuera_de_plazo"
    return [
        (ventana["primero"] - 1, ventana.get("antes", fuera)),
        (ventana["primero"], "cumple"),
        (ventana["ultimo"], "cumple"),
        (ventana["ultimo"] + 1, ventana.get("despues", fuera)),
    ]


@pytest.mark.parametrize("norma", ["MC-01.01", "MC-02.01", "MC-03.01"])
def test_cada_ventana_publicada_en_sus_cuatro_dias(norma, db):
    por = fabricas.UsuarioFactory()
    de_gestante = norma == "MC-01.01"
    esperados = {}
    for ventana in (v for v in PUBLICADAS if v["norma"] == norma):
        for dado, estado in casos(ventana):
            persona = gestante().persona if de_gestante else nino()
            dias = [*ventana.get("previas", []), dado]
            dar(persona, ventana["item"], *dias, desde=FUR if de_gestante else NACIO, por=por)
            esperados[persona.pk] = (ventana, dado, estado)
    hallados = {
        (i.persona_id, i.item, i.dosis): i
        for i in calendario_de(esperados, corte=TODO_PASO)
        if i.norma == norma
    }
    for persona, (ventana, dado, estado) in esperados.items():
        item = hallados[persona, ventana["item"], ventana["dosis"]]
        assert item.estado == estado, (ventana, dado, item)
        if estado == "cumple":
            assert item.dado_el == dia(dado)
            assert item.desde <= item.dado_el <= item.hasta
        exigible = ventana.get("exigible")
        assert item.exigible_el == (None if exigible is None else dia(exigible)), ventana


def test_la_tabla_publicada_nombra_todo_lo_que_se_pide(db):
    """No window of the three norms is left without its four days."""
    pedidas = {(i.norma, i.item) for i in calendario_de([nino().pk], corte=TODO_PASO)}
    pedidas |= {(i.norma, i.item) for i in calendario_de([gestante().persona_id], corte=TODO_PASO)}
    de_pago = {p for p in pedidas if p[0].startswith("MC-")}
    assert de_pago == {(v["norma"], v["item"]) for v in PUBLICADAS}


def test_cuantas_dosis_pide_cada_norma(db):
    cuenta = {}
    for persona in (nino().pk, gestante().persona_id):
        for i in calendario_de([persona], corte=TODO_PASO):
            cuenta[i.norma] = cuenta.get(i.norma, 0) + 1
    assert cuenta == {
        "MC-01.01": 12,
        "MC-02.01": 24,
        "MC-03.01": 6,
        "NTS 196-2022": 22,
        "NTS 238-2025": 17,
    }
