"""PostgreSQL stopped without warning in the middle of a load: what was committed stays, no more."""

import json

import pytest

from captacion.models import EstadoCarga
from tests.fallas import trabajo
from tests.fallas.huella import exigir_igual
from tests.fallas.servidor import Servidor, servidor_aparte

PASOS = ("Validando cada fila", "Registrando captaciones", "Leyendo el archivo")


@pytest.fixture(scope="module")
def _servidor(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), servidor_aparte() as servidor:
        yield servidor


def importar(servidor: Servidor, ruta, **opciones):
    return servidor.manage("importar", str(ruta), f"--hoy={trabajo.HOY}", "--json")


def cargar(servidor: Servidor, ruta) -> dict:
    proceso = importar(servidor, ruta)
    salida, error = proceso.communicate(timeout=120)
    assert proceso.returncode == 0, error
    return json.loads(salida)


def en_el_paso(servidor: Servidor, ruta, paso: str):
    """A load held at a step by a lock of ours on what comes after it."""


@pytest.mark.parametrize("como", ["matar", "detener_de_golpe"])
def test_al_volver_se_carga_otra_vez_y_nada_cambia(sin_interrupcion, _servidor, rutas, como):
    pass
