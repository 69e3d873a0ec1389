"""Contacts that change hands together: chosen, handed over, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from afiliacion.acciones import reasignar as acciones
from afiliacion.acciones.reasignar import Marca, ReasignacionPasada
from afiliacion.consultas import equipo as consultas
from afiliacion.filters import FiltroCola
from afiliacion.forms_equipo import FormularioDestino, FormularioMovimiento
from afiliacion.models import Contacto, OrigenReasignacion, Reasignacion
from juntos.respuestas import conflicto, pagina

YA_HECHA = "Esta reasignación ya se hizo, o ya se deshizo. No se cambió nada más."


@require_POST
def reasignar(request: HttpRequest) -> HttpResponse:
    """The chosen of a page, or all of a filter, as they are seen now: next, to whom."""
    acciones.exigir_que_reparte(request.user)
    if "todas" in request.POST:
        lista = QueryDict(request.POST.get("filtros", "")[:500])
        marcas = acciones.marcas_de(FiltroCola(lista, request=request).lista().contactos)
    else:
        marcas = _marcas(request.POST.getlist("contacto"))
    if not marcas:
        messages.warning(request, "Elija al menos un contacto.")
        return redirect("afiliacion:cola")
    if len(marcas) == acciones.A_LA_VEZ:
        messages.info(request, f"De una vez pasan {acciones.A_LA_VEZ:,} como máximo: los primeros.")
    lote = acciones.preparar(marcas, por=request.user)
    return redirect("afiliacion:reasignacion", lote.pk)


def _marcas(textos: list[str]) -> list[Marca]:
    """`contacto:versión:de` of each box that was ticked; anything else is none."""
    partes = [texto.split(":") for texto in textos[: acciones.A_LA_VEZ]]
    return [
        Marca(int(pk), int(version), int(de) if de else None)
        for pk, version, de in (p for p in partes if len(p) == 3)
        if all(t.isascii() and t.isdecimal() and len(t) < 10 for t in (pk, version, de or "0"))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def reasignacion(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom? And, once done, what it did."""
    lote = get_object_or_404(Reasignacion.objects.visibles_para(request.user), pk=pk)
    if request.method == "POST":
        return _entregar(request, lote)
    if lote.hecha_en:
        contexto = {"lote": lote, "resultado": consultas.resultado(lote)}
        return pagina(request, "afiliacion/equipo/reasignada.html", contexto)
    return _elegir(request, lote, FormularioDestino(gestoras=consultas.gestoras_de(request.user)))


def _elegir(request: HttpRequest, lote: Reasignacion, formulario, *, status=200) -> HttpResponse:
    contexto = {
        "lote": lote,
        "cuantos": lote.items.count(),
        "destinos": consultas.destinos(lote, request.user, hoy=timezone.localdate()),
        "formulario": formulario,
    }
    return pagina(request, "afiliacion/equipo/reasignar.html", contexto, status=status)


def _entregar(request: HttpRequest, lote: Reasignacion) -> HttpResponse:
    formulario = FormularioDestino(request.POST, gestoras=consultas.gestoras_de(request.user))
    if not formulario.is_valid():
        return _elegir(request, lote, formulario, status=422)
    try:
        acciones.reasignar(lote, a=formulario.cleaned_data["a"], por=request.user)
    except ReasignacionPasada:
        return conflicto(request, YA_HECHA, reverse("afiliacion:reasignacion", args=[lote.pk]))
    return redirect("afiliacion:reasignacion", lote.pk)


@require_POST
def deshacer(request: HttpRequest, pk: int) -> HttpResponse:
    lote = get_object_or_404(Reasignacion.objects.visibles_para(request.user), pk=pk)
    if lote.origen == OrigenReasignacion.SALIDA:
        raise PermissionDenied("Una salida se deshace entera, desde la página del equipo.")
    try:
        acciones.deshacer(lote, por=request.user)
    except ReasignacionPasada:
        return conflicto(request, YA_HECHA, reverse("afiliacion:reasignacion", args=[pk]))
    return redirect("afiliacion:reasignacion", pk)


@require_POST
def mover(request: HttpRequest) -> HttpResponse:
    """A proposal of the team's page, carried out as any other batch."""
    acciones.exigir_que_reparte(request.user)
    formulario = FormularioMovimiento(request.POST, gestoras=consultas.gestoras_de(request.user))
    if not formulario.is_valid():
        messages.error(request, "Esa propuesta ya no está: mire las de ahora.")
        return redirect("afiliacion:equipo")
    datos = formulario.cleaned_data
    suyos = consultas.que_se_mueven(Contacto.objects.visibles_para(request.user).abiertos())
    del_distrito = suyos.filter(asignada_a=datos["de"], distrito=datos["distrito"])
    marcas = acciones.marcas_de(del_distrito.order_by("turno_el", "pk"))[: datos["cuantos"]]
    try:
        lote = acciones.preparar(marcas, por=request.user, origen=OrigenReasignacion.EQUILIBRIO)
        acciones.reasignar(lote, a=datos["a"], por=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("afiliacion:equipo")
    return redirect("afiliacion:reasignacion", lote.pk)
