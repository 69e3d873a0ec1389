"""The admin of captación: facts are only read there."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from captacion.models import ClaveApi, PerfilPropio, PuntoDeRecojo

pytestmark = pytest.mark.django_db

# What an administrator sets up there; all else are facts.
SE_CONFIGURAN = {ClaveApi, PuntoDeRecojo}


def test_todos_los_modelos_estan_en_el_admin_y_ningun_hecho_se_cambia(administracion, rf):
    solicitud = rf.get("/admin/")
    solicitud.user = administracion
    for modelo in apps.get_app_config("captacion").get_models():
        registrado = admin.site.get_model_admin(modelo)
        if modelo in SE_CONFIGURAN:
            continue
        assert not registrado.has_add_permission(solicitud)
        # A layout that people taught is put out of use there; its other fields are only read.
        assert registrado.has_change_permission(solicitud) == (modelo is PerfilPropio)
        assert not registrado.has_delete_permission(solicitud)


def test_las_paginas_del_admin_abren(administracion, procesada):
    cliente = Client()
    cliente.force_login(administracion)
    for modelo in apps.get_app_config("captacion").get_models():
        ruta = reverse(f"admin:captacion_{modelo._meta.model_name}_changelist")
        assert cliente.get(ruta, {"q": "99"}).status_code == 200
    texto = cliente.get(
        reverse(
            "admin:captacion_filaobservada_change", args=[procesada.filas_observadas.first().pk]
        )
    ).content.decode()
    assert "LUZ" not in texto
