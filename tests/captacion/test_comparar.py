"""What two records of a woman agree on, and what that weighs."""

import pytest
from django.db import connection

from juntos.models import Parametro
from tests import fabricas
from tests.captacion.cruce import NUEVA, REGISTRO, comparar, peso, taller_de_cruce

pytestmark = pytest.mark.django_db
LARGO = "QUISPE " * 28 + "LIMA"


def nivel(campo: str, nueva: dict, registro: dict) -> str:
    return comparar(nueva, registro)[campo]


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        ("99123456", "99123456", "igual"),
        ("99123465", "99123456", "una_edicion"),
        ("09912456", "99123456", "una_edicion"),
        ("99128459", "99123456", "dos_ediciones"),
        ("70000001", "99123456", "distinto"),
        ("99654321", "99123456", "distinto"),
        ("", "99123456", "falta"),
        (None, "99123456", "falta"),
        ("99123456", None, "falta"),
    ],
)
def test_documento(nueva, registro, esperado):
    assert nivel("documento", {"documento": nueva}, {"documento": registro}) == esperado


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        (("Quíspe", "MAMANI"), ("QUISPE", "MAMANI"), "iguales"),
        (("QUISPE MAMANI", ""), ("QUISPE", "MAMANI"), "iguales"),
        (("KISPE", "MAMANI"), ("QUISPE", "MAMANI"), "suenan_igual"),
        (("MAMANI", "QUISPE"), ("QUISPE", "MAMANI"), "suenan_igual"),
        (("DE LA CRUZ", "QUISPE"), ("CRUZ", "QUISPE"), "suenan_igual"),
        (("QUISPE", ""), ("QUISPE", "MAMANI"), "falta_uno"),
        (("QUISPE", "MAMANI"), ("", "MAMANI"), "falta_uno"),
        (("KISPE", "XX"), ("QUISPE", "MAMANI"), "falta_uno"),
        (("QUISPE", ""), ("QUISPE", ""), "falta_uno"),
        (("QUISPE", "CONDORI"), ("QUISPE", "MAMANI"), "uno_igual"),
        (("CONDORI", "QUISPE"), ("QUISPE", "MAMANI"), "uno_igual"),
        (("QUISPRE", ""), ("QUISPE", "MAMANI"), "uno_igual"),
        (("QUISPRE", "MAMANI"), ("QUISPE", "MAMANI"), "parecidos"),
        (("MARATE", "PAREDES"), ("PAREDES", "ZARATE"), "parecidos"),
        (("NUÑEZ", "MAMANI"), ("NUNEZ", "MAMANI"), "parecidos"),
        (("GARCIA", "LOPEZ"), ("QUISPE", "MAMANI"), "distintos"),
        (("GARCIA", ""), ("QUISPE", "MAMANI"), "distintos"),
        (("", ""), ("QUISPE", "MAMANI"), "falta"),
        (("DE LA", "NN"), ("QUISPE", "MAMANI"), "falta"),
        (("DE LA", "DEL"), ("DE LA", "DEL"), "falta"),
        ((LARGO, LARGO), (LARGO, LARGO), "iguales"),
        ((LARGO, "Ñ" * 200), ("QUISPE", "MAMANI"), "distintos"),
    ],
)
def test_apellidos(nueva, registro, esperado):
    def apellidos(par):
        return dict(zip(("paterno", "materno"), par, strict=True))

    assert nivel("apellidos", apellidos(nueva), apellidos(registro)) == esperado
    assert nivel("apellidos", apellidos(registro), apellidos(nueva)) == esperado


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        ("Rosa María", "ROSA MARIA", "iguales"),
        ("ROZA MARIA", "ROSA MARIA", "suenan_igual"),
        ("ROSA DEL PILAR", "ROSA PILAR", "suenan_igual"),
        ("ROSA", "ROSA MARIA", "comparten"),
        ("MARIA ROSA", "ROSA MARIA", "comparten"),
        ("MARILUZ", "MARILU", "parecidos"),
        ("CATERINE", "KATHERIN", "parecidos"),
        ("ROSA", "ELENA", "distintos"),
        ("RN", "ROSA MARIA", "falta"),
        ("R.N.", "RN", "falta"),
        ("", "ROSA", "falta"),
        ("DE LA", "ROSA", "falta"),
        ("ROSA " * 60, "ROSA", "comparten"),
        ("ELENA " * 60, "ROSA " * 60, "distintos"),
        (None, "ROSA", "falta"),
    ],
)
def test_nombres(nueva, registro, esperado):
    assert nivel("nombres", {"nombres": nueva}, {"nombres": registro}) == esperado


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        ("1995-05-12", "1995-05-12", "igual"),
        ("1995-12-05", "1995-05-12", "trocado"),
        ("1995-05-17", "1995-05-12", "trocado"),
        ("1985-05-12", "1995-05-12", "trocado"),
        ("2095-05-12", "1995-05-12", "trocado"),
        ("1895-05-12", "1995-05-12", "trocado"),
        ("1995-05-21", "1995-05-12", "cercano"),
        ("1995-06-11", "1995-05-12", "cercano"),
        ("1995-06-13", "1995-05-12", "distinto"),
        ("1990-01-30", "1995-05-12", "distinto"),
        (None, "1995-05-12", "falta"),
    ],
)
def test_nacimiento(nueva, registro, esperado):
    assert nivel("nacimiento", {"nacimiento": nueva}, {"nacimiento": registro}) == esperado


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        (["900111222"], ["900333444", "900111222"], "igual"),
        (["900111222"], ["900333444"], "distinto"),
        (["999999999"], ["999999999"], "falta"),
        ([], ["900111222"], "falta"),
        ([None, ""], [None, ""], "falta"),
        (None, ["900111222"], "falta"),
    ],
)
def test_telefono(nueva, registro, esperado):
    assert nivel("telefono", {"telefonos": nueva}, {"telefonos": registro}) == esperado


