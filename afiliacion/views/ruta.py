"""The route: where do I go, in what order?"""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from afiliacion.acciones import ruta as acciones
from afiliacion.consultas import ruta as consultas
from afiliacion.consultas.contacto import trabaja
from afiliacion.consultas.mapa import trazar
from juntos.lecturas import anotar
from juntos.models import Parametro, QueLectura
from juntos.pdf import componer
from juntos.rastro import Rastro
from juntos.respuestas import pagina

HOJA = Path(__file__).resolve().parents[1] / "pdf" / "hoja_de_ruta.typ"
NUMEROS_MAXIMOS = 500


def _exigir_campo(request: HttpRequest) -> None:
    if not trabaja(request.user):
        raise PermissionDenied("La ruta es de quien visita los hogares.")


@require_safe
@never_cache
def ruta(request: HttpRequest) -> HttpResponse:
    _exigir_campo(request)
    return _ruta(request)


def _ruta(request: HttpRequest, *, marcados=(), status: int = 200) -> HttpResponse:
    """Today's route; `marcados` are the boxes of a choice that was refused."""
    hoy = timezone.localdate()
    paradas = consultas.paradas_de(request.user, hoy=hoy)
    contexto = {
        "hoy": hoy,
        "paradas": paradas,
        "proxima": consultas.proxima(paradas),
        "lugares": consultas.sugeridas(
            request.user, hoy=hoy, fuera=[p.contacto_id for p in paradas]
        ),
        "mapa": trazar(paradas),
        "maximo": Parametro.de("ruta_maximo"),
        "marcados": marcados,
        "agregadas": _numeros(request.GET.get("agregadas", "").split(",")),
        "quitadas": _numeros(request.GET.get("quitadas", "").split(",")),
    }
    return pagina(request, "afiliacion/ruta/ruta.html", contexto, status=status)


@require_POST
def agregar(request: HttpRequest) -> HttpResponse:
    _exigir_campo(request)
    pedidos = _numeros(request.POST.getlist("contacto"))
    if not pedidos:
        messages.warning(request, "Marque al menos un hogar.")
        return redirect("afiliacion:ruta")
    try:
        nuevas = acciones.agregar_paradas(pedidos, por=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _ruta(request, marcados=pedidos, status=422)
    return _volver("agregadas", [parada.contacto_id for parada in nuevas])


@require_POST
def quitar(request: HttpRequest) -> HttpResponse:
    _exigir_campo(request)
    pedidos = _numeros(request.POST.getlist("contacto"))
    acciones.quitar_paradas(pedidos, por=request.user)
    return _volver("" if "deshacer" in request.POST else "quitadas", pedidos)


def _volver(cuales: str, contactos: list[int]) -> HttpResponse:
    """Back to the route, which offers to undo."""
    consulta = f"?{cuales}={','.join(map(str, contactos))}" if cuales and contactos else ""
    return redirect(reverse("afiliacion:ruta") + consulta)


def _numeros(textos: list[str]) -> list[int]:
    """Ids that came in a form; anything else is not one."""
    return [
        int(texto)
        for texto in textos[:NUMEROS_MAXIMOS]
        if texto.isascii() and texto.isdecimal() and len(texto) < 18
    ]


@require_safe
@never_cache
def hoja(request: HttpRequest) -> HttpResponse:
    """Today's route on paper."""
    _exigir_campo(request)
    hoy = timezone.localdate()
    anotar(QueLectura.RUTA, hogares=consultas.hogares_de(request.user, hoy=hoy), por=request.user)
    rastro = Rastro.de(QueLectura.RUTA, por=request.user)
    datos = consultas.hoja_de_ruta(request.user, hoy=hoy)
    return HttpResponse(
        componer(HOJA, datos, rastro=rastro),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="hoja-de-ruta-{hoy:%Y-%m-%d}.pdf"'},
    )
