"""What came from the field and somebody must look at; the phones it came from; the pictures."""

import uuid
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from afiliacion.acciones import campo as acciones
from afiliacion.acciones import dispositivos as acciones_dispositivos
from afiliacion.consultas import campo as consultas
from afiliacion.consultas.contacto import trabaja
from afiliacion.models import Dispositivo, RegistroDeCampo
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.respuestas import conflicto, pagina

YA_VISTO = "Otra persona ya revisó este registro."


@require_safe
@never_cache
def observados(request: HttpRequest) -> HttpResponse:
    _exigir_supervisora(request)
    return _lista(request)


def _exigir_supervisora(request: HttpRequest) -> None:
    if not request.user.es_supervisora:
        raise PermissionDenied("Los registros observados los revisa la supervisora.")


def _lista(request: HttpRequest, *, falla=("", ""), status: int = 200) -> HttpResponse:
    """The flagged records; `falla` is the one that was refused a moment ago, and why."""
    paginas = Paginator(consultas.por_revisar(request.user), consultas.POR_PAGINA)
    hoja = paginas.get_page(request.GET.get("pagina"))
    hoja.object_list = consultas.observados(list(hoja.object_list))
    contexto = {"pagina": hoja, "falla_de": falla[0], "falla": falla[1]}
    return pagina(request, "afiliacion/campo/observados.html", contexto, status=status)


@require_POST
def revisar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _decidir(request, pk, acciones.revisar, "Marcado como revisado.")


@require_POST
def aplicar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _decidir(request, pk, acciones.aplicar_de_cuarentena, "Registro aplicado.")


@require_POST
def descartar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    motivo = request.POST.get("motivo", "")
    return _decidir(request, pk, acciones.descartar, "Registro descartado.", motivo=motivo)


def _decidir(request, pk: uuid.UUID, accion: Callable, hecho: str, **mas) -> HttpResponse:
    encontrado = get_object_or_404(RegistroDeCampo.objects.visibles_para(request.user), pk=pk)
    try:
        accion(encontrado, por=request.user, **mas)
    except ValidationError as error:
        return _lista(request, falla=(pk, " ".join(error.messages)), status=422)
    except TransicionInvalida:
        return conflicto(request, YA_VISTO, reverse("afiliacion:campo-observados"))
    messages.success(request, hecho)
    return redirect("afiliacion:campo-observados")


@require_safe
@never_cache
def dispositivos(request: HttpRequest) -> HttpResponse:
    if not trabaja(request.user):
        raise PermissionDenied("Los teléfonos los ve quien los lleva y su supervisora.")
    contexto = {
        "dispositivos": consultas.dispositivos_de(request.user),
        "da_de_baja": request.user.es_supervisora,
    }
    return pagina(request, "afiliacion/campo/dispositivos.html", contexto)


@require_POST
def revocar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(Dispositivo.objects.visibles_para(request.user), pk=pk)
    acciones_dispositivos.revocar(encontrado, por=request.user)
    messages.success(
        request, "Teléfono dado de baja: se cerró su sesión y se borrará cuando tenga señal."
    )
    return redirect("afiliacion:dispositivos")


@never_cache
@require_safe
def adjunto(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A picture, to those who may see the household; never run, never kept."""
    encontrado = get_object_or_404(consultas.fotos(request.user), pk=pk)
    try:
        archivo = encontrado.archivo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    hogar = consultas.hogar_de_la_foto(encontrado, por=request.user)
    anotar(
        QueLectura.IMAGEN,
        hogares=[hogar],
        personas=None if hogar else 1,
        por=request.user,
    )
    nombre = f"foto-{encontrado.pk}{Path(encontrado.archivo.name).suffix}"
    respuesta = FileResponse(archivo, filename=nombre, content_type=encontrado.tipo)
    respuesta["Content-Security-Policy"] = "sandbox; default-src 'none'"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta
