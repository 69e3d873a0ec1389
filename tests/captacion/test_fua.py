"""The FUA trama: pregnancies as the SIS file tells them, care given, and both in one ledger."""

import datetime as dt

import pytest

from captacion.models import Atencion, Captacion, Gestante, Persona, RegistroFuente, Vinculo
from tests import fabricas
from tests.captacion.archivos import GESTANTE, HOY, MADRE, cargar_bytes, dia, todo_menos_la_carga
from tests.captacion.tramas import trama

# Of the visit three days ago, at eight weeks.
FUR = HOY - dt.timedelta(days=3 + 8 * 7)
SOLO_ATENCION = {"condicion_materna": "", "codigo": "001", "edad_gestacional": ""}


@pytest.fixture
def cargar_fua(cargar, tmp_path):
    def cargar_fua(*filas: dict):
        return cargar_bytes(tmp_path, trama(*filas), nombre="9900000120261101.zip")

    return cargar_fua


def test_una_gestante_del_fua_es_captada_como_las_del_sis(cargar_fua, distrito):
    fabricas.EstablecimientoFactory(codigo="99000001", distrito=distrito)
    carga = cargar_fua({"ubigeo": "", "otros_nombres": "MARÍA"})

    assert (carga.fuente, carga.perfil, carga.nuevas) == ("fua", "fua", 1)
    assert (carga.captaciones, carga.codificacion) == (1, "cp1252")
    gestante = Gestante.objects.get()
    assert gestante.persona.nombre_completo == "HUAMAN TICONA, Nely María"
    assert gestante.persona.sexo == "F"
    assert (gestante.fur, gestante.fpp) == (FUR, FUR + dt.timedelta(days=280))
    assert (gestante.origen_fur, gestante.fuente) == ("edad_gestacional", "fua")
    assert gestante.atencion_el == HOY - dt.timedelta(days=3)
    captacion = Captacion.objects.get()
    assert (captacion.evento_el, captacion.distrito) == (FUR, distrito)


def test_el_mismo_fua_es_ademas_una_atencion(cargar_fua):
    carga = cargar_fua({"control": "2"})

    atencion = Atencion.objects.get()
    assert atencion.persona == Persona.objects.get(dni=GESTANTE)
    assert (atencion.fuente, atencion.clave) == ("fua", "260|26|00000001")
    assert (atencion.codigo, atencion.valor) == ("009", "2")
    assert atencion.atendida_el == HOY - dt.timedelta(days=3)
    assert (atencion.establecimiento_codigo, atencion.fur) == ("99000001", None)
    assert carga.leidas == carga.nuevas == 1


@pytest.mark.parametrize(
    ("cambios", "es_gestante"),
    [
        ({"condicion_materna": "1", "codigo": "011"}, True),
        ({"condicion_materna": "", "codigo": "009"}, True),
        ({"condicion_materna": "", "codigo": "15"}, True),
        ({"condicion_materna": "", "codigo": "013"}, True),
        (
            {"condicion_materna": "", "codigo": "013", "edad_gestacional": "", "fpp": dia(-200)},
            True,
        ),
        (SOLO_ATENCION, False),
        ({"condicion_materna": "2", "codigo": "010"}, False),
        ({"condicion_materna": "", "codigo": "054"}, False),
    ],
    ids=["condicion", "009", "015", "semanas", "fpp", "cred", "puerperio", "parto"],
)
def test_que_fua_habla_de_una_gestacion(cargar_fua, cambios, es_gestante):
    carga = cargar_fua(cambios)
    assert carga.captaciones == Gestante.objects.count() == int(es_gestante)
    assert Atencion.objects.count() == 1


def test_quien_solo_fue_atendido_no_es_una_persona_nueva(cargar_fua, cargar):
    cargar_fua(SOLO_ATENCION | {"documento": MADRE, "ap_paterno": "MAMANI", "nombres": "ROSA"})
    assert not Persona.objects.exists()
    assert RegistroFuente.objects.get().persona is None
    cargar("pgh", {})
    assert Atencion.objects.get().persona == Persona.objects.get(dni=MADRE)


def test_la_fpp_vale_mas_que_las_semanas(cargar_fua):
    cargar_fua({"fpp": f"{FUR + dt.timedelta(days=284):%d/%m/%Y}"})
    gestante = Gestante.objects.get()
    assert (gestante.fur, gestante.origen_fur) == (FUR + dt.timedelta(days=4), "fpp")


