"""The broker is down: people go on working; what they left is done when it is back."""

import datetime as dt
import time

import pytest
from celery import Celery, current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from afiliacion.acciones import eventos
from afiliacion.acciones.cargas import retomar
from afiliacion.models import Contacto
from captacion.models import Carga, EstadoCarga, EventoRecibido
from juntos import servidores
from tests import fabricas
from tests.captacion.archivos import texto
from tests.captacion.eventos import Emisor, registro
from tests.fallas import trabajo

# A person does not wait for a bell that does not ring.
PACIENCIA = 5


@pytest.fixture
def caido(tmp_path_factory):
    """A Valkey of this test, that answered once and does not any more."""
    datos = tmp_path_factory.mktemp("caido")
    servidores.iniciar(datos, [servidores.VALKEY], duradero=False)
    real = current_app._get_current_object()
    propia = Celery(set_as_current=False)
    propia.config_from_object("django.conf:settings", namespace="CELERY")
    propia.conf.broker_url = servidores.url_broker_embebido(datos)
    propia.set_current()
    with propia.connection_for_write() as conexion:
        conexion.ensure_connection(max_retries=1)
    servidores.parar(datos)
    yield datos
    real.set_current()
    propia.close()
    servidores.parar(datos)


def test_la_web_sigue_y_el_trabajo_se_hace_al_volver(caido, privado, base_real, sede):
    cliente = Client()
    cliente.force_login(sede)
    desde = time.monotonic()
    archivo = SimpleUploadedFile("pgh.txt", texto("pgh", {}).encode())
    subida = cliente.post("/cargas/", {"archivos": [archivo], "fuente": "pgh"})
    assert subida.status_code == 302
    assert time.monotonic() - desde < PACIENCIA
    emisor = Emisor()
    nacio = timezone.localdate() - dt.timedelta(days=2)
    cambios = {"fecha_nacimiento": f"{nacio:%d/%m/%Y}", "ubigeo": fabricas.DistritoFactory().pk}
    assert emisor.enviar(registro("padron_nominal", **cambios)).status_code == 202
    assert cliente.get("/cola/").status_code == 200
    assert Client().get("/salud/lista/").status_code == 200
    assert Carga.objects.get().estado == EstadoCarga.RECIBIDA

    servidores.iniciar(caido, [servidores.VALKEY], duradero=False)
    cuadrilla = trabajo.Cuadrilla(privado, servidores.url_broker_embebido(caido))
    cuadrilla.contratar()
    try:
        # As the clock rings for them every minute.
        retomar(ahora=timezone.now() + trabajo.MAS_TARDE)
        eventos.retomar_eventos()
        trabajo.esperar(lambda: trabajo.termino(Carga.objects.exclude(archivo="").get()))
        trabajo.esperar(lambda: EventoRecibido.objects.get().carga_id)
        trabajo.esperar(Contacto.objects.exists)
    finally:
        cuadrilla.despedir()
