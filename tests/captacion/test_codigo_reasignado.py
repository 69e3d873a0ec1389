"""A padrón code that a later cut gives to another child: nobody's identity is overwritten."""

import pytest

from captacion.models import Captacion, Persona, RecienNacido, RegistroFuente
from tests.captacion.archivos import MADRE, OTRA_MADRE, dia

CODIGO, DNI, OTRO_DNI = "5000000001", "91000060", "91000061"
OTRA = {
    "ap_paterno": "TORRES",
    "ap_materno": "VEGA",
    "nombres": "SAMUEL",
    "sexo": "1",
    "fecha_nacimiento": dia(2),
    "madre_documento": OTRA_MADRE,
    "madre_ap_paterno": "VEGA",
    "madre_ap_materno": "SOLIS",
    "madre_nombres": "INES",
}


def de(**campos) -> Persona:
    return RecienNacido.objects.get(**{f"persona__{c}": v for c, v in campos.items()}).persona


def codigo_y_madre(persona: Persona) -> tuple[str | None, str]:
    return persona.recien_nacido.codigo_padron, persona.recien_nacido.madre.dni


def test_el_codigo_de_otro_nino_no_reescribe_a_quien_lo_tenia(cargar):
    cargar("padron_nominal", {"dni": DNI})
    carga = cargar("padron_nominal", OTRA)

    luz, samuel = de(nombres="LUZ"), de(nombres="SAMUEL")
    assert (luz.dni, luz.recien_nacido.codigo_padron, luz.recien_nacido.madre.dni) == (
        DNI,
        CODIGO,
        MADRE,
    )
    assert (samuel.recien_nacido.codigo_padron, samuel.recien_nacido.madre.dni) == (
        None,
        OTRA_MADRE,
    )
    assert (carga.en_revision, carga.captaciones) == (1, 1)
    assert carga.filas_observadas.get(tipo="en_revision").motivos == ["codigo_reasignado"]
    assert carga.filas_observadas.get(tipo="aviso").motivos == [
        "ubigeo_falta",
        "documento_de_otra_persona",
    ]


def test_el_nino_nuevo_enlaza_con_el_hogar_de_su_madre(cargar):
    cargar(
        "pgh",
        {"documento": OTRA_MADRE, "ap_paterno": "VEGA", "ap_materno": "SOLIS", "nombres": "INES"},
    )
    cargar("padron_nominal", {})
    cargar("padron_nominal", OTRA)
    assert Captacion.objects.get(persona=de(nombres="SAMUEL")).hogar.codigo == "H1"


def test_quien_tenia_el_codigo_lo_sabe(cargar):
    cargar("padron_nominal", {})
    carga = cargar("padron_nominal", OTRA)
    (cambio,) = carga.cambios.all()
    assert (cambio.persona, cambio.campo) == (de(nombres="LUZ"), "codigo_padron")
    assert (cambio.antes, cambio.despues) == (CODIGO, "")


def test_los_cortes_siguientes_ya_son_del_nino_nuevo(cargar):
    cargar("padron_nominal", {})
    cargar("padron_nominal", OTRA)
    assert RegistroFuente.objects.get().persona == de(nombres="SAMUEL")

    igual = cargar("padron_nominal", OTRA, {"codigo_padron": "2", "nombres": "SOL"})
    assert igual.sin_cambio == 1
    carga = cargar("padron_nominal", OTRA | {"dni": OTRO_DNI})

    assert (carga.actualizadas, carga.en_revision) == (1, 0)
    assert de(nombres="SAMUEL").dni == OTRO_DNI
    assert de(nombres="LUZ").recien_nacido.codigo_padron == CODIGO
    assert set(carga.cambios.values_list("campo", flat=True)) == {"dni"}


def test_si_la_fuente_se_corrige_el_codigo_vuelve_a_quien_lo_tenia(cargar):
    cargar("padron_nominal", {})
    luz = de(nombres="LUZ")
    cargar("padron_nominal", OTRA)
    carga = cargar("padron_nominal", {"direccion": "JR. SOL 1"})

    assert (carga.actualizadas, carga.en_revision) == (1, 0)
    assert RecienNacido.objects.get(direccion="JR. SOL 1").persona == luz
    assert RecienNacido.objects.count() == 2


def test_quien_tenia_el_codigo_sigue_siendo_ella_si_viene_con_otro(cargar):
    cargar("padron_nominal", {"dni": DNI})
    carga = cargar("padron_nominal", OTRA, {"dni": DNI, "codigo_padron": "9"})

    assert RecienNacido.objects.count() == 2
    assert de(dni=DNI).recien_nacido.codigo_padron == "9"
    assert (carga.en_revision, carga.captaciones) == (1, 1)


@pytest.mark.parametrize(
    "igual",
    ["nombre", "fecha", "madre", "nombre_de_la_madre", "dni"],
)
def test_basta_que_algo_concuerde_para_que_sea_una_correccion(cargar, igual):
    cargar("padron_nominal", {"dni": DNI})
    queda = {
        "nombre": {"ap_paterno": "QUISPE", "ap_materno": "MAMANI", "nombres": "RN"},
        "fecha": {"fecha_nacimiento": dia(5)},
        "madre": {"madre_documento": MADRE},
        "nombre_de_la_madre": {
            "madre_ap_paterno": "MAMANI",
            "madre_ap_materno": "CCORI",
            "madre_nombres": "ROSA",
        },
        "dni": {"dni": DNI},
    }[igual]
    carga = cargar("padron_nominal", OTRA | queda)
    assert (carga.actualizadas, RecienNacido.objects.count()) == (1, 1)


def test_un_apellido_frecuente_no_hace_de_dos_ninos_uno(cargar):
    cargar("padron_nominal", {})
    parecido = {"ap_paterno": "QUISPE", "ap_materno": "VEGA", "nombres": "LUZ ELENA"}
    assert cargar("padron_nominal", OTRA | parecido).en_revision == 1


def test_sin_madre_conocida_deciden_el_nombre_y_la_fecha(cargar):
    cargar("padron_nominal", {})
    sin_madre = dict.fromkeys([c for c in OTRA if c.startswith("madre")], "")
    assert cargar("padron_nominal", OTRA | sin_madre).en_revision == 1
    assert RecienNacido.objects.count() == 2


def test_los_mellizos_que_intercambian_codigo_no_se_duplican(cargar):
    """They share mother and day: a correction, as far as anybody can tell."""
    cargar("padron_nominal", {"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"})
    carga = cargar(
        "padron_nominal",
        {"codigo_padron": "1", "nombres": "SOL"},
        {"codigo_padron": "2"},
    )
    assert (carga.actualizadas, RecienNacido.objects.count()) == (2, 2)
