"""A household and its line of life."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from afiliacion.consultas import hogar as consultas
from afiliacion.consultas.contacto import trabaja
from juntos.respuestas import pagina


@require_safe
def hogar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    contexto = {
        "ficha": consultas.ficha(encontrado, por=request.user),
        "constata": trabaja(request.user),
    }
    return pagina(request, "afiliacion/hogar/hogar.html", contexto)
