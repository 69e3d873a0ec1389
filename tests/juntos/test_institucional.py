"""The ministry's own accounts, against a provider of OpenID Connect that really answers."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings as ajustes
from django.test import Client
from django.utils import timezone

from juntos import procesos
from juntos.cuentas import invitaciones
from juntos.models import Evento, Usuario
from tests.fabricas import UsuarioFactory
from tests.juntos.test_cuentas import codigo_de

pytestmark = pytest.mark.django_db
ENTRAR = "/entrar/institucional/"
SUJETO = "sujeto-1"
CORREO = "rosa@example.pe"


@pytest.fixture(scope="module")
def proveedor():
    """Its address; a process of its own on a free port of the loopback."""
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    proceso = procesos.lanzar(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(puerto)],
        registro=ajustes.JUNTOS_DATOS / "oidc.log",
        entorno=dict(os.environ),
        al_morir=signal.SIGTERM,
    )
    limite = time.monotonic() + 60
    while not _escucha(puerto):
        assert proceso.poll() is None
        assert time.monotonic() < limite
        time.sleep(0.1)
    yield f"http://localhost:{puerto}"
    procesos.detener([proceso])


def _escucha(puerto: int) -> bool:
    with socket.socket() as sonda:
        return sonda.connect_ex(("127.0.0.1", puerto)) == 0


def pedir(direccion: str, metodo: str, cuerpo: str, tipo: str) -> http.client.HTTPResponse:
    partes = urlsplit(direccion)
    conexion = http.client.HTTPConnection(partes.hostname, partes.port, timeout=20)
    ruta = f"{partes.path}?{partes.query}"
    conexion.request(metodo, ruta, cuerpo, {"Content-Type": tipo})
    respuesta = conexion.getresponse()
    respuesta.read()
    conexion.close()
    return respuesta


@pytest.fixture
def configurado(proveedor, settings):
    app = {
        "provider_id": "institucional",
        "name": "Cuenta institucional",
        "client_id": "juntos",
        "secret": "secreto-de-prueba",
        "settings": {"server_url": proveedor},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    }
    dice(proveedor)
    return proveedor


def dice(proveedor: str, **cambios) -> None:
    """What the provider says of SUJETO."""
    claims = {"email": CORREO, "email_verified": True} | cambios
    respuesta = pedir(f"{proveedor}/users/{SUJETO}", "PUT", json.dumps(claims), "application/json")
    assert respuesta.status < 300


@pytest.fixture
def rosa(administracion):
    """Somebody of sede who opened her invitation: her e-mail is proved."""
    usuario = UsuarioFactory.build(username="rosa.quispe", email=CORREO)
    invitacion = invitaciones.invitar(usuario, por=administracion)
    invitaciones.aceptar(invitacion, clave="camino-de-herradura-9")
    return usuario


def regreso(client, **datos) -> str:
    """To the provider, in by SUJETO there, and the address by which it sends her back."""
    ida = client.post(ENTRAR, datos)
    assert ida.status_code == 302
    vuelta = pedir(ida.url, "POST", urlencode({"sub": SUJETO}), "application/x-www-form-urlencoded")
    return vuelta.headers["Location"].removeprefix("http://testserver")


def entrar(client, **datos):
    return client.get(regreso(client, **datos))


def dentro(client) -> Usuario | None:
    pk = client.session.get("_auth_user_id")
    return pk and Usuario.objects.get(pk=pk)


def no_entra(client, dice="no se puede entrar aquí") -> None:
    respuesta = client.get(regreso(client), follow=True)
    assert respuesta.redirect_chain[0][0] == "/entrar/"
    assert dice in respuesta.text
    assert dentro(client) is None


# --- Whom it opens


def test_abre_la_cuenta_del_correo_que_las_dos_partes_probaron(client, configurado, rosa):
    assert entrar(client, next="/cola/").url == "/cola/"
    assert dentro(client) == rosa
    cuenta = SocialAccount.objects.get()
    assert (cuenta.user, cuenta.uid, cuenta.extra_data) == (rosa, SUJETO, {})
    assert Evento.objects.get(a="cuenta_enlazada").objeto_id == rosa.pk


def test_despues_vale_el_sujeto_aunque_cambie_su_correo(client, configurado, rosa):
    entrar(client)
    dice(configurado, email="otro@example.pe", email_verified=False)
    otra = Client()
    entrar(otra)
    assert dentro(otra) == rosa
    assert SocialAccount.objects.get().extra_data == {}
    assert Evento.objects.filter(a="cuenta_enlazada").count() == 1


def test_un_sujeto_enlazado_de_antemano_entra(client, configurado, sede):
    SocialAccount.objects.create(user=sede, provider="institucional", uid=SUJETO)
    entrar(client)
    assert dentro(client) == sede


def test_nunca_crea_una_cuenta(client, configurado, sede):
    antes = Usuario.objects.count()
    no_entra(client)
    assert Usuario.objects.count() == antes
    assert not SocialAccount.objects.exists()


def test_un_correo_que_el_proveedor_no_verifico_no_abre_nada(client, configurado, rosa):
    for valor in (False, "false", None, ""):
        dice(configurado, email_verified=valor)
        no_entra(Client())
    assert not SocialAccount.objects.exists()


def test_un_correo_que_ella_no_probo_no_abre_nada(client, configurado, sede, administracion):
    """Written by an administrator, perhaps with a mistake: nobody opened an invitation there."""
    Usuario.objects.filter(pk=sede.pk).update(email=CORREO)
    no_entra(client)
    sede.refresh_from_db()
    invitaciones.invitar_otra_vez(sede, por=administracion)
    no_entra(Client())


def test_el_correo_que_se_cambio_despues_no_abre_nada(client, configurado, rosa):
    Usuario.objects.filter(pk=rosa.pk).update(email="nuevo@example.pe")
    no_entra(client)


def test_el_correo_de_dos_cuentas_no_abre_ninguna(client, configurado, rosa, sede):
    Usuario.objects.filter(pk=sede.pk).update(email=CORREO.upper())
    no_entra(client)


@pytest.mark.parametrize("enlazada", [False, True])
def test_una_cuenta_cerrada_no_se_abre(client, configurado, rosa, enlazada):
    if enlazada:
        entrar(Client())
    Usuario.objects.filter(pk=rosa.pk).update(is_active=False)
    no_entra(client)


# --- What comes back


def test_un_regreso_repetido_no_abre_otra_vez(client, configurado, rosa):
    direccion = regreso(client)
    client.get(direccion)
    assert dentro(client) == rosa
    client.post("/salir/")
    repetido = client.get(direccion, follow=True)
    assert "no respondió como debía" in repetido.text
    assert dentro(client) is None


def test_el_regreso_de_otro_navegador_no_abre_nada(client, configurado, rosa):
    """Neither a stolen code nor a login forced on somebody: the state is of the session."""
    direccion = regreso(client)
    ajeno = Client()
    ajeno.get(direccion)
    assert dentro(ajeno) is None
    inventado = Client().get(f"{ENTRAR}vuelta/?code=x&state=y", follow=True)
    assert "no respondió como debía" in inventado.text


def test_quien_dice_que_no_en_el_proveedor_vuelve_a_la_entrada(client, configurado, rosa):
    client.post(ENTRAR)
    respuesta = client.get(f"{ENTRAR}vuelta/?error=access_denied&state=x", follow=True)
    assert respuesta.redirect_chain[-1][0] == "/entrar/"


def test_a_otro_sitio_no_se_sigue(client, configurado, rosa):
    assert entrar(client, next="https://example.com/").url == "/"


def test_nadie_se_enlaza_a_una_cuenta_ajena_desde_su_sesion(client, configurado, sede):
    """allauth would link whoever is logged in if asked by `process=connect`."""
    client.force_login(sede)
    regresa = client.post(f"{ENTRAR}?process=connect", {"process": "connect"})
    vuelta = pedir(
        regresa.url, "POST", urlencode({"sub": SUJETO}), "application/x-www-form-urlencoded"
    )
    client.get(vuelta.headers["Location"].removeprefix("http://testserver"))
    assert not SocialAccount.objects.exists()


# --- The second factor is ours


def test_el_segundo_factor_del_rol_se_pide_igual(client, configurado, rosa, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = True
    entrar(client)
    assert client.get("/cola/").url == "/cuenta/segundo-factor/"


def test_quien_lo_tiene_lo_da_tambien_por_aqui(client, configurado, rosa):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secreto = generate_totp_secret()
    TOTP.activate(rosa, secreto)
    assert Authenticator.objects.filter(user=rosa).exists()
    with time_machine.travel(timezone.now(), tick=False):
        assert entrar(client).url.startswith("/entrar/segundo-factor/")
        assert dentro(client) is None
        client.post("/entrar/segundo-factor/", {"code": codigo_de(secreto)})
    assert dentro(client) == rosa


# --- Where it is, and where it is not


def test_sin_configurar_no_hay_boton_ni_direccion(client):
    assert "cuenta institucional" not in client.get("/entrar/").text
    assert client.post(ENTRAR).status_code == 404


def test_configurado_hay_boton_y_por_get_no_se_va(client, configurado):
    assert "Entrar con la cuenta institucional" in client.get("/entrar/").text
    assert client.get(ENTRAR).status_code == 405


def test_un_proveedor_puesto_en_la_base_no_existe(client, proveedor):
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="institucional",
        client_id="x",
        settings={"server_url": proveedor},
    )
    assert client.post(ENTRAR).status_code == 404


def test_un_proveedor_que_no_responde_lo_dice_y_se_entra_con_clave(client, settings, configurado):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://localhost:9"}
    respuesta = client.post(ENTRAR, follow=True)
    assert "no respondió como debía" in respuesta.text
    regresa = client.get(f"{ENTRAR}vuelta/?code=x&state=y", follow=True)
    assert regresa.status_code == 200


LEER = (
    "import json; from juntos.settings import base as b;"
    "print(json.dumps([b.SOCIALACCOUNT_PROVIDERS,"
    " b.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']]))"
)


def con_entorno(**oidc) -> subprocess.CompletedProcess:
    limpio = {n: v for n, v in os.environ.items() if not n.startswith("OIDC_")}
    orden = [sys.executable, "-c", LEER]
    return subprocess.run(orden, env=limpio | oidc, capture_output=True, text=True, check=False)


def test_lo_decide_el_entorno_y_la_politica_nombra_al_proveedor_solo_entonces():
    assert json.loads(con_entorno().stdout) == [{}, ["'self'"]]
    oidc = {"OIDC_EMISOR": "https://id.example.pe/reino/", "OIDC_CLIENTE": "c"}
    a_medias = con_entorno(**oidc)
    assert a_medias.returncode
    assert "van juntas" in a_medias.stderr
    proveedores, formularios = json.loads(con_entorno(**oidc, OIDC_SECRETO="s").stdout)
    (app,) = proveedores["openid_connect"]["APPS"]
    assert app["settings"] == {"server_url": "https://id.example.pe/reino"}
    assert formularios == ["'self'", "https://id.example.pe"]
