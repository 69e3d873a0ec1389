"""By resolution nobody is asked: whom it touches is said first, it is applied, and it is undone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from afiliacion.acciones import exoneraciones as acciones
from afiliacion.acciones.calendario import poner_al_dia, recalcular
from afiliacion.models import Corresponsabilidad, Exoneracion
from captacion.models import EstadoVinculo, ReglaVinculo, Vinculo
from tests import fabricas
from tests.afiliacion import dinero

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()
NACIO = HOY - dt.timedelta(days=130)


@pytest.fixture
def nino(distrito):
    """A child of 130 days of whom no care is known, in a household of the district."""
    hogar = dinero.hogar(distrito)
    captacion = dinero.nacido(hogar, NACIO)
    Vinculo.objects.create(
        persona=captacion.persona,
        hogar=hogar,
        regla=ReglaVinculo.MADRE_JUNTOS,
        estado=EstadoVinculo.AUTOMATICO,
        carga=captacion.carga,
        fila=1,
    )
    recalcular([captacion.persona_id])
    return captacion.persona


def situacion(nino, item="neumococo", dosis=1) -> str:
    return Corresponsabilidad.objects.get(
        persona=nino,
        regla__item=item,
        regla__dosis=dosis,
        regla__norma__condiciona_pago=True,
    ).situacion


def exonerar(*, por, **campos):
    datos = {
        "resolucion": "RDE 123-2026",
        "motivo": "Lluvias",
        "desde": HOY - dt.timedelta(days=15),
        "hasta": HOY,
        "unidad_territorial": None,
        "distrito": None,
        "item": None,
    }
    return acciones.registrar(**datos | campos, por=por)


def test_se_aplica_se_anula_y_se_repone(nino, distrito, supervisora):
    hecha = exonerar(distrito=distrito, por=supervisora)
    poner_al_dia()
    assert situacion(nino) == "exonerado"
    acciones.anular(hecha, por=supervisora)
    poner_al_dia()
    assert situacion(nino) == "sin_dato"
    hecha.refresh_from_db()
    acciones.reponer(hecha, por=supervisora)
    poner_al_dia()
    assert situacion(nino) == "exonerado"


def test_anular_dos_veces_es_una(distrito, supervisora, sede):
    hecha = exonerar(distrito=distrito, por=supervisora)
    acciones.anular(hecha, por=sede)
    with pytest.raises(acciones.ExoneracionCambiada):
        acciones.anular(hecha, por=supervisora)


def test_cada_supervisora_en_su_unidad_y_la_gestora_en_ninguna(
    distrito, unidad, supervisora, gestora, sede
):
    otro = fabricas.DistritoFactory()
    for campos in ({}, {"distrito": otro}, {"unidad_territorial": otro.unidad_territorial}):
        with pytest.raises(PermissionDenied):
            exonerar(por=supervisora, **campos)
    with pytest.raises(PermissionDenied):
        exonerar(por=gestora, distrito=distrito)
    exonerar(por=supervisora, unidad_territorial=unidad)
    del_pais = exonerar(por=sede)
    with pytest.raises(PermissionDenied):
        acciones.anular(del_pais, por=supervisora)


def test_lo_imposible_se_refuta(distrito, unidad, sede):
    with pytest.raises(ValidationError, match="antes de empezar"):
        exonerar(por=sede, hasta=HOY - dt.timedelta(days=16))
    with pytest.raises(ValidationError, match="no los dos"):
        exonerar(por=sede, distrito=distrito, unidad_territorial=unidad)
    assert not Exoneracion.objects.exists()


def formulario(**campos):
    datos = {
        "resolucion": "RDE 123-2026",
        "motivo": "Lluvias",
        "desde": f"{HOY - dt.timedelta(days=15)}",
        "hasta": f"{HOY}",
    }
    return datos | campos


def test_la_pagina_dice_a_cuantos_toca_antes_de_registrar(client, nino, distrito, sede):
    client.force_login(sede)
    contada = client.post("/exoneraciones/", formulario(distrito=distrito.pk, item="neumococo"))
    assert contada.context["alcance"] == (1, 0, 1)
    assert "Toca hoy a 1 niña o niño" in contada.text
    assert not Exoneracion.objects.exists()
    datos = formulario(distrito=distrito.pk, item="neumococo", confirmar="1")
    assert client.post("/exoneraciones/", datos).status_code == 302
    hecha = Exoneracion.objects.get()
    assert (hecha.distrito, hecha.item_id, hecha.registrada_por) == (distrito, "neumococo", sede)
    poner_al_dia()
    assert situacion(nino) == "exonerado"
    assert situacion(nino, "polio") == "sin_dato"


def test_el_alcance_es_de_su_territorio_sus_dias_y_su_cuidado(client, nino, supervisora):
    client.force_login(supervisora)
    unidad = supervisora.unidad_territorial_id
    suya = client.post("/exoneraciones/", formulario(unidad_territorial=unidad))
    assert suya.context["alcance"].ninos == 1
    otro_dia = formulario(unidad_territorial=unidad, desde="2020-01-01", hasta="2020-01-31")
    assert "Hoy no toca a nadie" in client.post("/exoneraciones/", otro_dia).text
    ajeno = formulario(distrito=fabricas.DistritoFactory().pk)
    assert client.post("/exoneraciones/", ajeno).status_code == 422


def test_la_pagina_dice_que_falta_y_no_pierde_lo_escrito(client, sede):
    client.force_login(sede)
    respuesta = client.post("/exoneraciones/", formulario(resolucion="", hasta="2020-01-01"))
    assert respuesta.status_code == 422
    assert "Escriba el número de la resolución." in respuesta.text
    assert "No puede terminar antes de empezar." in respuesta.text
    assert 'value="Lluvias"' in respuesta.text


def test_la_lista_es_de_su_unidad_y_del_pais(client, distrito, supervisora, sede):
    suya = exonerar(por=supervisora, distrito=distrito)
    del_pais = exonerar(por=sede, resolucion="RDE PAÍS")
    exonerar(por=sede, distrito=fabricas.DistritoFactory())
    client.force_login(supervisora)
    pagina = client.get("/exoneraciones/").context["pagina"]
    assert {e.pk for e in pagina} == {suya.pk, del_pais.pk}
    assert client.post(f"/exoneraciones/{del_pais.pk}/anular/").status_code == 403
    assert client.post(f"/exoneraciones/{suya.pk}/anular/").status_code == 302
    assert client.post(f"/exoneraciones/{suya.pk}/anular/").status_code == 409
    assert client.post(f"/exoneraciones/{suya.pk}/reponer/").status_code == 302
