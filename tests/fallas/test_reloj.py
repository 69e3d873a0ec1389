"""Two clocks started by mistake ring once; when one is killed, the other goes on."""

import signal
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from juntos import procesos, servidores
from juntos.reloj import esta_en_marcha
from juntos.servidores import valkey
from tests.fallas import trabajo

ESPERA = "este espera"


@pytest.fixture
def relojes(privado, broker, base_real):
    """(process, its log) of two, on one machine and one folder, as two mistaken services are."""
    entorno = trabajo.entorno(
        privado,
        trabajo.direccion(connection.settings_dict),
        servidores.url_broker_embebido(broker),
    )
    orden = [sys.executable, "-m", "celery", "-A", "juntos.celery", "beat", "--pidfile="]
    (privado / "pruebas").mkdir(exist_ok=True)
    lanzados = []
    for numero in range(2):
        registro = privado / f"reloj{numero}.log"
        lanzados.append((procesos.lanzar(orden, registro=registro, entorno=entorno), registro))
    yield lanzados
    procesos.detener([proceso for proceso, _ in lanzados])


def toques(broker) -> int:
    """How often the drop folder, the most frequent of all, was rung for; nobody answers."""
    prefijo = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    return int(valkey.pedir(broker, f"LLEN {prefijo}celery".encode())[1:])


def test_dos_relojes_tocan_una_vez_y_el_que_queda_sigue(relojes, broker):
    assert not esta_en_marcha()
    trabajo.esperar(lambda: any(ESPERA in registro.read_text() for _, registro in relojes))
    trabajo.esperar(lambda: toques(broker))
    time.sleep(2)
    assert toques(broker) == 1
    assert esta_en_marcha()

    (primero,) = (p for p, registro in relojes if ESPERA not in registro.read_text())
    primero.send_signal(signal.SIGKILL)
    primero.wait()
    trabajo.esperar(lambda: toques(broker) == 2)
    assert esta_en_marcha()
