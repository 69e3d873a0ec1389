"""The figures of DOMAIN §8: each boundary day, the open cohort, any past day as it was known."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from afiliacion.acciones import hechos
from afiliacion.consultas.indicadores import (
    DIMENSIONES,
    FILTROS,
    LISTAS,
    Ambito,
    PeriodoInvalido,
    curva,
    embudo,
    filas,
    indicadores,
    por,
    por_varias,
    total,
)
from afiliacion.models import CuentaMensual, HechoCaptacion
from captacion.models import Captacion
from tests import fabricas
from tests.afiliacion.indicadores import corregir, gestante, nace

pytestmark = pytest.mark.django_db
CORTE = dt.date(2026, 6, 30)
HOY = timezone.localdate()
MES_DE_HACE_UN_ANIO = HOY.replace(year=HOY.year - 1, day=1)
ANIO = {"desde": dt.date(2026, 1, 1), "hasta": dt.date(2026, 12, 31)}


def al(corte: dt.date = CORTE, **campos) -> Ambito:
    return Ambito(**ANIO | {"corte": corte} | campos)


@pytest.mark.parametrize(
    ("dias", "captado", "en_8d", "mismo_dia"),
    [(0, 1, 1, 1), (7, 1, 1, 0), (8, 1, 0, 0), (29, 1, 0, 0), (30, 0, 0, 0), (31, 0, 0, 0)],
)
def test_cada_dia_cuenta_donde_dice_la_definicion(distrito, dias, captado, en_8d, mismo_dia):
    nace(distrito, dt.date(2026, 3, 1), a_los=dias)
    hechos.actualizar_todos()
    cuentas = total(al())
    assert cuentas.nacidos == 1
    assert (cuentas.captados, cuentas.captados_8d, cuentas.captados_mismo_dia) == (
        captado,
        en_8d,
        mismo_dia,
    )


@pytest.mark.parametrize(("dias", "oportunas"), [(0, 1), (97, 1), (98, 0)])
def test_una_gestante_es_oportuna_hasta_el_dia_97(distrito, dias, oportunas):
    gestante(distrito, dt.date(2026, 1, 10), a_los=dias)
    hechos.actualizar_todos()
    cuentas = total(al())
    assert (cuentas.gestantes, cuentas.gestantes_oportunas) == (1, oportunas)


@pytest.mark.parametrize(("edad", "abiertos"), [(29, 1), (30, 0)])
def test_quien_no_cumple_treinta_dias_en_el_corte_va_aparte(distrito, edad, abiertos):
    nace(distrito, CORTE - dt.timedelta(days=edad), a_los=2)
    hechos.actualizar_todos()
    cuentas = total(al())
    assert (cuentas.nacidos_abiertos, cuentas.nacidos) == (abiertos, 1 - abiertos)


@pytest.mark.parametrize(("dias", "abiertas"), [(97, 1), (98, 0)])
def test_las_gestantes_del_primer_trimestre_van_aparte_hasta_el_dia_97(distrito, dias, abiertas):
    gestante(distrito, CORTE - dt.timedelta(days=dias), a_los=5)
    hechos.actualizar_todos()
    cuentas = total(al())
    assert (cuentas.gestantes_abiertas, cuentas.gestantes) == (abiertas, 1)


def test_cada_paso_del_embudo_esta_dentro_del_anterior(distrito):
    """Affiliated without a recorded contact, and paid in a household that is no longer a user's."""
    sin_contacto = nace(distrito, dt.date(2026, 3, 1), a_los=3, usuario=False)
    corregir(sin_contacto, afiliada_el=dt.date(2026, 3, 9))
    pagada = nace(distrito, dt.date(2026, 3, 1), a_los=40, usuario=False)
    hechos.actualizar_todos()
    HechoCaptacion.objects.filter(captacion=pagada).update(pagada_el=dt.date(2026, 5, 1))
    assert embudo(al()) == {"casos": 2, "alcanzados": 1, "usuarios": 1, "pagados": 0}


