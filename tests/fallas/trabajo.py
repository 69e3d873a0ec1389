"""Real workers on a broker of their own, killed and replaced; and the files that they load."""

import contextlib
import datetime as dt
import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files import File
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from afiliacion.acciones.cargas import retomar
from captacion.acciones import encolar, recibir
from captacion.importacion import CANDADO_FUENTE
from captacion.models import Carga, EstadoCarga, Fuente
from captacion.simulacion.simulador import Simulador
from juntos import procesos
from juntos.models import Usuario
from tests import semillas

HOY = dt.date(2026, 11, 23)
LARGAS = os.environ.get("FALLAS_LARGAS") == "1"
SEMILLA = int(os.environ.get("FALLAS_SEMILLA", "2026"))
ARCHIVOS = ("juntos", "pgh", "sis_gestantes", "padron_nominal")
# The sweeper is told that so much time has passed: it sees the dead without waiting for hours.
MAS_TARDE = dt.timedelta(minutes=10)


def simular(carpeta: Path, hogares: int = 1500) -> list[Path]:
    """Synthetic files of every source, in the order in which they are loaded."""
    Simulador(carpeta, hogares=hogares, dias=60, hasta=HOY, semilla=7, sucio=0.02).correr()
    return [carpeta / f"{nombre}.txt" for nombre in ARCHIVOS]


def recibida(ruta: Path) -> Carga:
    with ruta.open("rb") as abierto:
        return recibir(File(abierto), nombre=ruta.name, por=Usuario.objects.sistema(), hoy=HOY)


def llegar(ruta: Path) -> Carga:
    """The file comes in and the bell rings."""
    carga = recibida(ruta)
    encolar(carga)
    return carga


def vaciar() -> None:
    """The tables as the migrations left them."""
    call_command("flush", verbosity=0, interactive=False)
    semillas.guardar_o_restaurar()


def direccion(base: dict) -> str:
    """DATABASE_URL of a connection's settings."""
    socket = urllib.parse.urlencode({"host": base["HOST"]})
    return f"postgresql://{base['USER']}@/{base['NAME']}?{socket}"


def entorno(datos: Path, base: str, broker: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": base,
        "CELERY_BROKER_URL": broker,
        "JUNTOS_DATOS": str(datos),
        "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
    }


def esperar(hecho: Callable[[], object], cuanto: float = 60) -> None:
    limite = time.monotonic() + cuanto
    while not hecho():
        assert time.monotonic() < limite, "no ocurrió a tiempo"
        time.sleep(0.01)


def termino(carga: Carga) -> bool:
    """Loaded, brought to the queue and measured; any other end is a failure."""
    en_pie(carga)
    return carga.estado == EstadoCarga.PROCESADA and carga.segundos > 0


def en_pie(carga: Carga) -> None:
    carga.refresh_from_db()
    assert carga.estado in (
        EstadoCarga.RECIBIDA,
        EstadoCarga.EN_PROCESO,
        EstadoCarga.PROCESADA,
    ), f"{carga.estado}: {carga.motivo}"


def empezo(carga: Carga) -> bool:
    carga.refresh_from_db()
    return carga.estado != EstadoCarga.RECIBIDA


def rescatar(carga: Carga) -> None:
    """The sweeper passes until nothing of the dead worker holds the load."""
    carga.refresh_from_db()
    muerto = carga.intentos

    def libre() -> bool:
        retomar(ahora=timezone.now() + MAS_TARDE)
        carga.refresh_from_db()
        return carga.estado != EstadoCarga.EN_PROCESO or carga.intentos > muerto

    esperar(libre)


def candado_de(carga: Carga) -> list[int]:
    """The advisory lock that a load of its source takes, told by the file's name."""
    return [
        CANDADO_FUENTE,
        Fuente.values.index(carga.nombre_archivo.removesuffix(".txt").removesuffix("_2")),
    ]


@contextlib.contextmanager
def ocupado(candado: list[int]) -> Iterator[None]:
    """Hold an advisory lock that loads wait for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", candado)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", candado)


def espera_turno(carga: Carga) -> bool:
    en_pie(carga)
    return carga.paso == "Esperando a que termine otra carga"


class Cuadrilla:
    """Workers of the test, each in a process group of its own."""

    def __init__(self, datos: Path, broker: str, base: str | None = None):
        self.datos, self.registro = datos, datos / "trabajador.log"
        self.entorno = entorno(datos, base or direccion(connection.settings_dict), broker)
        self.numero = itertools.count()
        self.vivos: list[subprocess.Popen] = []

    def contratar(self, colas: str = "") -> subprocess.Popen:
        """`colas`: those that it serves; all of them unless told."""
        orden = [sys.executable, "-m", "celery", "-A", "juntos.celery", "worker"]
        orden += ["--concurrency", "1", "--loglevel", "WARNING", "-n", f"t{next(self.numero)}@aqui"]
        orden += ["--without-gossip", "--without-mingle", *(["-Q", colas] if colas else [])]
        nuevo = procesos.lanzar(
            orden, registro=self.registro, entorno=self.entorno, al_morir=signal.SIGQUIT
        )
        self.vivos.append(nuevo)
        return nuevo

    def matar(self, trabajador: subprocess.Popen) -> None:
        """SIGKILL to the worker and to its children, in the middle of whatever they do."""
        os.killpg(trabajador.pid, signal.SIGKILL)
        trabajador.wait()
        self.vivos.remove(trabajador)

    def despedir(self) -> None:
        procesos.detener(self.vivos)
        self.vivos = []
