"""The embedded servers start with the first that needs them and end with the last."""

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from juntos import servidores
from juntos.servidores import comun, postgres, valkey

USAR = """
import sys
from pathlib import Path
from juntos import servidores
servidores.asegurar(Path({datos!r}), servidores.embebidos({{}}), duradero=False)
print("usando", flush=True)
sys.stdin.readline()
"""
AMBOS = {"postgres": True, "valkey": True}
NINGUNO = {"postgres": False, "valkey": False}


abiertos = []


@pytest.fixture
def datos():
    """Not pytest's own folder, which each run closes to the unprivileged user of PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="juntos-prueba-") as temporal:
        carpeta = Path(temporal) / "datos"
        yield carpeta
        while abiertos:
            with abiertos.pop() as proceso:
                proceso.kill()
        if carpeta.exists():
            servidores._detener(carpeta)


def usuario_de(datos):
    """A process that uses the servers until it is told to end."""
    proceso = subprocess.Popen(
        [sys.executable, "-c", USAR.format(datos=str(datos))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    abiertos.append(proceso)
    assert proceso.stdout.readline() == "usando\n"
    return proceso


def terminar(proceso):
    proceso.communicate("\n", timeout=30)
    assert proceso.returncode == 0


def estado(datos):
    return servidores.estado(datos, AMBOS)


def manage(datos, *orden, **entorno):
    limpio = {c: v for c, v in os.environ.items() if c not in servidores.VARIABLES.values()}
    propio = {"JUNTOS_DATOS": str(datos), "DJANGO_SETTINGS_MODULE": "juntos.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *orden],
        env=limpio | propio | entorno,
        capture_output=True,
        text=True,
        check=False,
    )


def test_el_ultimo_en_salir_los_detiene(datos):
    primera, segunda = usuario_de(datos), usuario_de(datos)
    assert estado(datos) == AMBOS

    terminar(primera)
    assert estado(datos) == AMBOS

    terminar(segunda)
    assert estado(datos) == NINGUNO


def test_vuelven_a_iniciar_tras_una_muerte_brusca(datos):
    """A killed PostgreSQL leaves its pid file, and children that still hold its memory."""
    proceso = usuario_de(datos)
    pid = int((datos / "postgres" / "postmaster.pid").read_text().split("\n")[0])
    proceso.kill()
    proceso.communicate()
    os.kill(pid, signal.SIGKILL)

    terminar(usuario_de(datos))

    assert estado(datos) == NINGUNO


def test_un_pid_que_ahora_es_de_otro_no_impide_iniciar(datos):
    terminar(usuario_de(datos))
    archivo = datos / "postgres" / "postmaster.pid"
    lineas = [str(os.getppid()), str(datos / "postgres"), "1", "5432", "/nadie", "", "1 1", "ready"]
    archivo.write_text("\n".join(lineas))

    postgres.olvidar_pid_ajeno(datos / "postgres")

    assert not archivo.exists()


def test_iniciar_los_deja_hasta_parar(datos):
    assert manage(datos, "servidores", "iniciar").returncode == 0
    terminar(usuario_de(datos))
    assert estado(datos) == AMBOS
    assert "postgres: en marcha" in manage(datos, "servidores", "estado").stdout

    assert "valkey: detenido" in manage(datos, "servidores", "parar").stdout
    assert estado(datos) == NINGUNO


def test_parar_espera_a_quien_los_usa(datos):
    proceso = usuario_de(datos)
    assert "Todavía" in manage(datos, "servidores", "parar").stdout
    assert estado(datos) == AMBOS
    terminar(proceso)
    assert estado(datos) == NINGUNO


def test_cualquier_orden_encuentra_su_base_con_tablas(datos):
    programa = "from juntos.models import Distrito; print(Distrito.objects.count())"
    hecho = manage(datos, "shell", "-v0", "-c", programa)
    assert int(hecho.stdout) > 1800, hecho.stderr
    assert hecho.stderr == ""  # a script reads one sentence there, or none
    assert estado(datos) == NINGUNO

    assert "Preparando" not in manage(datos, "shell", "-v0", "-c", programa).stderr


def test_lo_que_guarda_valkey_sobrevive(datos):
    proceso = usuario_de(datos)
    valkey.pedir(datos, b"SET campana 1")
    terminar(proceso)
    # Durability is a matter of the real mode, not of the tests'.
    servidores.iniciar(datos, AMBOS)
    valkey.pedir(datos, b"SET campana 2")
    assert servidores.parar(datos)
    servidores.iniciar(datos, AMBOS)
    assert valkey.pedir(datos, b"GET campana") == b"$1\r\n2\r\n"


def test_sin_la_rueda_dice_que_definir(datos, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda nombre: None)
    with pytest.raises(servidores.NoDisponible, match="DATABASE_URL"):
        servidores.iniciar(datos, AMBOS)


def test_sin_espacio_lo_dice_en_una_frase(tmp_path):
    with pytest.raises(servidores.NoDisponible, match="espacio en el disco"):
        servidores.exigir_espacio(tmp_path, minimo=2**70)


def test_una_orden_sin_servidor_termina_con_una_frase(datos):
    datos.mkdir()
    comun.sockets(datos.resolve()).touch()
    try:
        hecho = manage(datos, "migrate")
    finally:
        comun.sockets(datos.resolve()).unlink()
    assert hecho.returncode == 1
    assert "Traceback" not in hecho.stderr
    assert hecho.stderr.startswith("La carpeta /tmp/juntos-")


def test_nadie_mas_entra_a_los_sockets(datos):
    proceso = usuario_de(datos)
    assert comun.sockets(datos).stat().st_mode & 0o077 == 0
    terminar(proceso)


def test_arrancar_no_se_nota(datos):
    terminar(usuario_de(datos))
    inicio = time.monotonic()
    servidores.iniciar(datos, AMBOS, duradero=False)
    assert time.monotonic() - inicio < 5
