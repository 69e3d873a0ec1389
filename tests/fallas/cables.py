"""Network namespaces: one where web, worker and clock run, and wires to their servers that are cut.

Between both ends of a wire is a namespace that forwards packets, or, when it is cut, drops them
without a word: no reset, no «unreachable», as when a link goes dark.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

APARTE = "juntos-app"
TURNO = Path(tempfile.gettempdir()) / "juntos-cables.turno"


def _ip(*orden: str) -> None:
    subprocess.run(["ip", *orden], check=True, capture_output=True, text=True)


def dentro(espacio: str, *orden: str) -> None:
    _ip("netns", "exec", espacio, *orden)


def por_que_no() -> str:
    """Why there can be no namespaces on this machine; empty when there can."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        return "los espacios de red piden root e iproute2"
    nombre = f"juntos-prueba{os.getpid()}"
    hecho = subprocess.run(["ip", "netns", "add", nombre], capture_output=True, text=True)
    if hecho.returncode:
        return f"ip netns: {hecho.stderr.strip()}"
    _ip("netns", "del", nombre)
    return ""


class Cable:
    """From this namespace (`servidor`) to the one apart, through one that may drop everything."""

    def __init__(self, numero: int):
        self.medio = f"juntos-cable{numero}"
        self.servidor, self.aparte = f"10.77.{numero}.1", f"10.77.{numero + 100}.2"
        _ip("netns", "add", self.medio)
        self._tender(f"jc{numero}s", self.servidor, None, f"10.77.{numero}.2")
        self._tender(f"jc{numero}a", self.aparte, APARTE, f"10.77.{numero + 100}.1")
        self.unir()
        _ip("route", "add", f"10.77.{numero + 100}.0/24", "via", f"10.77.{numero}.2")
        red, puerta = f"10.77.{numero}.0/24", f"10.77.{numero + 100}.1"
        dentro(APARTE, "ip", "route", "add", red, "via", puerta)

    def _tender(self, nombre: str, punta: str, espacio: str | None, medio: str) -> None:
        _ip("link", "add", nombre, "type", "veth", "peer", "name", f"{nombre}m")
        _ip("link", "set", f"{nombre}m", "netns", self.medio)
        _encender(self.medio, f"{nombre}m", medio)
        if espacio:
            _ip("link", "set", nombre, "netns", espacio)
        _encender(espacio, nombre, punta)

    def cortar(self) -> None:
        self._pasar("0")

    def unir(self) -> None:
        self._pasar("1")

    def _pasar(self, valor: str) -> None:
        dentro(self.medio, "sh", "-c", f"echo {valor} > /proc/sys/net/ipv4/ip_forward")


def _encender(espacio: str | None, nombre: str, direccion: str) -> None:
    donde = ["-n", espacio] if espacio else []
    _ip(*donde, "addr", "add", f"{direccion}/24", "dev", nombre)
    _ip(*donde, "link", "set", nombre, "up")


@contextlib.contextmanager
def cables(*numeros: int) -> Iterator[list[Cable]]:
    """The namespace apart and so many wires to it; all gone at the end. One set on a machine."""
    with TURNO.open("a") as turno:
        fcntl.flock(turno, fcntl.LOCK_EX)
        yield from _tendidos(numeros)


def _tendidos(numeros: tuple[int, ...]) -> Iterator[list[Cable]]:
    _ip("netns", "add", APARTE)
    tendidos = []
    try:
        _ip("-n", APARTE, "link", "set", "lo", "up")
        for numero in numeros:
            tendidos.append(Cable(numero))
        yield tendidos
    finally:
        for espacio in [*(cable.medio for cable in tendidos), APARTE]:
            _ip("netns", "del", espacio)
