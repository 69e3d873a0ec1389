"""Tasks that failed: whoever administers the system tries them again or puts them aside."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from juntos import fallidas
from juntos.estados import TransicionInvalida
from juntos.models import EstadoTarea, Rol, TareaFallida
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 50
DECIDIDAS_QUE_SE_VEN = 20


@require_safe
def tareas(request: HttpRequest) -> HttpResponse:
    if request.user.rol != Rol.ADMINISTRACION:
        raise PermissionDenied("Las tareas fallidas las ve administración")
    visibles = TareaFallida.objects.visibles_para(request.user).select_related("decidida_por")
    por_resolver = visibles.filter(estado=EstadoTarea.FALLIDA)
    contexto = {
        "hoja": Paginator(por_resolver, POR_PAGINA).get_page(request.GET.get("pagina")),
        "pasadas": visibles.exclude(estado=EstadoTarea.FALLIDA)[:DECIDIDAS_QUE_SE_VEN],
    }
    return pagina(request, "juntos/tareas.html", contexto)


@require_POST
def reintentar(request: HttpRequest, pk: int) -> HttpResponse:
    return _decidir(request, pk, fallidas.reintentar, "Se intenta otra vez.")


@require_POST
def descartar(request: HttpRequest, pk: int) -> HttpResponse:
    return _decidir(request, pk, fallidas.descartar, "Descartada: no se intenta más.")


def _decidir(request: HttpRequest, pk: int, accion, hecho: str) -> HttpResponse:
    fila = get_object_or_404(TareaFallida.objects.visibles_para(request.user), pk=pk)
    volver = reverse("juntos:tareas")
    try:
        accion(fila, por=request.user)
    except TransicionInvalida:
        return conflicto(request, "Ya terminó, u otra persona la decidió: mire la lista.", volver)
    messages.success(request, hecho)
    return redirect(volver)
