"""Who is paid what in a bimester, one fact a test."""

import datetime as dt

import pytest

from afiliacion.acciones import liquidaciones
from afiliacion.models import (
    Corresponsabilidad,
    Evidencia,
    InclusionTPI,
    Pago,
    ParametroTransferencia,
)
from captacion.models import Captacion
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import (
    cerrar,
    dia,
    exigir,
    gestante,
    liquidar,
    meses,
    montos,
    nacido,
    pago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hogar(distrito):
    return dinero.hogar(distrito)


def test_un_hogar_sin_ninos_cobra_la_base(hogar):
    assert montos(liquidar(), hogar) == (200, 0, 0)


def test_quien_no_es_usuario_no_tiene_linea(distrito):
    fabricas.HogarFactory(distrito=distrito)
    assert not Pago.objects.filter(liquidacion=liquidar()).exists()


def test_un_codigo_unido_a_otro_no_cobra_dos_veces(hogar, distrito):
    dinero.hogar(distrito, unido_a=hogar)
    assert Pago.objects.filter(liquidacion=liquidar()).count() == 1


def test_quien_cumple_los_dos_meses_cobra_cien(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    exigir(nino, dia("29/11/2026"))
    exigir(nino, dia("27/12/2026"), dosis=2)
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 100, 0)
    assert meses(liquidacion, hogar) == {"11/2026": "cumple", "12/2026": "cumple"}


def test_quien_entra_a_mitad_cobra_desde_el_mes_en_que_entra(distrito):
    hogar = dinero.hogar(distrito, desde=dia("10/12/2026"))
    nacido(hogar, dia("01/10/2026"))
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 50, 0)
    assert meses(liquidacion, hogar) == {"12/2026": "cumple"}


def test_cuenta_desde_el_mes_en_que_se_registra_al_nino(hogar):
    nacido(hogar, dia("20/11/2026"), registrado=dia("05/12/2026"))
    assert meses(liquidar(), hogar) == {"12/2026": "cumple"}


def test_quien_sale_a_mitad_cobra_hasta_el_mes_en_que_sale_y_no_la_base(hogar, supervisora):
    nacido(hogar, dia("01/08/2026"))
    _salir(hogar, dia("20/11/2026"))
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (0, 50, 0)
    assert meses(liquidacion, hogar) == {"11/2026": "cumple"}


def test_quien_sale_el_ultimo_dia_cobra_la_base(hogar):
    _salir(hogar, dia("31/12/2026"))
    assert montos(liquidar(), hogar) == (200, 0, 0)


def test_quien_vuelve_no_pierde_su_estancia_anterior(hogar):
    nacido(hogar, dia("01/08/2026"))
    _salir(hogar, dia("05/11/2026"))
    hogar.es_usuario, hogar.usuario_desde = True, dia("15/12/2026")
    hogar.save()
    liquidacion = liquidar()
    assert meses(liquidacion, hogar) == {"11/2026": "cumple", "12/2026": "cumple"}
    assert montos(liquidacion, hogar) == (200, 100, 0)


def _salir(hogar, cuando):
    hogar.salidas.create(
        causa_id="renuncia",
        detalle="Se muda",
        entrada_el=hogar.usuario_desde,
        sale_el=cuando,
        estado="aceptada",
        propuesta_por=dinero.de_sede(),
        resuelta_en=dt.datetime.now(dt.UTC),
        resuelta_por=dinero.de_sede(),
    )
    hogar.es_usuario = False
    hogar.save()


def test_mellizos_cobran_una_vez_y_deben_cumplir_los_dos(hogar):
    madre = fabricas.PersonaFactory()
    una, otro = (nacido(hogar, dia("01/08/2026"), madre=madre) for _ in range(2))
    exigir(una, dia("29/11/2026"))
    exigir(otro, dia("29/11/2026"), situacion="sin_dato")
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 50, 0)
    assert meses(liquidacion, hogar) == {"11/2026": "sin_dato", "12/2026": "cumple"}


