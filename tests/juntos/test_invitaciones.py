"""Invitations: an administrator makes the account, its owner sets its password, once."""

import datetime as dt
import re
import socket

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from juntos.cuentas import invitaciones
from juntos.estados import TransicionInvalida
from juntos.models import EstadoInvitacion, Evento, Invitacion, Parametro, Rol, Usuario
from tests.fabricas import UsuarioFactory

pytestmark = pytest.mark.django_db
CLAVE = "camino-de-herradura-9"
CLAVES = {"new_password1": CLAVE, "new_password2": CLAVE}
NUEVA = "/invitaciones/nueva/"


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


@pytest.fixture
def invitacion(administracion):
    """An account that waits for its owner, its link already sent."""
    nueva = UsuarioFactory.build(username="rosa.quispe", email="rosa@example.pe")
    hecha = invitaciones.invitar(nueva, por=administracion)
    invitaciones.enviar(hecha, por=administracion)
    return hecha


def enlace(correo=-1) -> str:
    """The address that the e-mail brings, as its reader follows it."""
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[correo].body)[1]


def datos(**cambios) -> dict:
    return {
        "first_name": "Rosa",
        "last_name": "Quispe",
        "email": "rosa@example.pe",
        "username": "rosa.quispe",
        "rol": Rol.SEDE,
        "unidad_territorial": "",
        "lenguas": "",
    } | cambios


def eventos_de(objeto) -> list[str]:
    suyos = Evento.objects.filter(modelo=objeto._meta.label_lower, objeto_id=objeto.pk)
    return list(suyos.order_by("pk").values_list("a", flat=True))


# --- From the administrator's form to the first session


def test_de_la_invitacion_a_la_primera_entrada(cliente, supervisora, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = False
    unidad = supervisora.unidad_territorial
    respuesta = cliente.post(NUEVA, datos(rol=Rol.SUPERVISORA, unidad_territorial=unidad.pk))
    assert respuesta.url == "/invitaciones/"
    rosa = Usuario.objects.get(username="rosa.quispe")
    assert (rosa.rol, rosa.unidad_territorial) == (Rol.SUPERVISORA, unidad)
    assert not rosa.has_usable_password()
    assert mail.outbox[0].to == ["rosa@example.pe"]
    assert "rosa.quispe" in mail.outbox[0].body

    suyo = Client()
    settings.SEGUNDO_FACTOR_OBLIGATORIO = True
    assert "su usuario es <strong>rosa.quispe</strong>" in suyo.get(enlace()).text
    assert suyo.post(enlace(), CLAVES).url == "/entrar/"
    entrada = suyo.post("/entrar/", {"username": "rosa.quispe", "password": CLAVE}, follow=True)
    assert entrada.redirect_chain[-1][0] == reverse("mfa_index")
    assert eventos_de(rosa) == ["creada"]
    assert eventos_de(rosa.invitaciones.get()) == ["abierta", "enviada", "usada"]
    assert rosa.invitaciones.get().cerrada_por == rosa


def test_el_rol_da_la_entrada_al_admin_y_solo_ese(cliente):
    cliente.post(NUEVA, datos(rol=Rol.ADMINISTRACION))
    cliente.post(NUEVA, datos(username="otra", email="otra@example.pe", is_superuser="on"))
    hechas = Usuario.objects.filter(username__in=["rosa.quispe", "otra"]).order_by("-pk")
    assert [u.is_superuser for u in hechas] == [False, True]


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"username": "99000001"}, "no puede ser un documento"),
        ({"username": "dni.99000001"}, "no puede ser un documento"),
        ({"email": ""}, "obligatorio"),
        ({"email": "SEDE@example.pe"}, "Otra cuenta abierta tiene este correo"),
        ({"rol": Rol.GESTORA}, "Elija la Unidad Territorial"),
        ({"rol": "otro"}, "no es una de las opciones"),
    ],
)
def test_lo_que_la_invitacion_no_admite(cliente, sede, cambio, dice):
    Usuario.objects.filter(pk=sede.pk).update(email="sede@example.pe")
    respuesta = cliente.post(NUEVA, datos(**cambio))
    assert respuesta.status_code == 422
    assert dice in respuesta.text
    assert not Invitacion.objects.exists()
    assert not mail.outbox


def test_la_clave_la_pone_ella_y_con_las_reglas_de_siempre(client, invitacion):
    respuesta = client.post(enlace(), {"new_password1": "12345", "new_password2": "12345"})
    assert respuesta.status_code == 422
    invitacion.refresh_from_db()
    assert invitacion.esta_abierta
    assert client.post(enlace(), CLAVES).status_code == 302


