"""manage.py demo: resumes instead of repeating, and leaves nothing running."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from captacion.models import Carga, EstadoCarga, Fuente
from juntos import procesos, servidores
from juntos.management.commands import demo
from juntos.models import Asignacion, Distrito, Establecimiento, Rol, Usuario


def puerto_libre() -> int:
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        return prueba.getsockname()[1]


@pytest.fixture
def muestra(tmp_path):
    """Three rows in one district of Puno, one in Lima, and one that names no district."""
    padron = "CO_UBIGEO_INEI|X\n210101|1\n210101|2\n150101|3\n|4\n"
    (tmp_path / "padron_nominal.txt").write_text(padron)
    (tmp_path / "sis_gestantes.txt").write_text("CO_UBIGEO|X\n210101|1\n")
    return tmp_path


def test_las_usuarias_reciben_el_territorio_mas_denso(db, muestra):
    distritos = demo.distritos_mas_densos(muestra)
    assert distritos[0].pk == "210101"
    assert {d.unidad_territorial_id for d in distritos} == {distritos[0].unidad_territorial_id}


def test_no_se_asigna_mas_de_lo_que_una_gestora_atiende(db, muestra):
    (muestra / "padron_nominal.txt").write_text("CO_UBIGEO_INEI|X\n" + "210101|1\n" * 500)
    assert [d.pk for d in demo.distritos_mas_densos(muestra)] == ["210101"]


@pytest.mark.parametrize(("username", "rol"), [(u, r) for u, r, *_ in demo.USUARIAS])
def test_cada_usuaria_se_crea_una_vez(db, username, rol):
    distritos = list(Distrito.objects.filter(unidad_territorial__isnull=False)[:2])
    for _ in range(2):
        usuaria = demo.crear_usuaria(
            username, rol, "Nombre", "Apellido", clave="clave-1", distritos=distritos
        )

    assert Usuario.objects.filter(username=username).count() == 1
    assert usuaria.check_password("clave-1")
    assert usuaria.is_superuser is (rol == Rol.ADMINISTRACION)
    assert Asignacion.objects.filter(usuario=usuaria).count() == (2 if rol == Rol.GESTORA else 0)


def test_un_archivo_se_recibe_una_vez(db, sede, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    archivo = tmp_path / "juntos.txt"
    archivo.write_text("CODIGOHOGAR|X_DNI\n1|99000001\n")

    primera, nueva = demo.recibir_una_vez(archivo, fuente=Fuente.JUNTOS, por=sede)
    segunda, otra = demo.recibir_una_vez(archivo, fuente=Fuente.JUNTOS, por=sede)

    assert (nueva, otra) == (True, False)
    assert primera == segunda == Carga.objects.get()
    assert primera.estado == EstadoCarga.RECIBIDA


def test_los_establecimientos_se_cargan_una_vez(db, tmp_path):
    archivo = tmp_path / "establecimientos.csv"
    archivo.write_text("codigo,nombre,ubigeo,categoria\n99000001,Puesto,210101,I-1\n")
    demo.cargar_establecimientos(archivo)
    demo.cargar_establecimientos(archivo)
    assert Establecimiento.objects.get(pk="99000001").distrito_id == "210101"


def test_un_puerto_ocupado_se_dice_en_una_frase():
    with socket.socket() as ocupante:
        ocupante.bind(("127.0.0.1", 0))
        ocupante.listen()
        puerto = ocupante.getsockname()[1]
        with pytest.raises(CommandError, match=f"puerto {puerto} está ocupado"):
            demo.exigir_puerto_libre(puerto)


def test_en_produccion_se_niega(settings):
    settings.PERMITE_DEMO = False
    with pytest.raises(CommandError, match="producción"):
        call_command("demo")


@contextlib.contextmanager
def demostracion(datos: Path, puerto: int):
    limpio = {c: v for c, v in os.environ.items() if c not in servidores.VARIABLES.values()}
    propio = {"JUNTOS_DATOS": str(datos), "DJANGO_SETTINGS_MODULE": "juntos.settings"}
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--sin-datos", "--puerto", str(puerto)],
        env=limpio | propio,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as proceso:
        try:
            yield proceso
        finally:
            procesos.matar_grupo(proceso.pid)


def hasta(condicion, segundos=90):
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite
        time.sleep(0.2)


@pytest.mark.parametrize("senal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_al_terminar_no_deja_nada(senal):
    """Ctrl-C, a polite end and a murder: web, worker and both servers go."""
    if senal == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("Solo Linux avisa a los hijos de un proceso que muere sin aviso")
    puerto = puerto_libre()
    with tempfile.TemporaryDirectory(prefix="juntos-demo-") as temporal:
        datos = Path(temporal) / "datos"
        with demostracion(datos, puerto) as proceso:
            linea = next(linea for linea in proceso.stdout if f":{puerto}" in linea)
            assert re.search(r"http://127\.0\.0\.1:\d+", linea)
            with urllib.request.urlopen(f"http://127.0.0.1:{puerto}/salud/") as respuesta:
                assert respuesta.status == 200
            hijos = demo._pids(datos)
            assert len(hijos) == 2
            os.kill(proceso.pid, senal)
            proceso.stdout.read()
            assert proceso.wait(30) == (-9 if senal == signal.SIGKILL else 0)
            servidos = servidores.embebidos({})
            if senal == signal.SIGKILL:
                hasta(lambda: not hijos & procesos.grupos_con(sys.executable), 30)
                # Nobody was left to stop them: whoever comes next does.
                servidores.parar(datos)
            assert not hijos & procesos.grupos_con(sys.executable)
            assert not any(servidores.estado(datos, servidos).values())
