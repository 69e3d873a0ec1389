"""What somebody tries who should not: many accounts from one address, a form sent again, a right
that was taken away meanwhile. (A stolen cookie and a code used twice: `test_cuentas`.)
"""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from juntos.models import Rol
from tests.afiliacion import construir
from tests.juntos.test_cuentas import CLAVE, con_clave, dentro, entrar

pytestmark = pytest.mark.django_db


def test_muchas_cuentas_desde_una_direccion_se_frenan_y_otra_direccion_entra(sede):
    """One try for each account: none of them waits for its own mistakes."""
    con_clave(sede)
    with time_machine.travel(timezone.now(), tick=False):
        atacante = Client(REMOTE_ADDR="192.0.2.66")
        for n in range(100):
            atacante.post("/entrar/", {"username": f"gestora{n}", "password": "Juntos2026"})
        respuesta = entrar(atacante, sede)
        assert not dentro(atacante)
        assert "Demasiados intentos" in respuesta.text
        otra = Client(REMOTE_ADDR="192.0.2.7")
        entrar(otra, sede)
        assert dentro(otra)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=False):
        entrar(atacante, sede)
        assert dentro(atacante)


# --- CSRF


@pytest.fixture
def al_azar(monkeypatch):
    """The suite fixes the secret of the forms; here it is drawn, as it is in production."""
    monkeypatch.setattr(
        "django.middleware.csrf._get_new_csrf_string", lambda: get_random_string(32)
    )


def csrf_de(respuesta) -> str:
    return respuesta.context["csrf_token"]


@pytest.fixture
def victima(al_azar, sede):
    """Somebody who came in by the page, and the token of the page before she did."""
    cliente = Client(enforce_csrf_checks=True)
    antes = str(csrf_de(cliente.get("/entrar/")))
    datos = {"username": con_clave(sede).username, "password": CLAVE}
    assert cliente.post("/entrar/", datos | {"csrfmiddlewaretoken": antes}).status_code == 302
    return cliente, antes


def test_el_csrf_de_antes_de_entrar_no_vale_despues(victima):
    cliente, antes = victima
    assert cliente.post("/salir/", {"csrfmiddlewaretoken": antes}).status_code == 403
    assert dentro(cliente)
    ahora = str(csrf_de(cliente.get("/cuenta/clave/")))
    assert cliente.post("/salir/", {"csrfmiddlewaretoken": ahora}).status_code == 302


def test_el_csrf_de_otra_persona_no_vale(victima):
    cliente, _ = victima
    ajeno = str(csrf_de(Client(enforce_csrf_checks=True).get("/entrar/")))
    assert cliente.post("/salir/", {"csrfmiddlewaretoken": ajeno}).status_code == 403
    assert cliente.post("/salir/").status_code == 403
    assert dentro(cliente)


def test_desde_otro_sitio_no_vale_ni_con_el_testigo_bueno(victima):
    cliente, _ = victima
    bueno = {"csrfmiddlewaretoken": str(csrf_de(cliente.get("/cuenta/clave/")))}
    otro_sitio = {"origin": "https://malo.example"}
    assert cliente.post("/salir/", bueno, headers=otro_sitio).status_code == 403
    assert dentro(cliente)


# --- A right that was taken away in the middle of a session


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.contacto(hogar)


def test_un_distrito_que_se_quita_deja_de_verse_en_ese_momento(client, gestora, contacto):
    client.force_login(gestora)
    direccion = f"/contactos/{contacto.pk}/"
    assert client.get(direccion).status_code == 200
    gestora.asignaciones.update(hasta=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(direccion).status_code == 404


def test_una_supervisora_que_pasa_a_gestora_pierde_lo_suyo_en_ese_momento(
    client, supervisora, contacto
):
    client.force_login(supervisora)
    assert client.get(f"/contactos/{contacto.pk}/").status_code == 200
    assert client.get("/privilegios/").status_code == 200
    supervisora.rol = Rol.GESTORA
    supervisora.save()
    assert client.get(f"/contactos/{contacto.pk}/").status_code == 404
    assert client.get("/privilegios/").status_code == 403


def test_a_quien_deja_la_administracion_se_le_cierra_en_ese_momento(client, administracion):
    client.force_login(administracion)
    assert client.get("/admin/").status_code == 200
    administracion.rol = Rol.SEDE
    administracion.seguir_al_rol()
    administracion.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/invitaciones/").status_code == 403
