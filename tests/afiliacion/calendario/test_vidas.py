"""The household's page tells what each one is owed: each item once, month by month, and why."""

import pytest
from django.urls import reverse

from afiliacion.acciones.calendario import recalcular
from afiliacion.consultas.vidas import vidas_de
from tests.afiliacion import construir
from tests.afiliacion.calendario.gente import NACIO, dar, dia, nino

pytestmark = pytest.mark.django_db


def vida(persona, edad: int):
    recalcular([persona.pk])
    (suya,) = vidas_de([persona], hoy=dia(edad))
    return suya


def dichos(suya) -> list[str]:
    return [uno.item.titulo for mes in suya.meses for uno in mes.cuidados]


def test_lo_que_dos_normas_piden_se_dice_una_vez_y_manda_la_que_paga():
    suya = vida(nino(), 130)
    titulos = dichos(suya)
    assert len(titulos) == len(set(titulos))
    neumococo = [u.item for m in suya.meses for u in m.cuidados if u.item.item == "neumococo"]
    assert {item.norma for item in neumococo if item.dosis < 3} == {"MC-02.01"}


def test_el_mes_de_hoy_esta_en_su_sitio_aunque_nada_toque():
    suya, hoy = vida(nino(), 310), dia(310)
    (actual,) = [n for n, mes in enumerate(suya.meses) if mes.es_hoy]
    antes, despues = suya.meses[:actual], suya.meses[actual + 1 :]
    assert suya.meses[actual].cuidados == []
    assert antes
    assert all(u.item.desde < hoy for mes in antes for u in mes.cuidados)
    assert despues
    assert all(u.item.desde > hoy for mes in despues for u in mes.cuidados)


def test_solo_apremia_lo_que_termina_pronto_y_lo_pasado_va_de_lo_nuevo_a_lo_viejo():
    suya = vida(nino(), 250)
    assert {u.apremia for u in suya.ahora} == {True, False}
    assert all(u.apremia == (u.item.hasta <= dia(310)) for u in suya.ahora)
    inicios = [u.item.desde for u in suya.por_resolver]
    assert inicios[0] > inicios[-1]
    assert inicios == sorted(inicios, reverse=True)


def test_cada_item_dice_su_estado_y_su_porque():
    persona = nino()
    dar(persona, "neumococo", 60)
    suya = vida(persona, 130)
    por_titulo = {u.item.titulo: u for m in suya.meses for u in m.cuidados}
    assert por_titulo["Neumococo 1"].palabra == "Cumple"
    assert por_titulo["Neumococo 2"].palabra == "Toca ahora"
    assert por_titulo["Polio 1"].palabra == "Sin dato"
    assert "nadie lo registró" in por_titulo["Polio 1"].motivo
    assert por_titulo["Dosaje de hemoglobina"].palabra == "Más adelante"
    assert "con el plazo pasado" in suya.resumen


def test_quien_no_tiene_fecha_no_tiene_calendario():
    assert vidas_de([nino(None)], hoy=NACIO) == []


def test_la_pagina_del_hogar_lo_muestra(client, gestora, distrito):
    hogar = construir.hogar(distrito)
    captacion = construir.recien_nacido(hogar, dias=10)
    recalcular([captacion.persona_id])
    client.force_login(gestora)
    texto = client.get(reverse("afiliacion:hogar", args=[hogar.pk])).text
    assert "Lo que le toca a cada quien" in texto
    assert "Control CRED 2" in texto
    assert 'aria-current="date"' in texto


def test_la_linea_de_vida_dice_cada_clase_de_cuidado_por_lo_que_mas_pide():
    persona = nino()
    dar(persona, "neumococo", 60)
    dar(persona, "bcg", 0)
    linea = vida(persona, 130).linea
    por_nombre = {pista.nombre: pista for pista in linea.pistas}
    assert por_nombre["BCG"].aspecto.palabra == "Cumple"
    assert por_nombre["Polio"].aspecto.palabra == "Sin dato"
    assert (por_nombre["Neumococo"].dadas, por_nombre["Neumococo"].aspecto.palabra) == (
        1,
        "Toca ahora",
    )
    aspectos = [aspecto.urgencia for aspecto in linea.aspectos]
    assert aspectos == sorted(set(aspectos))


@pytest.mark.parametrize("edad", [0, 130, 364, 900])
def test_la_linea_llega_hasta_hoy_y_nada_se_sale_de_ella(edad):
    linea = vida(nino(), edad).linea

    def tanto(texto):
        return float(texto.removesuffix("%"))

    assert all(
        0 <= tanto(m.desde) <= tanto(m.desde) + tanto(m.ancho) <= 100 and 0 <= tanto(m.x) <= 100
        for pista in linea.pistas
        for m in pista.marcas
    )
    lugares = [tanto(d.x) for d in linea.divisiones]
    assert lugares == sorted(lugares)
    if edad == 364:
        assert tanto(linea.hoy) == pytest.approx(tanto(linea.divisiones[-1].x), abs=1)
