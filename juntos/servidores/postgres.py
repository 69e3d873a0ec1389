"""The embedded PostgreSQL: made, started, stopped. It refuses root, and runs then as `nobody`."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from juntos.servidores.comun import (
    PLAZO_DE_ARRANQUE,
    POSTGRES,
    NoDisponible,
    ejecutable,
    es_root,
    sin_espacio,
    sockets,
    ultimas_lineas,
    usuario_postgres,
)

BASE = "juntos"
AJUSTES = {
    "listen_addresses": "",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # A killed worker's statement ends with it.
    "client_connection_check_interval": "2s",
    # Rows of the files are personal data: errors are logged without their values.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
AJUSTES_DE_PRUEBA = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def responde(datos: Path) -> bool:
    try:
        _conectar(datos).close()
    except psycopg.OperationalError:
        return False
    return True


def _conectar(datos: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(sockets(datos)),
        port=5432,
        user="postgres",
        dbname="postgres",
        connect_timeout=3,
        autocommit=True,
    )


def iniciar(datos: Path, duradero: bool) -> None:
    pgdata = datos / "postgres"
    if es_root():
        _dejar_pasar(datos, ejecutable(POSTGRES))
    if not pgdata.exists():
        _crear_postgres(datos)
    ajustes = AJUSTES | {
        "shared_buffers": f"{_memoria_compartida()}MB",
        "unix_socket_directories": str(sockets(datos)),
    }
    if not duradero:
        ajustes |= AJUSTES_DE_PRUEBA
    opciones = " ".join(f"-c {clave}='{valor}'" for clave, valor in ajustes.items())
    limite = time.monotonic() + PLAZO_DE_ARRANQUE
    while True:
        olvidar_pid_ajeno(pgdata)
        error = ejecutar(
            [_pg("pg_ctl"), "-D", pgdata, "-l", pgdata / "log", "-o", opciones, "-w", "start"],
            datos,
        )
        if not error or responde(datos):
            return
        detalle = error + ultimas_lineas(pgdata / "log")
        if "No space left on device" in detalle:
            raise sin_espacio(datos)
        if time.monotonic() > limite:
            raise NoDisponible(f"PostgreSQL embebido no inicia: vea {pgdata / 'log'}.")
        time.sleep(0.3)


def _memoria_compartida() -> int:
    """MB for the pages of tables and indexes: an eighth of the machine's, from 256 to 1,024."""
    maquina = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(maquina // 8 // 1024**2, 256), 1024)


def _pg(programa: str) -> Path:
    return ejecutable(POSTGRES).with_name(programa)


def _crear_postgres(datos: Path) -> None:
    """A new cluster, put in place only when whole: a killed initdb leaves nothing behind."""
    nuevo = datos / "postgres.nuevo"
    shutil.rmtree(nuevo, ignore_errors=True)
    nuevo.mkdir(mode=0o700)
    if es_root():
        os.chown(nuevo, usuario_postgres(datos), -1)
    # `trust` is safe: the only way in is a socket in a folder that nobody else may enter.
    # PostgreSQL's own C.UTF-8 has the order of the system's, and compares bytes by itself.
    opciones = ["-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    opciones += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    error = ejecutar([_pg("initdb"), "-D", nuevo, *opciones], datos)
    if "No space left on device" in error:
        raise sin_espacio(datos)
    if error:
        (datos / "initdb.log").write_text(error)
        raise NoDisponible(f"PostgreSQL embebido no se pudo crear: vea {datos / 'initdb.log'}.")
    nuevo.rename(datos / "postgres")


def _dejar_pasar(*rutas: Path) -> None:
    """Let the unprivileged user walk (not list) down to its data and its programs."""
    for carpeta in {carpeta for ruta in rutas for carpeta in [ruta, *ruta.parents]}:
        modo = carpeta.stat().st_mode
        if not modo & stat.S_IXOTH:
            carpeta.chmod(modo | stat.S_IXOTH)


def olvidar_pid_ajeno(pgdata: Path) -> None:
    """Drop a dead server's pid file when its number is now another program's (containers)."""
    archivo = pgdata / "postmaster.pid"
    try:
        pid = int(archivo.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    orden = subprocess.run(  # noqa: S603
        ["ps", "-o", "args=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    if orden and "postgres" not in orden:
        archivo.unlink(missing_ok=True)


def crear_base(datos: Path) -> None:
    with _conectar(datos) as conexion:
        if not conexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE]).fetchone():
            conexion.execute(f"CREATE DATABASE {BASE}")


def detener(datos: Path) -> None:
    pgdata = datos / "postgres"
    if not (pgdata / "postmaster.pid").exists() or not ejecutable(POSTGRES):
        return
    for modo in ("fast", "immediate"):
        orden = [_pg("pg_ctl"), "-D", pgdata, "-m", modo, "-w", "-t", "15", "stop"]
        if not ejecutar(orden, datos):
            return


def ejecutar(orden: list[str | Path], datos: Path) -> str:
    """Run a PostgreSQL tool, as its unprivileged user when we are root; "" when it went well.

    The output goes through a file: the server inherits it, and a pipe would never close.
    """
    como = {}
    if es_root():
        usuario = usuario_postgres(datos)
        como = {"user": usuario, "group": pwd.getpwuid(usuario).pw_gid, "extra_groups": []}
    with tempfile.TemporaryFile("w+", errors="replace") as salida:
        codigo = subprocess.run(  # noqa: S603 the programs are those of the wheel
            orden,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=salida,
            cwd="/",
            start_new_session=True,
            check=False,
            **como,
        ).returncode
        salida.seek(0)
        return "" if codigo == 0 else salida.read() or f"código {codigo}"
