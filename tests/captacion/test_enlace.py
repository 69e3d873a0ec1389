"""Which household a person is linked to, by which rule, and what a person decides stays."""

import pytest
from django.utils import timezone

from captacion.models import (
    Captacion,
    EstadoVinculo,
    Hogar,
    Miembro,
    OrigenHogar,
    Persona,
    RecienNacido,
    Vinculo,
)
from juntos.estados import transitar
from tests.captacion.archivos import EL_JEFE, GESTANTE, JEFE, MADRE, OTRA_MADRE, dia


def en_pie():
    return Vinculo.objects.get(estado__in=Vinculo.EN_PIE)


def de(persona):
    return Vinculo.objects.get(persona=persona, estado__in=Vinculo.EN_PIE)


def test_el_documento_de_la_madre_en_juntos_lo_registra_en_su_hogar(cargar):
    cargar("juntos", {})
    carga = cargar("padron_nominal", {})

    vinculo = en_pie()
    assert (vinculo.regla, vinculo.hogar.codigo) == ("madre_juntos", "J1")
    captacion = Captacion.objects.get()
    assert captacion.en_hogar_usuario
    assert captacion.hogar == vinculo.hogar
    assert Miembro.objects.get(persona=captacion.persona).hogar == vinculo.hogar
    assert carga.nuevas == 1


def test_juntos_vale_antes_que_el_pgh(cargar):
    cargar("pgh", {})
    cargar("juntos", {})
    cargar("padron_nominal", {})
    assert en_pie().hogar.origen == OrigenHogar.JUNTOS


def test_el_documento_propio_vale_antes_que_el_de_la_madre(cargar):
    cargar(
        "pgh",
        {},
        {
            "codigo_hogar": "H2",
            "documento": "91000050",
            "nombres": "LUZ",
            "fecha_nacimiento": dia(5),
        },
    )
    cargar("padron_nominal", {"dni": "91000050"})
    assert (en_pie().regla, en_pie().hogar.codigo) == ("propio_pgh", "H2")


def test_un_hogar_del_pgh_no_es_usuario(cargar):
    cargar("pgh", {})
    cargar("padron_nominal", {})
    assert en_pie().regla == "madre_pgh"
    assert not Captacion.objects.get().en_hogar_usuario


def test_un_hogar_de_juntos_inactivo_no_es_usuario(cargar):
    cargar("juntos", {"estado": "0"})
    cargar("padron_nominal", {})
    assert not Captacion.objects.get().en_hogar_usuario


def test_la_gestante_por_su_propio_documento(cargar):
    cargar("juntos", {"documento": GESTANTE, "ap_paterno": "HUAMAN", "nombres": "NELY"})
    cargar("sis_gestantes", {})
    assert en_pie().regla == "propio_juntos"


def test_sin_hogar_conocido_uno_provisional_con_la_madre(cargar):
    cargar("padron_nominal", {})
    vinculo = en_pie()
    assert (vinculo.regla, vinculo.hogar.origen) == ("provisional", OrigenHogar.PROVISIONAL)
    assert set(vinculo.hogar.miembros.values_list("persona__nombres", flat=True)) == {"LUZ", "ROSA"}


def test_los_mellizos_comparten_el_hogar_provisional_y_no_se_funden(cargar):
    carga = cargar(
        "padron_nominal", {"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"}
    )
    assert carga.captaciones == 2
    assert RecienNacido.objects.count() == 2
    assert Hogar.objects.count() == 1


def test_la_gestante_y_su_recien_nacido_comparten_el_hogar_provisional(cargar):
    cargar("sis_gestantes", {"documento": MADRE})
    cargar("padron_nominal", {})
    assert Hogar.objects.count() == 1


def test_el_jefe_de_familia_solo_propone(cargar):
    cargar("juntos", EL_JEFE)
    carga = cargar("padron_nominal", {"jefe_documento": JEFE})

    propuesto = Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR)
    assert (propuesto.regla, propuesto.duda) == ("jefe_juntos", "jefe_solo")
    assert en_pie().regla == "provisional"
    assert (carga.en_revision, carga.nuevas, carga.captaciones) == (1, 0, 1)


