"""A phone is answered in JSON: its session over, its token stale, itself out of service."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from afiliacion.acciones.dispositivos import revocar, saludar
from tests.afiliacion import construir
from tests.afiliacion.campo import Telefono, visita


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.contacto(hogar)


JSON = ["ruta-sesion", "ruta-datos", "ruta-sincronizar", "ruta-adjunto"]


def pedir(client, nombre, **consulta):
    direccion = reverse(
        f"afiliacion:{nombre}", args=[uuid.uuid4()] if nombre == "ruta-adjunto" else []
    )
    metodo = {"ruta-sincronizar": client.post, "ruta-adjunto": client.put}.get(nombre, client.get)
    if consulta:
        direccion += f"?dispositivo={consulta['dispositivo']}"
    return metodo(direccion, content_type="application/json")


@pytest.mark.parametrize("nombre", JSON)
def test_sin_sesion_es_401_en_json(client, nombre, db):
    respuesta = pedir(client, nombre)
    assert respuesta.status_code == 401
    assert "sigue en el teléfono" in respuesta.json()["detalle"]


@pytest.mark.parametrize("nombre", JSON)
def test_un_telefono_dado_de_baja_es_403_con_sesion_o_sin_ella(
    client, nombre, gestora, supervisora
):
    aparato = saludar(uuid.uuid4(), por=gestora)
    revocar(aparato, por=supervisora)
    for entra in (False, True):
        if entra:
            client.force_login(gestora)
        respuesta = pedir(client, nombre, dispositivo=aparato.clave)
        assert respuesta.status_code == 403
        assert respuesta.json()["codigo"] == "revocado"


def test_sin_ficha_es_403_en_json(gestora, contacto):
    estricto = Client(enforce_csrf_checks=True)
    telefono = Telefono(estricto, gestora)
    respuesta = telefono.enviar(visita(contacto))
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (403, "ficha")
    ficha = estricto.get(reverse("afiliacion:ruta-sesion")).json()["ficha"]
    direccion = reverse("afiliacion:ruta-sincronizar")
    con_ficha = estricto.post(
        direccion, b"{}", content_type="application/json", headers={"X-CSRFToken": ficha}
    )
    assert con_ficha.status_code == 400
