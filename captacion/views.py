"""Loads."""

from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from captacion import acciones
from captacion.acciones.cargas import ArchivoNoRecibido
from captacion.consultas import cargas as consultas_cargas
from captacion.consultas import fuentes as consultas_fuentes
from captacion.forms import FormularioCarga
from captacion.models import Carga, EstadoCarga
from juntos import mascara
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.rastro import Rastro
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 20


def solo_quien_carga(vista):
    """For everyone but sede and administración the loads do not exist."""

    @wraps(vista)
    def protegida(request, *args, **kwargs):
        if not request.user.carga_archivos:
            raise Http404
        return vista(request, *args, **kwargs)

    return protegida


@require_http_methods(["GET", "HEAD", "POST"])
@solo_quien_carga
def cargas(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _pagina_de_cargas(request, FormularioCarga())
    formulario = FormularioCarga(request.POST, request.FILES)
    if not formulario.is_valid():
        return _pagina_de_cargas(request, formulario, status=422)
    recibidas, rechazos = acciones.recibir_varios(
        formulario.cleaned_data["archivos"],
        por=request.user,
        fuente=formulario.cleaned_data["fuente"],
        inicial=formulario.cleaned_data["inicial"],
        corte_completo=formulario.cleaned_data["corte_completo"],
    )
    if rechazos:
        return _pagina_de_cargas(request, formulario, rechazos, recibidas, status=422)
    destino = recibidas[0] if len(recibidas) == 1 else None
    direccion = reverse("captacion:carga", args=[destino.pk]) if destino else request.path
    return HttpResponseClientRedirect(direccion) if request.htmx else redirect(direccion)


def _pagina_de_cargas(request, formulario, rechazos=(), recibidas=(), status=200):
    lista = Carga.objects.visibles_para(request.user).select_related("recibida_por")
    cargas = Paginator(lista, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "formulario": formulario,
        "rechazos": rechazos,
        "recibidas": recibidas,
        "cargas": cargas,
        "estados": EstadoCarga,
        "fichas": [consultas_cargas.ficha(carga) for carga in cargas],
        **consultas_fuentes.avisos(request.user),
    }
    return pagina(
        request,
        "captacion/cargas.html",
        contexto,
        fragmento="captacion/_cargas.html",
        status=status,
    )


@require_safe
@solo_quien_carga
def carga(request: HttpRequest, pk: int) -> HttpResponse:
    visibles = Carga.objects.visibles_para(request.user).select_related(
        "recibida_por", "repite_a", "autorizada_por"
    )
    carga = get_object_or_404(visibles, pk=pk)
    detalle = consultas_cargas.detalle(carga, mascara=mascara.de(request.user))
    if muestra := consultas_cargas.filas_a_la_vista(detalle):
        anotar(QueLectura.LISTA, personas=muestra, objeto=pk, por=request.user)
    return pagina(request, "captacion/carga.html", detalle)


@require_safe
@solo_quien_carga
def carga_progreso(request: HttpRequest, pk: int) -> HttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    return _progreso(request, carga)


@require_POST
@solo_quien_carga
def carga_cancelar(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.cancelar)


@require_POST
@solo_quien_carga
def carga_reintentar(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.reintentar)


@require_POST
@solo_quien_carga
def carga_autorizar(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.autorizar)


@require_POST
@solo_quien_carga
def carga_descartar(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.descartar)


@require_POST
@solo_quien_carga
def carga_releer(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover(request, pk, acciones.releer)


def _mover(request: HttpRequest, pk: int, accion) -> HttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    try:
        accion(carga, por=request.user)
    except ArchivoNoRecibido as motivo:
        volver = reverse("captacion:carga", args=[(motivo.carga_anterior or carga).pk])
        return conflicto(request, str(motivo), volver)
    except TransicionInvalida:
        return carga_cambio(request, carga)
    return _progreso(request, carga)


def _progreso(request: HttpRequest, carga: Carga) -> HttpResponse:
    """The state of a load: the fragment that polls itself, or its page without scripts."""
    if not request.htmx:
        return redirect("captacion:carga", carga.pk)
    ficha = consultas_cargas.ficha(carga) | {"al_momento": True}
    respuesta = pagina(
        request, "captacion/_progreso.html", ficha, fragmento="captacion/_progreso.html"
    )
    return respuesta if ficha["en_curso"] else trigger_client_event(respuesta, "carga-terminada")


def carga_cambio(request: HttpRequest, carga: Carga) -> HttpResponse:
    carga.refresh_from_db()
    mensaje = f"La carga ahora está: {carga.get_estado_display().lower()}."
    return conflicto(request, mensaje, reverse("captacion:carga", args=[carga.pk]))


@require_safe
@solo_quien_carga
def carga_rechazadas(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk, rechazadas__gt=0)
    if carga.filas_expiradas_el:
        return pagina(request, "captacion/retiradas.html", {"carga": carga}, status=410)
    anotar(QueLectura.ARCHIVO, personas=carga.rechazadas, objeto=pk, por=request.user)
    respuesta = StreamingHttpResponse(
        consultas_cargas.archivo_de_rechazadas(carga), content_type="text/plain; charset=utf-8"
    )
    rastro = Rastro.de(QueLectura.ARCHIVO, objeto=pk, por=request.user)
    nombre = f"rechazadas-carga-{carga.pk}-{rastro.codigo}.txt"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
