"""The embedded PostgreSQL and Valkey: nothing to install or configure on a laptop.

Addresses follow from the data folder alone, so settings need no running server. Whoever uses a
server holds a shared lock on `servidores.uso`; the last one out stops what was started on demand
(`servidores iniciar` leaves a mark, `servidores.fijos`, that keeps them up). See docs/adr/0001.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from juntos.servidores import postgres, valkey
from juntos.servidores.comun import (
    POSTGRES,
    VALKEY,
    NoDisponible,
    carpeta_de_sockets,
    ejecutable,
    es_root,
    exigir_espacio,
    sockets,
)

__all__ = ["POSTGRES", "VALKEY", "NoDisponible", "ejecutable", "exigir_espacio"]
VARIABLES = {POSTGRES: "DATABASE_URL", VALKEY: "CELERY_BROKER_URL"}
MODULOS = {POSTGRES: postgres, VALKEY: valkey}


def conexion_embebida(datos: Path) -> dict[str, str]:
    """Django's connection values for the embedded PostgreSQL of `datos`."""
    return {"NAME": postgres.BASE, "USER": "postgres", "HOST": str(sockets(datos)), "PORT": "5432"}


def url_broker_embebido(datos: Path) -> str:
    """Celery's address of the embedded Valkey of `datos`."""
    return f"redis+socket://{sockets(datos)}/valkey.sock"


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
    return {servidor: MODULOS[servidor].responde(datos) for servidor in cuales}


def _fijos(datos: Path) -> Path:
    return datos / "servidores.fijos"


@contextlib.contextmanager
def _cerrojo(datos: Path) -> Iterator[None]:
    """One process at a time starts or stops servers of `datos`."""
    # The unprivileged user that serves PostgreSQL when we are root must walk through.
    datos.mkdir(mode=0o711 if es_root() else 0o700, parents=True, exist_ok=True)
    with (datos / "servidores.cerrojo").open("a") as archivo:
        fcntl.flock(archivo, fcntl.LOCK_EX)
        yield


def _iniciar(datos: Path, cuales: Iterable[str], *, duradero: bool) -> None:
    for servidor in cuales:
        if not MODULOS[servidor].responde(datos):
            if not ejecutable(servidor):
                raise NoDisponible(
                    f"Esta plataforma no tiene el servidor embebido de {servidor}: instale el "
                    f"extra «embebido» o defina {VARIABLES[servidor]} con uno propio."
                )
            exigir_espacio(datos)
            carpeta_de_sockets(datos)
            MODULOS[servidor].iniciar(datos, duradero)
        if servidor == POSTGRES:
            postgres.crear_base(datos)


def _detener(datos: Path) -> None:
    valkey.detener(datos)
    postgres.detener(datos)
    with contextlib.suppress(OSError):
        sockets(datos).rmdir()
