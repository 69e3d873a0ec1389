import pytest

from captacion.models import Persona


@pytest.mark.parametrize(
    ("paterno", "materno", "nombres", "completo"),
    [
        ("QUISPE", "MAMANI", "FLOR DE MARIA", "QUISPE MAMANI, Flor de Maria"),
        ("DE LA CRUZ", "", "MARÍA DEL PILAR", "DE LA CRUZ, María del Pilar"),
        ("QUISPE", "", "", "QUISPE"),
        ("", "", "LUZ", "Luz"),
        ("", "", "", "Sin nombre"),
    ],
)
def test_las_personas_se_nombran_apellidos_coma_nombres(paterno, materno, nombres, completo):
    persona = Persona(ap_paterno=paterno, ap_materno=materno, nombres=nombres)
    assert persona.nombre_completo == completo


@pytest.mark.parametrize(
    ("documentos", "dicho"),
    [
        ({"dni": "99000001", "cnv": "9900000001"}, "DNI 99000001"),
        ({"cnv": "9900000001"}, "CNV 9900000001"),
        ({"otro_documento": "CE:99001"}, "CE 99001"),
        ({}, "Sin documento"),
    ],
)
def test_el_documento_que_se_dice_es_el_mejor(documentos, dicho):
    assert Persona(**documentos).documento == dicho
