"""The last line of the figures: each constraint violated once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from afiliacion.acciones import hechos
from afiliacion.models import CuentaMensual, HechoCaptacion
from tests.afiliacion import construir
from tests.afiliacion.indicadores import nace
from tests.afiliacion.violar import cambiar, otra

pytestmark = pytest.mark.django_db


@pytest.fixture
def cosas(distrito):
    construir.recien_nacido(construir.hogar(distrito))
    nace(distrito, dt.date.today() - dt.timedelta(days=100), a_los=1)
    hechos.actualizar_todos()
    return {}


VIOLACIONES = {
    "cuenta_mensual_unica": otra(CuentaMensual),
    "hecho_tipo_valido": cambiar(HechoCaptacion, tipo="otro"),
    "hecho_fuente_valido": cambiar(HechoCaptacion, fuente="otra"),
    "hecho_nivel_y_lengua": cambiar(HechoCaptacion, lengua="9"),
    "hecho_periodo": cambiar(HechoCaptacion, hasta=dt.date(2000, 1, 1)),
    "hecho_uno_vigente": otra(HechoCaptacion, desde=dt.date(2000, 1, 1)),
    "hecho_version_unica": otra(HechoCaptacion, hasta=dt.date(2100, 1, 1)),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)