# --- A link that opens nothing


def cae(client, direccion, status, dice):
    for respuesta in (client.get(direccion), client.post(direccion, CLAVES)):
        assert respuesta.status_code == status
        assert dice in respuesta.text


def sin_clave(invitacion) -> bool:
    return not Usuario.objects.get(pk=invitacion.usuario_id).has_usable_password()


def test_abrirlo_no_lo_gasta_y_usarlo_si(client, invitacion):
    for _ in range(3):
        assert client.get(enlace()).status_code == 200
    client.post(enlace(), CLAVES)
    cae(client, enlace(), 410, "El enlace ya se usó")
    otra = {"new_password1": "otra-clave-larga-7", "new_password2": "otra-clave-larga-7"}
    client.post(enlace(), otra)
    assert Usuario.objects.get(pk=invitacion.usuario_id).check_password(CLAVE)


def test_dos_a_la_vez_solo_una_pone_la_clave(invitacion):
    """Both read the link before either used it."""
    testigo = enlace().rsplit("/", 2)[1]
    una, otra = invitaciones.leer(testigo), invitaciones.leer(testigo)
    invitaciones.aceptar(una, clave=CLAVE)
    with pytest.raises(invitaciones.EnlaceNoVale, match="usado"):
        invitaciones.aceptar(otra, clave="la-de-otra-persona-8")
    assert Usuario.objects.get(pk=invitacion.usuario_id).check_password(CLAVE)


def test_vence_a_las_horas_del_parametro(client, administracion):
    Parametro.objects.filter(pk="invitacion_horas").update(valor=2)
    ahora = timezone.now()
    with time_machine.travel(ahora, tick=False):
        nueva = UsuarioFactory.build(email="rosa@example.pe")
        invitacion = invitaciones.invitar(nueva, por=administracion)
        invitaciones.enviar(invitacion, por=administracion)
    with time_machine.travel(ahora + dt.timedelta(minutes=119), tick=False):
        assert client.get(enlace()).status_code == 200
    with time_machine.travel(ahora + dt.timedelta(minutes=121), tick=False):
        cae(client, enlace(), 410, "El enlace venció")
        assert sin_clave(invitacion)
        client.force_login(administracion)
        assert "Vencida" in client.get("/invitaciones/").text
        client.post(f"/invitaciones/{invitacion.pk}/reenviar/")
        assert Client().get(enlace()).status_code == 200


def test_el_que_se_envia_otra_vez_cierra_el_anterior(cliente, invitacion):
    cliente.post(f"/invitaciones/{invitacion.pk}/reenviar/")
    assert len(mail.outbox) == 2
    cae(Client(), enlace(0), 410, "se le envió otro")
    assert Client().post(enlace(1), CLAVES).status_code == 302


def test_anulada_no_abre_y_otra_vez_es_409(cliente, invitacion):
    direccion = f"/invitaciones/{invitacion.pk}/anular/"
    assert cliente.post(direccion).status_code == 302
    cae(Client(), enlace(), 410, "El enlace se anuló")
    assert sin_clave(invitacion)
    assert cliente.post(direccion).status_code == 409
    assert cliente.post(f"/invitaciones/{invitacion.pk}/reenviar/").status_code == 409


def test_la_cuenta_que_se_cerro_mientras_tanto_no_se_abre(client, invitacion):
    Usuario.objects.filter(pk=invitacion.usuario_id).update(is_active=False)
    cae(client, enlace(), 410, "Esta cuenta está cerrada")
    assert sin_clave(invitacion)


def test_abierto_por_otra_persona_que_ya_entro_no_sirve(client, gestora, invitacion):
    client.force_login(gestora)
    cae(client, enlace(), 403, "Este enlace es de otra persona")
    assert sin_clave(invitacion)
    assert client.get("/cola/").status_code == 200


@pytest.mark.parametrize("testigo", ["x", "WzEsMV0:1abc:firma", "WzEsMV0"])
def test_un_enlace_cortado_o_inventado_no_sirve(client, invitacion, testigo):
    cae(client, f"/invitacion/{testigo}/", 404, "El enlace está incompleto")


# --- The mail server