def test_un_celular_de_muchas_personas_no_dice_nada():
    limite = Parametro.de("cruce_personas_por_telefono")
    for cuantas, esperado in ((limite, "igual"), (limite + 1, "falta")):
        otras = [NUEVA | {"nombres": "ELENA"}] * (cuantas - 2)
        with taller_de_cruce([NUEVA, *otras], [REGISTRO], [(0, 0)]) as cursor:
            cursor.execute("SELECT telefono FROM comparado")
            assert cursor.fetchone() == (esperado,)


def test_un_hogar_de_sesenta_miembros_conserva_su_celular():
    with taller_de_cruce([NUEVA], [REGISTRO] * 60, [(0, n) for n in range(60)]) as cursor:
        cursor.execute("SELECT telefono, count(*) FROM comparado GROUP BY telefono")
        assert cursor.fetchall() == [("igual", 60)]


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        (("9901010001", "990101"), ("9901010001", "990101"), "centro_poblado"),
        (("9901010002", "990101"), ("9901010001", "990101"), "distrito"),
        (("", "990101"), ("9901010001", ""), "distrito"),
        (("", "990102"), ("", "990101"), "provincia"),
        (("", "980101"), ("", "990101"), "distinto"),
        (("", ""), ("9901010001", "990101"), "falta"),
        ((None, None), (None, None), "falta"),
    ],
)
def test_lugar(nueva, registro, esperado):
    def lugar(par):
        return dict(zip(("lugar", "distrito"), par, strict=True))

    assert nivel("lugar", lugar(nueva), lugar(registro)) == esperado


