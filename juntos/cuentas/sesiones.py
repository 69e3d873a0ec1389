"""How long a session lasts, where it is good, and who needs a second factor to use it.

A manager's lasts for days: she works where nothing can be asked again. The others' ends soon.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from juntos.models import Parametro, Rol

EN_LA_SESION = "vida"
# Writing down that somebody is there costs a write: once in so many seconds is enough.
CADA = 60
SIN_SEGUNDO_FACTOR = {Rol.GESTORA}
# What somebody without the second factor that her role needs may still do: set it up, or leave.
PERMITIDAS = ("mfa_", "account_", "usersessions_", "juntos:salir", "juntos:salud")
FALTA = "Su rol pide un segundo factor: active la aplicación o agregue una llave para seguir."
FIN = {
    "inactiva": "Su sesión terminó porque estuvo un tiempo sin uso. Entre de nuevo.",
    "larga": "Su sesión llegó a su tiempo máximo. Entre de nuevo.",
    "ajena": "Esta sesión se abrió en otro navegador. Entre de nuevo.",
}


class VidaDeLaSesion:
    """End what is too old, idle or of another browser; ask for the second factor of the role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (motivo := _por_que_termina(request)):
            logout(request)
            messages.warning(request, FIN[motivo])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_) -> HttpResponse | None:
        if not request.user.is_authenticated or not falta_segundo_factor(request.user):
            return None
        if request.resolver_match.view_name.startswith(PERMITIDAS):
            return None
        messages.info(request, FALTA)
        return redirect("mfa_index")


def falta_segundo_factor(usuario) -> bool:
    """Compulsory for all but managers, where the installation says so."""
    if not settings.SEGUNDO_FACTOR_OBLIGATORIO or usuario.rol in SIN_SEGUNDO_FACTOR:
        return False
    return not is_mfa_enabled(usuario, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def _por_que_termina(request: HttpRequest) -> str | None:
    """Why this session ends now; None when it goes on, and then it is noted that it was used."""
    ahora, navegador = int(timezone.now().timestamp()), _navegador(request)
    vida = request.session.get(EN_LA_SESION)
    if vida is None or vida["rol"] != request.user.rol:
        empezar(request, request.user)
        return None
    if vida["navegador"] != navegador:
        if vida["navegador"]:
            return "ajena"
        request.session[EN_LA_SESION] = vida = vida | {"navegador": navegador}
    if ahora - vida["desde"] > 60 * vida["maxima"]:
        return "larga"
    if ahora - vida["vista"] > 60 * vida["inactiva"]:
        return "inactiva"
    if ahora - vida["vista"] >= CADA:
        request.session[EN_LA_SESION] = vida | {"vista": ahora}
    return None


def empezar(request: HttpRequest, user, **_) -> None:
    """As somebody logs in. Her role's minutes are kept with it: no page asks for them again."""
    ahora = int(timezone.now().timestamp())
    de_quien = "gestora" if user.rol == Rol.GESTORA else "oficina"
    request.session[EN_LA_SESION] = {
        "rol": user.rol,
        "desde": ahora,
        "vista": ahora,
        "navegador": _navegador(request),
        "maxima": Parametro.de(f"sesion_maxima_{de_quien}"),
        "inactiva": Parametro.de(f"sesion_inactiva_{de_quien}"),
    }


def _navegador(request: HttpRequest) -> str:
    """Its digest: a cookie taken to another device does not open the session there."""
    dicho = request.headers.get("User-Agent", "")
    return dicho and hashlib.sha256(dicho.encode()).hexdigest()[:16]
