"""What people changed of a household: each act of work leaves it, and who may reads it."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones import solicitudes
from afiliacion.models import Contacto
from captacion.models import Persona
from juntos.historia import en_nombre_de
from juntos.models import Cambio, Lectura
from juntos.registro import CABECERA
from tests import fabricas
from tests.afiliacion import construir
from tests.captacion.archivos import cargar_bytes, texto

pytestmark = pytest.mark.django_db


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.contacto(hogar)


def pagina_de(contacto):
    return reverse("afiliacion:hogar-cambios", args=[contacto.hogar_id])


def test_una_visita_deja_lo_que_cambio_del_contacto(client, gestora, contacto):
    client.force_login(gestora)
    respuesta = client.post(
        reverse("afiliacion:visita-registrar", args=[contacto.pk]),
        {
            "clave": str(uuid.uuid4()),
            "version": contacto.version,
            "leida_en": timezone.now().isoformat(),
            "modalidad": "presencial",
            "resultado": "ausente",
            "fecha": construir.HOY.isoformat(),
        },
    )
    assert respuesta.status_code == 302
    suyos = Cambio.objects.filter(solicitud=respuesta[CABECERA])
    assert {(c.tabla, c.operacion) for c in suyos} >= {
        ("afiliacion_visita", "creada"),
        ("afiliacion_contacto", "cambiada"),
    }
    assert {(c.cambiado_por, c.vista) for c in suyos} == {(gestora, "afiliacion:visita-registrar")}


def test_lo_reasignado_de_una_vez_deja_una_linea_por_contacto(
    client, supervisora, gestora, distrito
):
    contactos = [fabricas.ContactoFactory(hogar__distrito=distrito) for _ in range(3)]
    client.force_login(supervisora)
    elegidos = [f"{c.pk}:{c.version}:" for c in contactos]
    a_quien = client.post("/cola/reasignar/", {"contacto": elegidos})
    hecha = client.post(a_quien.url, {"a": gestora.pk})
    suyos = Cambio.objects.filter(tabla="afiliacion_contacto", solicitud=hecha[CABECERA])
    assert {int(c.objeto) for c in suyos} == {c.pk for c in contactos}
    assert {c.despues["asignada_a_id"] for c in suyos} == {gestora.pk}
    assert {c.cambiado_por for c in suyos} == {supervisora}
    assert all(f"Asignado al usuario {gestora.pk} (reasignaci" in c.motivo for c in suyos)


def test_el_motivo_de_una_observacion_queda_en_su_cambio(contacto, gestora, supervisora):
    solicitud = construir.solicitud_enviada(contacto.hogar, por=gestora)
    with en_nombre_de(supervisora, vista="prueba"):
        solicitudes.observar(solicitud, por=supervisora, motivo="Falta la firma")
    motivos = set(Cambio.objects.filter(tabla="afiliacion_solicitud").values_list("motivo"))
    assert motivos == {("Falta la firma",)}


def test_una_carga_no_deja_historia(tmp_path, distrito):
    filas = texto("padron_nominal", {}).encode()
    carga = cargar_bytes(tmp_path, filas, fuente="padron_nominal")
    assert (carga.estado, carga.nuevas) == ("procesada", 1)
    assert Persona.objects.exists()
    assert not Cambio.objects.exists()


def test_la_pagina_dice_quien_cambio_que_y_cuando(client, supervisora, gestora, contacto):
    client.force_login(supervisora)
    assert "Nadie cambió nada de este hogar" in client.get(pagina_de(contacto)).text
    with en_nombre_de(gestora, vista="prueba"):
        Contacto.objects.filter(pk=contacto.pk).update(
            asignada_a=gestora,
            asignada_por=gestora,
            asignada_en=timezone.now(),
            direccion="Jr. Nuevo",
        )
    texto_de = client.get(pagina_de(contacto)).text
    assert f"<ins>{gestora}</ins>" in texto_de
    assert "<ins>Jr. Nuevo</ins>" in texto_de
    assert Lectura.objects.filter(hogar_id=contacto.hogar_id, leido_por=supervisora).exists()


@pytest.mark.parametrize(
    ("rol", "estado"), [("gestora", 403), ("ajena", 404), ("administracion", 404), ("sede", 200)]
)
def test_la_ve_quien_responde_por_el_trabajo_de_otros(client, contacto, request, rol, estado):
    client.force_login(request.getfixturevalue(rol))
    assert client.get(pagina_de(contacto)).status_code == estado
    assert client.post(pagina_de(contacto)).status_code == 405


def test_una_hoja_llena_se_lee_con_pocas_consultas(
    client, supervisora, gestora, contacto, django_assert_max_num_queries
):
    with en_nombre_de(gestora, vista="prueba"):
        for numero in range(60):
            Contacto.objects.filter(pk=contacto.pk).update(direccion=f"Jr. {numero}")
    client.force_login(supervisora)
    with django_assert_max_num_queries(36):
        texto_de = client.get(pagina_de(contacto)).text
    assert "Jr. 59" in texto_de
    assert "Jr. 5<" not in texto_de
    assert "Página 1 de 2" in texto_de
