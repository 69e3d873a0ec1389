"""Web, worker, clock, PostgreSQL and broker: killed, and started again as systemd does."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
from django.conf import settings

from juntos import procesos, servidores
from juntos.servidores import valkey
from tests.fallas import trabajo
from tests.fallas.servidor import Servidor, servidor_aparte

GRANIAN = (
    "granian --interface wsgi --host {anfitrion} --port {puerto} --workers 1 --blocking-threads 4"
    " --no-access-log juntos.wsgi:application"
)
CELERY = "celery -A juntos.celery {} --loglevel WARNING {}"
PROCESOS = {
    "web": GRANIAN,
    "trabajador": CELERY.format("worker", "--concurrency 2 --without-gossip --without-mingle"),
    "reloj": CELERY.format("beat", "--pidfile="),
}
PARTES = [*PROCESOS, "postgres", "broker"]
# A worker that died looks like one that is busy until minutes have passed: let them have passed.
PASARON_MINUTOS = """
UPDATE captacion_carga SET latido = latido - interval '10 minutes',
    recibida_en = recibida_en - interval '10 minutes'
WHERE estado IN ('recibida', 'en_proceso') OR (estado = 'procesada' AND segundos = 0)
"""


class Sistema:
    """Everything that production runs, over one server of the test alone."""

    def __init__(self, servidor: Servidor, anfitrion: str = "127.0.0.1"):
        self.servidor, self.datos = servidor, servidor.datos
        self.carpeta = self.datos.parent / "pruebas"
        self.anfitrion, self.puerto = anfitrion, _puerto_libre()
        self.url = f"http://{anfitrion}:{self.puerto}"
        self.base, self.broker = servidor.url, servidores.url_broker_embebido(self.datos)
        # What a command starts with: `ip netns exec …` puts it on the other side of a wire.
        self.antes: dict[str, list[str]] = {}
        self.vivos: dict[str, subprocess.Popen] = {}

    def levantar(self) -> None:
        self._servidores()
        for parte in PROCESOS:
            self._lanzar(parte)
        trabajo.esperar(self.responde, 30)

    def apagar(self) -> None:
        procesos.detener(self.vivos.values())
        self.vivos = {}

    def empezar_de_nuevo(self) -> None:
        """The tables as the test database has them, no bell, an empty drop folder."""
        self.apagar()
        self.servidor.poblar()
        valkey.pedir(self.datos, b"FLUSHALL")
        shutil.rmtree(self.carpeta, ignore_errors=True)

    def matar(self, parte: str) -> None:
        """SIGKILL: nobody is asked, nothing is flushed."""
        if parte == "postgres":
            self.servidor.matar()
        elif parte == "broker":
            os.kill(self._pid_del_broker(), signal.SIGKILL)
        else:
            muerto = self.vivos.pop(parte)
            os.killpg(muerto.pid, signal.SIGKILL)
            muerto.wait()

    def revivir(self, parte: str) -> None:
        if parte in PROCESOS:
            self._lanzar(parte)
        else:
            self._servidores()

    def dejar_pasar(self) -> None:
        """As if the minutes had passed after which what nobody holds is taken up again."""
        with contextlib.suppress(psycopg.OperationalError):
            self.servidor.sql(PASARON_MINUTOS)

    def responde(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/salud/lista/", timeout=5).status_code == 200
        return False

    def entrada(self, fuente: str) -> Path:
        return self.carpeta / "entrada" / fuente

    def registro(self, parte: str) -> Path:
        return self.datos.parent / f"{parte}.log"

    def _servidores(self) -> None:
        servidores.iniciar(self.datos, [servidores.POSTGRES, servidores.VALKEY])

    def _lanzar(self, parte: str) -> None:
        if parte == "web":
            trabajo.esperar(lambda: _esta_libre(self.anfitrion, self.puerto), 10)
        orden = PROCESOS[parte].format(anfitrion=self.anfitrion, puerto=self.puerto).split()
        propio = {
            "DJANGO_SETTINGS_MODULE": "tests.fallas.ajustes",
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": self.anfitrion,
        }
        self.vivos[parte] = procesos.lanzar(
            [*self.antes.get(parte, []), sys.executable, "-m", *orden],
            registro=self.registro(parte),
            entorno=trabajo.entorno(self.datos.parent, self.base, self.broker) | propio,
            al_morir=signal.SIGQUIT,
        )

    def _pid_del_broker(self) -> int:
        dicho = valkey.pedir(self.datos, b"INFO server")
        return int(re.search(rb"process_id:(\d+)", dicho)[1])


def _puerto_libre() -> int:
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        return libre.getsockname()[1]


def _esta_libre(anfitrion: str, puerto: int) -> bool:
    with socket.socket() as enchufe:
        enchufe.settimeout(0.5)
        return enchufe.connect_ex((anfitrion, puerto)) != 0


@contextlib.contextmanager
def sistema_aparte() -> Iterator[Sistema]:
    """A system over what the test database holds now."""
    with servidor_aparte() as servidor:
        sistema = Sistema(servidor)
        try:
            yield sistema
        finally:
            sistema.apagar()
