"""The way in by the ministry's own account (OpenID Connect), where there is one (ADR 44).

It opens accounts that are there already; it never makes one, and its second factor is not ours.
"""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback
from allauth.utils import get_request_param
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from juntos.models import EstadoInvitacion, Evento, Usuario

PROVEEDOR = "institucional"
NO_ABRE = (
    "Con esa cuenta institucional no se puede entrar aquí. Entre con su usuario y su contraseña, o"
    " avise a la administración del sistema."
)
NO_RESPONDE = (
    "La cuenta institucional no respondió como debía. Pruebe de nuevo, o entre con su usuario y su"
    " contraseña."
)
registro = logging.getLogger(__name__)


class Adaptador(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """Only the environment's: nobody adds a way in from the admin."""
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def populate_user(self, request, sociallogin: SocialLogin, data):
        """What the provider tells of her is not kept: only which account is hers."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing and (usuario := _de_quien_es(sociallogin)):
            _enlazar(sociallogin, usuario)
        if not sociallogin.is_existing or not sociallogin.user.is_active:
            registro.warning("Entrada institucional rechazada")
            raise ImmediateHttpResponse(_a_la_entrada(request, NO_ABRE))

    def on_authentication_error(self, request, provider, **_) -> None:
        raise ImmediateHttpResponse(_a_la_entrada(request, NO_RESPONDE))


@login_not_required
@require_POST
@never_cache
def entrar(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, and back to the page that somebody asked for."""
    try:
        proveedor = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    seguir = get_request_param(request, "next")
    if not url_has_allowed_host_and_scheme(seguir, {request.get_host()}, request.is_secure()):
        seguir = None
    try:
        return proveedor.redirect(request, AuthProcess.LOGIN, next_url=seguir)
    except RequestException as error:
        registro.warning("La cuenta institucional no responde: %s", type(error).__name__)
        return _a_la_entrada(request, NO_RESPONDE)


@login_not_required
@require_safe
@never_cache
def volver(request: HttpRequest, provider_id: str) -> HttpResponse:
    return callback(request, provider_id)


def _de_quien_es(sociallogin: SocialLogin) -> Usuario | None:
    """The one open account whose e-mail both sides have proved; else nobody's.

    The provider says that it verified the address; she opened her invitation there.
    """
    correos = [d.email for d in sociallogin.email_addresses if d.verified]
    if len(correos) != 1:
        return None
    suyas = Usuario.objects.filter(email__iexact=correos[0], is_active=True)
    probadas = suyas.filter(
        invitaciones__estado=EstadoInvitacion.USADA, invitaciones__correo__iexact=correos[0]
    ).distinct()
    return probadas.first() if suyas.count() == 1 else None


@transaction.atomic
def _enlazar(sociallogin: SocialLogin, usuario: Usuario) -> None:
    cuenta, nueva = SocialAccount.objects.get_or_create(
        provider=sociallogin.account.provider,
        uid=sociallogin.account.uid,
        defaults={"user": usuario},
    )
    sociallogin.account, sociallogin.user = cuenta, cuenta.user
    if nueva:
        Evento.registrar(usuario, "", "cuenta_enlazada", por=usuario)


def _a_la_entrada(request: HttpRequest, mensaje: str) -> HttpResponse:
    messages.error(request, mensaje)
    return redirect("juntos:entrar")
