"""Pairs of records that may be one person, as the loads find them, and what later loads do."""

import pytest

from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.models import (
    Captacion,
    DocumentoAlias,
    Duplicado,
    EstadoDuplicado,
    FilaObservada,
    Gestante,
    Persona,
    RecienNacido,
    RegistroFuente,
)
from tests.captacion.archivos import GESTANTE, MADRE, dia

MAL_DIGITADO, AL_REVES = "91000009", "90100001"
CNV, DNI, CE = "9900000001", "91000060", "900123456"


def pares() -> set[tuple[str, str, str]]:
    return {
        (d.regla, d.persona.documento, d.otra.documento)
        for d in Duplicado.objects.select_related("persona", "otra")
    }


@pytest.mark.parametrize("mal", [MAL_DIGITADO, AL_REVES])
@pytest.mark.parametrize("primero", ["pgh", "padron_nominal"])
def test_la_madre_con_un_digito_mal_puede_ser_la_del_padron(cargar, primero, mal):
    filas = {"pgh": {}, "padron_nominal": {"madre_documento": mal}}
    for fuente in sorted(filas, key=lambda f: f != primero):
        cargar(fuente, filas[fuente])
    assert pares() == {("dni_casi_igual", f"DNI {MADRE}", f"DNI {mal}")}
    duplicado = Duplicado.objects.get()
    assert duplicado.puntaje == sum(a["peso"] for a in duplicado.aportes.values())
    assert duplicado.aportes["documento"]["nivel"] == "casi_igual"


def test_la_gestante_con_un_digito_mal_puede_ser_la_del_padron(cargar):
    nombres = {"ap_paterno": "HUAMAN", "ap_materno": "TICONA", "nombres": "NELY"}
    cargar("juntos", nombres | {"documento": GESTANTE})
    cargar("sis_gestantes", {"documento": "91000005"})
    assert pares() == {("dni_casi_igual", f"DNI {GESTANTE}", "DNI 91000005")}


@pytest.mark.parametrize(
    "otra",
    [
        {"madre_nombres": "ROSALIA"},
        {"madre_ap_materno": ""},
        {"madre_documento": "91000099"},
        {"madre_documento": MADRE},
    ],
    ids=["otro nombre", "sin segundo apellido", "dos dígitos", "el mismo"],
)
def test_no_es_ella(cargar, otra):
    cargar("pgh", {})
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO} | otra)
    assert pares() == set()


def test_dos_que_estan_en_un_padron_de_hogares_son_dos(cargar):
    cargar("pgh", {}, {"codigo_hogar": "H2", "documento": MAL_DIGITADO})
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO})
    assert pares() == set()


def test_muchas_a_la_vez_dan_los_mismos_pares(cargar):
    """Over a thousand women another way is taken to the same pairs."""
    muchas = [
        {
            "codigo_padron": f"6{i:09d}",
            "madre_documento": f"92{i:06d}",
            "madre_nombres": f"NOMBRE {i}",
            "creado_el": dia(4),
        }
        for i in range(1100)
    ]
    cargar("pgh", {})
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO}, *muchas)
    assert pares() == {("dni_casi_igual", f"DNI {MADRE}", f"DNI {MAL_DIGITADO}")}


def test_muchos_miembros_a_la_vez_dan_los_mismos_pares(cargar):
    muchos = [
        {"codigo_hogar": f"H{i}", "documento": f"92{i:06d}", "nombres": f"NOMBRE {i}"}
        for i in range(1100)
    ]
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO})
    cargar("pgh", {}, *muchos)
    assert pares() == {("dni_casi_igual", f"DNI {MADRE}", f"DNI {MAL_DIGITADO}")}


