"""What a page says of two records that may be one person."""

import pytest

from captacion.consultas.duplicados import pares_duplicados
from captacion.models import Duplicado
from tests import fabricas
from tests.captacion.test_fusionar import par

pytestmark = pytest.mark.django_db


def test_dice_de_las_dos_lo_mismo_y_lo_distinto():
    madre = fabricas.PersonaFactory(dni="99200000")
    queda = fabricas.PersonaFactory(dni="99200001", fecha_nacimiento=None)
    sale = fabricas.PersonaFactory(dni=None, cnv="9900000001", nombres="ROSA MARIA")
    hogar = fabricas.MiembroFactory(persona=queda, hogar__codigo="H1").hogar
    fabricas.RecienNacidoFactory(persona=sale, madre=madre)
    hija = fabricas.RecienNacidoFactory(madre=queda)

    (dicho,) = pares_duplicados([par(queda, sale)])

    assert [m.hogar for m in dicho.queda.membresias] == [hogar]
    assert (dicho.queda.hijos, dicho.sale.hijos) == ([hija], [])
    assert dicho.sale.recien_nacido.madre == madre
    assert {c.dato: (c.en_una, c.en_otra, c.coincide) for c in dicho.cotejos} == {
        "Documentos": ("DNI 99200001", "CNV 9900000001", False),
        "Nombre": ("QUISPE MAMANI, Rosa", "QUISPE MAMANI, Rosa Maria", False),
        "Nacimiento": ("No consta", f"{sale.fecha_nacimiento:%d/%m/%Y}", None),
        "Sexo": ("Femenino", "Femenino", True),
        "Madre": ("No consta", "QUISPE MAMANI, Rosa (DNI 99200000)", None),
        "Hogar": ("H1", "No consta", None),
    }
    assert dicho.porque.endswith("gestantes.")


def test_muchos_pares_cuestan_las_consultas_de_uno(django_assert_num_queries):
    for _ in range(5):
        una, otra = fabricas.PersonaFactory(), fabricas.PersonaFactory()
        fabricas.RecienNacidoFactory(persona=una)
        fabricas.MiembroFactory(persona=otra)
        par(una, otra)
    duplicados = list(Duplicado.objects.select_related("persona", "otra"))
    with django_assert_num_queries(6):
        pares_duplicados(duplicados)
