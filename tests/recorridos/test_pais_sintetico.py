"""Synthetic files through the pipeline: the ledger adds up, no link is wrong, few are missed."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command

from afiliacion.models import Contacto
from captacion.models import Captacion, Carga

HASTA = dt.date(2026, 11, 23)


def orden(*argumentos) -> dict:
    salida = io.StringIO()
    call_command(*argumentos, "--json", stdout=salida)
    return json.loads(salida.getvalue())


@pytest.mark.parametrize(
    "archivos",
    [
        ("juntos", "pgh", "padron_nominal", "sis_gestantes"),
        ("sis_gestantes", "padron_nominal", "pgh", "juntos"),
    ],
    ids=["padrones-primero", "padrones-al-final"],
)
def test_de_los_archivos_a_la_cola_sin_un_vinculo_errado(db, settings, tmp_path, archivos):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    call_command(
        "simular",
        f"--salida={tmp_path}",
        "--hogares=1500",
        "--dias=60",
        f"--hasta={HASTA}",
        stdout=io.StringIO(),
    )

    for nombre in archivos:
        libro = orden("importar", str(tmp_path / f"{nombre}.txt"), f"--hoy={HASTA}")
        assert libro["fuente"] == nombre
        assert libro["leidas"] == sum(
            libro[k] for k in ("nuevas", "actualizadas", "sin_cambio", "rechazadas", "en_revision")
        )
        assert libro["rechazadas"] == 0

    cruce = orden("evaluar_cruce", str(tmp_path / "verdad.csv"))
    assert cruce["errados"] == 0
    assert cruce["precision"] == 1.0
    assert cruce["recall"] >= 0.995

    # Everyone captured is either in a user household or in one contact of the queue.
    assert Captacion.objects.count() == sum(Carga.objects.values_list("captaciones", flat=True))
    sin_nadie = Captacion.objects.filter(caso=None, hogar__es_usuario=False)
    assert not sin_nadie.exists()
    assert Contacto.objects.abiertos().exists()