@pytest.mark.parametrize("primero", ["sis_gestantes", "pgh"])
def test_una_mujer_con_carne_y_con_dni(cargar, primero):
    comun = {
        "ap_paterno": "HUAMAN",
        "ap_materno": "TICONA",
        "nombres": "NELY",
        "fecha_nacimiento": "05/05/2000",
    }
    filas = {
        "sis_gestantes": comun | {"tipo_documento": "2", "documento": CE},
        "pgh": comun | {"documento": GESTANTE},
    }
    for fuente in sorted(filas, key=lambda f: f != primero):
        cargar(fuente, filas[fuente])
    assert pares() == {("dos_documentos", f"DNI {GESTANTE}", f"CE {CE}")}


def dos_nacidos(cargar, una: dict, otra: dict) -> None:
    cargar(
        "padron_nominal",
        {"codigo_padron": ""} | una,
        {"codigo_padron": ""} | otra,
    )
    assert RecienNacido.objects.count() == 2


def test_una_nina_con_cnv_y_con_dni_en_un_mismo_archivo(cargar):
    dos_nacidos(cargar, {"cnv": CNV}, {"dni": DNI})
    assert pares() == {("mismo_nacimiento", f"DNI {DNI}", f"CNV {CNV}")}


@pytest.mark.parametrize(
    ("una", "otra"),
    [
        ({"cnv": CNV, "nombres": "LUZ"}, {"dni": DNI, "nombres": "SOL"}),
        ({"cnv": CNV}, {"cnv": "9900000002"}),
        ({"dni": DNI}, {"dni": "91000061"}),
        ({"codigo_padron": "1", "cnv": CNV}, {"codigo_padron": "2", "dni": DNI}),
        ({"cnv": CNV, "sexo": "1"}, {"dni": DNI, "sexo": "2"}),
        ({"cnv": CNV, "nombres": "RN"}, {"codigo_padron": "1", "nombres": "RN"}),
    ],
    ids=["dos nombres", "dos CNV", "dos DNI", "dos códigos", "dos sexos", "solo madre y fecha"],
)
def test_los_mellizos_no_son_uno(cargar, una, otra):
    dos_nacidos(cargar, una, otra)
    assert pares() == set()


def test_un_tercero_del_mismo_dia_no_deja_saber_cual_es(cargar):
    cargar(
        "padron_nominal",
        {"codigo_padron": "", "cnv": CNV, "nombres": "RN"},
        {"codigo_padron": "", "cnv": "9900000002", "nombres": "RN"},
        {"codigo_padron": "", "dni": DNI, "nombres": "LUZ"},
    )
    assert RecienNacido.objects.count() == 3
    assert pares() == set()


# --- Births too near


@pytest.mark.parametrize(("dias", "avisa"), [(0, False), (1, True), (269, True), (270, False)])
def test_dos_nacimientos_de_una_madre_a_menos_de_nueve_meses_se_avisan(cargar, dias, avisa):
    cargar("padron_nominal", {"fecha_nacimiento": dia(5 + dias), "nombres": "SOL"})
    carga = cargar("padron_nominal", {"codigo_padron": "2"})
    avisos = FilaObservada.objects.filter(motivos__contains=["nacimientos_cercanos"])
    assert avisos.filter(carga=carga, tipo="aviso").exists() is avisa
    assert RecienNacido.objects.count() == 2


def test_se_avisa_en_la_fila_del_que_nacio_despues(cargar):
    cargar(
        "padron_nominal",
        {},
        {"codigo_padron": "2", "fecha_nacimiento": dia(100), "nombres": "SOL"},
    )
    aviso = FilaObservada.objects.get(motivos__contains=["nacimientos_cercanos"])
    assert aviso.numero == 2  # the header is the first line


# --- What later files do


def fundida(cargar, sede) -> Duplicado:
    cargar("pgh", {})
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO})
    return fusionar(Duplicado.objects.get(), por=sede)