def test_una_madre_en_dos_hogares_espera_a_una_persona(cargar):
    cargar("pgh", {}, {"codigo_hogar": "H2"})
    carga = cargar("padron_nominal", {})

    candidatos = Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR).order_by("orden")
    assert [(v.hogar.codigo, v.duda) for v in candidatos] == [
        ("H1", "dos_hogares"),
        ("H2", "dos_hogares"),
    ]
    assert carga.en_revision == 1


def test_un_documento_con_otro_nombre_no_enlaza_solo(cargar):
    cargar("juntos", {"ap_paterno": "VARGAS", "ap_materno": "RIOS", "nombres": "TERESA"})
    cargar("padron_nominal", {})
    assert Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR).duda == "nombre_discorde"


def test_los_apellidos_invertidos_no_son_otra_persona(cargar):
    cargar("juntos", {"ap_paterno": "CCORI", "ap_materno": "MAMANI"})
    cargar("padron_nominal", {})
    assert en_pie().regla == "madre_juntos"


def test_una_gestante_con_otro_nombre_no_enlaza_sola_ni_al_llegar_otro_padron(cargar):
    cargar(
        "pgh", {"documento": GESTANTE, "ap_paterno": "VARGAS", "ap_materno": "", "nombres": "EVA"}
    )
    cargar("sis_gestantes", {})
    cargar(
        "pgh",
        {
            "documento": GESTANTE,
            "ap_paterno": "VARGAS",
            "ap_materno": "",
            "nombres": "EVA",
            "direccion": "X",
        },
    )
    assert Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR).duda == "nombre_discorde"
    assert en_pie().regla == "provisional"


def test_el_padron_que_llega_despues_le_da_su_hogar(cargar):
    cargar("padron_nominal", {})
    provisional = en_pie()
    cargar("pgh", {})

    assert en_pie().regla == "madre_pgh"
    provisional.refresh_from_db()
    assert provisional.estado == EstadoVinculo.REEMPLAZADO
    assert Captacion.objects.get().hogar.codigo == "H1"
    nino = RecienNacido.objects.get().persona
    assert [m.hogar.codigo for m in nino.membresias.all()] == ["H1"]

    cargar("juntos", {})
    assert en_pie().regla == "madre_juntos"
    assert Captacion.objects.get().en_hogar_usuario


def test_lo_que_decidio_una_persona_queda(cargar, sede):
    cargar("pgh", {}, {"codigo_hogar": "H2"})
    cargar("padron_nominal", {})
    en_pie_antes = en_pie()
    elegido = Vinculo.objects.get(hogar__codigo="H2")
    transitar(en_pie_antes, EstadoVinculo.REEMPLAZADO, por=sede)
    transitar(
        elegido, EstadoVinculo.CONFIRMADO, por=sede, decidido_por=sede, decidido_en=timezone.now()
    )

    cargar("juntos", {})
    cargar("padron_nominal", {"direccion": "JR. NUEVO 1"})

    assert en_pie() == elegido


def test_un_hogar_descartado_no_vuelve_a_proponerse(cargar, sede):
    cargar("juntos", EL_JEFE)
    cargar("padron_nominal", {"jefe_documento": JEFE})
    transitar(
        Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR),
        EstadoVinculo.DESCARTADO,
        por=sede,
        decidido_por=sede,
        decidido_en=timezone.now(),
    )
    cargar("padron_nominal", {"jefe_documento": JEFE, "direccion": "OTRA"})
    assert not Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR).exists()


CNV, DNI = "9900000001", "91000060"


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        ({"cnv": CNV}, {"dni": DNI}),
        ({"cnv": CNV, "codigo_padron": ""}, {"dni": DNI}),
        ({"cnv": CNV, "cui": DNI, "codigo_padron": ""}, {"cui": DNI, "dni": DNI}),
        ({"cnv": CNV, "codigo_padron": "", "nombres": "RN"}, {"dni": DNI, "codigo_padron": ""}),
    ],
    ids=["mismo-codigo", "madre-fecha-sexo", "mismo-cui", "sin-codigo-ni-nombre"],
)
def test_cnv_en_un_corte_y_dni_en_el_siguiente_es_el_mismo(cargar, antes, despues):
    cargar("padron_nominal", antes)
    carga = cargar("padron_nominal", despues)

    assert carga.captaciones == 0
    nino = RecienNacido.objects.get().persona
    assert (nino.dni, nino.cnv, nino.nombres) == (DNI, CNV, "LUZ")


