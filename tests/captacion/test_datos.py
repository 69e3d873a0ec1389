"""The files of tests/datos, each with its expected ledger, row by row."""

from pathlib import Path

from captacion.models import FilaObservada
from tests.captacion.archivos import cargar_bytes

DATOS = Path(__file__).resolve().parents[1] / "datos"


def test_el_padron_sucio_da_el_libro_esperado(cargar, tmp_path):
    carga = cargar_bytes(tmp_path, (DATOS / "padron_nominal_sucio.txt").read_bytes())

    assert (carga.leidas, carga.nuevas, carga.rechazadas, carga.en_revision) == (15, 8, 7, 0)
    filas = FilaObservada.objects.filter(carga=carga)
    assert {f.numero: set(f.motivos) for f in filas.filter(tipo="rechazada")} == {
        3: {"nacimiento_imposible"},
        4: {"nacimiento_futuro"},
        5: {"nacimiento_falta"},
        6: {"edad_padron"},
        7: {"sin_identidad"},
        8: {"campos"},
        9: {"clave_repetida"},
    }
    assert {f.numero: set(f.motivos) for f in filas.filter(tipo="aviso")} == {
        11: {"dni_siete", "nombre_provisional"},
        12: {"documento_relleno", "ubigeo_falta"},
        13: {"cnv_largo", "ubigeo_desconocido"},
        14: {"digito_verificador", "apellido_distinto"},
        15: {"documento_de_otra_persona"},
    }