def test_dos_ninos_de_un_hogar_nunca_cobran_dos_veces(hogar):
    nacido(hogar, dia("01/03/2026"))
    nacido(hogar, dia("01/08/2026"))
    assert montos(liquidar(), hogar) == (200, 100, 0)


def test_dos_embarazos_de_un_hogar_cobran_una_vez(hogar):
    gestante(hogar, dia("01/08/2026"))
    gestante(hogar, dia("15/08/2026"))
    assert montos(liquidar(), hogar) == (200, 100, 0)


def test_el_embarazo_siguiente_no_termina_con_el_parto_anterior(hogar):
    """The child of the first pregnancy is born before the second one can end."""
    mujer = fabricas.PersonaFactory()
    gestante(hogar, dia("15/12/2025"), persona=mujer)
    nacido(hogar, dia("20/09/2026"), madre=mujer)
    segunda = gestante(hogar, dia("20/10/2026"), persona=mujer, registrada=dia("10/12/2026"))
    liquidacion = liquidar()
    del_mes = Evidencia.objects.filter(liquidacion=liquidacion, captacion=segunda)
    assert [e.mes for e in del_mes] == [dia("01/12/2026")]


def test_el_embarazo_se_paga_hasta_el_mes_del_parto_y_el_nino_desde_su_registro(hogar):
    mujer = fabricas.PersonaFactory()
    embarazo = gestante(hogar, dia("15/02/2026"), persona=mujer)
    nino = nacido(hogar, dia("20/11/2026"), registrado=dia("28/11/2026"), madre=mujer)
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 100, 0)
    quienes = {
        (e.mes.month, e.captacion_id) for e in Evidencia.objects.filter(liquidacion=liquidacion)
    }
    assert quienes == {(11, embarazo.pk), (11, nino.pk), (12, nino.pk)}


def test_un_embarazo_sin_desenlace_se_paga_hasta_29_dias_tras_la_fpp(hogar):
    # FPP 05/10/2026; 29 days later, 03/11/2026.
    gestante(hogar, dia("29/12/2025"))
    assert meses(liquidar(), hogar) == {"11/2026": "cumple"}


def test_el_mes_en_que_cumple_un_ano_es_el_ultimo(hogar):
    nacido(hogar, dia("30/11/2025"))
    assert meses(liquidar(), hogar) == {"11/2026": "cumple"}


def test_un_nino_que_cambia_de_hogar_se_paga_en_el_nuevo_y_una_vez(hogar, distrito):
    otro = dinero.hogar(distrito)
    nino = nacido(hogar, dia("01/08/2026"))
    _mudar(nino, otro)
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 0, 0)
    assert montos(liquidacion, otro) == (200, 100, 0)


def test_lo_pagado_por_un_nino_no_se_paga_otra_vez_donde_vive_despues(hogar, distrito):
    otro = dinero.hogar(distrito)
    nino = nacido(hogar, dia("01/06/2026"))
    cerrar(liquidar("2026-5", corte=dia("31/10/2026")))
    _mudar(nino, otro)
    liquidacion = liquidar()
    assert montos(liquidacion, otro) == (200, 100, 0)
    assert montos(liquidacion, hogar) == (200, 0, 0)


def _mudar(captacion, a):
    Captacion.objects.filter(pk=captacion.pk).update(hogar=a)
    InclusionTPI.objects.filter(captacion=captacion).update(hogar=a)


