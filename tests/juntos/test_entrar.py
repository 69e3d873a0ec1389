"""Way in and out, the home of each role, its menu."""

import pytest
from django.urls import reverse

from juntos.menu import MENU, inicio_de
from juntos.models import Rol

CLAVE = "clave-de-prueba-123"


@pytest.fixture
def elenco(gestora, supervisora, sede, administracion):
    return {usuario.rol: usuario for usuario in (gestora, supervisora, sede, administracion)}


def test_todo_rol_tiene_menu_de_seis_palabras_a_lo_mas():
    assert set(MENU) == set(Rol)
    assert all(1 <= len(palabras) <= 6 for palabras in MENU.values())


@pytest.mark.parametrize(
    ("rol", "pagina"),
    [
        (Rol.GESTORA, "/cola/"),
        (Rol.SUPERVISORA, "/bandeja/"),
        (Rol.SEDE, "/cargas/"),
        (Rol.ADMINISTRACION, "/cargas/"),
    ],
)
def test_cada_rol_llega_a_su_pregunta(client, elenco, rol, pagina):
    usuario = elenco[rol]
    usuario.set_password(CLAVE)
    usuario.save()

    respuesta = client.post(
        "/entrar/", {"username": usuario.username, "password": CLAVE}, follow=True
    )

    assert respuesta.redirect_chain[-1][0] == pagina
    assert respuesta.status_code == 200
    cuerpo = respuesta.content.decode()
    for palabra, nombre in MENU[rol]:
        assert palabra in cuerpo
        assert f'href="{reverse(nombre)}"' in cuerpo
    assert reverse(inicio_de(usuario)) == pagina


def test_una_clave_errada_no_entra_y_lo_dice(client, sede):
    respuesta = client.post("/entrar/", {"username": sede.username, "password": "otra"})
    assert sede.username in respuesta.content.decode()
    assert "_auth_user_id" not in client.session


def test_el_sistema_no_entra(client, db):
    client.post("/entrar/", {"username": "sistema", "password": ""})
    assert "_auth_user_id" not in client.session


def test_sin_entrar_se_llega_a_la_entrada_y_se_vuelve(client, gestora):
    respuesta = client.get("/cola/?texto=x")
    assert respuesta.status_code == 302
    assert respuesta.url == "/entrar/?next=/cola/%3Ftexto%3Dx"


def test_quien_ya_entro_no_ve_la_entrada(client, gestora):
    client.force_login(gestora)
    assert client.get("/entrar/").url == "/"
    assert client.get("/").url == "/cola/"


def test_a_la_entrada_solo_se_llega_leyendo_o_enviando(client, db):
    assert client.put("/entrar/").status_code == 405


def test_salir_es_un_acto(client, gestora):
    client.force_login(gestora)
    assert client.get("/salir/").status_code == 405
    assert client.post("/salir/").url == "/entrar/"
    assert "_auth_user_id" not in client.session


def test_lo_que_no_existe_es_404(client, gestora):
    client.force_login(gestora)
    assert client.get("/nada/").status_code == 404