def test_entre_dos_mellizas_sin_dni_no_se_adivina(cargar):
    cargar(
        "padron_nominal",
        {"cnv": CNV, "codigo_padron": "", "nombres": "RN"},
        {"cnv": "9900000002", "codigo_padron": "", "nombres": "RN"},
    )
    carga = cargar("padron_nominal", {"dni": DNI, "codigo_padron": ""})

    assert carga.en_revision == 1
    assert not Persona.objects.filter(dni=DNI, cnv__isnull=False).exists()


def test_la_melliza_que_llega_despues_no_es_su_hermana(cargar):
    cargar("padron_nominal", {"codigo_padron": "1", "cnv": CNV, "nombres": "RN"})
    cargar(
        "padron_nominal",
        {"codigo_padron": "1", "cnv": CNV, "nombres": "RN"},
        {"codigo_padron": "2", "dni": DNI, "nombres": "SOL"},
    )
    assert RecienNacido.objects.count() == 2
    assert Persona.objects.get(recien_nacido__codigo_padron="1").dni is None


def test_el_dni_de_otra_persona_no_se_roba(cargar):
    cargar("padron_nominal", {"codigo_padron": "1", "dni": DNI})
    carga = cargar(
        "padron_nominal",
        {
            "codigo_padron": "2",
            "dni": DNI,
            "madre_documento": OTRA_MADRE,
            "fecha_nacimiento": dia(300),
        },
    )
    assert carga.en_revision == 1
    assert Persona.objects.get(recien_nacido__codigo_padron="2").dni is None
    assert Persona.objects.get(recien_nacido__codigo_padron="1").dni == DNI


def test_dos_filas_del_archivo_con_un_mismo_dni(cargar):
    carga = cargar(
        "padron_nominal",
        {"codigo_padron": "1", "dni": DNI},
        {"codigo_padron": "2", "dni": DNI, "nombres": "SOL"},
    )
    assert carga.leidas == carga.nuevas + carga.en_revision == 2
    assert list(
        Persona.objects.filter(dni=DNI).values_list("recien_nacido__codigo_padron", flat=True)
    ) == ["1"]


def test_el_padron_que_la_nombra_miembro_vale_sobre_nuestro_vinculo(cargar):
    cargar("juntos", {})
    cargar("padron_nominal", {"dni": DNI})
    assert Miembro.objects.get(persona__dni=DNI).vinculo is not None
    cargar("juntos", {}, {"documento": DNI, "nombres": "LUZ", "es_titular": "0"})
    assert Miembro.objects.get(persona__dni=DNI).vinculo is None


def test_un_nacimiento_corregido_mueve_el_plazo(cargar):
    cargar("padron_nominal", {})
    cargar("padron_nominal", {"fecha_nacimiento": dia(10)})
    captacion = Captacion.objects.get()
    assert captacion.dias == 10
    assert de(captacion.persona).hogar == captacion.hogar


def test_un_codigo_de_padron_reemitido_es_la_misma_nina(cargar):
    cargar("padron_nominal", {"codigo_padron": "1", "cnv": CNV})
    carga = cargar("padron_nominal", {"codigo_padron": "9", "cnv": CNV, "dni": DNI})
    assert (carga.en_revision, carga.captaciones) == (0, 0)
    assert RecienNacido.objects.get().codigo_padron == "9"


def test_el_cnv_de_su_melliza_copiado_por_error_no_las_funde(cargar):
    primera = {"codigo_padron": "1", "cnv": CNV, "nombres": "RN"}
    cargar("padron_nominal", primera)
    carga = cargar("padron_nominal", primera, {"codigo_padron": "2", "cnv": CNV, "nombres": "RN"})

    assert (carga.sin_cambio, carga.en_revision) == (1, 1)
    assert RecienNacido.objects.count() == 2
    assert Persona.objects.get(cnv=CNV).recien_nacido.codigo_padron == "1"
