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
        ([(1, 1), (2, 2), (2, 3), (1, 1)], [{1}, {2, 3}]),
        ([(5, 1), (5, 2), (5, 3), (4, 3)], [{1, 2, 3, 4, 5}]),
    ],
)
def test_grupos(pares, grupos):
    hallados = modulo._grupos(pares)
    assert [set(grupo) for grupo in hallados] == grupos
    assert sum(map(len, hallados)) == sum(map(len, grupos))


def de_a_uno(monkeypatch) -> None:
    """Parts of one household, or of those that hang together."""
    for cual in ("INICIAL", "MINIMO", "MAXIMO"):
        monkeypatch.setattr(modulo, cual, 1)


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
    for _ in range(8):
        construir.recien_nacido(construir.hogar(hogares[0].distrito))


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
    abiertos = conciliar(hoy=HOY)
    de_una_vez = _como_quedo()
    transaction.savepoint_rollback(antes)
    de_a_uno(monkeypatch)
    assert conciliar(hoy=HOY) == abiertos > 0
    assert _como_quedo() == de_una_vez
    assert conciliar(hoy=HOY) == 0
    assert _como_quedo() == de_una_vez


def test_la_que_murio_entre_dos_partes_se_termina_y_deja_lo_mismo(distrito, gestora, monkeypatch):
    azar = random.Random(7)
    _revolver(_pais(distrito, gestora, azar), azar)
    de_a_uno(monkeypatch)
    antes = transaction.savepoint()
    abiertos = conciliar(hoy=HOY)
    esperado = _como_quedo()
    transaction.savepoint_rollback(antes)
    hechas, parte = [], modulo._parte

    def que_muere(valores):
        if sum(hechas) == 3:
            raise KeyboardInterrupt
        hechas.append(parte(valores))
        return hechas[-1]

    with monkeypatch.context() as parche:
        parche.setattr(modulo, "_parte", que_muere)
        with pytest.raises(KeyboardInterrupt):
            conciliar(hoy=HOY)
    assert _como_quedo() != esperado
    assert abiertos > 3
    assert conciliar(hoy=HOY) == abiertos - 3
    assert _como_quedo() == esperado
