"""The wire to the database or to the broker goes dark: the work goes on by itself afterwards."""

import subprocess
import time
from pathlib import Path

import httpx
import pytest

from juntos import servidores
from juntos.servidores import postgres
from tests.fallas import trabajo
from tests.fallas.cables import APARTE, cables, por_que_no
from tests.fallas.servidor import NOMBRE, servidor_aparte
from tests.fallas.sistema import PROCESOS, Sistema
from tests.fallas.telefonos import Enviando, repartir
from tests.fallas.test_todo_muere import Corrida, exigir_cada_visita_una_vez

pytestmark = pytest.mark.skipif(bool(por_que_no()), reason=por_que_no())
BASE, BROKER, WEB = 11, 12, 13
CORTE = 60 if trabajo.LARGAS else 10
# After the wire is back.
RECUPERA = 30
# A silent session is given up after some fourteen seconds (juntos/red.py).
LO_DICE = 20
DE_FUERA = "SELECT count(*) FROM pg_stat_activity WHERE client_addr <<= '10.77.0.0/16'"
PUERTO_BASE, PUERTO_BROKER = 5432, 6379


@pytest.fixture
def tendido():
    with cables(BASE, BROKER, WEB) as tres:
        yield tres


@pytest.fixture
def broker_por_red(tendido, tmp_path):
    orden = [str(servidores.ejecutable(servidores.VALKEY)), "--bind", tendido[1].servidor]
    orden += ["--port", str(PUERTO_BROKER), "--protected-mode", "no", "--save", ""]
    proceso = subprocess.Popen(orden, cwd=tmp_path, stdout=subprocess.DEVNULL)
    yield f"redis://{tendido[1].servidor}:{PUERTO_BROKER}/0"
    proceso.kill()
    proceso.wait()


@pytest.fixture
def sistema(tendido, broker_por_red, base_real, monkeypatch):
    """Web, worker and clock apart; their servers here, each at the end of its wire."""
    telefonos = repartir(3, 30)
    por_base = tendido[0].servidor
    monkeypatch.setitem(postgres.AJUSTES, "listen_addresses", por_base)
    with servidor_aparte() as servidor:
        permiso = servidor.datos / "postgres" / "pg_hba.conf"
        permiso.write_text(permiso.read_text() + "host all all 10.77.0.0/16 trust\n")
        servidor.sql("SELECT pg_reload_conf()")
        sistema = Sistema(servidor, tendido[2].aparte)
        sistema.base = f"postgresql://postgres@{por_base}:{PUERTO_BASE}/{NOMBRE}"
        sistema.broker = broker_por_red
        sistema.antes = {parte: ["ip", "netns", "exec", APARTE] for parte in PROCESOS}
        try:
            sistema.levantar()
            yield sistema, telefonos
        finally:
            sistema.apagar()


@pytest.fixture
def archivos(tmp_path) -> list[tuple[str, Path]]:
    rutas = trabajo.simular(tmp_path / "simulados", hogares=300)
    return [(ruta.stem, ruta) for ruta in rutas]


def faltan(desde: float) -> float:
    return max(0.1, RECUPERA - (time.monotonic() - desde))


def test_cortada_la_base_la_web_lo_dice_y_vuelve_sola(sistema, tendido, archivos):
    sistema, telefonos = sistema
    corrida = Corrida(sistema, archivos[:1])
    corrida.avanzar()
    enviando = Enviando(telefonos, sistema.url, pausa=0.5)
    time.sleep(2)
    (presentes,) = sistema.servidor.sql(DE_FUERA)[0]
    tendido[0].cortar()
    corte = time.monotonic()
    # Its session is open and silent: whoever asks is told, and does not wait for ever.
    respuesta = httpx.get(f"{sistema.url}/salud/lista/", timeout=LO_DICE)
    assert respuesta.status_code == 503
    # And the server lets their locks go while they are away.
    trabajo.esperar(lambda: sistema.servidor.sql(DE_FUERA) == [(0,)], LO_DICE)
    print(f"{presentes} sesiones cortadas y soltadas a los {time.monotonic() - corte:.1f} s")
    time.sleep(max(0.0, CORTE - (time.monotonic() - corte)))
    tendido[0].unir()
    vuelve = time.monotonic()
    trabajo.esperar(sistema.responde, faltan(vuelve))
    print(f"la web respondió a los {time.monotonic() - vuelve:.1f} s")
    enviando.esperar(60)
    print(f"los teléfonos terminaron a los {time.monotonic() - vuelve:.1f} s")
    exigir_cada_visita_una_vez(sistema, telefonos)
    sistema.dejar_pasar()
    corrida.esperar(faltan(vuelve))
    print(f"la carga terminó a los {time.monotonic() - vuelve:.1f} s")


def test_cortado_el_broker_la_web_sigue_y_el_trabajador_vuelve_solo(sistema, tendido, archivos):
    sistema, telefonos = sistema
    corrida = Corrida(sistema, archivos[:1])
    tendido[1].cortar()
    corte = time.monotonic()
    enviando = Enviando(telefonos, sistema.url, pausa=0)
    corrida.avanzar()
    enviando.esperar(90)
    exigir_cada_visita_una_vez(sistema, telefonos)
    time.sleep(max(0.0, CORTE - (time.monotonic() - corte)))
    tendido[1].unir()
    vuelve = time.monotonic()
    corrida.esperar(RECUPERA)
    print(f"la carga que llegó en el corte terminó a los {time.monotonic() - vuelve:.1f} s")
