"""An .xls is opened first in a process of its own: what its reader cannot bear kills nobody else.

A few bytes out of place, and python-calamine makes room for a cell at the end of the world (20 GB)
or ends in a panic, which no `except` of ours names.
"""

import subprocess
import sys
from typing import BinaryIO

MEMORIA, SEGUNDOS = 2 << 30, 120
_PRUEBA = f"""
import io, resource, sys
from python_calamine import CalamineWorkbook
resource.setrlimit(resource.RLIMIT_AS, ({MEMORIA}, {MEMORIA}))
CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
"""


def se_deja_abrir(archivo: BinaryIO) -> bool:
    archivo.seek(0)
    try:
        hecho = subprocess.run(  # noqa: S603 (our own words)
            [sys.executable, "-c", _PRUEBA],
            input=archivo.read(),
            capture_output=True,
            timeout=SEGUNDOS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return hecho.returncode == 0
