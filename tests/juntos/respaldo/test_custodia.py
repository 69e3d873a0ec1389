"""Which backups are kept, and the rest of the folder left alone."""

import datetime as dt
import os

import pytest

from juntos.respaldo.custodia import por_retirar, retirar

HOY = dt.datetime(2026, 11, 29, 4, 10)
PLAZOS = {"diarios": 7, "semanales": 4, "mensuales": 6}


def noches(cuantas: int) -> list[dt.datetime]:
    return [HOY - dt.timedelta(days=n) for n in range(cuantas)]


def quedan(instantes, **plazos) -> list[str]:
    guardados = set(instantes) - por_retirar(instantes, **(PLAZOS | plazos))
    return [f"{i:%m-%d}" for i in sorted(guardados, reverse=True)]


def test_un_anio_de_noches_deja_dias_semanas_y_meses():
    assert quedan(noches(365)) == [
        *("11-29", "11-28", "11-27", "11-26", "11-25", "11-24", "11-23"),
        *("11-22", "11-15", "11-08"),
        *("10-31", "09-30", "08-31", "07-31", "06-30"),
    ]


def test_los_dias_sin_respaldo_no_cuentan():
    """After a month in which nothing ran, the last ones are not lost."""
    viejas = [i - dt.timedelta(days=200) for i in noches(3)]
    assert por_retirar(viejas, **PLAZOS) == set()


def test_del_mismo_dia_queda_el_ultimo():
    maniana, tarde = HOY, HOY.replace(hour=18)
    assert por_retirar([maniana, tarde], **PLAZOS) == {maniana}


@pytest.mark.parametrize("cuantos", [1, 3])
def test_el_ultimo_queda_siempre(cuantos):
    plazos = {"diarios": cuantos, "semanales": 0, "mensuales": 0}
    assert quedan(noches(30), **plazos) == [f"{i:%m-%d}" for i in noches(cuantos)]


def test_solo_se_retira_lo_que_lleva_nuestro_nombre(carpetas, settings):
    settings.JUNTOS_RESPALDOS_DIARIOS, carpeta = 1, settings.JUNTOS_RESPALDOS
    settings.JUNTOS_RESPALDOS_SEMANALES = settings.JUNTOS_RESPALDOS_MENSUALES = 0
    carpeta.mkdir()
    nombres = [f"{i:juntos-%Y%m%d-%H%M%S}.respaldo" for i in noches(3)]
    for nombre in [*nombres, "antes de migrar.respaldo", ".en curso.parcial", ".de ayer.parcial"]:
        (carpeta / nombre).touch()
    os.utime(carpeta / ".de ayer.parcial", (0, 0))

    assert set(retirar(carpeta)) == {*nombres[1:], ".de ayer.parcial"}
    assert {r.name for r in carpeta.iterdir()} == {
        nombres[0],
        "antes de migrar.respaldo",
        ".en curso.parcial",
    }
