"""Late data, money that comes back, and what is found out after the closing."""

import pytest

from afiliacion.acciones import liquidaciones
from afiliacion.models import Ajuste, Corresponsabilidad, Evidencia
from captacion.acciones.duplicados import fusionar
from captacion.acciones.hogares_duplicados import fusionar_hogares
from captacion.models import Captacion, HogarDuplicado
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import (
    cerrar,
    dia,
    exigir,
    gestante,
    liquidar,
    montos,
    nacido,
    pago,
)
from tests.captacion.fusion.gente import par

pytestmark = pytest.mark.django_db


@pytest.fixture
def hogar(distrito):
    return dinero.hogar(distrito)


def test_un_dato_tardio_se_ajusta_en_la_siguiente_y_dice_su_causa(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/09/2026"), situacion="sin_dato")
    anterior = cerrar(liquidar("2026-5", corte=dia("31/10/2026")))
    assert montos(anterior, hogar) == (200, 50, 0)

    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="en_ventana")
    liquidacion = liquidar()

    assert montos(liquidacion, hogar) == (200, 100, 50)
    ajuste = Ajuste.objects.get(liquidacion=liquidacion)
    assert (ajuste.de, ajuste.mes, ajuste.concepto) == (anterior, dia("01/09/2026"), "tpi")
    assert (ajuste.antes, ajuste.ahora) == ("sin_dato", "cumple")
    assert ajuste.detalle == "09/2026, Neumococo: sin dato → cumple"
    assert montos(anterior, hogar) == (200, 50, 0)


def test_un_ajuste_no_se_paga_dos_veces(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/07/2026"), situacion="sin_dato")
    cerrar(liquidar("2026-4", corte=dia("31/08/2026")))
    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="en_ventana")
    assert montos(cerrar(liquidar("2026-5", corte=dia("31/10/2026"))), hogar) == (200, 100, 50)
    assert montos(liquidar(), hogar) == (200, 100, 0)


def test_la_base_suspendida_vuelve_cuando_se_sabe_que_si_cumplio(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/09/2026"), situacion="fuera")
    assert montos(cerrar(liquidar("2026-5", corte=dia("31/10/2026"))), hogar) == (0, 50, 0)
    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="en_ventana")
    liquidacion = liquidar()
    assert montos(liquidacion, hogar) == (200, 100, 250)
    assert {a.concepto: a.monto for a in Ajuste.objects.all()} == {"tpi": 50, "base": 200}


def test_lo_pagado_de_mas_se_descuenta_sin_dejar_deuda(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/09/2026"))
    cerrar(liquidar("2026-5", corte=dia("31/10/2026")))
    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="no_dado", dado_el=None)
    exigir(nino, dia("29/11/2026"), dosis=2, situacion="no_dado")
    exigir(nino, dia("27/12/2026"), dosis=3, situacion="no_dado")

    liquidacion = cerrar(liquidar())
    assert montos(liquidacion, hogar) == (0, 0, 0)

    # 250 to take back: 200 of the base and 50 of September.
    siguiente = liquidar("2027-1", corte=dia("28/02/2027"))
    assert montos(siguiente, hogar) == (200, 100, -250)


def test_lo_pagado_de_mas_se_descuenta_hasta_lo_que_hay(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/09/2026"))
    cerrar(liquidar("2026-5", corte=dia("31/10/2026")))
    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="no_dado", dado_el=None)
    exigir(nino, dia("29/11/2026"), dosis=2, situacion="no_dado")
    # Of 250 to take back there are only the 50 of December; the rest, the next time.
    assert montos(cerrar(liquidar()), hogar) == (0, 50, -50)
    assert montos(liquidar("2027-1", corte=dia("28/02/2027")), hogar) == (200, 100, -200)


def test_un_ajuste_que_resulta_falso_se_descuenta(hogar):
    nino = nacido(hogar, dia("01/05/2026"))
    item = exigir(nino, dia("29/07/2026"), situacion="sin_dato")
    suyo = Corresponsabilidad.objects.filter(pk=item.pk)
    cerrar(liquidar("2026-4", corte=dia("31/08/2026")))
    suyo.update(situacion="en_ventana")
    assert montos(cerrar(liquidar("2026-5", corte=dia("31/10/2026"))), hogar) == (200, 100, 50)
    suyo.update(situacion="sin_dato")
    assert montos(liquidar(), hogar) == (200, 100, -50)