@pytest.mark.parametrize("primero", ["sis_gestantes", "fua"])
def test_la_gestacion_que_dicen_el_sis_y_el_fua_es_una(cargar, cargar_fua, primero):
    """The FUR told is the better ground, whoever came first; what the FUA does not tell stays."""
    sis = {"fur": f"{FUR + dt.timedelta(days=5):%d/%m/%Y}", "direccion": "JR. LIMA 1"}
    pasos = [lambda: cargar("sis_gestantes", sis), lambda: cargar_fua({})]
    for paso in pasos if primero == "sis_gestantes" else reversed(pasos):
        paso()

    gestante = Gestante.objects.get()
    assert (gestante.fur, gestante.origen_fur) == (FUR + dt.timedelta(days=5), "fur")
    assert gestante.direccion == "JR. LIMA 1"
    assert Captacion.objects.get().evento_el == gestante.fur
    assert Atencion.objects.get().persona == gestante.persona


def test_otra_gestacion_es_otra(cargar, cargar_fua):
    cargar("sis_gestantes", {"fur": dia(310), "atencion_el": dia(200)})
    cargar_fua({})
    assert Gestante.objects.count() == Captacion.objects.count() == 2


def test_entre_dos_gestaciones_una_fur_es_de_la_mas_cercana(cargar):
    """FURs 100 days apart are two pregnancies; one told between them corrects the nearest."""
    furs = [dia(200), dia(100)]
    cargar("sis_gestantes", *({"fur": fur} for fur in furs))
    for corregida in (dia(195), dia(105)):
        carga = cargar("sis_gestantes", {"fur": corregida})
        assert (carga.nuevas, carga.captaciones) == (1, 0)
    dichas = sorted((HOY - fur).days for fur in Gestante.objects.values_list("fur", flat=True))
    assert dichas == [105, 195]


def test_varios_controles_en_un_archivo_son_una_gestacion(cargar_fua):
    """Whole weeks move the FUR by some days from one visit to the next."""
    controles = [
        {"numero": f"0000000{n}", "atencion_el": dia(hace), "edad_gestacional": str(semanas)}
        for n, (hace, semanas) in enumerate([(3, 17), (31, 13), (62, 8)])
    ]
    carga = cargar_fua(*controles)
    assert (carga.nuevas, carga.captaciones) == (3, 1)
    assert Gestante.objects.count() == 1
    assert Atencion.objects.count() == 3


def test_dos_fur_a_pocos_dias_son_una_gestacion_caigan_donde_caigan(cargar):
    """Around every day of a quarter: no calendar boundary cuts a pregnancy in two."""
    base = dt.date(2026, 7, 1)
    for hace in range(0, 95, 5):
        mujer = {"documento": f"9100{hace:04d}", "celular": ""}
        furs = (base + dt.timedelta(days=hace), base + dt.timedelta(days=hace + 4))
        cargar("sis_gestantes", *(mujer | {"fur": f"{fur:%d/%m/%Y}"} for fur in furs))
    assert Gestante.objects.count() == Captacion.objects.count() == 19


def test_un_nombre_que_no_es_el_suyo_deja_el_enlace_a_una_persona(cargar, cargar_fua):
    cargar("pgh", {"documento": GESTANTE, "ap_paterno": "LOAYZA", "nombres": "DORIS"})
    carga = cargar_fua({})
    assert carga.en_revision == 1
    assert Vinculo.objects.get(estado="por_revisar").duda == "nombre_discorde"


def test_una_atencion_con_otro_nombre_entra_y_avisa(cargar, cargar_fua):
    cargar("pgh", {})
    carga = cargar_fua(SOLO_ATENCION | {"documento": MADRE})
    assert (carga.nuevas, carga.avisos) == (1, 1)
    assert carga.filas_observadas.get().motivos == ["ubigeo_falta", "nombre_distinto"]


def test_la_misma_trama_otra_vez_no_cambia_nada_mas(cargar_fua):
    filas = [{}, SOLO_ATENCION | {"numero": "00000002", "documento": MADRE}]
    cargar_fua(*filas)
    antes = todo_menos_la_carga()
    carga = cargar_fua(*reversed(filas))
    assert (carga.leidas, carga.sin_cambio) == (2, 2)
    assert todo_menos_la_carga() == antes


def test_lo_que_cambia_en_el_anexo_cambia_su_fila(cargar_fua):
    cargar_fua({}, SOLO_ATENCION | {"numero": "00000002"})
    carga = cargar_fua({"edad_gestacional": "9"}, SOLO_ATENCION | {"numero": "00000002"})
    assert (carga.actualizadas, carga.sin_cambio, carga.captaciones) == (1, 1, 0)
    assert Gestante.objects.get().fur == FUR - dt.timedelta(days=7)
    assert Captacion.objects.get().evento_el == FUR - dt.timedelta(days=7)
