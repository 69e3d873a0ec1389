"""A source whose file should have come: said to those who load files, and to nobody else's harm."""

import datetime as dt
import logging

import pytest
import time_machine
from django.test import Client

from captacion import tasks
from captacion.consultas import fuentes
from captacion.models import EstadoCarga, Fuente
from juntos.models import Parametro
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
LIMA = dt.timezone(-dt.timedelta(hours=5))
# Monday 23 November, 07:30 in Lima.
AHORA = dt.datetime(2026, 11, 23, 7, 30, tzinfo=LIMA)


@pytest.fixture(autouse=True)
def _a_una_hora_fija():
    with time_machine.travel(AHORA, tick=False):
        yield


def llego(cuando, fuente=Fuente.PADRON_NOMINAL, **campos):
    return CargaFactory(fuente=fuente, recibida_en=cuando, **campos)


def hace(**cuanto):
    return AHORA - dt.timedelta(**cuanto)


def esperar(fuente, horas):
    Parametro.objects.filter(pk=f"horas_entre_cargas_{fuente}").update(valor=horas)


def test_toda_fuente_tiene_su_frecuencia():
    claves = set(Parametro.objects.values_list("pk", flat=True))
    assert {f"horas_entre_cargas_{f}" for f in ("padron_nominal", "sis_gestantes")} <= claves


@pytest.mark.parametrize(
    ("antes", "tardia"),
    [
        (dt.timedelta(hours=23), False),
        (dt.timedelta(hours=26), False),
        (dt.timedelta(hours=26, seconds=1), True),
        (dt.timedelta(days=3), True),
    ],
)
def test_tarde_es_pasada_su_frecuencia_y_la_gracia(antes, tardia):
    llego(AHORA - antes)
    assert [ll.fuente for ll in fuentes.tardias(AHORA)] == ["padron_nominal"] * tardia


def test_cuenta_la_ultima_procesada_de_cada_fuente():
    llego(hace(days=5))
    llego(hace(days=3))
    llego(hace(hours=1), estado=EstadoCarga.RECHAZADA)
    llego(hace(hours=1), fuente=Fuente.SIS_GESTANTES)
    (tardia,) = fuentes.tardias(AHORA)
    assert (tardia.ultima, tardia.esperada) == (hace(days=3), hace(days=2))


def test_lo_que_no_se_espera_o_nunca_llego_no_esta_tarde():
    llego(hace(days=90), fuente=Fuente.PGH)
    assert fuentes.llegadas(AHORA) == []
    esperar("pgh", 24 * 31)
    assert [ll.fuente for ll in fuentes.tardias(AHORA)] == ["pgh"]


def test_todas_las_fuentes_en_una_consulta(django_assert_num_queries):
    for fuente in Fuente:
        llego(hace(days=9), fuente=fuente)
    with django_assert_num_queries(1):
        assert len(fuentes.tardias(AHORA)) == 2


@pytest.mark.parametrize("quien", ["sede", "administracion"])
def test_cargas_dice_lo_que_debia_llegar(request, quien):
    llego(dt.datetime(2026, 11, 21, 6, tzinfo=LIMA))
    cliente = Client()
    cliente.force_login(request.getfixturevalue(quien))
    texto = cliente.get("/cargas/").content.decode()
    assert (
        "<strong>Padrón Nominal (RENIEC)</strong> debía llegar ayer; "
        "la última carga fue el 21/11/2026 a las 06:00." in texto
    )


def test_lo_que_llego_a_tiempo_no_se_dice(sede, client):
    llego(hace(hours=3))
    client.force_login(sede)
    assert "debía llegar" not in client.get("/cargas/").content.decode()


def test_la_tarea_lo_anota_sin_mas_que_la_fuente(caplog):
    llego(hace(days=3), nombre_archivo="QUISPE.txt")
    with caplog.at_level(logging.WARNING, "captacion.tasks"):
        tasks.avisar_fuentes_tardias()
    assert [r.getMessage() for r in caplog.records] == [
        "La fuente padron_nominal no llegó cuando se esperaba"
    ]


# The empty queue


def test_la_cola_vacia_dice_cuando_se_espera_la_proxima(gestora, client):
    llego(dt.datetime(2026, 11, 23, 6, tzinfo=LIMA))
    llego(hace(days=3), fuente=Fuente.SIS_GESTANTES)
    client.force_login(gestora)
    texto = client.get("/cola/").content.decode()
    assert "La próxima carga se espera mañana a las 06:00." in texto


@pytest.mark.parametrize("dias", [None, 3])
def test_si_no_se_sabe_o_ya_va_tarde_la_cola_no_promete(gestora, client, dias):
    if dias:
        llego(hace(days=dias))
    client.force_login(gestora)
    texto = client.get("/cola/").content.decode()
    assert "No hay contactos por vencer. Los hogares nuevos" in texto
