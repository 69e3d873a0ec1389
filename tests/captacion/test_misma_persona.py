"""The DNI that a child receives may already stand in a register of households."""

import pytest

from captacion.models import Captacion, Miembro, Persona, RecienNacido, RegistroFuente
from tests.captacion.archivos import MADRE, dia

CNV, DNI = "9900000001", "91000060"
MIEMBRO = {
    "documento": DNI,
    "ap_paterno": "QUISPE",
    "ap_materno": "MAMANI",
    "nombres": "LUZ",
    "fecha_nacimiento": dia(5),
}


def nina() -> Persona:
    return RecienNacido.objects.get().persona


@pytest.mark.parametrize("fuente", ["pgh", "juntos"])
def test_el_dni_que_ya_tenia_un_padron_de_hogares_es_de_la_misma_nina(cargar, fuente):
    cargar(fuente, {}, MIEMBRO)
    cargar("padron_nominal", {"cnv": CNV})
    carga = cargar("padron_nominal", {"cnv": CNV, "dni": DNI})

    assert (carga.actualizadas, carga.en_revision) == (1, 0)
    assert (nina().dni, nina().cnv) == (DNI, CNV)
    (membresia,) = nina().membresias.all()
    assert membresia.vinculo is None
    assert Captacion.objects.get().hogar == membresia.hogar
    assert nina().vinculos.get(estado="automatico").regla.startswith(("madre", "propio"))
    assert set(RegistroFuente.objects.filter(persona=nina()).values_list("fuente", flat=True)) == {
        "padron_nominal",
        fuente,
    }


def test_su_propio_documento_la_lleva_a_otro_hogar_que_el_de_su_madre(cargar):
    cargar("pgh", {}, MIEMBRO | {"codigo_hogar": "H2"})
    cargar("padron_nominal", {"cnv": CNV})
    assert Captacion.objects.get().hogar.codigo == "H1"
    cargar("padron_nominal", {"cnv": CNV, "dni": DNI})
    assert Captacion.objects.get().hogar.codigo == "H2"
    assert set(Miembro.objects.values_list("hogar__codigo", "persona__dni")) == {
        ("H1", MADRE),
        ("H2", DNI),
    }


def test_el_padron_de_hogares_que_vuelve_habla_de_ella(cargar):
    cargar("pgh", {}, MIEMBRO)
    cargar("padron_nominal", {"cnv": CNV})
    cargar("padron_nominal", {"cnv": CNV, "dni": DNI})
    assert cargar("pgh", {}, MIEMBRO | {"parentesco": "HIJA"}).actualizadas == 1
    assert Miembro.objects.get(persona=nina()).parentesco == "HIJA"


@pytest.mark.parametrize(
    "otra",
    [
        {"nombres": "SOL", "ap_paterno": "TORRES", "ap_materno": "VEGA"},
        {"fecha_nacimiento": dia(9)},
    ],
)
def test_con_otro_nombre_u_otra_fecha_espera_a_una_persona(cargar, otra):
    cargar("pgh", {}, MIEMBRO | otra)
    cargar("padron_nominal", {"cnv": CNV})
    carga = cargar("padron_nominal", {"cnv": CNV, "dni": DNI})
    assert carga.en_revision == 1
    assert nina().dni is None
    assert Persona.objects.get(dni=DNI) != nina()


def test_el_documento_de_la_madre_escrito_como_suyo_no_las_funde(cargar):
    cargar("pgh", {"fecha_nacimiento": dia(5), "ap_paterno": "QUISPE", "nombres": "LUZ"})
    cargar("padron_nominal", {"cnv": CNV})
    cargar("padron_nominal", {"cnv": CNV, "dni": MADRE})
    assert Persona.objects.get(dni=MADRE) != nina()
