"""Targets: set, followed and annulled; the unit's own or the country's; never rewritten."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from afiliacion.acciones import metas
from afiliacion.consultas.indicadores import NOMBRES, RAZONES
from afiliacion.consultas.metas import meta_de
from afiliacion.models import CodigoIndicador, MetaIndicador
from tests import fabricas

pytestmark = pytest.mark.django_db
ENERO, JULIO = dt.date(2026, 1, 1), dt.date(2026, 7, 1)
UN_DIA = dt.timedelta(days=1)


def fijar(valor, *, por, desde=ENERO, hasta=None, unidad=None, indicador="captacion_30d"):
    return metas.fijar(
        indicador=indicador,
        unidad=unidad,
        valor=Decimal(valor),
        desde=desde,
        hasta=hasta,
        por=por,
    )


def test_los_codigos_son_los_de_los_indicadores():
    assert dict(CodigoIndicador.choices) == {codigo: NOMBRES[codigo] for codigo in RAZONES}


def test_vale_la_de_la_unidad_y_si_no_la_del_pais(sede, unidad):
    del_pais, suya = fijar(80, por=sede), fijar(70, por=sede, unidad=unidad)
    otra = fabricas.UnidadTerritorialFactory()
    assert meta_de("captacion_30d", unidad.pk, ENERO) == suya
    assert meta_de("captacion_30d", otra.pk, ENERO) == del_pais
    assert meta_de("captacion_30d", None, ENERO) == del_pais
    assert meta_de("captacion_8d", None, ENERO) is None
    assert meta_de("captacion_30d", None, ENERO - UN_DIA) is None


def test_una_meta_se_termina_y_la_sigue_otra(sede):
    primera = fijar(80, por=sede)
    fijar(85, por=sede, desde=JULIO)
    primera.refresh_from_db()
    assert (primera.hasta, primera.terminada_por, primera.valor) == (JULIO - UN_DIA, sede, 80)
    assert meta_de("captacion_30d", None, JULIO - UN_DIA).valor == 80
    assert meta_de("captacion_30d", None, JULIO).valor == 85


def test_desde_el_mismo_dia_la_anterior_queda_anulada_en_la_historia(sede):
    mal = fijar(8, por=sede)
    fijar(80, por=sede)
    mal.refresh_from_db()
    assert mal.anulada_por == sede
    assert meta_de("captacion_30d", None, ENERO).valor == 80


def test_la_que_empieza_despues_se_anula_antes_de_pasarle_por_encima(sede):
    despues = fijar(85, por=sede, desde=JULIO)
    with pytest.raises(metas.NoSeFija, match="01/07/2026"):
        fijar(80, por=sede)
    fijar(80, por=sede, hasta=JULIO - UN_DIA)
    metas.anular(despues, por=sede)
    with pytest.raises(metas.NoSeFija, match="ya estaba anulada"):
        metas.anular(despues, por=sede)


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "administracion"])
def test_solo_la_sede_fija_y_anula(quien, request, sede):
    meta = fijar(80, por=sede)
    with pytest.raises(PermissionDenied):
        fijar(90, por=request.getfixturevalue(quien))
    with pytest.raises(PermissionDenied):
        metas.anular(meta, por=request.getfixturevalue(quien))


@pytest.mark.parametrize(
    "golpe",
    [
        lambda metas: metas.update(valor=1),
        lambda metas: metas.update(desde=JULIO),
        lambda metas: metas.delete(),
    ],
)
def test_la_base_no_deja_reescribir_una_meta(golpe, sede):
    fijar(80, por=sede)
    with pytest.raises(IntegrityError, match="no se reescribe"), transaction.atomic():
        golpe(MetaIndicador.objects.all())


def test_la_pagina_la_fija_y_conserva_lo_escrito_si_no_puede(client, sede):
    client.force_login(sede)
    direccion = reverse("afiliacion:metas")
    datos = {"indicador": "captacion_30d", "valor": "87.5", "desde": "2026-01-01"}
    assert client.post(direccion, datos).status_code == 302
    assert meta_de("captacion_30d", None, JULIO).valor == Decimal("87.5")
    malos = [{"valor": "101"}, {"valor": "x"}, {"hasta": "2025-12-31"}, {"desde": "2025-06-01"}]
    for mal in malos:
        respuesta = client.post(direccion, datos | mal)
        assert respuesta.status_code == 422
        assert 'aria-invalid="true"' in respuesta.content.decode()
    assert MetaIndicador.objects.count() == 1


def test_cada_quien_ve_la_del_pais_y_la_suya(client, sede, supervisora, unidad):
    fijar("81.1", por=sede)
    fijar("82.2", por=sede, unidad=unidad)
    ajena = fijar("83.3", por=sede, unidad=fabricas.UnidadTerritorialFactory())
    client.force_login(supervisora)
    texto = client.get(reverse("afiliacion:metas")).content.decode()
    assert "81.1 %" in texto
    assert "82.2 %" in texto
    assert "83.3 %" not in texto
    assert "Fijar una meta" not in texto
    assert client.post(reverse("afiliacion:meta-anular", args=[ajena.pk])).status_code == 404
