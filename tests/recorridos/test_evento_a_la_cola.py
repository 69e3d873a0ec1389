"""A birth that its source posts is in the field manager's queue moments later: no file."""

import datetime as dt
import time

import httpx
from django.test import Client
from django.utils import timezone

from captacion.models import Carga
from juntos.models import Rol
from tests import fabricas
from tests.captacion.eventos import Emisor, registro

PACIENCIA = 30


def test_del_post_a_la_cola(servidor, trabajador, tmp_path):
    distrito = fabricas.DistritoFactory()
    gestora = fabricas.UsuarioFactory(
        rol=Rol.GESTORA, unidad_territorial=distrito.unidad_territorial
    )
    fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    cliente = Client()
    cliente.force_login(gestora)
    assert "MAMANI" not in cliente.get("/cola/").text

    emisor = Emisor()
    nacio = timezone.localdate() - dt.timedelta(days=2)
    respuesta = httpx.post(
        f"{servidor.url}/api/v1/eventos/padron_nominal/",
        json=registro(
            "padron_nominal", fecha_nacimiento=f"{nacio:%d/%m/%Y}", ubigeo=distrito.ubigeo
        ),
        headers={"Authorization": f"Bearer {emisor.token}"},
    )
    assert respuesta.status_code == 202

    limite = time.monotonic() + PACIENCIA
    while "MAMANI" not in cliente.get("/cola/").text:
        assert time.monotonic() < limite
        time.sleep(0.2)
    (desenlace,) = emisor.desenlaces(respuesta)
    assert desenlace["resultado"] == "nueva"
    assert desenlace["carga"] == Carga.objects.get().pk
