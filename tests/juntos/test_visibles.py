"""Who may see a district: closed by default, opened by role, assignment and date."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from juntos.models import Asignacion, Distrito, Parametro
from tests import fabricas


def ve(usuario, distrito):
    return Distrito.objects.visibles_para(usuario).filter(pk=distrito.pk).exists()


def test_cada_rol_ve_lo_suyo(distrito, gestora, supervisora, sede, administracion, ajena):
    assert ve(gestora, distrito)
    assert ve(supervisora, distrito)
    assert ve(sede, distrito)
    assert not ve(administracion, distrito)
    assert not ve(ajena, distrito)
    assert not ve(AnonymousUser(), distrito)


def test_quien_dejo_de_trabajar_no_ve_nada(distrito, sede, gestora):
    for usuario in (sede, gestora):
        usuario.is_active = False
        assert not ve(usuario, distrito)


def test_la_gestora_no_ve_otro_distrito_de_su_unidad(unidad, gestora):
    assert not ve(gestora, fabricas.DistritoFactory(unidad_territorial=unidad))


@pytest.mark.parametrize(
    ("hoy", "visible"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-03-20", True), ("2026-03-21", False)],
)
def test_la_asignacion_vale_de_su_primer_a_su_ultimo_dia(unidad, hoy, visible):
    distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
    gestora = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    Asignacion.objects.create(
        usuario=gestora, distrito=distrito, desde=dt.date(2026, 3, 10), hasta=dt.date(2026, 3, 20)
    )
    # Noon in Lima: the date is that of the programme, not that of the server.
    with time_machine.travel(f"{hoy}T17:00:00Z", tick=False):
        assert ve(gestora, distrito) is visible


def test_el_dia_es_el_de_lima(unidad):
    distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
    gestora = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    Asignacion.objects.create(usuario=gestora, distrito=distrito, desde=dt.date(2026, 3, 10))
    with time_machine.travel("2026-03-10T03:00:00Z", tick=False):  # 22:00 of the 9th in Lima
        assert not ve(gestora, distrito)


def test_los_parametros_se_leen_de_una_vez_o_de_uno_en_uno(db):
    assert Parametro.de("dias_primer_trimestre") == 97
    Parametro.objects.filter(pk="dias_primer_trimestre").update(valor=98)
    assert Parametro.valores()["dias_primer_trimestre"] == 98
    with pytest.raises(Parametro.DoesNotExist):
        Parametro.de("no_existe")
