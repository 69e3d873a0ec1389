"""transitar: the only door to a change of state."""

import pytest

from afiliacion.models import EstadoContacto
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento
from tests import fabricas


@pytest.fixture
def contacto(db):
    return fabricas.ContactoFactory()


def eventos_de(objeto):
    return Evento.objects.filter(modelo=objeto._meta.label_lower, objeto_id=objeto.pk)


def test_mueve_escribe_los_campos_y_deja_el_evento(contacto, gestora):
    transitar(
        contacto,
        EstadoContacto.EN_GESTION,
        por=gestora,
        motivo="Primera llamada",
        centro_poblado="Huayllay",
    )

    assert (contacto.estado, contacto.centro_poblado) == (EstadoContacto.EN_GESTION, "Huayllay")
    evento = eventos_de(contacto).get()
    assert (evento.de, evento.a) == (EstadoContacto.PENDIENTE, EstadoContacto.EN_GESTION)
    assert (evento.ocurrido_por, evento.motivo) == (gestora, "Primera llamada")


def test_un_paso_que_no_existe_se_rechaza_y_nada_cambia(contacto, gestora):
    with pytest.raises(TransicionInvalida):
        transitar(contacto, EstadoContacto.AFILIADA, por=gestora)

    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.PENDIENTE
    assert not eventos_de(contacto).exists()


def test_quien_llega_tarde_se_entera(contacto, gestora, supervisora):
    """Two people read the same contact; the first one moves it."""
    rezagado = type(contacto).objects.get(pk=contacto.pk)
    transitar(contacto, EstadoContacto.EN_GESTION, por=gestora)

    with pytest.raises(TransicionInvalida):
        transitar(rezagado, EstadoContacto.DERIVADA, por=supervisora, centro_poblado="Otro")

    contacto.refresh_from_db()
    assert (contacto.estado, contacto.centro_poblado) == (EstadoContacto.EN_GESTION, "")
    assert eventos_de(contacto).count() == 1