def test_sin_servidor_de_correo_queda_guardada_y_se_reenvia(cliente, settings):
    """A real server that does not answer: a port where nobody listens."""
    locmem = settings.EMAIL_BACKEND
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = libre.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    respuesta = cliente.post(NUEVA, datos(), follow=True)
    assert "quedó guardada" in respuesta.text
    assert "No enviada" in respuesta.text
    invitacion = Invitacion.objects.get()
    assert (invitacion.envios, invitacion.enviada_en) == (1, None)
    assert Evento.objects.get(a="no_enviada").motivo == "ConnectionRefusedError"

    settings.EMAIL_BACKEND = locmem
    respuesta = cliente.post(f"/invitaciones/{invitacion.pk}/reenviar/", follow=True)
    assert "Invitación enviada" in respuesta.text
    assert Client().get(enlace()).status_code == 200
    assert eventos_de(invitacion) == ["abierta", "no_enviada", "enviada"]


def test_la_pagina_avisa_que_no_hay_servidor(cliente, settings):
    settings.EMAIL_HOST = ""
    assert "No hay servidor de correo" in cliente.get("/invitaciones/").text


# --- Who forgot her password


def test_quien_olvido_su_clave_pone_otra_y_sus_sesiones_se_cierran(cliente, sede):
    Usuario.objects.filter(pk=sede.pk).update(email="sede@example.pe")
    sede.refresh_from_db()
    dentro = Client()
    dentro.force_login(sede)
    cliente.post(
        reverse("admin:juntos_usuario_changelist"),
        {"action": "enviar_enlace", "_selected_action": [sede.pk]},
    )
    assert Client().post(enlace(), CLAVES).status_code == 302
    assert dentro.get("/cola/").status_code == 302
    sede.refresh_from_db()
    assert sede.check_password(CLAVE)


def test_a_quien_no_se_le_envia_se_dice(cliente, administracion, sede, gestora):
    Usuario.objects.filter(pk=gestora.pk).update(email="g@example.pe", is_active=False)
    elegidas = [administracion.pk, sede.pk, gestora.pk]
    respuesta = cliente.post(
        reverse("admin:juntos_usuario_changelist"),
        {"action": "enviar_enlace", "_selected_action": elegidas},
    )
    textos = [str(m) for m in get_messages(respuesta.wsgi_request)]
    assert len([t for t in textos if "sin enlace" in t]) == 3
    assert not mail.outbox


# --- Who may


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "sede"])
def test_solo_la_administracion_invita(request, invitacion, quien):
    usuario = request.getfixturevalue(quien)
    for accion in (invitaciones.enviar, invitaciones.anular):
        with pytest.raises(PermissionDenied):
            accion(invitacion, por=usuario)
    for accion in (invitaciones.invitar, invitaciones.invitar_otra_vez):
        with pytest.raises(PermissionDenied):
            accion(invitacion.usuario, por=usuario)


def test_enviar_dos_veces_lo_mismo_sale_una(invitacion, administracion):
    """Two clicks: the second read the row before the first wrote it."""
    vieja = Invitacion.objects.get(pk=invitacion.pk)
    invitaciones.enviar(invitacion, por=administracion)
    with pytest.raises(TransicionInvalida):
        invitaciones.enviar(vieja, por=administracion)
    assert len(mail.outbox) == 2


def test_la_lista_se_hace_con_pocas_consultas(
    cliente, administracion, django_assert_max_num_queries
):
    for n in range(20):
        invitaciones.invitar(UsuarioFactory.build(email=f"u{n}@example.pe"), por=administracion)
    with django_assert_max_num_queries(9):
        assert cliente.get("/invitaciones/").text.count("No enviada") == 20


# --- The last line

VIOLACIONES = {
    "invitacion_estado_valido": {"estado": "otra", "cerrada_en": timezone.now()},
    "invitacion_enviada_en_par": {"enviada_en": timezone.now()},
    "invitacion_cerrada_en_par": {"estado": "anulada", "cerrada_en": timezone.now()},
    "invitacion_una_abierta": {},
    "invitacion_cerrada_con_actor": {"estado": "anulada"},
    "invitacion_la_usa_su_duena": {"estado": "usada", "cerrada_en": timezone.now()},
    "invitacion_la_crea_otra_persona": {"estado": "anulada", "cerrada_en": timezone.now()},
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(nombre, invitacion, administracion):
    campos = {"usuario": invitacion.usuario, "creada_por": administracion} | VIOLACIONES[nombre]
    if nombre == "invitacion_la_crea_otra_persona":
        campos |= {"creada_por": invitacion.usuario}
    if "cerrada_en" in campos and nombre != "invitacion_cerrada_en_par":
        campos |= {"cerrada_por": administracion}
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        Invitacion.objects.create(correo="x@example.pe", valida_hasta=timezone.now(), **campos)


def test_ninguna_restriccion_queda_sin_prueba():
    assert {c.name for c in Invitacion._meta.constraints} == set(VIOLACIONES)
    assert set(Invitacion.TRANSICIONES) == set(EstadoInvitacion)