def test_solo_cuentan_los_hogares_usuarios_y_no_lo_tardio_de_una_carga_inicial(distrito):
    nace(distrito, dt.date(2026, 3, 1), a_los=2, usuario=False)
    nace(distrito, dt.date(2026, 3, 1), a_los=40, inicial=True)
    nace(distrito, dt.date(2026, 3, 1), a_los=4, inicial=True)
    hechos.actualizar_todos()
    assert total(al())["captacion_30d"].denominador == 1


def test_un_corte_anterior_no_conoce_lo_que_llego_despues(distrito):
    nace(distrito, dt.date(2026, 3, 1), a_los=2)
    nace(distrito, dt.date(2026, 3, 1), a_los=50)
    hechos.actualizar_todos()
    assert total(al(dt.date(2026, 4, 1)))["captacion_30d"].valor == 1
    assert total(al(dt.date(2026, 5, 1)))["captacion_30d"].valor == 0.5


def test_una_fecha_corregida_cambia_desde_ese_dia_y_no_antes(distrito):
    suya = nace(distrito, dt.date(2026, 3, 30), a_los=9)
    hechos.actualizar_todos(hoy=dt.date(2026, 4, 8))
    corregir(suya, evento_el=dt.date(2026, 4, 2), limite_el=dt.date(2026, 5, 1))
    hechos.actualizar_todos(hoy=dt.date(2026, 6, 1))
    marzo = {"desde": dt.date(2026, 3, 1), "hasta": dt.date(2026, 3, 31)}
    assert total(al(dt.date(2026, 5, 31), **marzo)).nacidos == 1
    assert total(al(dt.date(2026, 6, 1), **marzo)).nacidos == 0
    assert total(al(dt.date(2026, 6, 1)))["captacion_8d"].valor == 1


def test_lo_corregido_el_mismo_dia_es_lo_unico_que_ese_dia_supo(distrito):
    suya = nace(distrito, dt.date(2026, 3, 1), a_los=2)
    for nacio in (dt.date(2026, 3, 1), dt.date(2026, 3, 2)):
        corregir(suya, evento_el=nacio)
        hechos.actualizar_todos(hoy=dt.date(2026, 3, 3))
    version = suya.hechos.get()
    assert (version.evento_el, version.hasta) == (dt.date(2026, 3, 2), None)


def test_un_paso_que_llega_no_es_una_correccion_y_cuenta_desde_su_dia(distrito):
    suya = nace(distrito, dt.date(2026, 3, 1), a_los=2, usuario=False)
    hechos.actualizar_todos(hoy=dt.date(2026, 3, 3))
    corregir(suya, afiliada_el=dt.date(2026, 3, 20))
    hechos.actualizar_todos(hoy=dt.date(2026, 3, 20))
    assert suya.hechos.count() == 1
    assert total(al(dt.date(2026, 3, 19))).hogares_nuevos == 0
    assert total(al(dt.date(2026, 3, 20)))["afiliacion_temprana"].valor == 1


def test_dos_personas_que_eran_una_dejan_de_contar_dos_veces(distrito):
    queda = nace(distrito, dt.date(2026, 3, 1), a_los=2)
    sobra = nace(distrito, dt.date(2026, 3, 1), a_los=3)
    hechos.actualizar_todos(hoy=dt.date(2026, 3, 4))
    Captacion.objects.filter(pk=sobra.pk).delete()
    hechos.actualizar_todos(hoy=dt.date(2026, 4, 20))
    assert total(al(dt.date(2026, 4, 19))).nacidos == 2
    assert total(al(dt.date(2026, 4, 20))).nacidos == 1
    assert HechoCaptacion.objects.get(hasta=None).captacion_id == queda.pk


def test_un_distrito_que_cambia_de_unidad_se_lleva_solo_lo_que_viene(distrito):
    antes = distrito.unidad_territorial
    nace(distrito, dt.date(2026, 3, 1), a_los=2)
    hechos.actualizar_todos(hoy=dt.date(2026, 3, 3))
    distrito.unidad_territorial = fabricas.UnidadTerritorialFactory()
    distrito.save()
    nace(distrito, dt.date(2026, 3, 10), a_los=1)
    hechos.actualizar_todos(hoy=dt.date(2026, 3, 11))
    por_unidad = {c.grupo: c.nacidos for c in por(al(), "unidad")}
    assert por_unidad == {antes.pk: 1, distrito.unidad_territorial_id: 1}


