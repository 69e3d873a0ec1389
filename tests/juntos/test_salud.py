"""/salud/: 200 when database, broker and a worker answer; else which one does not."""

import datetime as dt
import json
import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from juntos import bitacora, fallidas, vigilancia
from juntos.colas import COLAS
from juntos.models import EnsayoRestauracion, Evento, Parametro
from juntos.reloj import CANDADO
from juntos.respaldo import cifrado, copia
from tests import fabricas

BIEN, MAL = "responde", "no responde"
PREGUNTA = """
from django.test import Client
testigo = "Bearer testigo-de-prueba"
respuesta = Client().get("{direccion}", headers={{"host": "localhost", "authorization": testigo}})
print(respuesta.status_code, respuesta.content.decode())
"""
NADIE = "redis+socket:///nadie/valkey.sock"


@pytest.fixture(autouse=True)
def sin_memoria():
    caches["proceso"].clear()


def preguntar(direccion: str, entorno: dict[str, str]) -> tuple[str, str]:
    """Status and body, from a process of its own."""
    entorno = {"PYTEST_XDIST_WORKER": "nadie"} | entorno
    propio = {
        "JUNTOS_DATOS": str(settings.JUNTOS_DATOS.parent),
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
    }
    programa = f"import django; django.setup(){PREGUNTA.format(direccion=direccion)}"
    salida = subprocess.run(
        [sys.executable, "-c", programa],
        env=os.environ | propio | entorno,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    codigo, cuerpo = salida.strip().splitlines()[-1].split(" ", 1)
    return codigo, cuerpo


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
    codigo, cuerpo = preguntar("/salud/", entorno)
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


# Alive, ready


SIN_BASE = {"DATABASE_URL": "postgresql://nadie@/nada?host=/nadie"}


def test_viva_no_pregunta_a_nadie():
    """No database in this test: asking it would fail. Nor anywhere else."""
    assert preguntar("/salud/viva/", SIN_BASE | {"CELERY_BROKER_URL": NADIE})[0] == "200"


def test_lista_con_la_base_al_dia_y_aunque_no_haya_broker(client, db):
    assert client.get("/salud/lista/").json() == {"lista": True}


def test_no_esta_lista_sin_base():
    assert preguntar("/salud/lista/", SIN_BASE) == ("503", '{"lista": false}')


def test_no_esta_lista_mientras_se_actualiza(client, db):
    """The code has come, its last migration has not."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0019_tareas_fallidas'")
    assert client.get("/salud/lista/").status_code == 503


# Deep


TESTIGO = {"Authorization": "Bearer testigo-de-prueba"}


@pytest.fixture
def con_testigo(settings):
    settings.TOKEN_METRICAS = "testigo-de-prueba"


@pytest.fixture
def reloj():
    """The session of a clock that is running."""
    otra = connection.copy()
    with otra.cursor() as cursor:
        cursor.execute(CANDADO)
        yield
    otra.close()


def profunda(client, **cabeceras) -> tuple[int, dict]:
    respuesta = client.get("/salud/profunda/", headers=TESTIGO | cabeceras)
    return respuesta.status_code, {p["parte"]: p for p in respuesta.json()["partes"]}


def test_la_profunda_dice_de_cada_parte(client, trabajador, reloj, con_testigo):
    fabricas.CargaFactory(fuente="pgh", estado="procesada")
    codigo, partes = profunda(client)
    assert [nombre for nombre, parte in partes.items() if not parte["bien"]] == []
    assert codigo == 200
    assert set(partes) >= {
        *("base_de_datos", "broker", "reloj", "disco_archivos", "tareas", "cargas"),
        *(f"cola_{cola}" for cola in COLAS),
    }
    assert partes["cola_captura"]["dice"].startswith("Trabajadores que la atienden: 1;")
    assert all(parte["segundos"] < 5 for parte in partes.values())


def test_lo_que_pide_una_persona_es_503(client, trabajador, reloj, con_testigo):
    hace = timezone.now() - dt.timedelta(days=60)
    Parametro.objects.filter(pk="horas_entre_cargas_pgh").update(valor=24)
    fabricas.CargaFactory(fuente="pgh", estado="procesada", recibida_en=hace)
    fabricas.CargaFactory(estado="recibida", recibida_en=hace, latido=timezone.now())
    fallidas.anotar_fallo("afiliacion.tasks.liquidar", [1], "KeyError")
    codigo, partes = profunda(client)
    assert codigo == 503
    malas = {nombre for nombre, parte in partes.items() if not parte["bien"]}
    assert malas == {"fuente_pgh", "cargas", "tareas"}
    assert partes["fuente_pgh"]["dice"] == "Última carga hace 1440 horas; se la esperaba cada 24."


def hace(**cuanto) -> dt.datetime:
    return timezone.now() - dt.timedelta(**cuanto)


@pytest.mark.parametrize(
    ("respaldo", "ensayo", "malas"),
    [
        (hace(hours=20), (hace(days=3), "bien"), set()),
        (hace(hours=31), (hace(days=3), "bien"), {"respaldo"}),
        (hace(hours=20), (hace(days=9), "bien"), {"ensayo"}),
        (hace(hours=20), (hace(days=3), "fallo"), {"ensayo"}),
        (hace(hours=20), None, {"ensayo"}),
        (None, (hace(days=3), "bien"), {"respaldo"}),
    ],
)
def test_dice_la_edad_del_respaldo_y_del_ensayo(
    db, settings, monkeypatch, tmp_path, administracion, respaldo, ensayo, malas
):
    monkeypatch.setenv(cifrado.VARIABLE, "x" * 40)
    settings.JUNTOS_RESPALDOS = tmp_path
    if respaldo:
        (tmp_path / f"{timezone.localtime(respaldo):{copia.NOMBRE}}").touch()
    if ensayo:
        EnsayoRestauracion.objects.create(
            ensayado_en=ensayo[0],
            resultado=ensayo[1],
            ensayado_por=administracion,
            archivo="uno.respaldo",
            bytes=1,
            segundos=1,
        )
    assert {parte.parte for parte in vigilancia.respaldos() if not parte.bien} == malas


def test_en_produccion_no_hacer_respaldos_pide_una_persona(db, settings, tmp_path):
    settings.JUNTOS_RESPALDOS = tmp_path / "no-existe"
    assert [parte.bien for parte in vigilancia.respaldos()] == [True]
    settings.PERMITE_DEMO = False
    assert [parte.bien for parte in vigilancia.respaldos()] == [False, False]


def test_un_evento_que_nadie_sella_pide_una_persona(gestora):
    Evento.registrar(gestora, "", "activa", por=gestora)
    (parte,) = vigilancia.bitacora()
    assert (parte.bien, parte.dice) == (True, "Eventos sin sello: 1.")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16), tick=False):
        assert [parte.bien for parte in vigilancia.bitacora()] == [False]
    bitacora.sellar()
    assert vigilancia.bitacora()[0].dice == "Eventos sin sello: 0."


def test_sin_trabajador_ni_reloj_lo_dice():
    """Nobody serves the queues of a process of its own, nor rings for it."""
    codigo, cuerpo = preguntar("/salud/profunda/", {"JUNTOS_TOKEN_METRICAS": "testigo-de-prueba"})
    assert codigo == "503"
    partes = {parte["parte"]: parte["bien"] for parte in json.loads(cuerpo)["partes"]}
    assert partes["broker"]
    assert not any(partes[parte] for parte in ("reloj", *(f"cola_{cola}" for cola in COLAS)))


@pytest.mark.parametrize("cabecera", ["", "Bearer otro", "Bearer ", "testigo-de-prueba"])
def test_sin_el_testigo_no_existe(client, db, con_testigo, cabecera):
    respuesta = client.get("/salud/profunda/", headers={"Authorization": cabecera})
    assert respuesta.status_code == 404


def test_si_no_hay_testigo_ninguno_vale(client, db, settings):
    settings.TOKEN_METRICAS = ""
    assert client.get("/salud/profunda/", headers={"Authorization": "Bearer "}).status_code == 404
