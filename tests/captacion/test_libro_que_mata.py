"""An .xls that its reader cannot bear: refused in a sentence, and nobody dies of it."""

import io
from pathlib import Path

import pytest

from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.libro import Libro

DATOS = Path(__file__).resolve().parents[1] / "datos"
ENTERO = (DATOS / "regional_antiguo.xls").read_bytes()
# Found by spoiling files: the first asks for 20 GB of memory, the second ends in a panic.
MALOS = {
    "con 4,096 nulos": ENTERO[:200] + b"\x00" * 4096 + ENTERO[200:],
    "cortado": (DATOS / "padron_56_antiguo.xls").read_bytes()[:657],
}


@pytest.mark.parametrize("como", MALOS)
def test_un_libro_antiguo_que_mata_a_su_lector_se_rechaza(como):
    with pytest.raises(ArchivoRechazado, match="dañado"):
        Libro(io.BytesIO(MALOS[como]))


def test_el_mismo_libro_entero_se_lee():
    libro = Libro(io.BytesIO(ENTERO))
    assert any(list(libro.filas(hoja)) for hoja in libro.hojas)
