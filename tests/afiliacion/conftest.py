"""What most tests of the queue begin with."""

import pytest

from tests.afiliacion import construir


@pytest.fixture
def contacto(distrito):
    """Of a household of our territory with a newborn."""
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.contacto(hogar)
