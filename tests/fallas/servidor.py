"""A PostgreSQL of the test alone, to be stopped without warning or left without disk."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from django.db import connection

from juntos import servidores
from juntos.servidores import postgres
from tests.fallas import trabajo
from tests.fallas.huella import Huella, huella

RAIZ = Path(__file__).resolve().parents[2]
NOMBRE = "juntos"
SIN_BROKER = "redis://127.0.0.1:1/0"
DETENIDA = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'captacion_captacion'::regclass
"""


class Servidor:
    """Its tables start as the test database's; `url` leads to it."""

    def __init__(self, carpeta: Path):
        self.datos = carpeta / "servidor"
        self.url = trabajo.direccion(servidores.conexion_embebida(self.datos))

    def iniciar(self) -> None:
        servidores.iniciar(self.datos, [servidores.POSTGRES])

    def parar(self) -> None:
        servidores.parar(self.datos)

    def poblar(self) -> None:
        """Everything that the test database holds, and the seeds beside it."""
        base = connection.settings_dict
        volcado = subprocess.run(
            [_pg("pg_dump"), "-h", base["HOST"], "-U", base["USER"], base["NAME"]],
            check=True,
            capture_output=True,
        ).stdout
        self.sql(f"DROP DATABASE IF EXISTS {NOMBRE}", "postgres")
        self.sql(f"CREATE DATABASE {NOMBRE}", "postgres")
        # A dump grants to a role of the whole server, and does not bring it.
        if not self.sql("SELECT 1 FROM pg_roles WHERE rolname = 'juntos_web'", "postgres"):
            self.sql("CREATE ROLE juntos_web NOLOGIN", "postgres")
        orden = [_pg("psql"), "-q", "-1", "-v", "ON_ERROR_STOP=1", self.url]
        subprocess.run(orden, input=volcado, check=True, capture_output=True)
        self.sql("ANALYZE")  # a dump brings no statistics

    def sql(self, orden: str, base: str = NOMBRE) -> list[tuple]:
        with self.conectar(base) as conexion, conexion.cursor() as cursor:
            cursor.execute(orden)
            return cursor.fetchall() if cursor.description else []

    def conectar(self, base: str = NOMBRE) -> psycopg.Connection:
        return psycopg.connect(self.url.replace(f"/{NOMBRE}?", f"/{base}?"), autocommit=True)

    def huella(self) -> Huella:
        with self.conectar() as conexion, conexion.cursor() as cursor:
            return huella(cursor)

    def matar(self) -> None:
        """SIGKILL to the postmaster: nothing is flushed, nobody is told."""
        pid = (self.datos / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
        os.kill(int(pid), signal.SIGKILL)

    def detener_de_golpe(self) -> None:
        """`pg_ctl stop -m immediate`: every session is cut, nothing is flushed."""
        orden = [_pg("pg_ctl"), "-D", self.datos / "postgres", "-m", "immediate", "stop"]
        assert not postgres.ejecutar(orden, self.datos)

    @contextlib.contextmanager
    def detenido_al_captar(self) -> Iterator[Callable]:
        """Gives a function that waits until a load, held by a lock of ours, has written its people
        and links and is about to capture, and then does what it is given."""
        with self.conectar() as candado:
            candado.autocommit = False
            candado.execute("LOCK captacion_captacion IN SHARE MODE")

            def tirar(hacer: Callable[[], None]) -> None:
                trabajo.esperar(lambda: self.sql(DETENIDA) != [(0,)], 30)
                hacer()

            yield tirar
            candado.close()

    def manage(self, *orden: str, broker: str = SIN_BROKER) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *orden],
            cwd=RAIZ,
            env=trabajo.entorno(self.datos.parent, self.url, broker),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def shell(self, programa: str, broker: str = SIN_BROKER) -> str:
        proceso = self.manage("shell", "-v0", "-c", programa, broker=broker)
        salida, error = proceso.communicate(timeout=60)
        assert proceso.returncode == 0, error
        return salida + error


def _pg(programa: str) -> Path:
    return servidores.ejecutable(servidores.POSTGRES).with_name(programa)


@contextlib.contextmanager
def servidor_aparte() -> Iterator[Servidor]:
    """Not in pytest's own folder, which is closed to the unprivileged user of PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="juntos-falla-") as temporal:
        Path(temporal).chmod(0o711)
        servidor = Servidor(Path(temporal))
        servidor.iniciar()
        try:
            servidor.poblar()
            yield servidor
        finally:
            servidor.parar()
