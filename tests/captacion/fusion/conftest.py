"""Pairs of records, and who decides on them."""

import pytest

from captacion.models import (
    OrigenHogar,
)
from tests import fabricas
from tests.afiliacion import construir
from tests.captacion.fusion.gente import con_de_todo, par, vinculo


@pytest.fixture
def comun(distrito):
    return construir.hogar(distrito)


@pytest.fixture
def duplicado(distrito, comun):
    """Two women with everything, in one household, with one phone, both captured."""
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    con_de_todo(queda, distrito, comun=comun)
    con_de_todo(sale, distrito, comun=comun)
    return par(queda, sale)


@pytest.fixture
def madre(distrito):
    """A mother in her provisional household, and herself in the register."""
    registro = construir.hogar(distrito)
    queda = fabricas.MiembroFactory(hogar=registro).persona
    provisional = fabricas.HogarFactory(origen=OrigenHogar.PROVISIONAL, distrito=distrito)
    hija = construir.recien_nacido(provisional)
    en_pie = vinculo(hija.persona, provisional)
    fabricas.MiembroFactory(hogar=provisional, persona=hija.persona, vinculo=en_pie)
    return par(queda, hija.recien_nacido.madre)