def test_refrescar_dos_veces_no_cambia_nada(distrito):
    nace(distrito, dt.date(2026, 3, 1), a_los=2)
    hechos.actualizar_todos()
    antes = list(HechoCaptacion.objects.values_list())
    hechos.actualizar_todos()
    hechos.poner_al_dia()
    assert list(HechoCaptacion.objects.values_list()) == antes


def test_un_periodo_sin_casos_no_divide_por_cero(db):
    cifras = indicadores(al())
    assert cifras["captacion_30d"] == {"numerador": 0, "denominador": 0, "valor": None}
    assert cifras["latencia_registro_contacto"] == {"mediana": None, "p90": None, "n": 0}


def test_un_periodo_al_reves_se_rechaza():
    with pytest.raises(PeriodoInvalido, match="antes de empezar"):
        al(desde=dt.date(2026, 2, 1), hasta=dt.date(2026, 1, 1))


def test_cada_dimension_suma_el_total(distrito):
    for dias in (0, 5, 20, 40):
        nace(distrito, dt.date(2026, 2, 1), a_los=dias)
        gestante(distrito, dt.date(2026, 2, 1), a_los=dias)
    hechos.actualizar_todos()
    entero = total(al())
    for dimension in DIMENSIONES:
        grupos = por(al(), dimension)
        assert sum(c.captados for c in grupos) == entero.captados == 3
        assert sum(c.gestantes for c in grupos) == entero.gestantes == 4


@pytest.mark.parametrize("campo", FILTROS)
def test_cada_filtro_deja_lo_suyo(distrito, campo):
    suya = nace(distrito, dt.date(2026, 2, 1), a_los=3)
    hechos.actualizar_todos()
    atributo = {"ubigeo": "distrito_id", "unidad": "unidad_id", "gestora": "gestora_id"}
    atributo |= {c: f"{c}_codigo" for c in ("centro_poblado", "establecimiento")}
    otro = {"unidad": 999_999, "gestora": 999_999, "ubigeo": "01"}.get(campo, "99")
    valor = {"centro_poblado": "1501010001", "establecimiento": "99000001", "nivel": "pobre",
             "lengua": "2"}.get(campo)  # fmt: skip
    if campo == "gestora":
        valor = fabricas.UsuarioFactory().pk
    if valor:
        suya.hechos.update(**{atributo.get(campo, campo): valor})
    valor = valor or getattr(suya.hechos.get(), atributo.get(campo, campo))
    assert total(al(**{campo: valor})).nacidos == 1
    assert total(al(**{campo: otro})).nacidos == 0


def test_los_meses_sumados_dan_lo_mismo_que_los_hechos(de_hoy):
    filtros = [{}, {"nivel": "pobre"}, {"lengua": "-"}, {"ubigeo": "99"}]

    def todo():
        ambitos = [Ambito(MES_DE_HACE_UN_ANIO, HOY, HOY, **filtro) for filtro in filtros]
        return {
            (dimension, n): (por(ambito, dimension), embudo(ambito))
            for dimension in DIMENSIONES
            for n, ambito in enumerate(ambitos)
        }

    sumado = todo()
    assert CuentaMensual.objects.filter(detalle=True).count() > 5
    CuentaMensual.objects.all().delete()
    assert todo() == sumado


def test_varias_dimensiones_de_una_vez_dan_lo_mismo_que_cada_una(de_hoy):
    ambito = Ambito(MES_DE_HACE_UN_ANIO, HOY, HOY)
    cada_una = {dimension: por(ambito, dimension) for dimension in DIMENSIONES}
    assert len(cada_una["mes"]) > 10
    assert por_varias(ambito, DIMENSIONES) == cada_una
    assert por_varias(ambito, ["mes", "", "mes"]) == {"mes": cada_una["mes"], "": cada_una[""]}


