"""What the registers say of who should leave, proposed once for each stay."""

import pytest

from afiliacion.acciones.salidas_propuestas import descartar, proponer
from juntos.models import Parametro
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, nacido

pytestmark = pytest.mark.django_db
HOY = dia("15/12/2026")


@pytest.fixture
def hogar(distrito):
    return dinero.hogar(distrito)


def causas(hogar):
    return {s.causa_id: s.sale_el for s in hogar.salidas.all()}


def test_quien_esta_en_orden_no_sale(hogar):
    fabricas.ClasificacionFactory(hogar=hogar)
    nacido(hogar, dia("01/08/2026"))
    assert proponer(hoy=HOY) == 0


def test_la_clasificacion_vencida_propone_salir_desde_que_vencio(hogar):
    fabricas.ClasificacionFactory(hogar=hogar, hasta=dia("30/11/2026"))
    assert proponer(hoy=HOY) == 1
    assert causas(hogar) == {"cse_vencida": dia("30/11/2026")}


def test_una_clasificacion_que_vence_hoy_rige_todavia(hogar):
    fabricas.ClasificacionFactory(hogar=hogar, hasta=HOY)
    assert proponer(hoy=HOY) == 0


def test_una_clasificacion_sin_fin_no_vence(hogar):
    fabricas.ClasificacionFactory(hogar=hogar, hasta=dia("30/11/2026"))
    fabricas.ClasificacionFactory(hogar=hogar, hasta=None)
    assert proponer(hoy=HOY) == 0


@pytest.mark.parametrize(("exigir", "cuantas"), [(1, 1), (0, 0)])
def test_el_ambito_solo_cuenta_cuando_se_exige(hogar, distrito, exigir, cuantas):
    Parametro.objects.filter(pk="exigir_ambito").update(valor=exigir)
    distrito.intervenido = False
    distrito.save()
    assert proponer(hoy=HOY) == cuantas


def test_un_codigo_unido_a_otro_sale_por_duplicado(hogar, distrito):
    doble = dinero.hogar(distrito, unido_a=hogar)
    proponer(hoy=HOY)
    assert (causas(doble), causas(hogar)) == ({"duplicado": HOY}, {})


def test_cuando_la_ultima_cumple_un_ano_sale_de_la_primera_infancia(hogar):
    nacido(hogar, dia("01/06/2025"))
    nacido(hogar, dia("10/12/2025"))
    assert proponer(hoy=dia("10/12/2026")) == 0
    assert proponer(hoy=dia("11/12/2026")) == 1
    assert causas(hogar) == {"cumple_edad": dia("10/12/2026")}


def test_con_una_gestante_en_el_hogar_no_sale_por_edad(hogar):
    nacido(hogar, dia("01/06/2025"))
    dinero.gestante(hogar, dia("01/08/2026"))
    assert proponer(hoy=HOY) == 0


def test_lo_decidido_no_se_propone_otra_vez_en_la_misma_estancia(hogar, supervisora):
    fabricas.ClasificacionFactory(hogar=hogar, hasta=dia("30/11/2026"))
    proponer(hoy=HOY)
    descartar(hogar.salidas.get(), motivo="Se está renovando", por=supervisora)
    assert proponer(hoy=HOY) == 0
    hogar.usuario_desde = dia("01/12/2026")
    hogar.save()
    assert proponer(hoy=HOY) == 1
    assert hogar.salidas.count() == 2
