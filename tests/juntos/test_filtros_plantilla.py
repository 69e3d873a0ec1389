"""The words for ages, dates, deadlines and money, at their boundaries."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from juntos.templatetags import juntos as filtros

HOY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _hoy():
    with time_machine.travel(dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC), tick=False):
        yield


def hace_dias(n):
    return HOY - dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("valor", "dicho"),
    [
        (None, ""),
        ("", ""),
        (-1, "menos de un día"),
        (0, "menos de un día"),
        (1, "1 día"),
        (7, "7 días"),
        (8, "8 días"),
        (29, "29 días"),
        (30, "30 días"),
        (31, "31 días"),
        (dt.date(2026, 9, 24), "60 días"),
        (dt.date(2026, 9, 23), "2 meses"),
        (dt.date(2026, 7, 24), "3 meses"),
        (dt.date(2026, 7, 23), "4 meses"),
        (dt.date(2024, 11, 24), "23 meses"),
        (dt.date(2024, 11, 23), "2 años"),
        (dt.date(2025, 11, 23), "12 meses"),
        (dt.date(1995, 11, 24), "30 años"),
    ],
)
def test_edad_como_la_dice_la_gente(valor, dicho):
    assert filtros.edad(valor) == dicho


@pytest.mark.parametrize(
    ("valor", "dicho"),
    [
        (None, ""),
        (-3, "0 días"),
        (0, "0 días"),
        (1, "1 día"),
        (6, "6 días"),
        (7, "1 semana"),
        (8, "1 semana y 1 día"),
        (66, "9 semanas y 3 días"),
        (97, "13 semanas y 6 días"),
        (98, "14 semanas"),
        (hace_dias(97), "13 semanas y 6 días"),
    ],
)
def test_semanas_de_gestacion(valor, dicho):
    assert filtros.semanas(valor) == dicho


@pytest.mark.parametrize(
    ("valor", "dicho"),
    [
        (None, ""),
        (HOY, "hoy"),
        (hace_dias(1), "ayer"),
        (hace_dias(-1), "mañana"),
        (hace_dias(3), "hace 3 días"),
        (hace_dias(-3), "en 3 días"),
        (dt.date(2026, 9, 24), "hace 60 días"),
        (dt.date(2026, 9, 23), "hace 2 meses"),
        (dt.date(2024, 11, 23), "hace 2 años"),
        # 23:30 of the 22nd in Lima is already the 23rd in Greenwich.
        (dt.datetime(2026, 11, 23, 4, 30, tzinfo=dt.UTC), "ayer"),
    ],
)
def test_hace(valor, dicho):
    assert filtros.hace(valor) == dicho


@pytest.mark.parametrize(
    ("dias", "palabras", "clase"),
    [
        (-2, "Venció hace 2 días", "chip-vencido"),
        (-1, "Venció ayer", "chip-vencido"),
        (0, "Vence hoy", "chip-pronto"),
        (1, "Vence mañana", "chip-pronto"),
        (3, "Vence en 3 días", "chip-pronto"),
        (7, "Vence en 7 días", "chip-pronto"),
        (8, "Vence en 8 días", "chip-bien"),
        (97, "Vence en 97 días", "chip-bien"),
    ],
)
def test_plazo_en_palabras_y_en_ficha(dias, palabras, clase):
    assert filtros.plazo(dias) == filtros.plazo(hace_dias(-dias)) == palabras
    assert filtros.plazo_clase(dias) == filtros.plazo_clase(hace_dias(-dias)) == clase


def test_sin_fecha_no_hay_plazo():
    assert filtros.plazo(None) == ""
    assert filtros.plazo_clase(None) == "chip-neutro"


@pytest.mark.parametrize(
    ("valor", "dicho"),
    [
        (None, ""),
        (0, "S/ 0.00"),
        (50, "S/ 50.00"),
        (Decimal("1200"), "S/ 1,200.00"),
        (Decimal("1234567.5"), "S/ 1,234,567.50"),
    ],
)
def test_soles(valor, dicho):
    assert filtros.soles(valor) == dicho


def test_miles():
    assert filtros.miles(100000) == "100,000"
    assert filtros.miles(None) == ""


def test_con_parametro_cambia_uno_y_guarda_los_demas():
    plantilla = Template(
        "{% load juntos %}{% con_parametro 'pagina' 3 as a %}{% con_parametro 'pagina' '' as b %}"
        "{{ a|safe }} {{ b|safe }}"
    )
    peticion = RequestFactory().get("/?distrito=990001&distrito=990002&pagina=2")
    assert plantilla.render(Context({"request": peticion})) == (
        "?distrito=990001&distrito=990002&pagina=3 ?distrito=990001&distrito=990002"
    )
