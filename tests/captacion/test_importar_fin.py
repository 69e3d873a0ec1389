"""How a load ends when it does not end well, and one load of a source at a time."""

import threading
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from captacion.acciones import recibir
from captacion.importacion import CANDADO_FUENTE, CargaCancelada, procesar
from captacion.models import Carga, EstadoCarga, Fuente, Persona
from juntos.estados import TransicionInvalida
from juntos.models import Usuario
from tests.captacion.archivos import HOY, texto


@pytest.fixture
def recibida(base_real, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    contenido = ContentFile(texto("padron_nominal", {}).encode())
    return recibir(contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY)


def test_una_carga_cancelada_deja_todo_como_estaba(recibida):
    Carga.objects.filter(pk=recibida.pk).update(
        cancelada_en=timezone.now(), cancelada_por=recibida.recibida_por
    )
    with pytest.raises(CargaCancelada):
        procesar(recibida)

    recibida.refresh_from_db()
    assert recibida.estado == EstadoCarga.CANCELADA
    assert not Persona.objects.exists()


def test_una_carga_que_se_rompe_queda_fallida_y_se_puede_repetir(recibida):
    archivo = Path(recibida.archivo.path)
    guardado = archivo.read_bytes()
    archivo.unlink()
    with pytest.raises(FileNotFoundError):
        procesar(recibida)
    recibida.refresh_from_db()
    assert recibida.estado == EstadoCarga.FALLIDA
    assert recibida.motivo

    archivo.write_bytes(guardado)
    Carga.objects.filter(pk=recibida.pk).update(estado=EstadoCarga.RECIBIDA)
    recibida.refresh_from_db()
    procesar(recibida)
    assert (recibida.estado, recibida.nuevas, recibida.intentos) == (EstadoCarga.PROCESADA, 1, 2)
    assert recibida.motivo == ""


def test_una_segunda_entrega_no_carga_dos_veces(recibida):
    otra_mano = Carga.objects.get(pk=recibida.pk)
    procesar(recibida)
    with pytest.raises(TransicionInvalida):
        procesar(otra_mano)
    assert Carga.objects.get().nuevas == 1


def test_una_carga_espera_a_la_otra_de_su_fuente_y_lo_dice(recibida):
    turno = [CANDADO_FUENTE, list(Fuente).index(Fuente.PADRON_NOMINAL)]

    def cargar():
        procesar(Carga.objects.get(pk=recibida.pk))
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", turno)
    hilo = threading.Thread(target=cargar)
    hilo.start()
    limite = time.monotonic() + 20
    while Carga.objects.get().paso != "Esperando a que termine otra carga":
        assert time.monotonic() < limite
        time.sleep(0.05)
    assert Carga.objects.get().estado == EstadoCarga.EN_PROCESO
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", turno)
    hilo.join(20)
    assert Carga.objects.get().estado == EstadoCarga.PROCESADA
