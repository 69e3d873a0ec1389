"""A household and its line of life."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from afiliacion.consultas import hogar as consultas
from afiliacion.consultas.contacto import trabaja
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.respuestas import pagina


@require_safe
def historia(request: HttpRequest, pk: int) -> HttpResponse:
    """Its line of life: the page of the household asks for it once it is on the screen."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    contexto = {
        "hogar": encontrado,
        "linea": consultas.historia(encontrado, por=request.user),
    }
    fragmento = "afiliacion/contacto/_linea.html"
    return pagina(request, "afiliacion/hogar/historia.html", contexto, fragmento=fragmento)


@require_safe
def hogar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    contexto = {
        "ficha": consultas.ficha(encontrado, por=request.user),
        "constata": trabaja(request.user),
    }
    return pagina(request, "afiliacion/hogar/hogar.html", contexto)
