"""The files for production name what the code has: queues, services, the doors kept closed."""

import re
from pathlib import Path

import yaml

from juntos.colas import COLAS

DESPLIEGUE = Path(__file__).resolve().parents[2] / "despliegue"
SERVICIOS = yaml.safe_load((DESPLIEGUE / "compose.yaml").read_text())["services"]


def test_compose_atiende_cada_cola_con_un_servicio():
    ordenes = [s["command"] for n, s in SERVICIOS.items() if n.startswith("trabajador-")]
    assert {orden[orden.index("-Q") + 1] for orden in ordenes} == set(COLAS)
    assert len(ordenes) == len(COLAS)


def test_todo_servicio_nuestro_espera_a_las_migraciones():
    nuestros = {n for n, s in SERVICIOS.items() if "build" in s}
    assert {"web", "reloj"} < nuestros
    for nombre in nuestros - {"migrar"}:
        assert "migrar" in SERVICIOS[nombre]["depends_on"]


def test_solo_la_web_entra_a_la_base_con_el_ingreso_que_no_es_dueno():
    con_suyo = {n for n, s in SERVICIOS.items() if "juntos-web.env" in s.get("env_file", "")}
    assert con_suyo == {"web"}
    guion = (DESPLIEGUE / "bd-entra.sh").read_text()
    assert "juntos_entra LOGIN" in guion
    assert any("bd-entra.sh" in volumen for volumen in SERVICIOS["bd"]["volumes"])


def test_la_pagina_de_operacion_enciende_cada_cola():
    pagina = (DESPLIEGUE.parent / "docs" / "operacion.md").read_text()
    (colas,) = re.findall(r"juntos-trabajador@\{([a-z,]+)\}", pagina)
    assert colas.split(",") == list(COLAS)


def test_el_proxy_no_deja_pasar_lo_del_monitor_ni_lo_que_el_cliente_dice_de_si():
    nginx = (DESPLIEGUE / "nginx.conf").read_text()
    for puerta in ("/metricas/", "/salud/profunda/"):
        assert f"location = {puerta} {{ return 404; }}" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    assert not re.search(
        r"\$(request|request_uri|uri|args)\b", nginx.split("log_format")[1].split(";")[0]
    )
