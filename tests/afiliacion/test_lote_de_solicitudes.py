"""Several requests approved at once, from the inbox."""

import datetime as dt

import pytest
from django.urls import reverse_lazy

from afiliacion.models import Afiliacion, Solicitud
from tests.afiliacion import construir

APROBAR = reverse_lazy("afiliacion:solicitudes-aprobar")
BANDEJA = reverse_lazy("afiliacion:solicitudes")


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def enviada_de(distrito, gestora) -> Solicitud:
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.solicitud_enviada(hogar, por=gestora)


@pytest.fixture
def varias(distrito, gestora):
    """Two that can be approved, and one whose classification has expired."""
    solicitudes = [enviada_de(distrito, gestora) for _ in "abc"]
    solicitudes[2].contacto.hogar.clasificaciones.update(hasta=construir.HOY - dt.timedelta(days=1))
    return solicitudes


def test_primero_muestra_cuales_van_y_cuales_no(client, supervisora, varias):
    client.force_login(supervisora)
    texto = client.post(APROBAR, {"solicitud": [s.pk for s in varias]}).content.decode()
    assert "Aprobar 2; 1 no se puede" in texto
    assert "S100" in texto
    assert not Afiliacion.objects.exists()


def test_confirmada_aprueba_y_dice_cuantas(client, supervisora, varias):
    client.force_login(supervisora)
    datos = {"solicitud": [s.pk for s in varias], "confirmar": "si"}
    for _ in range(2):
        texto = client.post(APROBAR, datos).content.decode()
        assert "2 solicitudes aprobadas; 1 no" in texto
    assert Afiliacion.objects.count() == 2


def test_las_ajenas_no_entran_al_lote(client, ajena, varias):
    client.force_login(ajena)
    datos = {"solicitud": [s.pk for s in varias], "confirmar": "si"}
    assert client.post(APROBAR, datos).status_code == 302
    assert not Afiliacion.objects.exists()


def test_la_gestora_no_aprueba_en_lote(client, gestora, varias):
    client.force_login(gestora)
    datos = {"solicitud": [s.pk for s in varias], "confirmar": "si"}
    assert "0 solicitudes aprobadas; 3 no" in client.post(APROBAR, datos).content.decode()
    assert not Afiliacion.objects.exists()


def test_un_lote_vacio_o_ilegible_vuelve_a_la_bandeja(client, supervisora):
    client.force_login(supervisora)
    for datos in ({}, {"solicitud": ["x", "²", "9" * 40]}):
        assert client.post(APROBAR, datos).url == BANDEJA
    assert client.get(APROBAR).status_code == 405
