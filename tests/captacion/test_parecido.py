"""A household found without an equal document: alone, for a person to decide, or not at all."""

import datetime as dt

import pytest

from captacion.acciones import confirmar_vinculo, descartar_vinculo
from captacion.models import Captacion, EstadoVinculo, Miembro, Vinculo
from juntos.models import Parametro
from tests.captacion.archivos import HOY, OTRA_MADRE, dia

UN_DIGITO, SIN_NADA = "91000801", "95555555"
LUGAR = {"ubigeo": "080101", "centro_poblado_codigo": "0801010001"}
OTRO_LUGAR = {"ubigeo": "080102", "centro_poblado_codigo": "0801020001"}
EN_PGH = LUGAR | {"documento": "91000001"}
EN_PADRON = LUGAR | {"madre_documento": UN_DIGITO}


def vinculos(estado):
    return [
        (v.hogar.codigo, v.regla, v.duda)
        for v in Vinculo.objects.filter(estado=estado).order_by("orden")
    ]


def en_pie():
    return Vinculo.objects.get(estado__in=Vinculo.EN_PIE)


def test_un_digito_errado_con_nombre_completo_y_lugar_enlaza_solo(cargar):
    cargar("pgh", EN_PGH)
    carga = cargar("padron_nominal", EN_PADRON)
    vinculo = en_pie()
    assert (vinculo.hogar.codigo, vinculo.regla) == ("H1", "parecido_pgh")
    assert vinculo.aportes["documento"]["nivel"] == "una_edicion"
    assert vinculo.puntaje == pytest.approx(sum(a["peso"] for a in vinculo.aportes.values()))
    assert vinculo.pesos.activa
    assert (carga.nuevas, carga.en_revision) == (1, 0)
    assert Captacion.objects.get().hogar == vinculo.hogar


@pytest.mark.parametrize(
    "cambio",
    [
        {"madre_ap_paterno": "CCORI", "madre_ap_materno": "MAMANI"},
        {"madre_ap_materno": "KORI"},
        {"madre_nombres": "ROZA"},
        {"madre_documento": "91000010"},
        {"madre_documento": "1000001"},
    ],
    ids=[
        "apellidos-cruzados",
        "suena-igual",
        "nombre-suena-igual",
        "vecinos-cruzados",
        "uno-perdido",
    ],
)
def test_lo_que_se_escribe_mal_a_la_vez_no_la_pierde(cargar, cambio):
    cargar("pgh", EN_PGH | {"documento": "91000001"})
    cargar("padron_nominal", EN_PADRON | cambio)
    assert en_pie().hogar.codigo == "H1"


@pytest.mark.parametrize(
    "cambio",
    [
        OTRO_LUGAR,
        {"madre_ap_materno": ""},
        {"madre_documento": "91000881"},
        {"madre_documento": ""},
        {"madre_documento": "95555555"},
    ],
    ids=["sin-nada-mas", "sin-segundo-apellido", "dos-digitos", "sin-documento", "otro-documento"],
)
def test_con_menos_que_eso_espera_a_una_persona(cargar, cambio):
    cargar("pgh", EN_PGH)
    carga = cargar("padron_nominal", EN_PADRON | cambio)
    assert en_pie().regla == "provisional"
    assert vinculos("por_revisar") == [("H1", "parecido_pgh", "parecido")]
    assert carga.en_revision == 1


def test_una_hermana_en_el_mismo_lugar_no_es_ella(cargar):
    """Two sisters, their documents one after the other, in one populated place."""
    cargar("pgh", EN_PGH | {"nombres": "NELY"})
    cargar("padron_nominal", EN_PADRON)
    assert en_pie().regla == "provisional"


def test_dos_que_podrian_ser_ella_se_revisan(cargar):
    otra = {"codigo_hogar": "H2", "documento": "91000802"}
    cargar("pgh", EN_PGH, EN_PGH | otra)
    cargar("padron_nominal", EN_PADRON)
    assert en_pie().regla == "provisional"
    assert {codigo for codigo, _, _ in vinculos("por_revisar")} == {"H1", "H2"}


def test_en_dos_registros_vale_el_de_juntos(cargar):
    cargar("pgh", EN_PGH)
    cargar("juntos", LUGAR | {"documento": "91000001"})
    cargar("padron_nominal", EN_PADRON)
    assert (en_pie().hogar.codigo, en_pie().regla) == ("J1", "parecido_juntos")


