"""Two people at once on one settlement, over committed data and a connection each."""

import pytest

from afiliacion.acciones import liquidaciones
from afiliacion.models import Liquidacion, Pago
from juntos.models import Evento
from tests.afiliacion import dinero
from tests.afiliacion.test_acc_dos_a_la_vez import _separar, a_la_vez


@pytest.fixture
def calculada(base_real, distrito):
    dinero.hogar(distrito)
    return dinero.liquidar()


def test_dos_aprueban_a_la_vez_y_una_gana(calculada):
    liquidaciones.revisar(calculada, huella=calculada.huella, por=dinero.de_sede())
    logradas, perdidas = _separar(
        a_la_vez(
            *(
                lambda por=por: liquidaciones.aprobar(
                    Liquidacion.objects.get(), huella=calculada.huella, por=por
                )
                for por in (dinero.de_sede(), dinero.de_sede())
            )
        )
    )
    assert len(logradas) == len(perdidas) == 1
    aprobada = Liquidacion.objects.get()
    assert aprobada.aprobada_por == logradas[0].aprobada_por
    assert Evento.objects.filter(modelo="afiliacion.liquidacion", a="aprobada").count() == 1


def test_dos_calculan_a_la_vez_y_queda_una_lista(calculada):
    a_la_vez(*[dinero.liquidar] * 3)
    assert Pago.objects.count() == 1
    assert Liquidacion.objects.get().huella == calculada.huella
