"""The PostgreSQL that is backed up: its address, its tools, the databases that we make beside."""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from juntos import servidores
from juntos.respaldo.errores import DEL_SERVIDOR, ErrorDeRespaldo

# What a message of a tool may quote: names of the schema, never a value of a row.
CITA = re.compile(
    r'(?<!relation )(?<!table )(?<!role )(?<!database )(?<!extension )(?<!constraint )"[^"]*"'
)
LARGO_DE_NOMBRE = 63


def base_actual() -> str:
    return connection.settings_dict["NAME"]


def direccion(base: str) -> str:
    """libpq's address without the password, which would be seen in the list of processes."""
    return make_conninfo(**{k: v for k, v in _parametros(base).items() if k != "password"})


def _parametros(base: str) -> dict:
    if servidores.POSTGRES in settings.EMBEBIDOS:
        servidores.asegurar(
            settings.JUNTOS_DATOS, settings.EMBEBIDOS, duradero=settings.EMBEBIDOS_DURADEROS
        )
    conocidos = {opcion.keyword.decode() for opcion in psycopg.pq.Conninfo.get_defaults()}
    todos = connection.get_connection_params() | {"dbname": base}
    return {clave: valor for clave, valor in todos.items() if clave in conocidos}


def conectar(base: str) -> psycopg.Connection:
    return psycopg.connect(**_parametros(base), autocommit=True)


def mantenimiento() -> psycopg.Connection:
    """A session outside of every database that is made, renamed or dropped."""
    return conectar("postgres")


@contextlib.contextmanager
def herramienta(programa: str, *opciones: str, **tubos) -> Iterator[subprocess.Popen]:
    """A tool of PostgreSQL on a pipe, which never outlives us; it fails as an ErrorDeRespaldo."""
    entorno = os.environ | {"LC_ALL": "C.UTF-8"}
    if clave := connection.settings_dict["PASSWORD"]:
        entorno["PGPASSWORD"] = clave
    with tempfile.TemporaryFile() as quejas:
        proceso = subprocess.Popen(  # noqa: S603 PostgreSQL's own tools
            [_ruta(programa), *opciones], stderr=quejas, env=entorno, **tubos
        )
        try:
            with contextlib.suppress(BrokenPipeError):
                yield proceso
                if proceso.stdin:
                    proceso.stdin.close()
            codigo = proceso.wait()
        finally:
            proceso.kill()
            proceso.wait()
            for tubo in (proceso.stdin, proceso.stdout):
                if tubo:
                    with contextlib.suppress(BrokenPipeError):
                        tubo.close()
        quejas.seek(0)
        if codigo:
            raise ErrorDeRespaldo(_explicar(programa, quejas.read().decode(errors="replace")))


def _ruta(programa: str) -> str:
    """That of the system, else that of the embedded server: the first no older than the server."""
    with mantenimiento() as conexion:
        version = conexion.info.server_version // 10_000
    del_paquete = servidores.ejecutable(servidores.POSTGRES)
    for ruta in (shutil.which(programa), del_paquete and str(del_paquete.with_name(programa))):
        if ruta and _version(ruta) >= version:
            return ruta
    raise ErrorDeRespaldo(
        f"Falta {programa} de PostgreSQL {version} o más nuevo: instale el cliente de esa versión."
    )


def _version(ruta: str) -> int:
    orden = [ruta, "--version"]
    dicho = subprocess.run(orden, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(re.search(r"\) (\d+)", dicho)[1])


def _explicar(programa: str, quejas: str) -> str:
    """Its first complaint, without what it quotes: a refused row is personal data."""
    if "No space left on device" in quejas:
        return DEL_SERVIDOR
    primera = next((x for x in quejas.splitlines() if "error:" in x), "").strip()
    return f"{programa} no terminó: {CITA.sub('«…»', primera) or 'sin explicación'}"


# --- Databases beside the real one


def existe(base: str) -> bool:
    with mantenimiento() as conexion:
        hallada = conexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", [base])
        return hallada.fetchone() is not None


def nombre_nuevo(base: str, para: str) -> str:
    fin = f"_{para}_{secrets.token_hex(4)}"
    return base[: LARGO_DE_NOMBRE - len(fin)] + fin


def abandonadas(base: str, para: str) -> list[str]:
    """Databases of `nombre_nuevo` that a killed process left behind."""
    raiz = nombre_nuevo(base, para)[:-8]
    with mantenimiento() as conexion:
        todas = conexion.execute("SELECT datname FROM pg_database").fetchall()
    return [otra for (otra,) in todas if re.fullmatch(re.escape(raiz) + "[0-9a-f]{8}", otra)]


def crear(base: str) -> None:
    _ordenar("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", base)


def borrar(base: str) -> None:
    _ordenar("DROP DATABASE IF EXISTS {} WITH (FORCE)", base)


def renombrar(base: str, otra: str) -> None:
    """Nobody comes in meanwhile: whoever was inside is sent out."""
    _ordenar("ALTER DATABASE {} ALLOW_CONNECTIONS false", base)
    try:
        with mantenimiento() as conexion:
            conexion.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [base],
            )
        _ordenar("ALTER DATABASE {} RENAME TO {}", base, otra)
    except psycopg.Error:
        _ordenar("ALTER DATABASE {} ALLOW_CONNECTIONS true", base)
        raise
    _ordenar("ALTER DATABASE {} ALLOW_CONNECTIONS true", otra)


def _ordenar(orden: str, *bases: str) -> None:
    with mantenimiento() as conexion:
        conexion.execute(sql.SQL(orden).format(*map(sql.Identifier, bases)))


@contextlib.contextmanager
def de_a_uno(que: str) -> Iterator[None]:
    """One process at a time on this server; the lock goes with whoever is killed."""
    with mantenimiento() as conexion:
        pedido = conexion.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [que])
        if not pedido.fetchone()[0]:
            raise ErrorDeRespaldo("Ya hay otro ensayo de restauración en marcha.")
        yield
