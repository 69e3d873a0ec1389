"""`conciliar` of a few households does for them what that of the country would, and no more."""

import datetime as dt

import pytest

from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Caso, Contacto, EstadoContacto, InclusionTPI
from captacion.models import NivelPobreza
from juntos.models import Evento
from tests.fabricas import CaptacionFactory, ClasificacionFactory, HogarFactory

pytestmark = pytest.mark.django_db
HOY = dt.date(2026, 11, 23)


def captar(hogar, **campos):
    fechas = {
        "evento_el": dt.date(2026, 11, 18),
        "registrada_el": HOY,
        "limite_el": dt.date(2026, 12, 17),
    }
    return CaptacionFactory(hogar=hogar, **(fechas | campos))


def todo() -> list:
    """Everything that conciliar writes."""
    modelos = (Contacto, Caso, InclusionTPI, Evento)
    return [list(modelo.objects.order_by("pk").values()) for modelo in modelos]


def test_solo_abre_los_contactos_de_sus_hogares():
    uno, otro = captar(HogarFactory()), captar(HogarFactory())
    assert conciliar(hoy=HOY, hogares=[uno.hogar_id]) == 1
    assert Contacto.objects.get().hogar == uno.hogar
    assert conciliar(hoy=HOY) == 1
    assert Contacto.objects.filter(hogar=otro.hogar).exists()


def test_sin_hogares_no_hace_nada():
    captar(HogarFactory())
    assert conciliar(hoy=HOY, hogares=[]) == 0
    assert not Contacto.objects.exists()


def test_el_contacto_sigue_a_su_captacion_al_hogar_nuevo():
    captacion, nuevo = captar(HogarFactory()), HogarFactory()
    conciliar(hoy=HOY)
    captacion.hogar = nuevo
    captacion.save()
    conciliar(hoy=HOY, hogares=[nuevo.pk])
    assert Contacto.objects.get().hogar == nuevo


@pytest.mark.parametrize("cambio", ["usuaria", "no_pobre"])
def test_lo_que_cambia_del_hogar_cierra_su_contacto_y_no_otros(cambio):
    hogar, otro = HogarFactory(), HogarFactory()
    for cual in (hogar, otro):
        captar(cual)
    conciliar(hoy=HOY)
    for cual in (hogar, otro):
        if cambio == "usuaria":
            cual.es_usuario, cual.usuario_desde = True, HOY
            cual.save()
        else:
            ClasificacionFactory(hogar=cual, nivel=NivelPobreza.NO_POBRE)
    conciliar(hoy=HOY, hogares=[hogar.pk])
    assert Contacto.objects.get(hogar=hogar).cerrado_en
    assert Contacto.objects.get(hogar=otro).estado == EstadoContacto.PENDIENTE
    assert set(InclusionTPI.objects.values_list("hogar", flat=True)) <= {hogar.pk}


def test_despues_la_del_pais_no_encuentra_nada_que_hacer():
    usuario = HogarFactory(es_usuario=True, usuario_desde=HOY)
    pobre, no_pobre = HogarFactory(), HogarFactory()
    ClasificacionFactory(hogar=no_pobre, nivel=NivelPobreza.NO_POBRE)
    hogares = [usuario, pobre, no_pobre]
    for hogar in hogares:
        captar(hogar)
        captar(hogar, limite_el=dt.date(2026, 12, 1))
    conciliar(hoy=HOY, hogares=[hogar.pk for hogar in hogares])
    antes = todo()
    assert conciliar(hoy=HOY) == 0
    assert todo() == antes
