"""The page of thresholds: what each would have done with what people decided."""

import pytest
from django.urls import reverse_lazy
from django.utils import timezone

from captacion.models import EstadoVinculo, PesosCruce, ReglaVinculo, Vinculo
from juntos.models import Parametro
from tests import fabricas

pytestmark = pytest.mark.django_db
URL = reverse_lazy("captacion:cruce-umbrales")


@pytest.fixture
def cliente(client, sede):
    client.force_login(sede)
    return client


def decidir(estado, puntaje, por):
    hogar = fabricas.HogarFactory()
    decision = {} if estado == EstadoVinculo.POR_REVISAR else {
        "decidido_en": timezone.now(), "decidido_por": por,
    }  # fmt: skip
    return Vinculo.objects.create(
        persona=fabricas.PersonaFactory(),
        hogar=hogar,
        regla=ReglaVinculo.PARECIDO_PGH,
        estado=estado,
        duda="parecido",
        puntaje=puntaje,
        aportes={},
        pesos=PesosCruce.objects.get(activa=True),
        carga=hogar.carga,
        fila=1,
        **decision,
    )


@pytest.fixture
def decididos(sede):
    for puntaje in (30.5, 22, 16, 15.9):
        decidir(EstadoVinculo.CONFIRMADO, puntaje, sede)
    for puntaje in (17.2, -3.5):
        decidir(EstadoVinculo.DESCARTADO, puntaje, sede)
    decidir(EstadoVinculo.POR_REVISAR, 40, sede)


def fila(respuesta, bits):
    (umbral,) = [u for u in respuesta.context["umbrales"] if u.bits == bits]
    return umbral.bien, umbral.mal, umbral.por_revisar


def test_cada_umbral_dice_lo_que_habria_hecho(cliente, decididos):
    respuesta = cliente.get(URL)
    assert respuesta.context["decididos"] == 6
    assert fila(respuesta, 32) == (0, 0, 6)
    assert fila(respuesta, 30) == (1, 0, 5)
    assert fila(respuesta, 18) == (2, 0, 4)
    assert fila(respuesta, 16) == (3, 1, 2)
    assert fila(respuesta, 14) == (4, 1, 1)
    assert fila(respuesta, -4) == (4, 2, 0)
    assert "75.0 %" in respuesta.content.decode()


def test_los_valores_de_hoy_van_marcados_aunque_no_sean_pares(cliente, decididos):
    Parametro.objects.filter(pk="cruce_umbral_solo").update(valor=17)
    respuesta = cliente.get(URL)
    assert fila(respuesta, 17) == (2, 1, 3)
    marcas = {u.bits: u.marcas for u in respuesta.context["umbrales"] if u.marcas}
    assert marcas == {17: ("Enlaza solo",), 8: ("Propone a una persona",)}
    assert "Hoy: enlaza solo" in respuesta.content.decode()


def test_sin_decisiones_lo_dice_con_una_frase(cliente, sede):
    decidir(EstadoVinculo.POR_REVISAR, 40, sede)
    texto = cliente.get(URL).content.decode()
    assert "Todavía nadie decidió un par con puntaje" in texto
    assert "<table" not in texto


def test_las_consultas_no_crecen_con_los_pares(cliente, decididos, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        cliente.get(URL)


def test_solo_se_lee(cliente):
    assert cliente.post(URL).status_code == 405


def test_quien_no_carga_archivos_no_la_ve(client, supervisora):
    client.force_login(supervisora)
    assert client.get(URL).status_code == 404
