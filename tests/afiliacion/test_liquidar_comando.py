"""`manage.py liquidar`: the contract of DESIGN, word for word."""

import json

import pytest
from django.core.management import call_command

from afiliacion.acciones.liquidaciones import aprobar, revisar
from afiliacion.models import Corresponsabilidad, Liquidacion
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, exigir, nacido

pytestmark = pytest.mark.django_db


@pytest.fixture
def hogar(distrito):
    hogar = dinero.hogar(distrito)
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"))
    con_falta = dinero.hogar(distrito)
    exigir(nacido(con_falta, dia("01/08/2026")), dia("29/11/2026"), situacion="no_dado")
    return hogar


def correr(capsys, *opciones) -> str:
    call_command("liquidar", *opciones)
    return capsys.readouterr().out.strip()


def rechazo(capsys, *opciones) -> str:
    with pytest.raises(SystemExit) as salida:
        call_command("liquidar", *opciones)
    assert salida.value.code == 2
    return capsys.readouterr().err.strip()


EN_JSON = ("--periodo", "2026-6", "--corte", "2026-12-31", "--json")


def test_el_json_es_el_del_contrato(hogar, capsys):
    dicho = json.loads(correr(capsys, *EN_JSON))
    liquidacion = Liquidacion.objects.get()
    assert dicho == {
        "periodo": "2026-6",
        "hogares": 2,
        "base": "200.00",
        "tpi": "150.00",
        "total": "350.00",
        "suspendidos": 1,
        "huella": liquidacion.huella,
    }
    assert len(liquidacion.huella) == 64
    assert liquidacion.estado == "calculada"


def test_otra_vez_da_los_mismos_bytes(hogar, capsys):
    assert correr(capsys, *EN_JSON) == correr(capsys, *EN_JSON)


def test_una_cerrada_da_los_mismos_bytes_aunque_lleguen_datos(hogar, capsys):
    antes = correr(capsys, *EN_JSON)
    dinero.cerrar(Liquidacion.objects.get())
    Corresponsabilidad.objects.update(situacion="sin_dato", dado_el=None)
    nacido(hogar, dia("10/11/2026"))
    assert correr(capsys, *EN_JSON) == antes


def test_repetirlo_no_deshace_una_aprobacion_de_lo_mismo(hogar, capsys):
    correr(capsys, *EN_JSON)
    liquidacion = Liquidacion.objects.get()
    revisar(liquidacion, huella=liquidacion.huella, por=dinero.de_sede())
    aprobar(liquidacion, huella=liquidacion.huella, por=dinero.de_sede())
    correr(capsys, *EN_JSON)
    liquidacion.refresh_from_db()
    assert liquidacion.estado == "aprobada"
    Corresponsabilidad.objects.update(situacion="sin_dato", dado_el=None)
    correr(capsys, *EN_JSON)
    liquidacion.refresh_from_db()
    assert (liquidacion.estado, liquidacion.aprobada_por) == ("calculada", None)


@pytest.mark.parametrize("periodo", ["", "2026", "2026-7", "2026-0", "26-1", "2026-6 ", "x"])
def test_un_periodo_malo_es_una_frase_y_2(periodo, capsys):
    assert "no es un bimestre: escríbalo como 2026-6" in rechazo(capsys, "--periodo", periodo)
    assert not Liquidacion.objects.exists()


def test_un_corte_malo_es_una_frase_y_2(capsys):
    frase = rechazo(capsys, "--periodo", "2026-6", "--corte", "2026-31-12")
    assert frase == "«2026-31-12» no es una fecha: escríbala como 2026-11-23."


def test_un_corte_anterior_al_bimestre_es_una_frase_y_2(capsys):
    frase = rechazo(capsys, "--periodo", "2026-6", "--corte", "2026-10-31")
    assert "es anterior al bimestre 2026-6" in frase


def test_una_cerrada_no_se_calcula_con_otro_corte(hogar, capsys):
    correr(capsys, *EN_JSON)
    dinero.cerrar(Liquidacion.objects.get())
    frase = rechazo(capsys, "--periodo", "2026-6", "--corte", "2026-12-15")
    assert "ya está cerrado con corte al 31/12/2026" in frase


def test_en_palabras_dice_los_totales(hogar, capsys):
    dicho = correr(capsys, *EN_JSON[:-1])
    assert "2 hogares, 1 sin base por no cumplir" in dicho
    assert "total S/ 350.00" in dicho
