"""The app without signal for everybody: axe finds nothing, no mouse is needed, letters grow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from afiliacion.models import Contacto, Visita
from tests.navegador.test_sin_senal import gestora, guardar, registrar, telefono

__all__ = ["gestora", "telefono"]

ACCESIBLE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

CONTRASTE = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def exigir_accesible(pagina: Page, donde: str, *, que=ACCESIBLE) -> None:
    pagina.evaluate("scrollTo(0, 0)")
    resultado = Axe().run(pagina, options=que)
    assert resultado.violations_count == 0, f"{donde}: {resultado.generate_report()}"


def cabe(pagina: Page) -> bool:
    return pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")


def con_teclado(pagina: Page, hasta: str) -> None:
    """Press Tab until the focus is where a person would want it."""
    for _ in range(60):
        pagina.keyboard.press("Tab")
        if pagina.evaluate("(cual) => document.activeElement.matches(cual)", hasta):
            return
    pytest.fail(f"El teclado no llega a {hasta}")


def test_las_pantallas_sin_senal_son_para_todos(telefono, gestora):
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    telefono.perder_senal()
    primero = Contacto.objects.order_by("vence_el").first().pk

    # A visit without a mouse: from the top of the route to what is to be sent.
    pagina.reload()
    expect(pagina.get_by_role("heading", name="Mi ruta")).to_be_focused()
    con_teclado(pagina, ".campo-proxima .boton-principal")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", name="CONDORI CCORI")).to_be_focused()
    con_teclado(pagina, "[name=modalidad]")
    con_teclado(pagina, "[name=resultado]")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("ArrowDown")
    expect(pagina.get_by_label("Ubicada: no acepta")).to_be_checked()
    pagina.keyboard.press("Enter")
    expect(pagina.locator(".resumen-errores")).to_be_focused()
    expect(pagina.get_by_role("alert")).to_contain_text("Escriba el motivo.")
    exigir_accesible(pagina, "visita con errores")
    con_teclado(pagina, ".resumen-errores a")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_label("Motivo")).to_be_focused()
    pagina.keyboard.type("Viaja mañana")
    con_teclado(pagina, ".guardar button")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#estado")).to_have_text("sin señal · 1 por enviar")

    # Every screen, by day and by night, with letters of the usual size and of twice that.
    registrar(pagina, "MAMANI", "Se mudó Volver")
    pagina.get_by_label("Distrito al que se mudó").fill("ocon")
    exigir_accesible(pagina, "visita de una mudanza")
    guardar(pagina)
    pantallas = ["ruta", "envios", "este-telefono", f"requisito/{primero}/AGR"]
    pantallas += [f"{cual}/{primero}" for cual in ("caso", "acuerdo", "direccion", "alerta")]
    pantallas += [f"visita/{primero}"]
    doble = "(cuanto) => { document.documentElement.style.fontSize = cuanto; }"
    for pantalla in pantallas:
        pagina.emulate_media(color_scheme="light", reduced_motion="reduce")
        pagina.goto(f"/ruta/campo/#{pantalla}")
        expect(pagina.locator("h1")).to_be_focused()
        exigir_accesible(pagina, pantalla)
        pagina.emulate_media(color_scheme="dark")
        exigir_accesible(pagina, f"{pantalla}, de noche", que=CONTRASTE)
        pagina.evaluate(doble, "200%")
        assert cabe(pagina), f"{pantalla}: se sale de la pantalla con letra doble"
        pagina.evaluate(doble, "")
    pagina.set_viewport_size({"width": 1280, "height": 800})
    exigir_accesible(pagina, "visita, ancha")
    assert not Visita.objects.exists()
