"""The embedded Valkey: started, asked, stopped."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from juntos.servidores.comun import (
    PLAZO_DE_ARRANQUE,
    VALKEY,
    NoDisponible,
    ejecutable,
    sin_espacio,
    sockets,
    ultimas_lineas,
)


def _enchufe(datos: Path) -> Path:
    return sockets(datos) / "valkey.sock"


def pedir(datos: Path, orden: bytes) -> bytes:
    """One inline command and the start of its answer; b"" when nobody is there."""
    with socket.socket(socket.AF_UNIX) as enchufe:
        enchufe.settimeout(3)
        try:
            enchufe.connect(str(_enchufe(datos)))
            enchufe.sendall(orden + b"\r\n")
            return enchufe.recv(4096)
        except OSError:
            return b""


def responde(datos: Path) -> bool:
    return pedir(datos, b"PING").startswith(b"+PONG")


def iniciar(datos: Path, duradero: bool) -> None:
    carpeta = datos / "valkey"
    carpeta.mkdir(mode=0o700, exist_ok=True)
    orden = [ejecutable(VALKEY), "--port", "0", "--unixsocket", _enchufe(datos)]
    orden += ["--unixsocketperm", "700", "--dir", carpeta, "--logfile", carpeta / "log"]
    orden += ["--appendonly", "yes" if duradero else "no", "--save", "", "--daemonize", "yes"]
    # `daemonize` leaves the terminal's process group: Ctrl-C is for who started us.
    hecho = subprocess.run(  # noqa: S603
        orden, capture_output=True, text=True, cwd="/", check=False
    )
    limite = time.monotonic() + PLAZO_DE_ARRANQUE
    while not responde(datos):
        if "No space left on device" in hecho.stdout + ultimas_lineas(carpeta / "log"):
            raise sin_espacio(datos)
        if hecho.returncode or time.monotonic() > limite:
            raise NoDisponible(f"Valkey embebido no inicia: vea {carpeta / 'log'}.")
        time.sleep(0.05)


def detener(datos: Path) -> None:
    """It writes what it holds, removes its socket and ends."""
    pedir(datos, b"SHUTDOWN")
    limite = time.monotonic() + 10
    while _enchufe(datos).exists() and responde(datos):
        if time.monotonic() > limite:
            raise NoDisponible(f"Valkey embebido no se detiene: vea {datos / 'valkey' / 'log'}.")
        time.sleep(0.02)
