"""Documents that came with too many people: seen and decided by headquarters."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from captacion.acciones.documentos import levantar_documento, reponer_documento
from captacion.consultas.documentos import observados
from captacion.models import DocumentoObservado
from juntos.models import Rol
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 50


@require_safe
def cruce_documentos(request: HttpRequest) -> HttpResponse:
    if request.user.rol != Rol.SEDE:
        raise PermissionDenied("Los documentos observados los ve sede")
    visibles = DocumentoObservado.objects.visibles_para(request.user).select_related(
        "levantado_por"
    )
    hoja = Paginator(visibles, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {"hoja": hoja, "observados": observados(list(hoja))}
    return pagina(request, "captacion/documentos.html", contexto)


@require_POST
def cruce_documento_levantar(request: HttpRequest, pk: int) -> HttpResponse:
    return _decidir(request, pk, levantar_documento, "Levantado: desde la próxima carga enlaza.")


@require_POST
def cruce_documento_reponer(request: HttpRequest, pk: int) -> HttpResponse:
    return _decidir(request, pk, reponer_documento, "Observado otra vez: no enlaza a nadie.")


def _decidir(request: HttpRequest, pk: int, accion, hecho: str) -> HttpResponse:
    documento = get_object_or_404(DocumentoObservado.objects.visibles_para(request.user), pk=pk)
    volver = reverse("captacion:cruce-documentos")
    if not accion(documento, por=request.user):
        return conflicto(request, "Otra persona ya lo cambió: mire cómo quedó en la lista.", volver)
    messages.success(request, hecho)
    return redirect(volver)
