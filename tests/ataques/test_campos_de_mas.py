"""A form takes the fields that it shows: the columns of every model, added to it, write nothing."""

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from juntos.models import Cambio, Rol
from tests.accesos.direcciones import direccion
from tests.ataques.test_ids_ajenos import ENVIAN, llenar

pytestmark = pytest.mark.django_db
# What no two answers to the same form share.
DEL_MOMENTO = (models.DateTimeField, models.UUIDField, models.BinaryField)
# Fields of their own that the page shows in another state, or in another of its forms.
SUYOS = {
    "afiliacion:arco-identificar": {"persona"},
    "afiliacion:articulacion-municipalidad": {"recibe", "oficina", "formato"},
    "afiliacion:visita-registrar": {"distrito_nuevo"},
}
COLUMNAS = {
    (modelo._meta.db_table, campo.column): campo
    for modelo in apps.get_models(include_auto_created=True)
    for campo in modelo._meta.concrete_fields
}
QUIENES = ("gestora", "supervisora", "sede", "administracion")


def sobrantes(ajeno: dict, otra) -> dict[str, str]:
    """Every column of ours with a value that nobody of the form gives."""
    hallados = {}
    for modelo in apps.get_models():
        for campo in modelo._meta.concrete_fields:
            hallados[campo.name] = hallados[campo.attname] = _valor(campo, ajeno, otra)
    return hallados


def _valor(campo: models.Field, ajeno: dict, otra) -> str:
    if campo.choices:
        return str(campo.flatchoices[-1][0])
    if campo.remote_field:
        suyos = {"usuario": otra.pk, "hogar": ajeno["hogar"], "contacto": ajeno["contacto"]}
        return str(suyos.get(campo.related_model._meta.model_name, 1))
    if isinstance(campo, models.BooleanField):
        return "on"
    if isinstance(campo, (models.DateField, models.DateTimeField)):
        return "2001-02-03"
    return "7"


def escrito(por, camino: str, datos: dict) -> set[tuple]:
    """Each column that it wrote, with its value; nothing of it stays."""
    client = Client()
    with transaction.atomic():
        client.force_login(por)
        ultimo = Cambio.objects.aggregate(ultimo=models.Max("pk", default=0))["ultimo"]
        client.post(camino, datos)
        cambios = list(Cambio.objects.filter(pk__gt=ultimo))
        transaction.set_rollback(True)
    nuevas = {(c.tabla, c.objeto) for c in cambios if c.operacion == "creada"}
    return {
        (cambio.tabla, cambio.operacion, columna, str(valor))
        for cambio in cambios
        for columna, valor in (cambio.despues or {}).items()
        if not _es_de_una_vez(COLUMNAS[cambio.tabla, columna], str(valor), nuevas)
    }


def _es_de_una_vez(campo: models.Field, valor: str, nuevas: set[tuple[str, str]]) -> bool:
    """Moments, keys, and who points at what was made in the same request."""
    if campo.remote_field and (campo.related_model._meta.db_table, valor) in nuevas:
        return True
    return campo.primary_key or isinstance(campo, DEL_MOMENTO)


@pytest.mark.parametrize("rol", QUIENES)
def test_un_campo_que_el_formulario_no_muestra_no_escribe_nada(elenco, territorios, formas, rol):
    distintas, escriben = [], 0
    de_mas = sobrantes(territorios["ajeno"], elenco[Rol.SEDE])
    for nombre in ENVIAN:
        camino, datos = direccion(nombre, territorios["propio"]), llenar(formas, nombre)
        limpio = escrito(elenco[rol], camino, datos)
        ajenos = {c: v for c, v in de_mas.items() if c not in SUYOS.get(nombre, ())}
        cargado = escrito(elenco[rol], camino, ajenos | datos)
        escriben += bool(limpio)
        if cargado != limpio:
            distintas.append(f"{nombre}: {sorted(cargado ^ limpio)}")
    assert not distintas, "\n".join(distintas)
    assert escriben > 3, "los formularios de este rol no escribieron nada: no se probó nada"
