"""The report of a month: prepared, approved by another person, and then fixed with its rows."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from afiliacion import tasks
from afiliacion.acciones import hechos, informes
from afiliacion.consultas.indicadores import Ambito, indicadores
from afiliacion.models import HechoCaptacion, HechoPublicado, InformeMensual
from juntos.celery import app
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Parametro, Usuario
from tests.afiliacion.informes import (
    CORTE,
    MARZO,
    PREPARADO,
    corregir,
    nace,
    preparar,
    publicar,
)

pytestmark = pytest.mark.django_db
DIA = dt.date(2026, 3, 10)


def filas(informe) -> list[tuple]:
    return list(informe.hechos.order_by("captacion_id").values_list())


def test_sus_cifras_son_las_del_comando_al_mismo_corte(distrito):
    for dias in (0, 5, 20, 40):
        nace(distrito, DIA, a_los=dias)
    nace(distrito, DIA, usuario=False, afiliada_el=dt.date(2026, 3, 20))
    informe = preparar()
    mes = Ambito(desde=dt.date(2026, 3, 1), hasta=dt.date(2026, 3, 31), corte=CORTE)
    assert informe.corte == CORTE
    assert informe.cifras["pais"]["indicadores"] == indicadores(mes)
    (suya,) = informe.cifras["unidades"]
    assert suya["nombre"] == distrito.unidad_territorial.nombre
    assert suya["indicadores"] == indicadores(mes)


def test_cada_cuenta_tiene_exactamente_sus_filas(distrito):
    for dias in (0, 5, 20, 40):
        nace(distrito, DIA, a_los=dias)
    nace(distrito, DIA, usuario=False, afiliada_el=dt.date(2026, 3, 20))
    informe = preparar()
    for que, cuantos in informe.cifras["pais"]["cuentas"].items():
        columna = HechoPublicado.DE_HOGARES.get(que, que)
        filas = informe.hechos.filter(**{columna: True})
        assert filas.values("hogar").distinct().count() == cuantos, que
    assert informe.cifras["pais"]["cuentas"]["captados"] == 3


def test_otra_persona_lo_aprueba_y_queda_numerado(distrito):
    nace(distrito, DIA)
    informe = publicar()
    assert (informe.numero, informe.estado) == ("JUNTOS-IM-2026-03", "aprobado")
    assert Evento.objects.filter(modelo="afiliacion.informemensual", a="aprobado").count() == 1


def test_quien_lo_prepara_no_lo_aprueba(sede):
    informe = preparar(por=sede)
    with pytest.raises(PermissionDenied, match="no lo aprueba"):
        informes.aprobar(informe, huella=informe.huella, por=sede)


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "administracion"])
def test_solo_la_sede_lo_prepara_y_lo_aprueba(quien, request):
    usuario = request.getfixturevalue(quien)
    with pytest.raises(PermissionDenied):
        informes.preparar(MARZO, por=usuario, hoy=PREPARADO)
    informe = preparar()
    with pytest.raises(PermissionDenied):
        informes.aprobar(informe, huella=informe.huella, por=usuario)


def test_el_sistema_prepara_y_no_aprueba(db):
    informe = preparar(por=Usuario.objects.sistema())
    with pytest.raises(PermissionDenied):
        informes.aprobar(informe, huella=informe.huella, por=Usuario.objects.sistema())


def test_se_aprueba_lo_que_se_vio_y_no_otra_cosa(distrito, sede):
    informe = preparar()
    nace(distrito, DIA)
    preparar()
    with pytest.raises(TransicionInvalida):
        informes.aprobar(informe, huella=informe.huella, por=sede)


def test_el_borrador_se_prepara_otra_vez_y_el_aprobado_no(distrito):
    nace(distrito, DIA)
    preparar()
    nace(distrito, DIA)
    informe = publicar()
    assert informe.cifras["pais"]["cuentas"]["nacidos"] == informe.hechos.count() == 2
    with pytest.raises(informes.NoSePrepara, match="no cambia"):
        preparar()


@pytest.mark.parametrize(
    ("periodo", "dice"), [("2026-13", "no es un mes"), ("2026-05", "no ha terminado")]
)
def test_un_mes_que_no_es_o_no_termina_se_rechaza(periodo, dice, db):
    with pytest.raises(informes.NoSePrepara, match=dice):
        preparar(periodo)


def test_un_mes_sin_nadie_tiene_informe_sin_casos(db):
    informe = publicar()
    assert informe.cifras["pais"]["indicadores"]["captacion_30d"]["valor"] is None
    assert informe.cifras["unidades"] == []


def test_lo_que_llega_despues_no_cambia_las_filas_de_lo_publicado(distrito):
    """A step, a correction of a past day, a late birth: the facts change, the copy does not."""
    suya = nace(distrito, DIA)
    nueva = nace(distrito, DIA, usuario=False)
    informe = publicar()
    antes, cifras, huella = filas(informe), informe.cifras, informe.huella
    versiones = list(HechoCaptacion.objects.al(CORTE).values_list())

    corregir(nueva, afiliada_el=dt.date(2026, 3, 25))
    corregir(suya, evento_el=dt.date(2026, 4, 1), registrada_el=dt.date(2026, 4, 3))
    nace(distrito, DIA, a_los=3)
    hechos.actualizar_todos(hoy=CORTE)
    informe.refresh_from_db()

    assert list(HechoCaptacion.objects.al(CORTE).values_list()) != versiones
    assert (filas(informe), informe.cifras, informe.huella) == (antes, cifras, huella)
    assert informes.cuadra(informe)


def cambiar_el_corte(informe):
    InformeMensual.objects.filter(pk=informe.pk).update(corte=DIA)


def borrarlo(informe):
    InformeMensual.objects.filter(pk=informe.pk).delete()


def cambiar_una_fila(informe):
    informe.hechos.update(captados=False)


def borrar_una_fila(informe):
    informe.hechos.all().delete()


def agregar_una_fila(informe):
    fila = informe.hechos.first()
    fila.pk, fila.captacion_id = None, fila.captacion_id + 1
    fila.save(force_insert=True)


def cambiar_su_aprobacion(informe):
    InformeMensual.objects.filter(pk=informe.pk).update(aprobado_por=Usuario.objects.sistema())


@pytest.mark.parametrize(
    "golpe",
    [
        cambiar_el_corte,
        cambiar_su_aprobacion,
        borrarlo,
        cambiar_una_fila,
        borrar_una_fila,
        agregar_una_fila,
    ],
)
def test_la_base_no_deja_tocar_lo_aprobado(distrito, golpe):
    nace(distrito, DIA)
    informe = publicar()
    with pytest.raises(IntegrityError, match="está aprobado"), transaction.atomic():
        golpe(informe)


def test_lo_que_no_cuadra_no_se_aprueba(distrito, sede):
    nace(distrito, DIA)
    informe = preparar()
    informe.hechos.update(captados=False)
    with pytest.raises(informes.NoSePrepara, match="no dan sus cifras"):
        informes.aprobar(informe, huella=informe.huella, por=sede)


@pytest.mark.parametrize(
    ("hoy", "periodo"),
    [
        (dt.date(2026, 5, 2), None),
        (dt.date(2026, 5, 3), "2026-03"),
        (dt.date(2026, 5, 31), "2026-03"),
        (dt.date(2026, 3, 3), "2026-01"),
    ],
)
def test_el_sistema_prepara_desde_su_dia_el_ultimo_mes_cerrado(hoy, periodo, db):
    informe = informes.preparar_el_que_toca(hoy=hoy)
    assert (informe.periodo if informe else None) == periodo


@pytest.mark.parametrize("dia", [31, 99])
def test_un_dia_que_el_mes_no_tiene_es_el_ultimo(dia, db):
    Parametro.objects.filter(pk="informe_dia_del_mes").update(valor=dia)
    assert informes.preparar_el_que_toca(hoy=dt.date(2026, 4, 29)) is None
    assert informes.preparar_el_que_toca(hoy=dt.date(2026, 4, 30)).periodo == "2026-02"


def test_el_informe_que_toca_se_prepara_una_vez(db):
    assert informes.preparar_el_que_toca(hoy=PREPARADO)
    assert informes.preparar_el_que_toca(hoy=PREPARADO) is None


def test_en_el_mes_que_prepara_el_sistema_nadie_queda_en_cohorte_abierta(distrito):
    nace(distrito, dt.date(2026, 3, 31))
    hechos.actualizar_todos(hoy=CORTE)
    informe = informes.preparar_el_que_toca(hoy=PREPARADO)
    cuentas = informe.cifras["pais"]["cuentas"]
    assert (cuentas["nacidos"], cuentas["nacidos_abiertos"]) == (1, 0)


def test_el_reloj_conoce_las_dos_tareas(settings):
    for nombre in ("informe-mensual", "resumen-semanal"):
        assert settings.CELERY_BEAT_SCHEDULE[nombre]["task"] in app.tasks


def test_la_tarea_del_reloj_deja_un_borrador_del_sistema(db):
    with time_machine.travel(dt.datetime(2026, 5, 3, 11, tzinfo=dt.UTC), tick=False):
        tasks.preparar_informe()
    informe = InformeMensual.objects.get()
    assert (informe.periodo, informe.preparado_por.username) == (MARZO, "sistema")
    assert not informe.esta_aprobado
