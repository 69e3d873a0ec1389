"""The broker loses every bell: the rows are the truth, and the sweeper rings again."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from afiliacion.acciones.cargas import retomar
from captacion.models import Carga, EstadoCarga
from juntos.servidores import valkey
from tests.fallas import trabajo
from tests.fallas.huella import exigir_igual, huella


def test_lo_que_esperaba_se_carga_una_sola_vez(sin_interrupcion, cuadrilla, broker, rutas):
    """Flushed twice: with nobody at work yet, and under the feet of a worker."""
    esperada, _ = sin_interrupcion
    cargas = [trabajo.llegar(ruta) for ruta in rutas]
    cola = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] + "cargas"
    assert valkey.pedir(broker, f"LLEN {cola}".encode()) == b":4\r\n"
    assert valkey.pedir(broker, b"FLUSHALL") == b"+OK\r\n"

    retomar(ahora=timezone.now() + trabajo.MAS_TARDE)
    with trabajo.ocupado(trabajo.candado_de(cargas[0])):
        cuadrilla.contratar()
        trabajo.esperar(lambda: trabajo.espera_turno(cargas[0]))
        valkey.pedir(broker, b"FLUSHALL")
    trabajo.esperar(lambda: trabajo.termino(cargas[0]))
    perdidas = Carga.objects.filter(estado=EstadoCarga.RECIBIDA, latido__isnull=False)
    assert perdidas.count() == 3

    retomar(ahora=timezone.now() + 2 * trabajo.MAS_TARDE)
    for carga in cargas:
        trabajo.esperar(lambda carga=carga: trabajo.termino(carga))
    assert set(Carga.objects.values_list("intentos", flat=True)) == {1}
    with connection.cursor() as cursor:
        exigir_igual(esperada, huella(cursor))
