"""Child processes that end with us: each in its own process group, its output in its own file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

PR_SET_PDEATHSIG = 1
PACIENCIA = 6.0


def lanzar(orden: list[str], *, registro: Path, entorno: dict[str, str]) -> subprocess.Popen:
    """Start `orden` out of the terminal's process group: Ctrl-C is ours to pass on, in order."""
    with registro.open("ab") as salida:
        return subprocess.Popen(  # noqa: S603 our own programs
            orden,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=subprocess.STDOUT,
            env=os.environ | entorno,
            start_new_session=True,
            preexec_fn=_morir_con(os.getpid()),
        )


def _morir_con(padre: int) -> Callable[[], None] | None:
    """On Linux the kernel itself tells the child when we are killed without a word."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def pedir() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
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


def orden_de(pid: int) -> str:
    """The command line of a running process, "" when there is none."""
    return subprocess.run(  # noqa: S603
        ["ps", "-o", "args=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