def test_el_documento_de_otra_no_tapa_a_la_verdadera(cargar):
    """The digit that was mistyped gives the DNI of somebody else, who lives elsewhere."""
    ajena = OTRO_LUGAR | {
        "codigo_hogar": "H9",
        "documento": UN_DIGITO,
        "ap_paterno": "ROJAS",
        "ap_materno": "VEGA",
        "nombres": "ELENA",
    }
    cargar("pgh", EN_PGH, ajena)
    cargar("padron_nominal", EN_PADRON)
    assert en_pie().hogar.codigo == "H1"


def test_un_registro_que_llega_despues_halla_a_quien_esperaba(cargar):
    cargar("padron_nominal", EN_PADRON)
    assert en_pie().regla == "provisional"
    cargar("pgh", EN_PGH)
    assert (en_pie().hogar.codigo, en_pie().regla) == ("H1", "parecido_pgh")
    assert Captacion.objects.get().hogar.codigo == "H1"


def test_lo_que_se_descarto_no_vuelve_por_parecido(cargar, sede):
    cargar("pgh", EN_PGH)
    cargar("padron_nominal", EN_PADRON | OTRO_LUGAR)
    descartar_vinculo(Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR), por=sede)
    cargar("padron_nominal", EN_PADRON | {"direccion": "OTRA"})
    assert en_pie().regla == "provisional"
    assert vinculos("por_revisar") == []


def test_los_umbrales_son_parametros(cargar):
    Parametro.objects.filter(pk="cruce_umbral_solo").update(valor=1000)
    cargar("pgh", EN_PGH)
    cargar("padron_nominal", EN_PADRON)
    assert vinculos("por_revisar") == [("H1", "parecido_pgh", "parecido")]
    Parametro.objects.filter(pk="cruce_umbral_revision").update(valor=1000)
    cargar("padron_nominal", EN_PADRON | {"codigo_padron": "5000000002", "nombres": "EVA"})
    assert Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR).count() == 1


def test_un_bloque_demasiado_grande_se_corta_y_se_dice(cargar):
    Parametro.objects.filter(pk="cruce_bloque").update(valor=3)
    iguales = [EN_PGH | {"codigo_hogar": f"H{n}", "documento": f"9300000{n}"} for n in range(5)]
    cargar("pgh", *iguales)
    carga = cargar("padron_nominal", EN_PADRON | {"madre_documento": SIN_NADA})
    assert vinculos("por_revisar") == []
    assert "bloque_cortado" in carga.filas_observadas.get(tipo="aviso").motivos


@pytest.mark.parametrize(
    "nombres",
    [
        {"madre_ap_paterno": "", "madre_ap_materno": "", "madre_nombres": ""},
        {"madre_ap_paterno": "DE LA", "madre_ap_materno": "DEL", "madre_nombres": "DE LOS"},
        {"madre_ap_paterno": "A" * 200, "madre_nombres": "B" * 200},
        {"madre_nombres": "NN"},
    ],
    ids=["vacios", "solo-particulas", "doscientas-letras", "de-relleno"],
)
def test_un_nombre_que_nada_dice_no_enlaza(cargar, nombres):
    cargar(
        "pgh",
        EN_PGH,
        EN_PGH
        | {"codigo_hogar": "H2", "documento": "91000002"}
        | {"ap_paterno": "DE LA", "ap_materno": "DEL", "nombres": "DE LOS"},
    )
    carga = cargar("padron_nominal", EN_PADRON | nombres)
    assert en_pie().regla == "provisional"
    assert carga.leidas == 1


def test_la_gestante_por_su_fecha_y_su_nombre(cargar):
    mujer = LUGAR | {"ap_paterno": "HUAMAN", "ap_materno": "TICONA", "nombres": "NELY"}
    nacida = {"fecha_nacimiento": "05/05/2000"}
    cargar("pgh", mujer | nacida | {"documento": "91000004"})
    cargar("sis_gestantes", OTRO_LUGAR | nacida | {"documento": "91000804", "fur": dia(50)})
    assert en_pie().regla == "parecido_pgh"


def test_una_fecha_de_nacimiento_en_contra_espera_a_una_persona(cargar):
    mujer = LUGAR | {"ap_paterno": "HUAMAN", "ap_materno": "TICONA", "nombres": "NELY"}
    cargar("pgh", mujer | {"documento": "91000004", "fecha_nacimiento": "05/05/1980"})
    gestante = LUGAR | {"documento": "91000804", "fecha_nacimiento": "17/09/2001"}
    cargar("sis_gestantes", gestante)
    assert en_pie().regla == "provisional"
    assert vinculos("por_revisar") == [("H1", "parecido_pgh", "parecido")]


