"""The service worker of a release: what it keeps, and that a release changes it."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from juntos import aplicacion

ESTATICOS = settings.BASE_DIR / "static"


def guardadas() -> dict[str, str]:
    return {uno["url"]: uno["revision"] for uno in aplicacion.precarga()}


def test_el_trabajador_responde_por_todo_el_sitio_y_no_se_guarda(client, db):
    respuesta = client.get(reverse("juntos:trabajador"))
    assert respuesta["Content-Type"].startswith("text/javascript")
    assert respuesta["Service-Worker-Allowed"] == "/"
    assert "no-cache" in respuesta["Cache-Control"]
    texto = respuesta.content.decode()
    for guion in aplicacion.guiones():
        assert f'importScripts("{guion["url"]}?{guion["revision"]}")' in texto
    for url, revision in guardadas().items():
        assert f'url: "{url}", revision: "{revision}"' in texto


def test_se_guarda_todo_lo_que_la_pagina_pide_y_nada_de_nadie():
    pagina, urls = aplicacion.cascara(), set(guardadas())
    pedidas = {u.split("#")[0] for u in re.findall(r'(?:href|src)="(/static/[^"]+)"', pagina)}
    modulos = {
        f"/static/{m.relative_to(ESTATICOS)}" for m in (ESTATICOS / "js/campo").rglob("*.js")
    }
    assert pedidas
    assert pedidas <= urls
    assert modulos - urls == {"/static/js/campo/trabajador.js"}
    assert {u for u in urls if not u.startswith("/static/")} == {reverse("afiliacion:ruta-campo")}


def test_los_modulos_solo_importan_lo_que_se_guarda():
    urls = set(guardadas())
    for modulo in (ESTATICOS / "js/campo").rglob("*.js"):
        for pedido in re.findall(r'^import .*?from "(\.[^"]+)";$', modulo.read_text(), re.M):
            destino = (modulo.parent / pedido).resolve().relative_to(ESTATICOS)
            assert f"/static/{destino}" in urls, f"{modulo.name} importa {pedido}"


def test_un_archivo_que_cambia_cambia_solo_su_revision(settings, tmp_path):
    antes = guardadas()
    (tmp_path / "css").mkdir()
    (tmp_path / "css/campo.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    despues = guardadas()
    assert {u for u in antes if antes[u] != despues[u]} == {"/static/css/campo.css"}


@pytest.mark.parametrize("quien", ["anonima", "gestora", "sede"])
def test_la_pagina_sin_senal_es_la_misma_para_todas_y_no_guarda_a_nadie(quien, client, request, db):
    if quien != "anonima":
        client.force_login(request.getfixturevalue(quien))
    respuesta = client.get(reverse("afiliacion:ruta-campo"))
    assert respuesta.content.decode() == aplicacion.cascara()
    assert "csrf" not in respuesta.content.decode()
    assert not respuesta.cookies


def test_el_manifiesto_instala_la_ruta_con_sus_iconos(client, db):
    manifiesto = json.loads(client.get(reverse("juntos:manifiesto")).content)
    assert manifiesto["start_url"] == reverse("afiliacion:ruta-campo")
    assert [i["sizes"] for i in manifiesto["icons"]] == ["192x192", "512x512", "512x512"]
    for icono in manifiesto["icons"]:
        assert (ESTATICOS / icono["src"].removeprefix("/static/")).read_bytes()[:4] == b"\x89PNG"
