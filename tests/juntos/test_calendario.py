"""Working days: weekends and the national holidays do not count."""

import datetime as dt

import pytest

from juntos.calendario import es_habil, habil_desde, restar_habiles, sumar_habiles


def dia(texto):
    return dt.date.fromisoformat(texto)


@pytest.mark.parametrize(
    ("texto", "habil"),
    [
        ("2026-12-07", True),
        ("2026-12-08", False),  # Inmaculada Concepción
        ("2026-12-09", False),  # Batalla de Ayacucho
        ("2026-12-12", False),  # sábado
        ("2026-12-13", False),  # domingo
        ("2027-03-26", False),  # Viernes Santo, cada año otro día
    ],
)
def test_un_feriado_nacional_y_un_fin_de_semana_no_son_habiles(texto, habil):
    assert es_habil(dia(texto)) is habil


def test_los_plazos_saltan_los_feriados():
    assert habil_desde(dia("2026-12-08")) == dia("2026-12-10")
    assert sumar_habiles(dia("2026-12-04"), 3) == dia("2026-12-11")
    assert sumar_habiles(dia("2026-12-04"), 0) == dia("2026-12-04")
    assert restar_habiles(dia("2026-12-11"), 3) == dia("2026-12-06")
