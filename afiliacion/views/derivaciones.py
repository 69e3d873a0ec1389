"""Referrals to the local coordination body: what waits for an answer, and for how long?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import derivaciones as acciones
from afiliacion.acciones import incidencias
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.consultas import derivaciones as consultas
from afiliacion.consultas.contacto import trabaja
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.formularios.derivaciones import FormularioDerivacion, FormularioSeguimiento
from afiliacion.models import Alerta, Derivacion, Destino, Incidencia
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.pdf import componer
from juntos.rastro import Rastro
from juntos.respuestas import conflicto, pagina

CAMBIO = "Otra persona cambió esta derivación mientras usted la veía. No se hizo nada."


@require_safe
def derivaciones(request: HttpRequest) -> HttpResponse:
    filtro = request.GET.get("estado", "")
    filtro = filtro if filtro in consultas.FILTROS else "por_revisar"
    destino = request.GET.get("destino", "")
    lista = consultas.lista(request.user, filtro=filtro, destino=destino)
    contexto = {
        "pagina": Paginator(lista, POR_PAGINA).get_page(request.GET.get("pagina")),
        "filtro": filtro,
        "destino": destino,
        "destinos": Destino.choices,
        "cuentas": consultas.cuentas(request.user),
        "vencidas": consultas.vencidas(request.user, hoy=timezone.localdate()),
    }
    return pagina(request, "afiliacion/derivaciones/lista.html", contexto)


@require_safe
def derivacion(request: HttpRequest, pk: int) -> HttpResponse:
    return _detalle(request, get_object_or_404(consultas.buscar(request.user), pk=pk))


def _anotar(request: HttpRequest, encontrada: Derivacion) -> None:
    hogar = encontrada.alerta.visita.contacto.hogar_id
    anotar(QueLectura.DERIVACION, hogares=[hogar], objeto=encontrada.pk, por=request.user)


def _detalle(request, encontrada: Derivacion, formulario=None, *, status=200) -> HttpResponse:
    _anotar(request, encontrada)
    contexto = {
        "derivacion": encontrada,
        "seguimientos": encontrada.seguimientos.select_related("anotado_por"),
        "formulario": formulario or FormularioSeguimiento(derivacion=encontrada),
        "sigue": trabaja(request.user) and Derivacion.TRANSICIONES[encontrada.estado],
    }
    return pagina(request, "afiliacion/derivaciones/detalle.html", contexto, status=status)


@require_POST
def seguir(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = get_object_or_404(consultas.buscar(request.user), pk=pk)
    formulario = FormularioSeguimiento(request.POST, derivacion=encontrada)
    if not formulario.is_valid():
        return _detalle(request, encontrada, formulario, status=422)
    try:
        acciones.seguir(encontrada, por=request.user, **formulario.cleaned_data)
    except ValidationError as error:
        formulario.add_error(None, error)
        return _detalle(request, encontrada, formulario, status=422)
    except TransicionInvalida:
        return conflicto(request, CAMBIO, reverse("afiliacion:derivacion", args=[pk]))
    messages.success(request, "Anotado.")
    return redirect("afiliacion:derivacion", pk)


@require_safe
@never_cache
def hoja(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet itself; each time it is taken, it is written down."""
    encontrada = get_object_or_404(consultas.buscar(request.user), pk=pk)
    _anotar(request, encontrada)
    rastro = Rastro.de(QueLectura.DERIVACION, objeto=pk, por=request.user)
    datos = consultas.hoja(encontrada, por=request.user)
    respuesta = HttpResponse(
        componer(consultas.PLANTILLA_HOJA, datos, rastro=rastro), content_type="application/pdf"
    )
    respuesta["Content-Disposition"] = f'inline; filename="derivacion-{encontrada.numero}.pdf"'
    acciones.anotar_impresion(encontrada, por=request.user)
    return respuesta


@require_http_methods(["GET", "HEAD", "POST"])
def derivar(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the motive and, when it goes to a facility, which; then the sheet is ready."""
    alerta = get_object_or_404(
        Alerta.objects.visibles_para(request.user).select_related(
            "visita__contacto__distrito", "captacion__persona"
        ),
        pk=pk,
    )
    exigir_territorio(alerta.visita.contacto, por=request.user)
    if request.method == "POST":
        return _emitir(request, alerta, FormularioDerivacion(request.POST, alerta=alerta))
    return _formulario(request, alerta, FormularioDerivacion(alerta=alerta))


def _emitir(request: HttpRequest, alerta: Alerta, formulario) -> HttpResponse:
    if not formulario.is_valid():
        return _formulario(request, alerta, formulario, status=422)
    try:
        nueva = acciones.derivar(alerta, por=request.user, **formulario.cleaned_data)
    except ValidationError as error:
        formulario.add_error(None, error)
        return _formulario(request, alerta, formulario, status=422)
    except acciones.YaDerivada:
        mensaje = "Esta alerta ya tiene una derivación que espera respuesta."
        return conflicto(request, mensaje, reverse("afiliacion:derivaciones"))
    messages.success(request, f"Derivación {nueva.numero}: imprima la hoja y entréguela.")
    return redirect("afiliacion:derivacion", nueva.pk)


def _formulario(request, alerta: Alerta, formulario, *, status=200) -> HttpResponse:
    contacto = alerta.visita.contacto
    anotar(QueLectura.CONTACTO, hogares=[contacto.hogar_id], objeto=contacto.pk, por=request.user)
    contexto = {"alerta": alerta, "formulario": formulario}
    return pagina(request, "afiliacion/derivaciones/derivar.html", contexto, status=status)


@require_POST
def incidencia_resolver(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = get_object_or_404(Incidencia.objects.visibles_para(request.user), pk=pk)
    try:
        incidencias.resolver(encontrada, por=request.user)
    except TransicionInvalida:
        mensaje = "Otra persona ya dio por resuelta esta incidencia."
        return conflicto(request, mensaje, reverse("afiliacion:alertas"))
    messages.success(
        request, f"{encontrada.donde}: resuelta, con todos sus avisos. Un aviso nuevo la reabre."
    )
    return redirect("afiliacion:alertas")