def test_su_hija_pasa_al_hogar_del_padron(cargar, sede):
    duplicado = fundida(cargar, sede)
    nina = RecienNacido.objects.get()
    assert nina.madre == duplicado.persona
    assert Captacion.objects.get().hogar.codigo == "H1"
    assert nina.persona.vinculos.get(estado="automatico").regla == "madre_pgh"
    assert nina.persona.membresias.get().hogar.codigo == "H1"


def test_el_error_que_vuelve_cada_mes_no_la_crea_de_nuevo(cargar, sede):
    duplicado = fundida(cargar, sede)
    personas = Persona.objects.count()
    mal = {"madre_documento": MAL_DIGITADO}
    cargar("padron_nominal", mal | {"direccion": "JR LIMA 1"}, mal | {"codigo_padron": "7"})
    assert set(RecienNacido.objects.values_list("madre", flat=True)) == {duplicado.persona_id}
    assert Persona.objects.count() == personas + 1  # the second child
    assert Persona.objects.get(pk=duplicado.persona_id).dni == MADRE
    assert Duplicado.objects.count() == 1
    duplicado.refresh_from_db()
    assert duplicado.estado == EstadoDuplicado.CONFIRMADO


def test_la_gestante_que_vuelve_mal_digitada_es_ella(cargar, sede):
    nombres = {"ap_paterno": "HUAMAN", "ap_materno": "TICONA", "nombres": "NELY"}
    cargar("juntos", nombres | {"documento": GESTANTE})
    cargar("sis_gestantes", {"documento": "91000005"})
    duplicado = fusionar(Duplicado.objects.get(), por=sede)
    cargar("sis_gestantes", {"documento": "91000005", "fur": dia(61)})
    assert set(Gestante.objects.values_list("persona", flat=True)) == {duplicado.persona_id}
    assert Captacion.objects.get().hogar.codigo == "J1"


def test_el_padron_de_hogares_que_trae_su_otro_documento_es_ella(cargar, sede):
    duplicado = fundida(cargar, sede)
    cargar("juntos", {"documento": MAL_DIGITADO})
    assert duplicado.persona.membresias.filter(hogar__codigo="J1").exists()
    assert not Persona.objects.filter(dni=MAL_DIGITADO).exists()


def test_la_atencion_de_su_otro_documento_es_suya(cargar, sede):
    duplicado = fundida(cargar, sede)
    cargar("his", {"documento": MAL_DIGITADO})
    assert duplicado.persona.atenciones.count() == 1


def test_la_nina_unida_conserva_su_dni_y_sus_dos_claves(cargar, sede):
    dos_nacidos(cargar, {"cnv": CNV}, {"dni": DNI})
    duplicado = fusionar(Duplicado.objects.get(), por=sede)
    nina = Persona.objects.get(pk=duplicado.persona_id)
    assert (nina.dni, nina.cnv) == (DNI, CNV)
    assert Captacion.objects.get().persona == nina
    assert RegistroFuente.objects.filter(persona=nina).count() == 2
    assert not DocumentoAlias.objects.exists()
    cargar("padron_nominal", {"codigo_padron": "", "cnv": CNV, "direccion": "JR LIMA 1"})
    assert RecienNacido.objects.get().persona == nina


def test_lo_que_no_es_lo_mismo_no_lo_vuelve_a_ser(cargar, sede):
    cargar("pgh", {})
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO})
    descartar_duplicado(Duplicado.objects.get(), por=sede)
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO, "direccion": "JR LIMA 1"})
    cargar("pgh", {"direccion": "JR LIMA 1"})
    assert Duplicado.objects.get().estado == EstadoDuplicado.DESCARTADO


def test_deshecha_vuelve_a_ser_de_quien_lo_trajo(cargar, sede):
    duplicado = deshacer_fusion(fundida(cargar, sede), por=sede)
    cargar("padron_nominal", {"madre_documento": MAL_DIGITADO, "direccion": "JR LIMA 1"})
    assert RecienNacido.objects.get().madre_id == duplicado.otra_id
