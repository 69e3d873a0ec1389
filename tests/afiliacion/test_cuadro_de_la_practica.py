"""The practice's own table, from cohorts of its distribution (DOMAIN §8)."""

import pytest
from django.core.management import call_command

from afiliacion.models import HechoCaptacion

pytestmark = pytest.mark.django_db


def test_el_cuadro_publicado_sale_de_las_definiciones_y_no_deja_nada(capsys):
    call_command("cuadro_de_la_practica")
    cuadro = dict(linea.split(" | ", 1) for linea in capsys.readouterr().out.splitlines())
    assert cuadro["Captados antes de los 30 días"] == (
        "68.4% (6,840 de 10,000) | 87.1% (8,710 de 10,000) | +18.7 puntos"
    )
    assert "80.0% (8,000 de 10,000)" in cuadro["Captados en los primeros 8 días"]
    assert cuadro["Captados el mismo día"].startswith(
        "1.6% (160 de 10,000) | 31.0% (3,100 de 10,000)"
    )
    assert cuadro["Captados hasta el día 24, de los captados antes de 30"].startswith("80.0%")
    assert cuadro["Gestantes en el primer trimestre"] == "6,191 | 9,576 | +3,385"
    assert not HechoCaptacion.objects.exists()
