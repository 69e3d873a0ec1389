"""Invitations: the administrator's list, and the page of the link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juntos.cuentas import invitaciones as acciones
from juntos.cuentas.formularios import FormularioClave, FormularioInvitacion
from juntos.estados import TransicionInvalida
from juntos.models import Invitacion, Rol
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 50
ESTADO_HTTP = {"roto": 404, "ajeno": 403}


@require_safe
@never_cache
def invitaciones(request: HttpRequest) -> HttpResponse:
    _exigir_administracion(request)
    todas = Invitacion.objects.visibles_para(request.user).select_related(
        "usuario", "cerrada_por", "usuario__unidad_territorial"
    )
    contexto = {
        "pagina": Paginator(todas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "sin_servidor": not settings.EMAIL_HOST,
    }
    return pagina(request, "juntos/cuentas/invitaciones.html", contexto)


@require_http_methods(["GET", "HEAD", "POST"])
def invitacion_nueva(request: HttpRequest) -> HttpResponse:
    _exigir_administracion(request)
    formulario = FormularioInvitacion(request.POST or None)
    if not formulario.is_valid():
        status = 422 if request.method == "POST" else 200
        contexto = {"formulario": formulario}
        return pagina(request, "juntos/cuentas/invitacion_nueva.html", contexto, status=status)
    _enviar(request, acciones.invitar(formulario.save(commit=False), por=request.user))
    return redirect("juntos:invitaciones")


@require_POST
def invitacion_reenviar(request: HttpRequest, pk: int) -> HttpResponse:
    invitacion = get_object_or_404(Invitacion.objects.visibles_para(request.user), pk=pk)
    try:
        _enviar(request, invitacion)
    except TransicionInvalida:
        return _ya_no(request)
    return redirect("juntos:invitaciones")


@require_POST
def invitacion_anular(request: HttpRequest, pk: int) -> HttpResponse:
    invitacion = get_object_or_404(Invitacion.objects.visibles_para(request.user), pk=pk)
    try:
        acciones.anular(invitacion, por=request.user)
    except TransicionInvalida:
        return _ya_no(request)
    messages.success(request, "Invitación anulada: su enlace ya no abre nada.")
    return redirect("juntos:invitaciones")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitacion(request: HttpRequest, testigo: str) -> HttpResponse:
    """The page of the link. Opening it uses nothing up: only the password that is set does."""
    try:
        suya = acciones.leer(testigo)
        if request.user.is_authenticated and request.user != suya.usuario:
            raise acciones.EnlaceNoVale("ajeno")
        formulario = FormularioClave(suya.usuario, request.POST or None)
        if not formulario.is_valid():
            status = 422 if request.method == "POST" else 200
            contexto = {"invitacion": suya, "formulario": formulario}
            return pagina(request, "juntos/cuentas/invitacion.html", contexto, status=status)
        acciones.aceptar(suya, clave=formulario.cleaned_data["new_password1"])
    except acciones.EnlaceNoVale as error:
        return _no_vale(request, error)
    logout(request)
    messages.success(request, "Contraseña creada. Entre ahora con su usuario y su contraseña.")
    return redirect("juntos:entrar")


def _no_vale(request: HttpRequest, error: acciones.EnlaceNoVale) -> HttpResponse:
    status = ESTADO_HTTP.get(error.motivo, 410)
    return pagina(request, "juntos/cuentas/no_vale.html", {"mensaje": error.mensaje}, status=status)


def _enviar(request: HttpRequest, invitacion: Invitacion) -> None:
    if acciones.enviar(invitacion, por=request.user):
        messages.success(request, f"Invitación enviada a {invitacion.correo}.")
        return
    messages.warning(
        request,
        "La invitación quedó guardada, pero el servidor de correo no la recibió. Envíela otra vez"
        " cuando responda.",
    )


def _ya_no(request: HttpRequest) -> HttpResponse:
    mensaje = "Esta invitación cambió mientras tanto: se usó, se anuló o se envió otra vez."
    return conflicto(request, mensaje, reverse("juntos:invitaciones"))


def _exigir_administracion(request: HttpRequest) -> None:
    if request.user.rol != Rol.ADMINISTRACION:
        raise PermissionDenied("Las cuentas las crea la administración del sistema.")
