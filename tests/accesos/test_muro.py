"""Every address with `visibles_para` taken away: the wall in the database still holds."""

import pytest

from captacion.models import Hogar
from juntos.muro import Muro
from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS

FICHAS = sorted(n for n, (metodo, _) in ACCESOS.items() if metodo == "get" and ":" in n)


@pytest.fixture
def sin_visibles_para(monkeypatch):
    """Each queryset that asks whose it is answers with every row."""
    from django.apps import apps

    for modelo in apps.get_models():
        conjunto = type(modelo._default_manager.all())
        if hasattr(conjunto, "visibles_para"):
            monkeypatch.setattr(conjunto, "visibles_para", lambda self, usuario, **_: self)


def muestran(client, mundo) -> set[str]:
    """The addresses whose answer names somebody of the world, or her household by its code."""
    marcas = ["QUISPE", *Hogar.objects.exclude(codigo="").values_list("codigo", flat=True)]
    client.raise_request_exception = False
    return {nombre for nombre in FICHAS if _nombra(client.get(direccion(nombre, mundo)), marcas)}


def _nombra(respuesta, marcas) -> bool:
    cuerpo = respuesta.getvalue() if respuesta.streaming else respuesta.content
    return any(marca.encode() in cuerpo for marca in marcas)


@pytest.mark.parametrize("quien", ["ajena", "supervisora_ajena"])
def test_sin_visibles_para_ninguna_pagina_muestra_otro_territorio(
    quien, mundo, client, request, sin_visibles_para
):
    client.force_login(request.getfixturevalue(quien))
    assert muestran(client, mundo) == set()


def test_sin_visibles_para_y_sin_muro_se_veria_todo(
    mundo, client, supervisora_ajena, sin_visibles_para, monkeypatch
):
    monkeypatch.setattr(Muro, "__call__", lambda self, request: self.get_response(request))
    client.force_login(supervisora_ajena)
    vistas = muestran(client, mundo)
    assert {"afiliacion:cola", "afiliacion:contacto", "captacion:hogar"} & vistas
    assert len(vistas) > 10
