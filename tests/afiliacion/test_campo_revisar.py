"""Flagged records, phones out of service, and what these still carried."""

import json
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from afiliacion.acciones import campo as acciones
from afiliacion.acciones.dispositivos import revocar
from afiliacion.acciones.ruta import agregar_paradas
from afiliacion.models import Dispositivo, EstadoRegistro, RegistroDeCampo, Visita
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Usuario
from tests import fabricas
from tests.afiliacion.campo import Telefono, registro, visita
from tests.afiliacion.construir import visitar

OBSERVADOS = "/campo/observados/"


@pytest.fixture
def telefono(gestora):
    return Telefono(Client(), gestora)


@pytest.fixture
def observado(telefono, contacto, supervisora):
    sin_senal = visita(contacto, "ubicada_rechaza", motivo="No quiso", observacion="Lo dijo ella")
    visitar(contacto, "ubicada_acepta", por=supervisora, observacion="Firma mañana")
    telefono.enviar(sin_senal)
    return RegistroDeCampo.objects.get()


def test_se_ven_las_dos_visitas_y_se_marca_como_revisado(
    observado, supervisora, client, django_assert_max_num_queries
):
    client.force_login(supervisora)
    with django_assert_max_num_queries(14):
        texto = client.get(OBSERVADOS).content.decode()
    for dicho in ("Lo dijo ella", "Firma mañana", "Otra persona también visitó este hogar"):
        assert dicho in texto
    direccion = reverse("afiliacion:campo-revisar", args=[observado.pk])
    assert client.post(direccion).status_code == 302
    observado.refresh_from_db()
    assert (observado.revisado_por, observado.estado) == (supervisora, "observado")
    assert "No hay registros por revisar" in client.get(OBSERVADOS).content.decode()
    assert client.post(direccion).status_code == 409


def test_solo_revisa_la_supervisora_del_territorio(observado, gestora, ajena, client):
    with pytest.raises(PermissionDenied):
        acciones.revisar(observado, por=gestora)
    otra = fabricas.UsuarioFactory(rol="supervisora", unidad_territorial=ajena.unidad_territorial)
    with pytest.raises(PermissionDenied):
        acciones.revisar(observado, por=otra)
    client.force_login(otra)
    direccion = reverse("afiliacion:campo-revisar", args=[observado.pk])
    assert client.post(direccion).status_code == 404


# Phones


def abrir_sesion(telefono):
    consulta = {"dispositivo": telefono.clave}
    return telefono.client.get(reverse("afiliacion:ruta-sesion"), consulta)


def test_dar_de_baja_cierra_la_sesion_de_ese_telefono_y_no_las_otras(
    telefono, gestora, supervisora, client
):
    assert abrir_sesion(telefono).json()["dispositivo_vigente"]
    otro = Telefono(Client(), gestora)
    abrir_sesion(otro)
    client.force_login(supervisora)
    texto = client.get("/dispositivos/").content.decode()
    assert texto.count("Dar de baja el teléfono") == 2
    aparato = Dispositivo.objects.get(clave=telefono.clave)
    for _ in range(2):  # the second time changes nothing
        client.post(reverse("afiliacion:dispositivo-revocar", args=[aparato.pk]))
    assert Evento.objects.filter(modelo="afiliacion.dispositivo").count() == 1
    assert abrir_sesion(telefono).json()["codigo"] == "revocado"
    assert telefono.client.get("/cola/").status_code == 302
    assert abrir_sesion(otro).status_code == 200


def test_la_usuaria_desactivada_tambien_se_entera(telefono, gestora):
    abrir_sesion(telefono)
    Usuario.objects.filter(pk=gestora.pk).update(is_active=False)
    respuesta = abrir_sesion(telefono)
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (403, "revocado")


def test_un_telefono_compartido_se_da_de_baja_para_una(telefono, unidad, supervisora, distrito):
    abrir_sesion(telefono)
    otra = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=otra, distrito=distrito)
    suyo = Telefono(Client(), otra, clave=telefono.clave)
    abrir_sesion(suyo)
    revocar(Dispositivo.objects.get(usuario=telefono.usuario), por=supervisora)
    assert abrir_sesion(suyo).status_code == 200


def test_no_da_de_baja_quien_no_supervisa_a_esa_persona(telefono, gestora, ajena):
    abrir_sesion(telefono)
    otra = fabricas.UsuarioFactory(rol="supervisora", unidad_territorial=ajena.unidad_territorial)
    for quien in (gestora, otra):
        with pytest.raises(PermissionDenied):
            revocar(Dispositivo.objects.get(), por=quien)


# Quarantine


def ofrecer(telefono, *registros, clave=None):
    cuerpo = {"dispositivo": str(clave or telefono.clave), "registros": list(registros)}
    return Client().post(
        reverse("afiliacion:ruta-cuarentena"), json.dumps(cuerpo), content_type="application/json"
    )


