"""Page or fragment, the conflict page, and the pages of error."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.views import defaults
from django_htmx.middleware import HtmxMiddleware

from juntos.respuestas import conflicto, pagina


@pytest.fixture
def peticion(rf: RequestFactory):
    def _peticion(**cabeceras):
        peticion = rf.get("/cola/", headers=cabeceras)
        peticion.user = AnonymousUser()
        HtmxMiddleware(lambda r: None)(peticion)
        return peticion

    return _peticion


def conflicto_de(peticion):
    return conflicto(peticion, "La tomó Rosa.", "/contactos/7/")


def test_sin_htmx_la_pagina_entera(peticion):
    respuesta = conflicto_de(peticion())
    assert respuesta.status_code == 409
    assert "<html" in respuesta.content.decode()
    assert "La tomó Rosa." in respuesta.content.decode()
    assert 'href="/contactos/7/"' in respuesta.content.decode()
    assert "HX-Request" in respuesta["Vary"]


def test_con_htmx_solo_el_fragmento(peticion):
    respuesta = conflicto_de(peticion(hx_request="true"))
    assert respuesta.status_code == 409
    assert "<html" not in respuesta.content.decode()
    assert "La tomó Rosa." in respuesta.content.decode()
    assert "HX-Request" in respuesta["Vary"]


@pytest.mark.parametrize("cabecera", ["hx_history_restore_request", "hx_boosted"])
def test_al_volver_en_el_historial_la_pagina_entera(peticion, cabecera):
    respuesta = conflicto_de(peticion(hx_request="true", **{cabecera: "true"}))
    assert "<html" in respuesta.content.decode()


def test_sin_fragmento_declarado_la_pagina_entera(peticion):
    respuesta = pagina(peticion(hx_request="true"), "404.html")
    assert respuesta.status_code == 200
    assert "<html" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("respuesta", "estado", "frase"),
    [
        (lambda r: defaults.bad_request(r, ValueError()), 400, "No se entendió el pedido"),
        (
            lambda r: defaults.permission_denied(r, PermissionDenied("Quien prepara no aprueba")),
            403,
            "Quien prepara no aprueba",
        ),
        (lambda r: defaults.page_not_found(r, ValueError()), 404, "No encontramos esa página"),
        (defaults.server_error, 500, "Algo falló de nuestro lado"),
    ],
)
def test_los_errores_hablan_y_dan_un_camino(peticion, respuesta, estado, frase):
    contestacion = respuesta(peticion())
    texto = contestacion.content.decode()
    assert contestacion.status_code == estado
    assert frase in texto
    assert "Ir al inicio" in texto
    assert str(estado) not in texto.split("<main")[1]


def test_entrar_lleva_nombre_de_campo_y_resumen_de_error(client, db):
    texto = client.post("/entrar/", {"username": "nadie", "password": "x"}).content.decode()
    assert "No se pudo entrar" in texto
    assert 'for="id_username"' in texto
    assert "nadie" in texto


@pytest.mark.django_db
@pytest.mark.parametrize("ruta", ["/entrar/", "/no-existe/"])
def test_ninguna_pagina_lleva_estilos_ni_guiones_dentro(client, gestora, ruta):
    """A strict CSP is coming: no style attribute, no inline script or style."""
    for _ in range(2):
        texto = client.get(ruta).content.decode()
        assert " style=" not in texto
        assert "<style" not in texto
        assert "<script>" not in texto
        assert " onclick=" not in texto
        client.force_login(gestora)