@pytest.mark.parametrize(
    ("nueva", "registro", "esperado"),
    [
        ("Jirón Los Olivos 123", "JR. LOS OLIVOS 123", "parecida"),
        ("JR. LOS OLIVOS 123 (ACTUALIZADO)", "JR. LOS OLIVOS 123", "parecida"),
        ("AV. BOLOGNESI INTERIOR 1234", "AV. BOLOGNESI INTERIO 1234", "parecida"),
        ("JR. LOS OLIVOS 456", "JR. LOS OLIVOS 123", "distinta"),
        ("MZ. A LT. 3", "MZ. A LT. 7", "distinta"),
        ("AV. GRAU 5", "JR. LOS OLIVOS 123", "distinta"),
        ("S/N", "S/N", "falta"),
        ("", "JR. LOS OLIVOS 123", "falta"),
        (None, None, "falta"),
    ],
)
def test_direccion(nueva, registro, esperado):
    assert nivel("direccion", {"direccion": nueva}, {"direccion": registro}) == esperado


@pytest.mark.parametrize(
    ("jefe", "documentos", "esperado"),
    [
        ("99654321", ["99123456", "99654321"], "en_hogar"),
        ("99654312", ["99123456", None, "99654321"], "cerca"),
        ("99700000", ["99123456", "99654321"], "fuera"),
        ("99700000", [], "falta"),
        ("99700000", [None], "falta"),
        ("", ["99654321"], "falta"),
        (None, None, "falta"),
        ("99123456", ["99123456"], "falta"),  # she is the head: her document already spoke
    ],
)
def test_jefe(jefe, documentos, esperado):
    assert nivel("jefe", {"jefe": jefe}, {"documentos": documentos}) == esperado


def test_el_puntaje_suma_los_aportes_de_lo_que_se_dijo():
    par = comparar({"materno": "", "telefonos": None}, {})
    assert par["aportes"]["apellidos"] == {
        "nivel": "falta_uno",
        "peso": peso("apellidos", "falta_uno"),
    }
    assert par["puntaje"] == pytest.approx(sum(a["peso"] for a in par["aportes"].values()))
    assert set(par["aportes"]) == {
        "documento", "apellidos", "nombres", "nacimiento", "lugar", "direccion", "jefe",
    }  # fmt: skip


@pytest.mark.parametrize(
    "falta",
    [
        {"documento": None},
        {"paterno": None, "materno": None},
        {"nombres": "RN"},
        {"nacimiento": None},
        {"telefonos": None},
        {"lugar": None, "distrito": None},
        {"direccion": None},
        {"jefe": None},
    ],
)
def test_un_dato_que_falta_baja_el_puntaje(falta):
    assert comparar(falta, {})["puntaje"] < comparar({}, {})["puntaje"]


def test_sin_ningun_dato_no_pesa_nada():
    par = comparar(dict.fromkeys(NUEVA), dict.fromkeys(REGISTRO))
    assert (par["puntaje"], par["aportes"]) == (0, {})


def test_un_par_que_no_se_pide_no_se_compara():
    with taller_de_cruce([NUEVA] * 2, [REGISTRO] * 2, [(0, 1), (1, 0)]) as cursor:
        cursor.execute("SELECT nueva, registro FROM comparado ORDER BY nueva")
        assert cursor.fetchall() == [(0, 1), (1, 0)]


def test_los_apellidos_raros_pesan_mas_que_los_comunes():
    fabricas.PersonaFactory.create_batch(999, ap_paterno="QUISPE", ap_materno="MAMANI")
    fabricas.PersonaFactory(ap_paterno="ÑAVINCOPA", ap_materno="KUNCHIKUI")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE captacion_persona")
    raros = {"paterno": "ÑAVINCOPA", "materno": "KUNCHIKUI"}
    comun, raro = comparar({}, {}), comparar(raros, raros)
    assert (comun["rareza"], raro["rareza"]) == ("comunes", "muy_raros")
    assert raro["puntaje"] - comun["puntaje"] == pytest.approx(
        peso("rareza", "muy_raros") - peso("rareza", "comunes")
    )


def test_sin_gente_conocida_no_se_sabe_que_es_raro():
    assert nivel("rareza", {}, {}) == "falta"


def test_la_rareza_solo_pesa_si_los_apellidos_coinciden():
    fabricas.PersonaFactory.create_batch(1000)
    assert nivel("rareza", {"paterno": "CONDORI"}, {}) == "falta"
