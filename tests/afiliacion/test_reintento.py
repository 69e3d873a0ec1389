"""When to try again: the day that is proposed after a visit."""

import datetime as dt

import pytest

from afiliacion.acciones.visitas import proponer_reintento
from afiliacion.models import Resultado
from tests import fabricas

LUNES = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("desde", "dias", "vence", "propuesto"),
    [
        (LUNES, 2, 20, LUNES + dt.timedelta(days=2)),
        (LUNES, 5, 20, LUNES + dt.timedelta(days=7)),
        (LUNES, 6, 20, LUNES + dt.timedelta(days=7)),
        (LUNES, 2, 1, LUNES + dt.timedelta(days=1)),
        (LUNES, 2, 0, LUNES),
        (LUNES, 2, -1, LUNES + dt.timedelta(days=2)),
        (LUNES - dt.timedelta(days=20), 2, 20, LUNES),
    ],
    ids=["en_dos_dias", "sabado", "domingo", "vence_antes", "vence_hoy", "ya_vencio", "atrasada"],
)
def test_el_reintento_propuesto(time_machine, desde, dias, vence, propuesto):
    time_machine.move_to(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False)
    contacto = fabricas.ContactoFactory.build(
        hogar=None, distrito=None, carga=None, vence_el=LUNES + dt.timedelta(days=vence)
    )
    resultado = Resultado(dias_reintento=dias)
    assert proponer_reintento(contacto, resultado, desde=desde) == propuesto


def test_el_reintento_no_cae_en_feriado(time_machine):
    """Two days after Friday 4 December is Sunday; Tuesday 8 and Wednesday 9 are holidays."""
    time_machine.move_to(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC), tick=False)
    contacto = fabricas.ContactoFactory.build(
        hogar=None, distrito=None, carga=None, vence_el=dt.date(2026, 12, 30)
    )
    viernes = dt.date(2026, 12, 4)
    propuestos = [
        proponer_reintento(contacto, Resultado(dias_reintento=n), desde=viernes) for n in (2, 4)
    ]
    assert propuestos == [dt.date(2026, 12, 7), dt.date(2026, 12, 10)]
