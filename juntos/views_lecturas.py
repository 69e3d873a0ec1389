"""Who looked at whom: for headquarters, and each supervisor the people of her unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from juntos import quien_miro
from juntos.estados import TransicionInvalida
from juntos.forms import FormularioQuien, FormularioRevision
from juntos.lecturas import REVISAN, revisar
from juntos.models import AlertaDeLectura
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 50


@require_safe
@never_cache
def lecturas(request: HttpRequest) -> HttpResponse:
    """Filters in the address: `quien`, `hogar`, `pagina`; without them, a line for each person."""
    if request.user.rol not in REVISAN:
        raise PermissionDenied("Quién miró a quién lo ven la supervisora y la sede central.")
    formulario = FormularioQuien(request.GET)
    formulario.is_valid()
    quien, hogar = (formulario.cleaned_data.get(campo) for campo in ("quien", "hogar"))
    if quien is None and hogar is None:
        return _por_persona(request)
    equipo = quien_miro.equipo_de(request.user)
    suyas = quien_miro.lecturas(request.user, quien=quien, hogar=hogar)
    contexto = {
        "pagina": Paginator(suyas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "hogar": hogar,
        "quien": quien,
        "equipo": equipo,
    }
    return pagina(request, "juntos/lecturas/lista.html", contexto)


def _por_persona(request: HttpRequest, *, fallida=None, status: int = 200) -> HttpResponse:
    """A line for each person; `fallida`: the alert whose review was refused, and its form."""
    personas = quien_miro.por_persona(request.user, hoy=timezone.localdate())
    contexto = {
        "pagina": Paginator(personas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "maximo": max((p.hoy for p in personas), default=0),
        "alertas": [
            (alerta, fallida[1] if fallida and fallida[0] == alerta else _formulario(alerta))
            for alerta in quien_miro.abiertas(request.user)
        ],
        "revisadas": quien_miro.revisadas(request.user),
    }
    return pagina(request, "juntos/lecturas/personas.html", contexto, status=status)


def _formulario(alerta: AlertaDeLectura, *datos) -> FormularioRevision:
    return FormularioRevision(*datos, auto_id=f"id_{alerta.pk}_%s")


@require_POST
def alerta_revisar(request: HttpRequest, pk: int) -> HttpResponse:
    alerta = get_object_or_404(AlertaDeLectura.objects.visibles_para(request.user), pk=pk)
    formulario = _formulario(alerta, request.POST)
    if not formulario.is_valid():
        return _por_persona(request, fallida=(alerta, formulario), status=422)
    try:
        revisar(alerta, motivo=formulario.cleaned_data["motivo"], por=request.user)
    except TransicionInvalida:
        return conflicto(request, "Otra persona ya revisó esta alerta.", reverse("juntos:lecturas"))
    messages.success(request, "Alerta revisada.")
    return redirect("juntos:lecturas")