def test_en_dos_hogares_de_un_registro_elige_una_persona(cargar):
    cargar("pgh", EN_PGH, EN_PGH | {"codigo_hogar": "H2"})
    cargar("padron_nominal", EN_PADRON)
    assert en_pie().regla == "provisional"
    assert {codigo for codigo, _, _ in vinculos("por_revisar")} == {"H1", "H2"}


def test_un_telefono_halla_a_quien_ni_el_nombre_ni_el_lugar(cargar):
    en_juntos = {"documento": "91000001", "ap_paterno": "MAMARI", "celular": "912345678"}
    cargar("juntos", OTRO_LUGAR | en_juntos)
    cargar("padron_nominal", LUGAR | {"madre_documento": SIN_NADA, "celular": "912345678"})
    assert vinculos("por_revisar") == [("J1", "parecido_juntos", "parecido")]


def test_una_mudanza_no_mueve_un_enlace_en_pie(cargar):
    otra = OTRO_LUGAR | {"codigo_hogar": "H2", "documento": "91000802"}
    cargar("pgh", EN_PGH)
    cargar("padron_nominal", EN_PADRON)
    cargar("pgh", EN_PGH | otra)
    cargar("padron_nominal", EN_PADRON | OTRO_LUGAR)
    assert (en_pie().hogar.codigo, en_pie().regla) == ("H1", "parecido_pgh")


def test_de_dos_gestaciones_la_ultima_dice_donde_vive(cargar):
    mujer = {"documento": "91000804"}
    hace_mucho = HOY - dt.timedelta(days=650)
    antes = {"fur": dia(700), "atencion_el": f"{hace_mucho:%d/%m/%Y}"}
    cargar("sis_gestantes", mujer | OTRO_LUGAR | antes, hoy=hace_mucho)
    cargar("sis_gestantes", mujer | LUGAR)
    ella = {"ap_paterno": "HUAMAN", "ap_materno": "TICONA", "nombres": "NELY"}
    cargar("pgh", LUGAR | ella | {"documento": "91000004", "fecha_nacimiento": ""})
    assert en_pie().regla == "parecido_pgh"
    assert en_pie().aportes["lugar"]["nivel"] == "centro_poblado"


def test_la_decision_de_una_persona_queda(cargar, sede):
    cargar("pgh", EN_PGH)
    cargar("padron_nominal", EN_PADRON | OTRO_LUGAR)
    confirmar_vinculo(Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR), por=sede)
    cargar("padron_nominal", EN_PADRON | {"direccion": "OTRA", "madre_nombres": "ELSA"})
    assert en_pie().estado == EstadoVinculo.CONFIRMADO
    assert en_pie().puntaje is not None


def test_mellizas_son_dos(cargar):
    cargar("pgh", EN_PGH)
    una = EN_PADRON | {"cnv": "9900000011", "nombres": "RN"}
    cargar("padron_nominal", una, una | {"cnv": "9900000012", "codigo_padron": "5000000002"})
    assert Vinculo.objects.filter(estado="automatico", hogar__codigo="H1").count() == 2


def test_el_enlace_que_hace_un_padron_dice_la_fila_de_su_archivo(cargar):
    """By an equal document and by a likeness: never the row of the file of births."""
    otra = {"ap_paterno": "CHOQUE", "ap_materno": "APAZA", "nombres": "EULALIA"}
    suya = {f"madre_{campo}": valor for campo, valor in otra.items()}
    cargar(
        "padron_nominal", {"codigo_padron": "7"} | {"madre_documento": OTRA_MADRE} | suya, EN_PADRON
    )
    demas = [{"documento": f"9100050{n}", "codigo_hogar": "H9"} for n in range(4)]
    carga = cargar("pgh", *demas, EN_PGH, otra | {"documento": OTRA_MADRE, "codigo_hogar": "H2"})
    hechos = Vinculo.objects.filter(carga=carga, hogar__origen="pgh")
    assert {(v.hogar.codigo, v.regla, v.fila) for v in hechos} == {
        ("H1", "parecido_pgh", 6),
        ("H2", "madre_pgh", 7),
    }
    assert set(Miembro.objects.filter(vinculo__in=hechos).values_list("fila", flat=True)) == {6, 7}
