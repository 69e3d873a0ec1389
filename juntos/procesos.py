"""Child processes that end with us: each in its own process group, its output in its own file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

PR_SET_PDEATHSIG = 1
PACIENCIA = 6.0


def lanzar(
    orden: list[str],
    *,
    registro: Path,
    entorno: Mapping[str, str] = os.environ,
    al_morir: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen:
    """Start `orden` out of the terminal's process group: Ctrl-C is ours to pass on, in order.

    `al_morir`: what the kernel sends it (on Linux) when we are killed without a word.
    """
    with registro.open("ab") as salida:
        return subprocess.Popen(  # noqa: S603 our own programs
            orden,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=subprocess.STDOUT,
            env=entorno,
            start_new_session=True,
            preexec_fn=_morir_con(os.getpid(), al_morir),
        )


def _morir_con(padre: int, senal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def pedir() -> None:
        prctl(PR_SET_PDEATHSIG, senal)
        if os.getppid() != padre:
            os._exit(1)

    return pedir


def detener(procesos: Iterable[subprocess.Popen]) -> None:
    """Ask all of them to end, wait a little, and end the groups of those that did not."""
    for proceso in procesos:
        if proceso.poll() is None:
            proceso.terminate()
    limite = time.monotonic() + PACIENCIA
    for proceso in procesos:
        with contextlib.suppress(subprocess.TimeoutExpired):
            proceso.wait(max(0.0, limite - time.monotonic()))
        matar_grupo(proceso.pid)
        proceso.wait()


def matar_grupo(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def grupos_con(texto: str) -> set[int]:
    """Process groups with a member whose command line has `texto`."""
    lineas = subprocess.run(
        ["ps", "-eo", "pgid=,args="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return {int(linea.split(None, 1)[0]) for linea in lineas if texto in linea}
