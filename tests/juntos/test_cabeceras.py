"""What every answer tells the browser: nothing inline, nothing of others, no copy kept."""

import pytest

pytestmark = pytest.mark.django_db
ABIERTAS = ["/entrar/", "/salud/", "/no-existe/", "/ruta/campo/"]


@pytest.mark.parametrize("ruta", [*ABIERTAS, "/cola/", "/admin/", "/bandeja/"])
def test_ninguna_respuesta_admite_guiones_ni_estilos_en_la_pagina(client, supervisora, ruta):
    if ruta not in ABIERTAS:
        client.force_login(supervisora)
    politica = client.get(ruta)["Content-Security-Policy"]
    partes = dict(parte.strip().split(" ", 1) for parte in politica.split(";"))
    assert partes["default-src"] == partes["frame-ancestors"] == partes["base-uri"] == "'none'"
    assert partes["script-src"] == partes["style-src"] == partes["form-action"] == "'self'"
    assert partes["connect-src"] == "'self'"


def test_ninguna_pagina_usa_camara_microfono_ni_ubicacion(client):
    permisos = client.get("/entrar/")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(permisos.split(", "))


@pytest.mark.parametrize("ruta", ["/cola/", "/solicitudes/", "/ruta/", "/articulacion/"])
def test_de_lo_que_ve_quien_entro_no_queda_copia(client, gestora, ruta):
    client.force_login(gestora)
    respuesta = client.get(ruta)
    assert respuesta.status_code == 200
    assert {"no-store", "private"} <= set(respuesta["Cache-Control"].split(", "))


def test_lo_que_no_es_de_nadie_se_guarda_como_su_vista_dice(client, sede):
    client.force_login(sede)
    assert "no-store" not in client.get("/tablero/grafico/tendencia.svg")["Cache-Control"]
    assert "no-store" not in client.get("/sw.js")["Cache-Control"]
