"""A session that cannot be written: closed by its owner, or the database is away."""

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection

from juntos.cuentas.almacen import SessionStore


@pytest.fixture
def sesion(base_real):
    sesion = SessionStore()
    sesion["vista"] = 1
    sesion.save()
    return sesion


def test_la_base_que_se_fue_no_es_una_sesion_cerrada(sesion):
    suya = connection.connection.info
    with psycopg.connect(host=suya.host, dbname=suya.dbname, user=suya.user) as otra:
        otra.execute("SELECT pg_terminate_backend(%s)", [suya.backend_pid])
    with pytest.raises(OperationalError):
        sesion.save()
    connection.close()
    sesion.save()


def test_una_sesion_cerrada_mientras_tanto_no_vuelve(sesion):
    SessionStore(sesion.session_key).delete()
    with pytest.raises(UpdateError):
        sesion.save()
