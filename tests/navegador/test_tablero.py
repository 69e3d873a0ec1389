"""/tablero/ in a real browser: its charts, its numbers, and a day of the past."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from afiliacion.acciones import hechos
from tests import fabricas
from tests.afiliacion.indicadores import nace
from tests.navegador.test_cola import sin_desborde
from tests.navegador.test_recorrido import CLAVE, entrar

HOY = timezone.localdate()


@pytest.fixture
def casos(base_real):
    """Two children captured in time; a third one told late, three weeks ago."""
    sede = fabricas.UsuarioFactory(username="sede", rol="sede")
    sede.set_password(CLAVE)
    sede.save()
    distrito = fabricas.DistritoFactory(latitud=-12, longitud=-77)
    for dias in (0, 5):
        nace(distrito, HOY - dt.timedelta(days=70), a_los=dias)
    nace(distrito, HOY - dt.timedelta(days=65), a_los=45)
    hechos.actualizar_todos()


def mirar(pagina: Page) -> None:
    entrar(pagina, "sede")
    pagina.goto("/tablero/")
    titular = pagina.locator(".titulares li").first
    expect(titular).to_contain_text("66.7")
    for titulo in ("Mes a mes", "Dónde se van los días", "Del nacimiento al pago"):
        pagina.get_by_role("heading", name=titulo, exact=True).scroll_into_view_if_needed()
    dibujo = pagina.get_by_role("img", name="66.7").first
    expect(dibujo).to_be_visible()
    expect(dibujo).to_have_js_property("complete", True)
    assert dibujo.evaluate("dibujo => dibujo.naturalWidth") > 300
    assert sin_desborde(pagina)

    # As it was known before the late one was told.
    pagina.locator(".filtros-tablero summary").click()
    antes = HOY - dt.timedelta(days=25)
    pagina.get_by_label("Como se sabía el").fill(f"{antes}")
    pagina.get_by_role("button", name="Ver", exact=True).click()
    expect(titular).to_contain_text("100.0")

    titular.get_by_role("link").first.click()
    expect(pagina.get_by_role("heading", name="Captados antes de los 30 días: 2")).to_be_visible()
    assert pagina.locator("tbody tr").count() == 2
    assert sin_desborde(pagina)


def test_en_el_telefono(pagina, casos):
    mirar(pagina)


def test_en_el_escritorio(pagina_ancha, casos):
    mirar(pagina_ancha)


def test_en_la_pared_los_dibujos_siguen_tras_ponerse_al_dia(pagina_ancha, casos):
    pagina_ancha.clock.install()
    entrar(pagina_ancha, "sede")
    pagina_ancha.goto("/tablero/?pared=1")
    dibujo = pagina_ancha.get_by_role("img", name="66.7").first
    expect(dibujo).to_be_visible()
    dibujo.evaluate("dibujo => { dibujo.id = 'de-antes' }")
    pagina_ancha.clock.fast_forward(300_000)
    expect(pagina_ancha.locator("#de-antes")).to_have_count(0)
    expect(dibujo).to_be_visible()
