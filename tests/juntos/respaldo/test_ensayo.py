"""The drill: told as it went, and nothing of it left behind; and what Beat rings."""

import datetime as dt
import logging

import pytest
from django.conf import settings as ajustes
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from juntos import tasks
from juntos.celery import app
from juntos.models import EnsayoRestauracion, ResultadoEnsayo, Usuario
from juntos.respaldo import cifrado, copia, servidor
from tests.juntos.respaldo.conftest import OTRA_CLAVE, negarse


def restos(carpetas) -> list[str]:
    """Scratch databases and folders that are still there."""
    bases = servidor.abandonadas(servidor.base_actual(), "ensayo")
    return bases + [r.name for r in (carpetas / "respaldos").glob(".ensayo-*")]


def test_sin_respaldos_hace_uno_lo_restaura_y_no_deja_restos(instalacion, carpetas, capsys):
    call_command("ensayar_restauracion")

    ensayo = EnsayoRestauracion.objects.get()
    assert ensayo.resultado == ResultadoEnsayo.BIEN
    assert ensayo.ensayado_por == Usuario.objects.sistema()
    (respaldo,) = (carpetas / "respaldos").iterdir()
    assert (ensayo.archivo, ensayo.bytes) == (respaldo.name, respaldo.stat().st_size)
    assert "3 archivos" in ensayo.detalle
    assert ensayo.detalle in capsys.readouterr().out
    assert restos(carpetas) == []


def test_toma_el_mas_reciente_o_el_que_se_le_dice(instalacion, carpetas):
    viejo = copia.respaldar(carpetas / "respaldos" / "juntos-20260101-000000.respaldo").ruta
    copia.respaldar(carpetas / "respaldos")
    call_command("ensayar_restauracion")
    call_command("ensayar_restauracion", str(viejo))

    ultimo, anterior = EnsayoRestauracion.objects.all()
    assert ultimo.archivo == viejo.name
    assert anterior.archivo != viejo.name


@pytest.mark.parametrize("falla", ["byte", "clave"])
def test_un_respaldo_que_no_sirve_se_dice_fuerte(instalacion, carpetas, monkeypatch, caplog, falla):
    respaldo = copia.respaldar(carpetas / "respaldos").ruta
    if falla == "byte":
        danado = bytearray(respaldo.read_bytes())
        danado[len(danado) // 2] ^= 1
        respaldo.write_bytes(danado)
    else:
        monkeypatch.setenv(cifrado.VARIABLE, OTRA_CLAVE)

    frase = negarse("ensayar_restauracion")

    ensayo = EnsayoRestauracion.objects.get()
    assert (ensayo.resultado, ensayo.detalle) == (ResultadoEnsayo.FALLO, frase)
    assert [r.levelno for r in caplog.records if "ensayo" in r.message] == [logging.ERROR]
    assert restos(carpetas) == []


def test_si_lo_restaurado_es_distinto_falla_y_no_deja_restos(instalacion, carpetas, monkeypatch):
    """A manifest that tells another digest, as if the restore had altered a table."""
    de_tablas = copia.digesto.de_tablas
    with monkeypatch.context() as parche:
        parche.setattr(
            copia.digesto,
            "de_tablas",
            lambda conexion: de_tablas(conexion) | {"public.captacion_persona": [10, "7"]},
        )
        copia.respaldar(carpetas / "respaldos")

    assert "public.captacion_persona" in negarse("ensayar_restauracion")
    assert restos(carpetas) == []


def test_lo_que_dejo_uno_matado_se_limpia(instalacion, carpetas):
    servidor.crear(servidor.nombre_nuevo(servidor.base_actual(), "ensayo"))
    (carpetas / "respaldos" / ".ensayo-00000000").mkdir(parents=True)
    assert len(restos(carpetas)) == 2

    call_command("ensayar_restauracion")

    assert restos(carpetas) == []


def test_dos_a_la_vez_no_se_estorban(instalacion, carpetas):
    with servidor.de_a_uno(f"{servidor.base_actual()} ensayo"):
        assert "otro ensayo" in negarse("ensayar_restauracion")


# --- Where it is seen, and who rings


def test_el_ultimo_ensayo_se_ve_y_no_se_toca(client, administracion):
    ensayo = EnsayoRestauracion.objects.create(
        ensayado_por=administracion, segundos=1, resultado="fallo", detalle="Está dañado."
    )
    client.force_login(administracion)
    assert "Está dañado." in client.get(reverse("admin:juntos_ensayorestauracion_changelist")).text
    ruta = reverse("admin:juntos_ensayorestauracion_change", args=[ensayo.pk])
    assert client.post(ruta, {"resultado": "bien"}).status_code == 403


@pytest.mark.parametrize(
    ("valores", "regla"),
    [
        ({"resultado": "quizá"}, "ensayo_resultado_valido"),
        ({"resultado": "bien", "archivo": "", "bytes": 1}, "ensayo_bien_de_un_respaldo"),
        ({"resultado": "bien", "archivo": "a", "bytes": None}, "ensayo_bien_de_un_respaldo"),
    ],
)
def test_un_ensayo_imposible_no_entra(administracion, valores, regla):
    with pytest.raises(IntegrityError, match=regla), transaction.atomic():
        EnsayoRestauracion.objects.create(
            ensayado_por=administracion, segundos=1, detalle="x", **valores
        )


def test_beat_respalda_cada_noche_y_ensaya_cada_semana():
    noche = ajustes.CELERY_BEAT_SCHEDULE["respaldo"]
    semana = ajustes.CELERY_BEAT_SCHEDULE["ensayo-de-restauracion"]
    assert {noche["task"], semana["task"]} <= set(app.tasks)
    assert len(noche["schedule"].day_of_week) == 7
    assert semana["schedule"].day_of_week == {0}


def test_la_tarea_respalda_y_retira_lo_que_sobra(instalacion, carpetas, settings):
    settings.JUNTOS_RESPALDOS_DIARIOS = 1
    settings.JUNTOS_RESPALDOS_SEMANALES = settings.JUNTOS_RESPALDOS_MENSUALES = 0
    ayer = dt.datetime.now() - dt.timedelta(days=1)
    (carpetas / "respaldos").mkdir()
    (carpetas / "respaldos" / f"{ayer:{copia.NOMBRE}}").touch()

    tasks.respaldar()
    tasks.ensayar_restauracion()

    (respaldo,) = (carpetas / "respaldos").iterdir()
    assert EnsayoRestauracion.objects.get().archivo == respaldo.name


def test_si_el_respaldo_falla_no_se_retira_ninguno(carpetas, settings, monkeypatch, caplog):
    settings.JUNTOS_RESPALDOS_DIARIOS = 0
    settings.JUNTOS_RESPALDOS_SEMANALES = settings.JUNTOS_RESPALDOS_MENSUALES = 0
    monkeypatch.setenv(cifrado.VARIABLE, "débil")
    (carpetas / "respaldos").mkdir()
    viejo = carpetas / "respaldos" / "juntos-20260101-000000.respaldo"
    viejo.touch()

    tasks.respaldar()

    assert viejo.exists()
    assert [r.levelno for r in caplog.records if "respaldo falló" in r.message] == [logging.ERROR]


def test_sin_clave_lo_dice_una_vez_y_no_hace_nada(carpetas, monkeypatch, caplog):
    monkeypatch.delenv(cifrado.VARIABLE)
    tasks._avisar_que_falta.cache_clear()

    tasks.respaldar()
    tasks.respaldar()
    tasks.ensayar_restauracion()

    assert caplog.text.count(cifrado.VARIABLE) == 1
    assert not (carpetas / "respaldos").exists()
