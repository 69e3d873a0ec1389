"""Accounts: who is locked out, how long a session lasts, who needs a second factor."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from juntos.models import Parametro, Rol
from juntos.settings import base

pytestmark = pytest.mark.django_db
CLAVE = "clave-de-prueba-123"
AHORA = timezone.now().replace(microsecond=0)
FACTOR = "/cuenta/segundo-factor/"


def con_clave(usuario):
    usuario.set_password(CLAVE)
    usuario.save()
    return usuario


def entrar(client, usuario, clave=CLAVE):
    return client.post("/entrar/", {"username": usuario.username, "password": clave})


def dentro(client) -> bool:
    return "_auth_user_id" in client.session


def codigo_de(secreto: str) -> str:
    return format_hotp_value(hotp_value(secreto, next(iter(yield_hotp_counters_from_time()))))


# --- The way in


def test_a_la_quinta_clave_errada_la_cuenta_espera_y_las_demas_no(client, gestora, sede):
    con_clave(gestora), con_clave(sede)
    with time_machine.travel(AHORA, tick=False):
        for _ in range(5):
            assert "no coinciden" in entrar(client, gestora, "otra").text
        respuesta = entrar(client, gestora)
        assert not dentro(client)
        assert "Demasiados intentos" in respuesta.text
        entrar(client, sede)
        assert dentro(client)
    with time_machine.travel(AHORA + dt.timedelta(minutes=6), tick=False):
        otro = Client()
        entrar(otro, gestora)
        assert dentro(otro)


def test_nadie_se_crea_una_cuenta(client, db):
    for ruta in ("/signup/", "/cuenta/crear/", "/accounts/signup/"):
        assert client.post(ruta, {"username": "x"}).status_code == 404


@pytest.mark.parametrize("antes", ["MD5PasswordHasher", "Argon2PasswordHasher"])
def test_las_claves_viejas_pasan_al_costo_de_hoy_al_entrar(client, gestora, settings, antes):
    viejo = f"django.contrib.auth.hashers.{antes}"
    settings.PASSWORD_HASHERS = [viejo]
    con_clave(gestora)
    settings.PASSWORD_HASHERS = [*base.PASSWORD_HASHERS, viejo]
    entrar(client, gestora)
    gestora.refresh_from_db()
    assert dentro(client)
    # OWASP's figures for Argon2id on one thread; Django's own is m=102400,t=2,p=8.
    assert gestora.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")


# --- How long a session lasts


@pytest.mark.parametrize(
    ("quien", "minutos", "sigue"),
    [("supervisora", 59, True), ("supervisora", 61, False), ("gestora", 4000, True),
     ("gestora", 4330, False)],
)  # fmt: skip
def test_sin_uso_la_sesion_termina_segun_el_rol(client, request, quien, minutos, sigue):
    usuario = request.getfixturevalue(quien)
    with time_machine.travel(AHORA, tick=False):
        client.force_login(usuario)
    with time_machine.travel(AHORA + dt.timedelta(minutes=minutos), tick=False):
        respuesta = client.get("/cola/", follow=True)
        assert dentro(client) == sigue
        assert ("estuvo un tiempo sin uso" in respuesta.text) != sigue


def test_aun_en_uso_la_sesion_tiene_un_maximo(client, sede):
    with time_machine.travel(AHORA, tick=False):
        client.force_login(sede)
    horas = [AHORA + dt.timedelta(minutes=50 * n) for n in range(16)]
    seguia = []
    for hora in horas:
        with time_machine.travel(hora, tick=False):
            client.get("/cola/")
            seguia.append(dentro(client))
    assert seguia == [True] * 15 + [False]


def test_una_galleta_llevada_a_otro_navegador_no_abre_la_sesion(client, sede):
    client.force_login(sede)
    assert client.get("/cola/", headers={"user-agent": "suyo"}).status_code == 200
    ajeno = Client(headers={"user-agent": "ajeno"})
    ajeno.cookies = client.cookies
    assert "otro navegador" in ajeno.get("/cola/", follow=True).text
    assert client.get("/cola/", headers={"user-agent": "suyo"}).status_code == 302


def test_un_rol_que_cambia_vale_desde_ese_momento(client, sede):
    client.force_login(sede)
    assert client.get("/liquidaciones/").status_code == 200
    sede.rol = Rol.ADMINISTRACION
    sede.save()
    assert client.get("/liquidaciones/").status_code == 403


def test_una_cuenta_cerrada_no_sigue(client, sede):
    client.force_login(sede)
    assert client.get("/cola/").status_code == 200
    sede.is_active = False
    sede.save()
    assert client.get("/cola/").status_code == 302


def test_las_demas_sesiones_se_ven_y_se_cierran(client, sede):
    con_clave(sede)
    otra = Client(headers={"user-agent": "Computadora de la oficina"})
    for cliente in (otra, client):
        entrar(cliente, sede)
    assert "Computadora de la oficina" in client.get("/cuenta/sesiones/").text
    client.post("/cuenta/sesiones/")
    assert otra.get("/cola/").status_code == 302
    assert client.get("/cola/").status_code == 200


# --- The second factor


@pytest.fixture
def obligatorio(settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = True


def activar(client) -> str:
    """Say the password once more and set up the application, as a person does; its secret."""
    client.post("/cuenta/confirmar/", {"password": CLAVE})
    secreto = client.get(f"{FACTOR}aplicacion/").context["form"].secret
    respuesta = client.post(f"{FACTOR}aplicacion/", {"code": codigo_de(secreto)})
    assert respuesta.status_code == 302, respuesta.context["form"].errors
    return secreto


@pytest.mark.parametrize("quien", ["supervisora", "sede", "administracion"])
def test_quien_ve_un_territorio_no_sigue_sin_segundo_factor(client, request, obligatorio, quien):
    client.force_login(request.getfixturevalue(quien))
    for ruta in ("/cargas/", "/cola/", "/admin/", "/tablero/", "/lecturas/", "/tareas/", "/"):
        assert client.get(ruta).url == FACTOR
    assert client.get(FACTOR).status_code == 200
    assert client.post("/salir/").status_code == 302


def test_a_la_gestora_no_se_le_pide(client, gestora, obligatorio):
    client.force_login(gestora)
    assert client.get("/cola/").status_code == 200


def test_con_la_aplicacion_se_entra_con_clave_y_codigo_que_vale_una_vez(client, sede, obligatorio):
    with time_machine.travel(AHORA, tick=False):
        entrar(client, con_clave(sede))
        secreto = activar(client)
        assert client.get("/cola/").status_code == 200
    with time_machine.travel(AHORA + dt.timedelta(minutes=2), tick=False):
        codigo, otro = codigo_de(secreto), Client()
        assert entrar(otro, sede).url.startswith("/entrar/segundo-factor/")
        assert not dentro(otro)
        assert otro.get("/cola/").status_code == 302
        otro.post("/entrar/segundo-factor/", {"code": "000000"})
        assert not dentro(otro)
        otro.post("/entrar/segundo-factor/", {"code": codigo})
        assert dentro(otro)
        repetido = Client()
        entrar(repetido, sede)
        repetido.post("/entrar/segundo-factor/", {"code": codigo})
        assert not dentro(repetido)


def test_por_la_administracion_no_se_entra_sin_el_segundo_factor(client, administracion):
    entrar(client, con_clave(administracion))
    activar(client)
    otro = Client()
    datos = {"username": administracion.username, "password": CLAVE, "next": "/admin/"}
    respuesta = otro.post("/admin/login/?next=/admin/", datos)
    assert respuesta.url.startswith("/entrar/")
    assert not dentro(otro)


def test_un_codigo_de_recuperacion_vale_una_vez(client, sede, obligatorio):
    entrar(client, con_clave(sede))
    activar(client)
    guardados = Authenticator.objects.get(user=sede, type="recovery_codes").wrap()
    codigo = guardados.get_unused_codes()[0]
    assert codigo in client.get(f"{FACTOR}codigos/").text
    entraron = []
    for cliente in (Client(), Client()):
        entrar(cliente, sede)
        cliente.post("/entrar/segundo-factor/", {"code": codigo})
        entraron.append(dentro(cliente))
    assert entraron == [True, False]


def test_para_cambiar_el_segundo_factor_hay_que_repetir_la_clave(client, sede):
    entrar(client, con_clave(sede))
    respuesta = client.get(f"{FACTOR}aplicacion/")
    assert respuesta.url.startswith("/cuenta/confirmar/")


def test_los_plazos_son_parametros(client, sede):
    Parametro.objects.filter(pk="sesion_inactiva_oficina").update(valor=5)
    with time_machine.travel(AHORA, tick=False):
        client.force_login(sede)
    with time_machine.travel(AHORA + dt.timedelta(minutes=6), tick=False):
        assert client.get("/cola/").status_code == 302