@pytest.fixture
def perdido(telefono, contacto, gestora, supervisora):
    """A phone with a stop on its route, taken out of service, which still carried a visit."""
    abrir_sesion(telefono)
    agregar_paradas([contacto.pk], por=gestora)
    revocar(Dispositivo.objects.get(), por=supervisora)
    return telefono


def test_lo_que_llevaba_espera_a_la_supervisora_y_se_aplica_a_nombre_de_quien_lo_hizo(
    perdido, contacto, gestora, supervisora, client
):
    for _ in range(2):
        assert ofrecer(perdido, visita(contacto, pk=uuid.UUID(int=7))).status_code == 202
    guardado = RegistroDeCampo.objects.get()
    assert (guardado.estado, guardado.contacto) == (EstadoRegistro.EN_CUARENTENA, contacto)
    assert not Visita.objects.exists()
    client.force_login(supervisora)
    assert "De un teléfono dado de baja" in client.get(OBSERVADOS).content.decode()
    Usuario.objects.filter(pk=gestora.pk).update(is_active=False)
    client.post(reverse("afiliacion:campo-aplicar", args=[guardado.pk]))
    hecha = Visita.objects.get()
    guardado.refresh_from_db()
    assert (hecha.registrada_por, guardado.visita) == (gestora, hecha)
    assert guardado.revisado_por == supervisora
    with pytest.raises(TransicionInvalida):
        acciones.aplicar_de_cuarentena(guardado, por=supervisora)


def test_lo_que_lleva_el_telefono_de_una_usuaria_desactivada_llega_a_su_supervisora(
    telefono, contacto, gestora, supervisora, client
):
    """She left in mid-morning: refused and told to wipe, and what she had written is not lost."""
    abrir_sesion(telefono)
    Usuario.objects.filter(pk=gestora.pk).update(is_active=False)
    hecha, otra = visita(contacto), registro("telefono", contacto, numero="987111222")
    respuesta = telefono.enviar(hecha, otra)
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (403, "revocado")
    assert not RegistroDeCampo.objects.exists()
    ofrecer(telefono, hecha, otra)
    assert not Visita.objects.exists()

    client.force_login(supervisora)
    assert "/campo/observados/" in client.get("/bandeja/").content.decode()
    for pk, decision, mas in (
        (hecha, "aplicar", {}),
        (otra, "descartar", {"motivo": "No es suyo"}),
    ):
        direccion = reverse(f"afiliacion:campo-{decision}", args=[pk["id"]])
        assert client.post(direccion, mas).status_code == 302
    assert Visita.objects.get().registrada_por == gestora
    quedan = dict(RegistroDeCampo.objects.values_list("tipo", "estado"))
    assert quedan == {"visita": "aplicado", "telefono": "rechazado"}
    assert set(RegistroDeCampo.objects.values_list("revisado_por", flat=True)) == {supervisora.pk}


def test_descartar_exige_decir_por_que(perdido, contacto, supervisora, client):
    ofrecer(perdido, visita(contacto))
    guardado = RegistroDeCampo.objects.get()
    client.force_login(supervisora)
    direccion = reverse("afiliacion:campo-descartar", args=[guardado.pk])
    refutado = client.post(direccion, {"motivo": " "})
    assert refutado.status_code == 422
    assert "Escriba por qué" in refutado.content.decode()
    client.post(direccion, {"motivo": "Ya lo registró en papel"})
    guardado.refresh_from_db()
    assert (guardado.estado, guardado.motivo) == ("rechazado", "Ya lo registró en papel")


def test_lo_que_no_se_puede_aplicar_sigue_esperando(perdido, contacto, supervisora, client):
    ofrecer(perdido, visita(contacto, "volar"), visita(10**12))
    client.force_login(supervisora)
    assert client.get(OBSERVADOS).status_code == 200
    for guardado in RegistroDeCampo.objects.all():
        direccion = reverse("afiliacion:campo-aplicar", args=[guardado.pk])
        assert client.post(direccion).status_code == 422
    assert RegistroDeCampo.objects.por_revisar().count() == 2


@pytest.mark.parametrize(
    "cuerpo", [b"", b"[", b'{"dispositivo": "x"}', b"x" * 600_000], ids=["", "[", "{", "mucho"]
)
def test_la_cuarentena_responde_siempre_igual(perdido, cuerpo):
    direccion = reverse("afiliacion:ruta-cuarentena")
    respuesta = Client().post(direccion, cuerpo, content_type="application/json")
    assert (respuesta.status_code, respuesta.content) == (202, b"{}")
    assert not RegistroDeCampo.objects.exists()


def test_un_telefono_desconocido_no_deja_nada_y_uno_conocido_tiene_su_limite(
    perdido, contacto, monkeypatch
):
    assert ofrecer(perdido, visita(contacto), clave=uuid.uuid4()).status_code == 202
    assert not RegistroDeCampo.objects.exists()
    monkeypatch.setattr(acciones, "CUARENTENA_MAXIMA", 3)
    for _ in range(3):
        ofrecer(perdido, registro("telefono", contacto, numero="999000111"), visita(contacto))
    assert RegistroDeCampo.objects.count() == 3
