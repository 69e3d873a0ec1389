"""/salud/: 200 when database, broker and a worker answer; else which one does not."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import caches

BIEN, MAL = "responde", "no responde"
PREGUNTA = """
from django.test import Client
respuesta = Client().get("/salud/", headers={"host": "localhost"})
print(respuesta.status_code, respuesta.content.decode())
"""
NADIE = "redis+socket:///nadie/valkey.sock"


@pytest.fixture(autouse=True)
def sin_memoria():
    caches["proceso"].clear()


@pytest.mark.parametrize(
    ("entorno", "partes"),
    [
        ({"PYTEST_XDIST_WORKER": "nadie"}, (BIEN, BIEN, MAL)),
        ({"CELERY_BROKER_URL": NADIE}, (BIEN, MAL, MAL)),
        ({"DATABASE_URL": "postgresql://nadie@/nada?host=/nadie"}, (MAL, BIEN, MAL)),
    ],
    ids=["trabajador", "broker", "base"],
)
def test_dice_que_parte_falta(entorno, partes):
    """Asked from a process of its own, in an environment where that part is not there."""
    entorno = {"PYTEST_XDIST_WORKER": "nadie"} | entorno
    propio = {
        "JUNTOS_DATOS": str(settings.JUNTOS_DATOS.parent),
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
    }
    salida = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(){PREGUNTA}"],
        env=os.environ | propio | entorno,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    codigo, cuerpo = salida.strip().splitlines()[-1].split(" ", 1)
    assert codigo == "503"
    assert tuple(json.loads(cuerpo).values()) == partes


def test_responde_con_un_trabajador_sin_entrar(client, trabajador):
    respuesta = client.get("/salud/")

    assert respuesta.status_code == 200
    assert set(respuesta.json().values()) == {BIEN}
    assert respuesta["Cache-Control"] == "no-store"


def test_no_pregunta_cada_vez(client, trabajador):
    client.get("/salud/")
    caches["proceso"].set("salud", caches["proceso"].get("salud") | {"broker": False})

    assert client.get("/salud/").json()["broker"] == MAL


def test_solo_se_lee(client, db):
    assert client.post("/salud/").status_code == 405
