"""What an initial load brings already overdue is attended after what can still arrive in time."""

import datetime as dt

import pytest
from django.urls import reverse

from afiliacion.acciones.conciliar import conciliar
from tests import fabricas
from tests.afiliacion import construir

HOY = dt.date.today()


def abierto(distrito, *, dias, inicial):
    hogar = construir.hogar(distrito)
    captacion = construir.recien_nacido(hogar, dias=dias)
    captacion.carga.inicial = inicial
    captacion.carga.save()
    return construir.contacto(hogar)


@pytest.mark.parametrize(
    ("dias", "inicial", "rezagado"),
    [(30, True, True), (29, True, False), (30, False, False)],
    ids=["vencido-inicial", "vence-hoy-inicial", "vencido-corriente"],
)
def test_solo_lo_que_llego_vencido_en_una_carga_inicial_es_rezagado(
    distrito, dias, inicial, rezagado
):
    assert abierto(distrito, dias=dias, inicial=inicial).rezagado is rezagado


def test_la_cola_pone_a_los_rezagados_al_final(client, gestora, distrito):
    rezagado = abierto(distrito, dias=300, inicial=True)
    a_tiempo = abierto(distrito, dias=5, inicial=True)
    vencido = abierto(distrito, dias=40, inicial=False)
    client.force_login(gestora)

    hoja = client.get(reverse("afiliacion:cola")).context["hoja"]

    assert [c.pk for c in hoja.object_list] == [vencido.pk, a_tiempo.pk, rezagado.pk]


def test_un_nuevo_nacimiento_saca_al_hogar_de_los_rezagados(distrito):
    contacto = abierto(distrito, dias=300, inicial=True)
    construir.recien_nacido(contacto.hogar, dias=3, madre=fabricas.PersonaFactory())
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert not contacto.rezagado
