"""Logs: one object a line, by the id of the request, and nobody's name or document."""

import json
import logging
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from captacion.models import Persona
from juntos.registro import Json, Linea, solicitud_actual
from tests import bitacora as de_la_suite
from tests.captacion.eventos import Emisor, registro
from tests.fallas.trabajo import esperar

DNI = "99123456"


@pytest.fixture
def lineas():
    """What our loggers say meanwhile, as it would be written."""
    dichas = []

    class Escucha(logging.Handler):
        def emit(self, record):
            dichas.append(json.loads(Json().format(record)))

    escucha = Escucha()
    logging.getLogger().addHandler(escucha)
    yield dichas
    logging.getLogger().removeHandler(escucha)


@pytest.fixture
def aparte():
    """A logger that only the given handler hears: the suite's own search does not."""
    registro = logging.Logger("juntos.aparte")
    return registro


# The line of a request


def test_cada_solicitud_deja_su_linea(client, gestora, lineas):
    client.force_login(gestora)
    respuesta = client.get("/cola/", {"buscar": DNI})
    (linea,) = lineas
    assert linea.pop("ms") > 0
    assert linea.pop("en").startswith("20")
    assert linea == {
        "nivel": "INFO",
        "registro": "juntos.solicitudes",
        "dice": linea["dice"],
        "solicitud": respuesta["X-Request-ID"],
        "metodo": "GET",
        "vista": "afiliacion:cola",
        "estado": 200,
        "usuario": gestora.pk,
    }
    assert DNI not in json.dumps(linea)


def test_se_conserva_la_marca_de_un_proxy_si_es_un_uuid(client, lineas):
    marca = uuid.uuid4()
    respuesta = client.get("/salud/viva/", headers={"X-Request-ID": marca.hex})
    assert respuesta["X-Request-ID"] == lineas[0]["solicitud"] == str(marca)


@pytest.mark.parametrize("marca", ["", DNI, "a\nb", f"{DNI}-MAMANI"])
def test_una_marca_que_puede_ser_cualquier_cosa_no_se_conserva(client, lineas, marca):
    client.get("/salud/viva/", headers={"X-Request-ID": marca})
    assert uuid.UUID(lineas[0]["solicitud"]).hex not in marca
    assert solicitud_actual.get() == ""


def test_una_direccion_con_un_documento_no_llega_a_la_bitacora(client, gestora, lineas):
    client.force_login(gestora)
    assert client.get(f"/hogares/{DNI}/").status_code == 404
    assert client.get(f"/no-existe/{DNI}/").status_code == 404
    assert client.get(f"/ñ\0/{DNI}/").status_code == 404
    assert client.generic(f"Ñ{DNI}", "/salir/").status_code == 405
    assert [linea["dice"] for linea in lineas if linea["registro"] == "django.request"] == [
        "Not Found: afiliacion:hogar",
        "Not Found: (sin vista)",
        "Not Found: (sin vista)",
        "Method Not Allowed ((otro)): juntos:salir",
    ]
    assert DNI not in json.dumps(lineas)


# Errors


@pytest.mark.parametrize("formato", [Json(), Linea("%(message)s")])
def test_un_error_se_dice_por_su_clase_y_sus_lineas(db, formato, aparte):
    dicho = []
    escucha = logging.Handler()
    escucha.emit = lambda record: dicho.append(formato.format(record))
    aparte.addHandler(escucha)
    try:
        raise RuntimeError(f"la fila de {DNI}") from Persona.DoesNotExist(DNI)
    except RuntimeError:
        aparte.exception("No se pudo")
    assert "RuntimeError por DoesNotExist" in dicho[0]
    assert "test_registro.py" in dicho[0]
    assert DNI not in dicho[0]


def test_lo_que_celery_dice_de_un_fallo_no_lleva_su_texto(aparte):
    dicho = []
    escucha = logging.Handler()
    escucha.emit = lambda record: dicho.append(Json().format(record))
    aparte.addHandler(escucha)
    try:
        raise ValueError(DNI)
    except ValueError as error:
        contexto = {"name": "una.tarea", "id": "1", "exc": repr(error), "args": f"({DNI},)"}
        aparte.error("Task %(name)s[%(id)s]: %(exc)s %(args)s", contexto, exc_info=True)
    assert "Task una.tarea[1]: ValueError" in dicho[0]
    assert DNI not in dicho[0]


def test_una_pagina_que_se_rompe_lo_dice_sin_datos(db, lineas, monkeypatch):
    def romper(*args):
        raise KeyError(DNI)

    monkeypatch.setattr("juntos.views.esta_lista", romper)
    respuesta = Client(raise_request_exception=False).get("/salud/lista/")
    assert respuesta.status_code == 500
    assert uuid.UUID(respuesta["X-Request-ID"])
    (error,) = [linea for linea in lineas if linea["nivel"] == "ERROR"]
    assert error["dice"] == "Internal Server Error: juntos:salud-lista"
    assert error["error"][0] == "KeyError"
    assert DNI not in json.dumps(lineas)


# The search of the whole suite


@pytest.mark.parametrize(
    "que", [("Llegó %s", DNI), ("Llegó MAMANI QUISPE",), ("El padrón 90000000001",)]
)
def test_la_revision_de_la_suite_falla_si_alguien_lo_escribe(aparte, que):
    revisora = de_la_suite.Revisora()
    aparte.addHandler(revisora)
    aparte.warning("Una carga terminó")
    revisora.exigir_limpia()
    aparte.warning(*que)
    with pytest.raises(AssertionError, match="test_registro"):
        revisora.exigir_limpia()


def test_ni_lo_que_un_registro_lleva_sin_decirlo(aparte):
    revisora = de_la_suite.Revisora()
    aparte.addHandler(revisora)
    aparte.warning("Nada", extra={"persona": DNI})
    assert len(revisora.sucias) == 1


def test_ni_el_archivo_de_otro_proceso(tmp_path):
    archivo = tmp_path / "trabajador.log"
    archivo.write_text("todo bien\n")
    de_la_suite.exigir_limpio(archivo)
    archivo.write_text(f"todo bien\nla fila de {DNI}\n")
    with pytest.raises(AssertionError, match=r"trabajador\.log:2"):
        de_la_suite.exigir_limpio(archivo)


def test_una_marca_de_solicitud_no_es_un_documento():
    assert not de_la_suite.personas_en(
        "solicitud 91234567-1234-4123-8123-123456789012, 12.99123456"
    )


# With its tasks


def test_la_marca_de_la_solicitud_llega_a_sus_tareas(trabajador, distrito):
    """To the one that it rings, and to what that one rings in turn."""
    emisor = Emisor()
    respuesta = emisor.enviar(registro("padron_nominal", ubigeo=distrito.ubigeo))
    archivo = settings.JUNTOS_DATOS / f"trabajador-{connection.settings_dict['NAME']}.log"

    def suyas() -> set[str]:
        dichas = [json.loads(x) for x in archivo.read_text().splitlines() if x.startswith("{")]
        marca = respuesta["X-Request-ID"]
        return {d["tarea"] for d in dichas if d["solicitud"] == marca and "tarea" in d}

    esperar(lambda: suyas() >= {settings.TAREA_PROCESAR_EVENTOS, settings.TAREA_RECALCULAR})
