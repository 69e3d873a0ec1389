"""Doubts decided from the keyboard by two reviewers at once, in a real Chromium."""

import contextlib
import re

import pytest
from playwright.sync_api import Page, expect

from captacion.models import EstadoVinculo, ReservaCruce, Vinculo
from juntos.models import Rol
from tests import fabricas
from tests.captacion.test_acciones_vinculos import poner_en_duda
from tests.navegador.test_recorrido import CLAVE, entrar

PAREJAS = 12


@pytest.fixture
def revisoras(base_real):
    unidad = fabricas.UnidadTerritorialFactory()
    for nombre in ("rosa", "luz"):
        persona = fabricas.UsuarioFactory(
            username=nombre,
            first_name=nombre.title(),
            rol=Rol.SUPERVISORA,
            unidad_territorial=unidad,
        )
        persona.set_password(CLAVE)
        persona.save()
    return fabricas.DistritoFactory(nombre="Ocongate", unidad_territorial=unidad)


@contextlib.contextmanager
def sesion(navegador, servidor, usuario: str, ancho=1280):
    contexto = navegador.new_context(
        base_url=servidor.url,
        viewport={"width": ancho, "height": 800},
        locale="es-PE",
        timezone_id="America/Lima",
        reduced_motion="reduce",
    )
    contexto.set_default_timeout(10_000)
    pagina = contexto.new_page()
    entrar(pagina, usuario)
    pagina.goto("/cruces/")
    yield pagina
    contexto.close()


def en_la_mesa(pagina: Page) -> int:
    """The link on the table."""
    return int(pagina.locator(".par").get_attribute("id").rpartition("-")[2])


def pulsar(pagina: Page, tecla: str) -> None:
    """Press a key and wait for the answer to be on the table."""
    anterior = pagina.locator("#mesa").element_handle()
    pagina.keyboard.press(tecla)
    pagina.wait_for_function(
        "a => document.querySelector('#mesa') && document.querySelector('#mesa') !== a"
        " && !document.querySelector('#mesa.htmx-settling, #mesa .htmx-request')",
        arg=anterior,
    )


def estado(pk: int) -> str:
    return Vinculo.objects.get(pk=pk).estado


def test_dos_revisoras_a_la_vez_con_el_teclado(navegador, servidor, revisoras):
    for _ in range(PAREJAS):
        poner_en_duda(revisoras)
    with (
        sesion(navegador, servidor, "rosa") as rosa,
        sesion(navegador, servidor, "luz") as luz,
    ):
        vistos = {"rosa": [], "luz": []}
        for tecla, espera in [
            ("s", EstadoVinculo.CONFIRMADO),
            ("n", EstadoVinculo.DESCARTADO),
            ("s", EstadoVinculo.CONFIRMADO),
        ]:
            for nombre, pagina in (("rosa", rosa), ("luz", luz)):
                pk = en_la_mesa(pagina)
                vistos[nombre].append(pk)
                pulsar(pagina, tecla)
                assert estado(pk) == espera
        assert not set(vistos["rosa"]) & set(vistos["luz"])
        assert en_la_mesa(rosa) != en_la_mesa(luz)

        # The screen reader hears what happened and what is next; the focus is on the new pair.
        expect(rosa.locator("#anuncio")).to_contain_text("Confirmado: es su hogar. Siguiente:")
        expect(rosa.locator(".par h2")).to_be_focused()

        # Later: another pair, and the one left is free for the other reviewer only.
        aplazado = en_la_mesa(rosa)
        pulsar(rosa, "d")
        assert en_la_mesa(rosa) != aplazado
        expect(rosa.locator(".cruces-avance")).to_contain_text("3 de 9 · 1 aplazado")
        pulsar(luz, "s")
        assert en_la_mesa(luz) == aplazado
        pulsar(luz, "n")

        # Undo: the last decision, and its pair again.
        en_espera, ultimo = en_la_mesa(rosa), vistos["rosa"][-1]
        pulsar(rosa, "u")
        assert en_la_mesa(rosa) == ultimo
        assert estado(ultimo) == EstadoVinculo.POR_REVISAR
        pulsar(rosa, "n")
        assert estado(ultimo) == EstadoVinculo.DESCARTADO
        assert en_la_mesa(rosa) == en_espera

        # To the end, in turns: every pair decided once.
        while rosa.locator(".par").count() or luz.locator(".par").count():
            for pagina in (rosa, luz):
                if pagina.locator(".par").count():
                    pulsar(pagina, "s")
        rosa.reload()
        expect(rosa.get_by_text("No hay cruces por revisar")).to_be_visible()
        assert not Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR).exists()
        assert not ReservaCruce.objects.exists()


def test_lo_que_decidio_otra_no_se_pierde_y_sigue_el_siguiente(navegador, servidor, revisoras):
    for _ in range(2):
        poner_en_duda(revisoras)
    with sesion(navegador, servidor, "rosa") as rosa, sesion(navegador, servidor, "luz") as luz:
        suyo = en_la_mesa(rosa)
        ReservaCruce.objects.all().delete()
        luz.goto("/cruces/")
        assert en_la_mesa(luz) == suyo
        pulsar(luz, "n")
        pulsar(rosa, "s")
        expect(rosa.get_by_role("alert")).to_contain_text("ahora está: descartado. Lo decidió Luz")
        assert estado(suyo) == EstadoVinculo.DESCARTADO


def test_las_teclas_callan_al_escribir_con_modificadores_y_apagadas(navegador, servidor, revisoras):
    (vinculo,) = poner_en_duda(revisoras)
    with sesion(navegador, servidor, "rosa") as pagina:
        pedidos = []
        pagina.on("request", lambda p: pedidos.append(p.url) if p.method == "POST" else None)
        pagina.locator("#buscador-texto").focus()
        pagina.keyboard.type("snud")
        pagina.locator(".par h2").click()
        for combinacion in ("Control+d", "Alt+n", "Shift+S"):
            pagina.keyboard.press(combinacion)
        pagina.locator("#atajos").uncheck()
        pagina.keyboard.press("s")
        pagina.reload()
        expect(pagina.locator("#atajos")).not_to_be_checked()
        pagina.keyboard.press("s")
        assert pedidos == []
        pagina.locator("#atajos").check()
        pulsar(pagina, "s")
        assert estado(vinculo.pk) == EstadoVinculo.CONFIRMADO


@pytest.mark.parametrize("ancho", [360, 1280])
def test_cabe_en_la_pantalla_con_botones_a_la_mano(navegador, servidor, revisoras, ancho):
    vinculo, _ = poner_en_duda(revisoras, 2)
    for _ in range(60):
        fabricas.MiembroFactory(hogar=vinculo.hogar)
    with sesion(navegador, servidor, "rosa", ancho) as pagina:
        assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        boton = pagina.get_by_role("button", name=re.compile("^Sí"))
        expect(boton).to_be_in_viewport()
        for medida in pagina.locator("#mesa button").all():
            assert medida.bounding_box()["height"] >= 44
        boton.click()
        expect(pagina.get_by_text("Confirmado: es su hogar.", exact=True)).to_be_visible()
        assert estado(vinculo.pk) == EstadoVinculo.CONFIRMADO
