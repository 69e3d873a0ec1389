"""How far a load is: bytes and rows, the step, when it ends; and what it says when it is silent."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from captacion.acciones import recibir
from captacion.consultas.avance import progreso
from captacion.importacion import ESPERA, procesar
from captacion.models import Carga, EstadoCarga
from juntos.models import Usuario
from tests.captacion.archivos import HOY, texto
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
AHORA = dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC)
PASOS = [["Leyendo el archivo", 2.0], ["Validando cada fila", 5.0], ["Reuniendo personas", 3.0]]


@pytest.fixture
def historia():
    """A load of 1,000 bytes that took ten seconds, in three steps."""
    return CargaFactory(tamano=1000, segundos=10, leidas=10, nuevas=10, pasos=PASOS)


def en_curso(paso: str, *, lleva: float, en_el_paso: float = 0, **campos) -> Carga:
    return CargaFactory(
        **{"estado": EstadoCarga.EN_PROCESO, "tamano": 2000, "latido": AHORA} | campos,
        paso=paso,
        inicio=AHORA - dt.timedelta(seconds=lleva),
        paso_desde=AHORA - dt.timedelta(seconds=en_el_paso),
    )


@pytest.mark.parametrize(
    ("paso", "lleva", "en_el_paso", "leidos", "restante", "porcentaje"),
    [
        # 2,000 bytes: 4 s of reading, 10 s of validating, 6 s of people.
        ("Leyendo el archivo", 2, 2, 1000, 18, 10),
        ("Leyendo el archivo", 4, 4, 1000, 36, 10),
        ("Validando cada fila", 9, 5, 2000, 11, 45),
        ("Reuniendo personas", 14, 0, 2000, 6, 70),
        ("Reuniendo personas", 28, 0, 2000, 12, 70),
    ],
)
def test_lo_que_queda_sale_de_los_pasos_y_del_ritmo_de_esta_carga(
    historia, paso, lleva, en_el_paso, leidos, restante, porcentaje
):
    carga = en_curso(paso, lleva=lleva, en_el_paso=en_el_paso, bytes_leidos=leidos)
    avance = progreso(carga, AHORA)
    assert avance.restante == dt.timedelta(seconds=restante)
    assert avance.termina_en == AHORA + dt.timedelta(seconds=restante)
    assert avance.porcentaje == porcentaje
    assert (avance.numero_de_paso, avance.pasos) == (
        [p for p, _ in PASOS].index(paso) + 1,
        3,
    )


def test_un_paso_que_se_alarga_no_llega_al_final(historia):
    carga = en_curso("Reuniendo personas", lleva=400, en_el_paso=386, bytes_leidos=2000)
    avance = progreso(carga, AHORA)
    assert avance.porcentaje <= 95
    assert avance.restante > dt.timedelta(0)


def test_lo_que_tomo_otra_fuente_no_dice_nada(historia):
    carga = en_curso("Validando cada fila", lleva=9, fuente="pgh", bytes_leidos=2000)
    assert progreso(carga, AHORA).porcentaje is None


def test_mientras_espera_a_otra_no_se_inventa_un_final(historia):
    avance = progreso(en_curso(ESPERA, lleva=9, bytes_leidos=2000), AHORA)
    assert (avance.restante, avance.porcentaje) == (None, None)


def test_la_que_no_da_senales_lo_dice(sede):
    carga = CargaFactory(
        estado=EstadoCarga.EN_PROCESO,
        inicio=timezone.now() - dt.timedelta(minutes=5),
        latido=timezone.now() - dt.timedelta(minutes=2),
    )
    cliente = Client()
    cliente.force_login(sede)
    dicho = cliente.get(reverse("captacion:carga", args=[carga.pk])).content.decode()
    assert "No da señales desde hace 2 min" in dicho
    assert "se retoma sola" in dicho


def test_la_pagina_dice_bytes_filas_paso_y_hora(sede, historia):
    ahora = timezone.now()
    carga = CargaFactory(
        estado=EstadoCarga.EN_PROCESO,
        tamano=2000,
        bytes_leidos=1000,
        filas_leidas=12345,
        intentos=2,
        paso="Leyendo el archivo",
        inicio=ahora - dt.timedelta(seconds=2),
        paso_desde=ahora - dt.timedelta(seconds=2),
        latido=ahora,
    )
    cliente = Client()
    cliente.force_login(sede)
    dicho = cliente.get(reverse("captacion:carga", args=[carga.pk])).content.decode()
    assert "12,345 filas" in dicho
    assert "(paso 1 de 3)" in dicho
    assert "intento 2" in dicho
    assert "termina hacia las" in dicho


def test_una_carga_deja_escritas_sus_filas_y_lo_que_tomo_cada_paso(base_real, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    contenido = ContentFile(texto("padron_nominal", {}, {"codigo_padron": "2"}).encode())
    carga = recibir(contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY)
    procesar(carga)
    carga.refresh_from_db()
    assert (carga.filas_leidas, carga.bytes_leidos) == (2, carga.tamano)
    nombres = [paso for paso, _ in carga.pasos]
    assert nombres[:2] == ["Leyendo el archivo", "Buscando filas sin cambio"]
    assert nombres[-1] == "Cerrando el libro"
    assert all(segundos >= 0 for _, segundos in carga.pasos)
