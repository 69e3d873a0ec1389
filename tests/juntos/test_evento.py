import pytest
from django.db import DatabaseError, transaction

from juntos.models import Evento


@pytest.fixture
def evento(sede):
    return Evento.registrar(sede, "", "creada", por=sede)


def test_la_bitacora_no_se_modifica(evento):
    with pytest.raises(DatabaseError, match="bitácora"), transaction.atomic():
        Evento.objects.filter(pk=evento.pk).update(a="otra")


def test_la_bitacora_no_se_borra(evento):
    with pytest.raises(DatabaseError, match="bitácora"), transaction.atomic():
        Evento.objects.filter(pk=evento.pk).delete()


def test_lo_que_hace_el_sistema_tiene_actor(sede):
    assert Evento.registrar(sede, "", "creada", por=None).ocurrido_por.username == "sistema"
