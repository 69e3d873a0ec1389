"""Any request of anybody: no 500, nothing of another territory, no change without its trace.

`ATAQUES_LARGOS=1` is the long form, 100,000 requests; `ATAQUES_SEMILLA` draws others. A failure
prints the seed and the request.
"""

import logging
import os
import random

import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client

from juntos.models import Cambio, Evento
from tests.accesos.pedir import dicho
from tests.ataques.cambios import SIN_EVENTO, Vigia
from tests.ataques.conftest import LEEN, LUGARES
from tests.ataques.disparos import LENTAS, Blanco, Disparo, sacar

pytestmark = pytest.mark.django_db
SEMILLA = os.environ.get("ATAQUES_SEMILLA", "2026")
LARGOS = os.environ.get("ATAQUES_LARGOS") == "1"
DEL_PAIS = {"sede", "administracion"}
# A phone out of service proves itself by its number alone: its records wait for a supervisor.
CON_SU_NUMERO = {"afiliacion:ruta-cuarentena": {"afiliacion_registrodecampo"}}
# A part has a world of its own, which takes the time of five hundred requests to make.
PARTES, POR_PARTE, POR_LOTE = (8, 12_500, 50) if LARGOS else (1, 2_000, 50)


class Errores(logging.Handler):
    """What was logged as an error; who came under the name of another site is refused with one."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.vistos = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("django.security."):
            self.vistos.append(f"{record.name}: {record.getMessage()} {record.exc_info}")


@pytest.fixture
def errores():
    atento = Errores()
    logging.getLogger().addHandler(atento)
    yield atento.vistos
    logging.getLogger().removeHandler(atento)


@pytest.mark.parametrize("parte", range(PARTES))
def test_ninguna_peticion_rompe_filtra_ni_cambia_sin_huella(blanco, errores, parte):
    faltas = []
    for lote in range(POR_PARTE // POR_LOTE):
        azar = random.Random(f"{SEMILLA}/{parte}/{lote}")
        with transaction.atomic():
            faltas += _disparar(azar, blanco, errores, f"{SEMILLA}/{parte}/{lote}")
            transaction.set_rollback(True)
        for suyo in blanco.otros.values():
            suyo.volver()
        if len(faltas) > 20:
            break
    assert not faltas, "\n".join(faltas)


def _disparar(azar: random.Random, blanco: Blanco, errores: list, semilla: str) -> list[str]:
    """The shots of a batch over one world; what each did wrong."""
    client, vigia, faltas = Client(raise_request_exception=False), Vigia(), []
    for _ in range(POR_LOTE):
        disparo = sacar(azar, blanco)
        eventos, cambios = Evento.objects.count(), _ultimo_cambio()
        with transaction.atomic():
            respuesta = disparo.hacer(client, blanco)
            transaction.set_rollback(connection.needs_rollback)
        mal = _mal(disparo, respuesta, errores)
        cambiadas = vigia.cambiadas() - SIN_EVENTO.keys()
        mal += _ajeno(disparo, blanco, cambiadas)
        if Evento.objects.count() == eventos and (
            calladas := cambiadas - _tablas_con_historia(cambios)
        ):
            mal.append(f"cambió {sorted(calladas)} sin Evento ni historia")
        faltas += [f"[{semilla}] {falta}: {disparo}" for falta in mal]
        errores.clear()
    return faltas


def _ultimo_cambio() -> int:
    return Cambio.objects.aggregate(ultimo=Max("pk", default=0))["ultimo"]


def _tablas_con_historia(desde: int) -> set[str]:
    return set(Cambio.objects.filter(pk__gt=desde).values_list("tabla", flat=True))


def _ajeno(disparo: Disparo, blanco: Blanco, cambiadas: set[str]) -> list[str]:
    """What somebody changed of the territory that is not hers."""
    se_suman = CON_SU_NUMERO.get(disparo.nombre, ())
    cambiaron = {
        lugar: suyo.cambiaron(cambiadas, se_suman=se_suman) for lugar, suyo in blanco.otros.items()
    }
    return [
        f"cambió {sorted(tablas)} del territorio {lugar}"
        for lugar, tablas in cambiaron.items()
        if tablas and disparo.rol not in LEEN[lugar] | DEL_PAIS
    ]


def _mal(disparo: Disparo, respuesta, errores: list) -> list[str]:
    mal = []
    if disparo.nombre not in LENTAS:
        mal = [f"dejó en la bitácora {error}" for error in errores]
        if respuesta.status_code >= 500:
            mal.append(f"respondió {respuesta.status_code}")
    leido = dicho(respuesta)
    # Administration reads the facts of the country there, and there alone.
    en_su_sitio = disparo.rol == "administracion" and disparo.nombre.startswith("admin:")
    for lugar, marca in LUGARES.items():
        if marca.encode() in leido and disparo.rol not in LEEN[lugar] and not en_su_sitio:
            mal.append(f"respondió {respuesta.status_code} con gente del territorio {lugar}")
    return mal
