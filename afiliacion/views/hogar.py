"""A household and its line of life."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from afiliacion.consultas import hogar as consultas
from afiliacion.consultas.cambios import del_hogar
from afiliacion.consultas.contacto import trabaja
from juntos import mascara, que_cambio
from juntos.lecturas import REVISAN, anotar
from juntos.models import QueLectura
from juntos.respuestas import pagina

POR_PAGINA = 50
PAGINAS_CON_BOTON = {"contacto": "afiliacion:contacto", "solicitud": "afiliacion:solicitud"}


@require_safe
def historia(request: HttpRequest, pk: int) -> HttpResponse:
    """Its line of life: the page of the household asks for it once it is on the screen."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    contexto = {
        "hogar": encontrado,
        "linea": consultas.historia(encontrado, por=request.user),
        "mascara": mascara.del_hogar(request, pk),
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
        "mascara": mascara.del_hogar(request, pk),
    }
    return pagina(request, "afiliacion/hogar/hogar.html", contexto)


@require_safe
def cambios(request: HttpRequest, pk: int) -> HttpResponse:
    """What people changed of it, field by field: for who answers for the work of others."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    if request.user.rol not in REVISAN:
        raise PermissionDenied("Qué cambió en un hogar lo ven la supervisora y la sede central.")
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    hoja = Paginator(del_hogar(encontrado), POR_PAGINA).get_page(request.GET.get("pagina"))
    lineas = que_cambio.lineas(hoja.object_list, mascara=mascara.del_hogar(request, pk))
    contexto = {"hogar": encontrado, "pagina": hoja, "lineas": lineas}
    return pagina(request, "afiliacion/hogar/cambios.html", contexto)


@require_POST
def ver(request: HttpRequest, pk: int) -> HttpResponse:
    """Its documents, phones and address in clear for ten minutes; that she asked is written."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    anotar(QueLectura.DATOS, hogares=[pk], objeto=encontrado.pk, por=request.user)
    mascara.destapar(request, pk)
    return _de_vuelta(request, pk)


@require_POST
def tapar(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(consultas.buscar(request.user), pk=pk)
    mascara.tapar(request, pk)
    return _de_vuelta(request, pk)


def _de_vuelta(request: HttpRequest, pk: int) -> HttpResponse:
    """To the contact or the request whose page had the button, else to the household's."""
    for campo, vista in PAGINAS_CON_BOTON.items():
        numero = request.POST.get(campo, "")
        if numero.isascii() and numero.isdecimal() and len(numero) < 19:
            return redirect(vista, numero)
    return redirect("afiliacion:hogar", pk)
