"""The API held to its own OpenAPI document by schemathesis: each answer as it says, no 5xx."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from captacion.fuentes import PERFILES
from captacion.models import EventoRecibido, FuenteDeEventos
from tests.captacion.eventos import Emisor, registro

pytestmark = pytest.mark.django_db
EJEMPLOS = 30
DOCUMENTO = "/api/v1/openapi.json"


@pytest.fixture
def documento():
    return Client().get(DOCUMENTO).json()


def test_cada_fuente_tiene_su_direccion_y_sus_columnas(documento):
    assert {ruta for ruta in documento["paths"] if not ruta.endswith("{pk}/")} == {
        f"/api/v1/eventos/{fuente}/" for fuente in FuenteDeEventos.values
    }
    for fuente in FuenteDeEventos.values:
        columnas = documento["components"]["schemas"][f"registro_{fuente}"]["properties"]
        assert list(columnas) == PERFILES[fuente].titulos
    assert documento["components"]["securitySchemes"]["Clave"]["scheme"] == "bearer"


@pytest.mark.parametrize("fuente", FuenteDeEventos.values)
def test_la_api_cumple_lo_que_su_documento_dice(servidor, fuente):
    """Records that the document allows are taken, others are refused; neither breaks anything."""
    emisor = Emisor(fuente, por_minuto=100_000)
    assert emisor.enviar(registro(fuente)).status_code == 202
    cabeceras = {"Authorization": f"Bearer {emisor.token}"}
    documento = schemathesis.openapi.from_url(servidor.url + DOCUMENTO)
    operaciones = [o.ok() for o in documento.get_all_operations() if fuente in o.ok().path]
    assert len(operaciones) == 2
    for operacion in operaciones:
        for modo in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            _probar(operacion.as_strategy(generation_mode=modo), cabeceras)
    assert EventoRecibido.objects.filter(fuente=fuente).count() > 1


def _probar(casos, cabeceras):
    @settings(
        max_examples=EJEMPLOS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(caso=casos)
    def responde(caso):
        caso.call_and_validate(headers=cabeceras)

    responde()
