import pytest

from afiliacion.models import Contacto
from juntos.models import Evento
from tests.afiliacion import construir


@pytest.fixture(autouse=True)
def _solo_movimientos_legales(db):
    """Every bulk move of the run is one that TRANSICIONES allows, and has its event."""
    yield
    for evento in Evento.objects.filter(modelo="afiliacion.contacto").exclude(de=""):
        assert evento.a == evento.de or evento.a in Contacto.TRANSICIONES[evento.de], evento
    for contacto in Contacto.objects.all():
        ultimo = Evento.objects.filter(modelo="afiliacion.contacto", objeto_id=contacto.pk).first()
        assert ultimo is None or ultimo.a == contacto.estado


@pytest.fixture
def hogar(distrito):
    return construir.hogar(distrito)