def test_un_dato_tardio_no_cambia_lo_cerrado(hogar):
    nino = nacido(hogar, dia("01/08/2026"))
    item = exigir(nino, dia("29/11/2026"))
    cerrada = cerrar(liquidar())
    Corresponsabilidad.objects.filter(pk=item.pk).update(situacion="no_dado")
    nacido(hogar, dia("02/11/2026"))
    assert liquidaciones.comprobar(cerrada) == cerrada.huella


def test_los_mismos_datos_dan_la_misma_huella(hogar):
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"))
    primera = liquidar()
    assert primera.huella == liquidar().huella
    assert liquidaciones.comprobar(primera) == primera.huella
    exigir(nacido(hogar, dia("02/08/2026")), dia("30/11/2026"), situacion="sin_dato", dosis=2)
    assert liquidar().huella != primera.huella


def test_las_suspensiones_seguidas_se_cuentan_y_una_pagada_las_corta(hogar):
    nino = nacido(hogar, dia("10/02/2026"))
    for numero, exigible in enumerate(("10/06/2026", "10/08/2026", "10/12/2026"), 1):
        exigir(nino, dia(exigible), dosis=numero, situacion="no_dado")
    cuentas = []
    for periodo in ("2026-3", "2026-4", "2026-5", "2026-6"):
        liquidacion = liquidar(periodo, corte=dia("31/12/2026"))
        cuentas.append(pago(liquidacion, hogar).suspensiones)
        cerrar(liquidacion)
    assert cuentas == [1, 2, 0, 1]


def test_tres_suspensiones_seguidas_proponen_la_salida_al_cerrar(hogar):
    nino = nacido(hogar, dia("10/02/2026"))
    for numero, exigible in enumerate(("10/06/2026", "10/08/2026", "10/10/2026"), 1):
        exigir(nino, dia(exigible), dosis=numero, situacion="no_dado")
    for periodo in ("2026-3", "2026-4"):
        cerrar(liquidar(periodo))
    assert not hogar.salidas.exists()
    cerrar(liquidar("2026-5"))
    salida = hogar.salidas.get()
    assert (salida.causa_id, salida.estado, salida.sale_el) == (
        "tres_suspensiones",
        "propuesta",
        dia("31/10/2026"),
    )


# --- Who was one and the same is found later


def test_unir_a_dos_personas_no_toca_lo_cerrado(hogar, supervisora, client):
    mujer, otra = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    gestante(hogar, dia("01/08/2026"), persona=mujer)
    gestante(hogar, dia("01/08/2026"), persona=otra)
    cerrada = cerrar(liquidar())
    antes = [*Evidencia.objects.order_by("pk").values()]

    fusionar(par(mujer, otra), por=supervisora)

    assert Captacion.objects.filter(hogar=hogar).count() == 1
    assert [*Evidencia.objects.order_by("pk").values()] == antes
    assert liquidaciones.comprobar(cerrada) == cerrada.huella
    client.force_login(supervisora)
    pagina = client.get(f"/liquidaciones/{cerrada.pk}/lineas/{pago(cerrada, hogar).pk}/")
    assert "se unió después con otro" in pagina.content.decode()


def test_unir_dos_codigos_de_un_hogar_no_toca_lo_cerrado(hogar, distrito, supervisora, client):
    doble = dinero.hogar(distrito)
    nacido(doble, dia("01/08/2026"))
    cerrada = cerrar(liquidar())
    unidos = HogarDuplicado.objects.create(
        hogar=hogar, otro=doble, comunes=2, carga=fabricas.CargaFactory(), fila=1
    )
    fusionar_hogares(unidos, por=supervisora)
    assert montos(cerrada, doble) == (200, 100, 0)
    assert liquidaciones.comprobar(cerrada) == cerrada.huella
    client.force_login(supervisora)
    assert "S/ 300.00" in client.get(f"/hogares/{hogar.pk}/").content.decode()
