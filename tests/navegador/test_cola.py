"""The queue explains itself by keyboard on a phone; a supervisor shares out the work from hers."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from captacion.models import Lengua, NivelPobreza
from juntos.models import Rol
from tests import fabricas
from tests.navegador.test_recorrido import CLAVE, entrar


@pytest.fixture
def equipo(base_real):
    """A supervisor and two managers of one district, one of them with all the contacts."""
    distrito = fabricas.DistritoFactory(nombre="Ocongate")
    personas = {}
    for nombre, rol in (("ada", Rol.SUPERVISORA), ("rosa", Rol.GESTORA), ("luz", Rol.GESTORA)):
        persona = fabricas.UsuarioFactory(
            username=nombre,
            first_name=nombre.title(),
            last_name="Quispe Mamani",
            rol=rol,
            lenguas="quechua",
            unidad_territorial=distrito.unidad_territorial,
        )
        persona.set_password(CLAVE)
        persona.save()
        if rol == Rol.GESTORA:
            fabricas.AsignacionFactory(usuario=persona, distrito=distrito)
        personas[nombre] = persona
    for n in range(12):
        captacion = fabricas.CaptacionFactory(hogar__distrito=distrito)
        contacto = fabricas.ContactoFactory(
            hogar=captacion.hogar,
            centro_poblado=("Lauramarca", "Tinki")[n % 2],
            vence_el=timezone.localdate() + dt.timedelta(days=n),
            nivel=NivelPobreza.POBRE_EXTREMO,
            lengua=Lengua.QUECHUA,
            telefono="987654321",
            asignada_a=personas["rosa"],
            asignada_en=timezone.now(),
            asignada_por=personas["ada"],
        )
        contacto.casos.create(captacion=captacion)
    return personas


def sin_desborde(pagina: Page) -> bool:
    return pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_en_el_telefono_la_prioridad_se_explica_al_foco_y_calla_con_escape(pagina, equipo):
    entrar(pagina, "rosa")
    pagina.goto("/cola/?agrupar=lugar")
    assert sin_desborde(pagina)
    palabra = pagina.get_by_role("button", name="Primero").first
    frase = pagina.get_by_role("tooltip").first
    palabra.focus()
    expect(palabra).to_have_accessible_description(
        "Primero: vence hoy, pobre extremo, habla quechua como usted."
    )
    expect(frase).to_have_css("clip-path", "none")
    pagina.keyboard.press("Escape")
    expect(frase).not_to_have_css("clip-path", "none")
    pagina.locator("details.grupo > summary").first.click()
    expect(pagina.locator("details.grupo").first).not_to_have_attribute("open", "")


def test_la_supervisora_reparte_desde_su_dia_y_lo_deshace(pagina_ancha, equipo):
    pagina = pagina_ancha
    entrar(pagina, "ada")
    expect(pagina).to_have_url("/bandeja/")
    pagina.locator("#pendiente-por-vencer").click()
    for n in (0, 2):
        pagina.get_by_role("checkbox", name="Elegir a").nth(n).check()
    pagina.get_by_role("button", name="Reasignar los elegidos").click()
    expect(pagina.get_by_role("heading", name="¿A quién pasan 2 contactos?")).to_be_visible()
    pagina.get_by_role("radio", name="Luz Quispe Mamani").check()
    pagina.get_by_role("button", name="Reasignar").click()
    expect(pagina.get_by_role("heading", name="Reasignados 2")).to_be_visible()
    assert equipo["luz"].contactos.count() == 2
    pagina.get_by_role("button", name="Deshacer").click()
    expect(pagina.get_by_role("heading", name="Deshecho: 2 de 2 volvieron")).to_be_visible()
    assert equipo["luz"].contactos.count() == 0
    pagina.goto("/equipo/")
    assert sin_desborde(pagina)
    pagina.get_by_role("button", name="Mover 6").click()
    expect(pagina.get_by_role("heading", name="Reasignados 6")).to_be_visible()
    assert equipo["luz"].contactos.count() == 6
