"""A text message to a household, where the installation sends them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from afiliacion.acciones import mensajes as acciones
from afiliacion.consultas.contacto import telefonos_de
from afiliacion.mensajes.revision import MensajeProhibido
from afiliacion.mensajes.textos import en_lengua
from afiliacion.models import Contacto


@require_POST
def enviar(request: HttpRequest, pk: int, telefono: int, plantilla: str) -> HttpResponse:
    encontrado = get_object_or_404(Contacto.objects.visibles_para(request.user), pk=pk)
    linea = get_object_or_404(telefonos_de(encontrado), pk=telefono)
    if plantilla not in en_lengua(encontrado.lengua).mensajes:
        raise Http404
    try:
        acciones.pedir(encontrado, telefono=linea, plantilla=plantilla, por=request.user)
    except MensajeProhibido as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "El mensaje saldrá en un momento. A cada número va una sola vez.")
    return redirect("afiliacion:contacto", pk)
