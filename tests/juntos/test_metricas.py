"""/metricas/: for a monitor with the token; every process counted; nobody's data in a label."""

import datetime as dt
import os
import re
import socket
import sys

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from juntos import fallidas, procesos
from juntos.colas import COLAS
from tests import fabricas
from tests.afiliacion import construir
from tests.fallas.trabajo import direccion, esperar

TESTIGO = {"Authorization": "Bearer testigo-de-prueba"}
VIVA = 'juntos_solicitud_segundos_count{estado="200",metodo="GET",vista="juntos:salud-viva"}'


@pytest.fixture
def con_testigo(settings):
    settings.TOKEN_METRICAS = "testigo-de-prueba"


def valores(texto: str) -> dict[str, float]:
    lineas = (linea.rsplit(" ", 1) for linea in texto.splitlines() if linea[:1] != "#")
    return {serie: float(valor) for serie, valor in lineas}


def test_dice_lo_que_hay_en_este_momento(client, con_testigo, distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    type(contacto).objects.update(vence_el=timezone.localdate() - dt.timedelta(days=1))
    fallidas.anotar_fallo("afiliacion.tasks.liquidar", [1], "KeyError")
    fabricas.CargaFactory(estado="detenida")
    hay = valores(client.get("/metricas/", headers=TESTIGO).text)
    assert hay["juntos_contactos_vencidos"] == hay["juntos_tareas_por_resolver"] == 1
    assert hay['juntos_cargas{estado="detenida"}'] == 1
    assert hay["juntos_broker"] == 1
    assert {f'juntos_cola_tareas{{cola="{cola}"}}' for cola in COLAS} <= set(hay)
    assert hay['juntos_conexiones{estado="active"}'] >= 1


def test_cuenta_por_vista_y_no_por_direccion(client, con_testigo, gestora):
    client.force_login(gestora)
    client.get("/hogares/99123456/?buscar=99123456")
    client.get("/no-existe/99123456/")
    client.generic("MAMANI", "/cola/")
    texto = client.get("/metricas/", headers=TESTIGO).text
    assert 'estado="404",metodo="GET",vista="afiliacion:hogar"' in texto
    assert 'vista="(sin vista)"' in texto
    assert 'metodo="(otro)",vista="afiliacion:cola"' in texto
    assert not re.search(r"99123456|MAMANI", texto)


@pytest.mark.parametrize("cabecera", ["", "Bearer otro", "testigo-de-prueba"])
def test_sin_el_testigo_no_existe(client, con_testigo, db, cabecera):
    assert client.get("/metricas/", headers={"Authorization": cabecera}).status_code == 404


def puerto_libre() -> int:
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        return prueba.getsockname()[1]


@pytest.fixture
def dos_procesos(base_real, tmp_path):
    """The web as in production: Granian with two workers, over the test's database."""
    puerto = puerto_libre()
    orden = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    orden += ["--port", str(puerto), "--workers", "2", "juntos.wsgi:application"]
    entorno = os.environ | {
        "DATABASE_URL": direccion(connection.settings_dict),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "JUNTOS_DATOS": str(tmp_path),
        "JUNTOS_TOKEN_METRICAS": "testigo-de-prueba",
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
    }
    web = procesos.lanzar(orden, registro=tmp_path / "web.log", entorno=entorno)
    yield f"http://127.0.0.1:{puerto}", tmp_path
    procesos.detener([web])


def responde(direccion: str) -> bool:
    try:
        return httpx.get(f"{direccion}/salud/lista/").status_code == 200
    except httpx.TransportError:
        return False


def test_lo_que_cuentan_dos_procesos_se_suma(dos_procesos):
    """Whoever answers says the same: what both counted."""
    web, datos = dos_procesos
    esperar(lambda: responde(web))
    for _ in range(40):
        # Each on a connection of its own, so that both get some.
        assert httpx.get(f"{web}/salud/viva/").status_code == 200
    assert len(list((datos / "metricas").glob("histogram_*.db"))) == 2
    for _ in range(6):
        assert valores(httpx.get(f"{web}/metricas/", headers=TESTIGO).text)[VIVA] == 40