def test_una_captacion_tardia_no_da_derecho(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    Captacion.objects.filter(pk=nino.pk).update(limite_el=dia("02/08/2026"))
    assert montos(liquidar(), hogar) == (200, 0, 0)


def test_una_captacion_no_incluida_no_da_derecho(hogar):
    nacido(hogar, dia("01/08/2026"))
    InclusionTPI.objects.update(estado="no_incluida")
    assert montos(liquidar(), hogar) == (200, 0, 0)


@pytest.mark.parametrize(
    ("situacion", "resultado", "base", "tpi"),
    [
        ("en_ventana", "cumple", 200, 100),
        ("exonerado", "cumple", 200, 100),
        ("no_aplica", "cumple", 200, 100),
        ("sin_dato", "sin_dato", 200, 50),
        ("fuera", "fuera_de_plazo", 0, 50),
        ("no_dado", "no_cumple", 0, 50),
    ],
)
def test_lo_que_paga_cada_situacion(hogar, situacion, resultado, base, tpi):
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"), situacion=situacion)
    liquidacion = liquidar()
    assert meses(liquidacion, hogar) == {"11/2026": resultado, "12/2026": "cumple"}
    assert montos(liquidacion, hogar) == (base, tpi, 0)


def test_lo_que_falta_se_dice_con_su_item(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    exigir(nino, dia("29/11/2026"), situacion="sin_dato", dosis=2)
    assert pago(liquidar(), hogar).motivo == "11/2026, Neumococo 2: sin dato"


def test_una_norma_que_no_condiciona_el_pago_no_cuenta(hogar):
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"), situacion="no_dado", paga=False)
    assert montos(liquidar(), hogar) == (200, 100, 0)


def test_lo_que_sigue_en_plazo_se_juzga_en_el_mes_en_que_termina_su_ventana(hogar):
    nino = nacido(hogar, dia("01/06/2026"))
    exigir(nino, dia("20/11/2026"), hasta=dia("10/12/2026"), situacion="sin_dato")
    assert meses(liquidar(), hogar) == {"11/2026": "cumple", "12/2026": "sin_dato"}


def test_lo_que_no_ha_vencido_en_el_corte_no_se_pierde(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    exigir(nino, dia("21/12/2026"), situacion="sin_dato")
    assert meses(liquidar(corte=dia("10/12/2026")), hogar)["12/2026"] == "cumple"


def test_sin_exigible_cuenta_el_mes_en_que_termina_la_ventana(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    exigir(nino, None, hasta=dia("15/12/2026"), situacion="sin_dato")
    assert meses(liquidar(), hogar) == {"11/2026": "cumple", "12/2026": "sin_dato"}


def test_los_montos_son_los_vigentes_en_cada_mes(hogar):
    nacido(hogar, dia("01/08/2026"))
    ParametroTransferencia.objects.filter(clave="tpi_mes").update(hasta=dia("30/11/2026"))
    ParametroTransferencia.objects.create(
        clave="tpi_mes", valor=60, desde=dia("01/12/2026"), fuente="Prueba"
    )
    assert montos(liquidar(), hogar) == (200, 110, 0)


def test_sin_parametro_vigente_no_se_calcula(hogar):
    ParametroTransferencia.objects.filter(clave="tpi_mes").update(hasta=dia("01/01/2026"))
    with pytest.raises(liquidaciones.NoSeLiquida, match="primera infancia por hogar y mes"):
        liquidar()


def test_la_base_puede_no_exigir_cumplir(hogar):
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"), situacion="no_dado")
    ParametroTransferencia.objects.filter(clave="base_exige_cumplir").update(valor=0)
    assert montos(liquidar(), hogar) == (200, 50, 0)


def test_lo_que_deben_otros_del_hogar_no_se_confunde_con_el_embarazo(hogar):
    """The same woman has items of her pregnancy only; those of another one are not asked."""
    mujer = fabricas.PersonaFactory()
    embarazo = gestante(hogar, dia("01/08/2026"), persona=mujer)
    anterior = construir_anterior(mujer)
    exigir(embarazo, dia("29/11/2026"), item="apn")
    Corresponsabilidad.objects.create(
        persona=mujer,
        gestante=anterior,
        regla=dinero.regla("apn", dosis=2),
        desde=dia("01/11/2026"),
        hasta=dia("20/11/2026"),
        exigible_el=dia("21/11/2026"),
        situacion="no_dado",
    )
    assert montos(liquidar(), hogar) == (200, 100, 0)


def construir_anterior(mujer):
    registro = mujer.gestaciones.get()
    registro.pk, registro.fur, registro.fpp = None, dia("01/01/2024"), dia("07/10/2024")
    registro.save()
    return registro
