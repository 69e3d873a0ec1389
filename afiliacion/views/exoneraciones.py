"""Exonerations: whom does a resolution excuse, where, and until when?"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from afiliacion.acciones import exoneraciones as acciones
from afiliacion.consultas import exoneraciones as consultas
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.formularios.exoneraciones import FormularioExoneracion
from afiliacion.models import Exoneracion
from juntos.models import Rol
from juntos.respuestas import conflicto, pagina

CAMBIO = "Otra persona cambió esta exoneración mientras usted la veía. No se hizo nada."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def exoneraciones(request: HttpRequest) -> HttpResponse:
    """Sent once, it says whom it touches; confirmed, it is registered."""
    if request.user.rol not in (Rol.SEDE, Rol.SUPERVISORA):
        raise PermissionDenied("Las exoneraciones las registran la sede y las supervisoras.")
    if request.method != "POST":
        return _pagina(request, FormularioExoneracion(por=request.user))
    formulario = FormularioExoneracion(request.POST, por=request.user)
    if not formulario.is_valid():
        return _pagina(request, formulario, status=422)
    if "confirmar" not in request.POST:
        alcance = consultas.alcance(**formulario.cleaned_data)
        return _pagina(request, formulario, alcance=alcance)
    acciones.registrar(**formulario.cleaned_data, por=request.user)
    messages.success(request, "Registrada. Los calendarios se ponen al día en unos minutos.")
    return redirect("afiliacion:exoneraciones")


def _pagina(request, formulario, *, alcance=None, status=200) -> HttpResponse:
    lista = Paginator(consultas.exoneraciones(request.user), POR_PAGINA)
    contexto = {
        "formulario": formulario,
        "alcance": alcance,
        "pagina": lista.get_page(request.GET.get("pagina")),
        "sede": request.user.rol == Rol.SEDE,
    }
    return pagina(request, "afiliacion/exoneraciones/lista.html", contexto, status=status)


@require_POST
def anular(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.anular, "Anulada: vuelve a pedirse lo que exoneraba.")


@require_POST
def reponer(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.reponer, "Repuesta: exonera otra vez.")


def _mover(request: HttpRequest, pk: int, accion, mensaje: str) -> HttpResponse:
    encontrada = get_object_or_404(Exoneracion.objects.visibles_para(request.user), pk=pk)
    try:
        accion(encontrada, por=request.user)
    except acciones.ExoneracionCambiada:
        return conflicto(request, CAMBIO, reverse("afiliacion:exoneraciones"))
    messages.success(request, mensaje)
    return redirect("afiliacion:exoneraciones")
