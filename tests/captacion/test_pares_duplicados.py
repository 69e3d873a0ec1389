"""Two records that may be one person, on the page of doubtful pairs."""

import pytest
from django.urls import reverse

from captacion.consultas.pares import Grado
from captacion.consultas.pares_de_duplicado import en_espera, hechos_hoy, pares_de
from captacion.models import EstadoDuplicado
from tests import fabricas
from tests.captacion.fusion.gente import par

pytestmark = pytest.mark.django_db


def test_dice_de_las_dos_lo_mismo_y_lo_distinto():
    madre = fabricas.PersonaFactory(dni="99200000")
    queda = fabricas.PersonaFactory(dni="99200001", fecha_nacimiento=None)
    sale = fabricas.PersonaFactory(dni="99200002", nombres="ROSA MARIA")
    fabricas.MiembroFactory(persona=queda, hogar__codigo="H1")
    fabricas.RecienNacidoFactory(persona=sale, madre=madre)
    hija = fabricas.RecienNacidoFactory(madre=queda)

    (dicho,) = pares_de(par(queda, sale).pk)

    assert {c.dato: c.grado for c in dicho.cotejos} == {
        "Nombre": Grado.SE_PARECE,
        "DNI": Grado.SE_PARECE,
        "Otros documentos": Grado.FALTA,
        "Nacimiento": Grado.FALTA,
        "Madre": Grado.FALTA,
        "Hogares": Grado.FALTA,
    }
    grupos = {g.titulo: [i.nombre for i in g.integrantes] for g in dicho.derecha.grupos}
    assert grupos == {
        "Hogares en que figura": ["Hogar H1"],
        "Hijas e hijos": [hija.persona.nombre_completo],
    }
    assert dicho.porque.endswith("gestantes.")
    assert dicho.puntaje is not None


def test_un_par_cuesta_siempre_lo_mismo(django_assert_max_num_queries):
    una, otra = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    duplicado = par(una, otra)
    for _ in range(5):
        fabricas.RecienNacidoFactory(madre=una)
        fabricas.MiembroFactory(persona=otra)
    with django_assert_max_num_queries(6):
        pares_de(duplicado.pk)


def test_en_la_mesa_se_decide_y_se_deshace(client, sede):
    duplicado = par(
        fabricas.PersonaFactory(dni="99200001"), fabricas.PersonaFactory(dni="99200002")
    )
    client.force_login(sede)
    assert "¿Son la misma persona?" in client.get("/cruces/").content.decode()

    for accion, estado in (
        ("confirmar", EstadoDuplicado.CONFIRMADO),
        ("deshacer", EstadoDuplicado.POR_REVISAR),
        ("descartar", EstadoDuplicado.DESCARTADO),
    ):
        direccion = reverse(f"captacion:cruce-{accion}", args=["duplicado", duplicado.pk])
        assert client.post(direccion).status_code == 302
        duplicado.refresh_from_db()
        assert duplicado.estado == estado
    assert not en_espera(sede).exists()
    assert hechos_hoy(sede) == 1
    assert "No son la misma persona" in client.get("/cruces/decisiones/").content.decode()


def test_la_de_otro_territorio_no_existe(client, supervisora):
    duplicado = par(fabricas.PersonaFactory(), fabricas.PersonaFactory())
    client.force_login(supervisora)
    direccion = reverse("captacion:cruce-confirmar", args=["duplicado", duplicado.pk])
    assert client.post(direccion).status_code == 404
