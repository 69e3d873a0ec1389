"""A country in parts is the same country: what hangs together is in one part."""

import random

import pytest
from django.db import transaction
from django.db.models import F

from afiliacion.acciones import conciliar as modulo
from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Caso, Contacto, InclusionTPI
from captacion.models import Captacion, Carga, Hogar, NivelPobreza
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar


@pytest.mark.parametrize(
    ("pares", "grupos"),
    [
        ([], []),
        ([(1, 2)], [{1, 2}]),
        ([(1, 2), (3, 4)], [{1, 2}, {3, 4}]),
        ([(1, 2), (3, 4), (2, 3)], [{1, 2, 3, 4}]),
        ([(1, 2), (2, 1), (1, 2)], [{1, 2}]),
        ([(5, 1), (5, 2), (5, 3), (4, 3)], [{1, 2, 3, 4, 5}]),
    ],
)
def test_grupos(pares, grupos):
    assert [set(grupo) for grupo in modulo._grupos(pares)] == grupos


def _pais(distrito, gestora, azar) -> list[Hogar]:
    """Forty households with their contacts, some of them visited."""
    hogares = [construir.hogar(distrito, cse=azar.choice(["pobre", ""])) for _ in range(40)]
    for hogar in hogares:
        for _ in range(azar.randint(0, 3)):
            construir.recien_nacido(hogar, dias=azar.randint(1, 25))
    conciliar(hoy=HOY)
    for contacto in azar.sample(list(Contacto.objects.order_by("pk")), 15):
        resultado = azar.choice(["ausente", "ubicada_acepta", "ubicada_rechaza"])
        visitar(contacto, resultado, por=gestora, motivo="Lo pensará")
    return hogares


def _revolver(hogares: list[Hogar], azar) -> None:
    """Captures that go elsewhere, households that become users or are not poor any more."""
    for captacion in Captacion.objects.order_by("pk"):
        if azar.random() < 0.4:
            captacion.hogar = azar.choice(hogares)
            captacion.save()
    for hogar in azar.sample(hogares, 8):
        Hogar.objects.filter(pk=hogar.pk).update(es_usuario=True, usuario_desde=HOY)
    for hogar in azar.sample(hogares, 8):
        hogar.clasificaciones.all().delete()
        fabricas.ClasificacionFactory(hogar=hogar, nivel=NivelPobreza.NO_POBRE)
    for hogar in azar.sample(hogares, 12):
        construir.recien_nacido(hogar)


def _como_quedo() -> dict:
    """What the run leaves; a contact that it opens is known by its household."""
    campos = ("hogar", "estado", "vence_el", "nivel", "telefono", "distrito", "motivo_cierre")
    return {
        "contactos": sorted(Contacto.objects.values_list(*campos), key=repr),
        "casos": sorted(
            Caso.objects.values_list("captacion", "contacto__hogar", "contacto__estado")
        ),
        "tpi": sorted(InclusionTPI.objects.values_list("captacion", "hogar", "estado")),
        "cargas": sorted(Carga.objects.values_list("pk", "contactos")),
    }


@pytest.mark.parametrize("semilla", range(6))
def test_de_a_pocos_deja_lo_mismo_que_de_una_vez(distrito, gestora, monkeypatch, semilla):
    azar = random.Random(semilla)
    _revolver(_pais(distrito, gestora, azar), azar)
    assert Caso.objects.exclude(captacion__hogar=F("contacto__hogar")).count() > 5
    antes = transaction.savepoint()
    monkeypatch.setattr(modulo, "HOGARES_POR_PARTE", 1000)
    abiertos = conciliar(hoy=HOY)
    de_una_vez = _como_quedo()
    transaction.savepoint_rollback(antes)
    monkeypatch.setattr(modulo, "HOGARES_POR_PARTE", 1)
    assert conciliar(hoy=HOY) == abiertos > 0
    assert _como_quedo() == de_una_vez
    assert conciliar(hoy=HOY) == 0
    assert _como_quedo() == de_una_vez