def test_lo_que_cambia_en_un_mes_sumado_se_cuenta_de_nuevo(distrito):
    def por_mes():
        meses = por(Ambito(MES_DE_HACE_UN_ANIO, HOY, HOY), "mes")
        return {c.grupo: (c.nacidos, c.captados) for c in meses}

    despues = (MES_DE_HACE_UN_ANIO + dt.timedelta(days=70)).replace(day=1)
    suya = nace(distrito, despues, a_los=2)
    hechos.actualizar_todos()
    assert por_mes() == {despues: (1, 1)}
    corregir(suya, evento_el=MES_DE_HACE_UN_ANIO, limite_el=MES_DE_HACE_UN_ANIO)
    hechos.actualizar_todos()
    assert por_mes() == {MES_DE_HACE_UN_ANIO: (1, 0)}


@pytest.fixture
def de_hoy(distrito):
    """Births and pregnancies of a whole year, of all households, in two districts and none."""
    otro = fabricas.DistritoFactory(unidad_territorial=None)
    for n in range(60):
        donde = (distrito, otro, None)[n % 3]
        suya = nace(
            donde,
            HOY - dt.timedelta(days=6 * n + 1),
            a_los=(n * 7) % (6 * n + 1),
            usuario=n % 4 > 0,
        )
        if n % 8 == 0:
            corregir(suya, afiliada_el=suya.registrada_el)
        if n % 5 == 0:
            # Some of a month that was added up are in their first trimester still.
            gestante(distrito, HOY - dt.timedelta(days=6 * n + 40), a_los=n % 40)
    HechoCaptacion.objects.all().delete()
    hechos.actualizar_todos()


@pytest.fixture
def de_todo(distrito):
    """Births and pregnancies captured on many days, some contacted, affiliated and paid."""
    for dias in (0, 3, 7, 8, 29, 30, 60):
        nace(distrito, dt.date(2026, 2, 1), a_los=dias)
        gestante(distrito, dt.date(2026, 2, 1), a_los=dias + 60)
    nace(distrito, CORTE - dt.timedelta(days=3), a_los=1)
    gestante(distrito, CORTE - dt.timedelta(days=50), a_los=40)
    for dias in (5, 45):
        suya = nace(distrito, dt.date(2026, 3, 1), a_los=dias, usuario=False)
        corregir(suya, afiliada_el=suya.registrada_el + dt.timedelta(days=9))
    hechos.actualizar_todos()


def test_cada_numero_tiene_exactamente_sus_filas(de_todo):
    cuentas = total(al())
    numeros = {que: getattr(cuentas, que) for que in LISTAS if hasattr(cuentas, que)}
    numeros |= embudo(al())
    assert set(numeros) == set(LISTAS)
    assert all(numeros[que] for que in numeros if que != "pagados")
    for que, cuantas in numeros.items():
        listadas, en_total = filas(al(), que, tope=1000)
        assert len(listadas) == en_total == cuantas, que


def test_las_filas_van_por_paginas(de_todo):
    primera, en_total = filas(al(), "casos", tope=5)
    segunda, _ = filas(al(), "casos", salto=5, tope=5)
    assert en_total == 18
    assert len({f.captacion_id for f in (*primera, *segunda)}) == 10


def test_la_curva_suma_los_nacidos(de_todo):
    assert dict(curva(al())) == dict.fromkeys((0, 3, 7, 8, 29, 30, 60), 1)


def test_el_comando_da_lo_mismo_que_la_consulta(distrito, capsys):
    nace(distrito, dt.date(2026, 2, 1), a_los=3)
    orden = ["indicadores", "--desde", "2026-01-01", "--hasta", "2026-12-31"]
    call_command(*orden, "--corte", "2026-06-30", "--json")
    assert json.loads(capsys.readouterr().out) == indicadores(al())
    call_command(*orden)
    assert "Captados antes de los 30 días: 100.0% (1 de 1)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("opciones", "dice"),
    [
        (["--desde", "2026-02-01", "--hasta", "2026-01-01"], "antes de empezar"),
        (["--desde", "01/02/2026", "--hasta", "2026-03-01"], "no es una fecha"),
        (["--desde", "2026-01-01", "--hasta", "2026-03-01", "--ubigeo", "15x"], "no es un ubigeo"),
    ],
)
def test_el_comando_dice_que_esta_mal(opciones, dice, capsys):
    with pytest.raises(SystemExit) as salida:
        call_command("indicadores", *opciones)
    assert salida.value.code == 2
    assert dice in capsys.readouterr().err
