"""PostgreSQL stopped without warning in the middle of a load: what was committed stays, no more."""

import json

import pytest

from afiliacion.acciones.cargas import procesar_carga
from juntos import servidores
from tests.fallas import trabajo
from tests.fallas.huella import exigir_igual
from tests.fallas.servidor import servidor_aparte

CARGA = "SELECT estado, intentos, motivo FROM captacion_carga ORDER BY id DESC LIMIT 1"
MEDIDA = "SELECT segundos > 0 FROM captacion_carga ORDER BY id DESC LIMIT 1"
LLEGAR = """
from pathlib import Path
from tests.fallas.trabajo import llegar
llegar(Path({ruta!r}))
"""
REPASO = """
import datetime as dt
from django.utils import timezone
from afiliacion.acciones.cargas import retomar
retomar(ahora=timezone.now() + dt.timedelta(minutes=10))
"""


@pytest.fixture
def con_todo_menos_el_padron(sin_interrupcion, rutas):
    """A server with everything loaded but the last file."""
    for ruta in rutas[:-1]:
        procesar_carga(trabajo.recibida(ruta))
    with servidor_aparte() as servidor:
        yield servidor


def test_importar_lo_dice_y_al_repetirlo_termina(con_todo_menos_el_padron, sin_interrupcion, rutas):
    servidor, (esperada, _) = con_todo_menos_el_padron, sin_interrupcion
    with servidor.detenido_al_captar() as tirar:
        proceso = servidor.manage("importar", str(rutas[-1]), f"--hoy={trabajo.HOY}")
        tirar(servidor.matar)
    _, error = proceso.communicate(timeout=60)
    assert proceso.returncode == 1
    assert error.startswith("La base de datos no pudo terminar la carga")
    assert error.count("\n") == 1

    servidor.iniciar()
    ((estado, intentos, _),) = servidor.sql(CARGA)
    assert (estado, intentos) == ("en_proceso", 1)
    assert servidor.sql("SELECT count(*) FROM captacion_reciennacido") == [(0,)]

    servidor.sql("UPDATE captacion_carga SET latido = latido - interval '1 minute'")
    proceso = servidor.manage("importar", str(rutas[-1]), f"--hoy={trabajo.HOY}", "--json")
    salida, error = proceso.communicate(timeout=60)
    assert proceso.returncode == 0, error
    assert json.loads(salida)["estado"] == "procesada"
    assert servidor.sql(CARGA) == [("procesada", 2, "")]
    exigir_igual(esperada, servidor.huella())


def test_el_trabajador_sobrevive_y_el_repaso_la_retoma(
    con_todo_menos_el_padron, sin_interrupcion, broker, rutas
):
    servidor, (esperada, _) = con_todo_menos_el_padron, sin_interrupcion
    direccion = servidores.url_broker_embebido(broker)
    cuadrilla = trabajo.Cuadrilla(servidor.datos.parent, direccion, servidor.url)
    try:
        cuadrilla.contratar()
        with servidor.detenido_al_captar() as tirar:
            servidor.shell(LLEGAR.format(ruta=str(rutas[-1])), direccion)
            tirar(servidor.detener_de_golpe)
        servidor.iniciar()
        servidor.shell(REPASO, direccion)
        terminada = [("procesada", 2, "")]
        trabajo.esperar(lambda: servidor.sql(CARGA) == terminada, 30)
        trabajo.esperar(lambda: servidor.sql(MEDIDA) == [(True,)], 30)
        exigir_igual(esperada, servidor.huella())
        assert "Traceback" not in cuadrilla.registro.read_text()
    finally:
        cuadrilla.despedir()
