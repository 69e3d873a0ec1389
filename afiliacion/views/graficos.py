"""The charts of the tablero: each at its own address, drawn on the server, and its figure."""

import hashlib

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from afiliacion.consultas import tablero as consultas
from afiliacion.consultas.graficos_del_tablero import DE_LA_SEDE, GRAFICOS, Grafico
from afiliacion.consultas.indicadores import Ambito
from afiliacion.formularios.tablero import FormularioTablero
from juntos.graficos.dibujo import dibujar
from juntos.models import Rol

TIPOS = {"svg": "image/svg+xml", "png": "image/png"}
ANCHOS = {"angosto": 328, "medio": 592, "amplio": 1100}
TEMAS = ("claro", "oscuro")
# Kept that long: what is known changes only with a turn of the facts, which is part of the key.
GUARDADO = 3600


@require_safe
def grafico(request: HttpRequest, nombre: str, formato: str) -> HttpResponse:
    """The picture, with the filters of the tablero and `tema`, `ancho` in the address."""
    elegido, ambito = _pedido(request, nombre)
    tema, ancho = request.GET.get("tema", "claro"), request.GET.get("ancho", "amplio")
    if formato not in TIPOS or tema not in TEMAS or ancho not in ANCHOS:
        raise Http404
    etiqueta = _etiqueta(ambito, nombre, formato, tema, ancho)
    respuesta = HttpResponse(content_type=TIPOS[formato])
    respuesta["ETag"], respuesta["Cache-Control"] = f'"{etiqueta}"', "private, no-cache"
    if request.headers.get("If-None-Match") == respuesta["ETag"]:
        respuesta.status_code = 304
        return respuesta
    if "bajar" in request.GET:
        respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.{formato}"'
    respuesta.content = caches["proceso"].get_or_set(
        f"grafico:{etiqueta}",
        lambda: dibujar(
            elegido.modulo.espec(elegido.datos(ambito), ancho=ANCHOS[ancho]),
            formato=formato,
            tema=tema,
        ),
        GUARDADO,
    )
    return respuesta


@require_safe
@never_cache
def figura(request: HttpRequest, nombre: str) -> HttpResponse:
    """The picture in its frame, with its finding in words: a part of the page."""
    elegido, ambito = _pedido(request, nombre)
    contexto = {
        "nombre": nombre,
        "titulo": elegido.nombre,
        "alternativa": elegido.modulo.alternativa(elegido.datos(ambito)),
        "consulta": consultas.consulta(ambito),
        "ancho": elegido.ancho,
    }
    return render(request, "afiliacion/tablero/_figura.html", contexto)


def _pedido(request: HttpRequest, nombre: str) -> tuple[Grafico, Ambito]:
    formulario = FormularioTablero(request.GET, por=request.user)
    if nombre not in GRAFICOS or not formulario.is_valid():
        raise Http404
    if nombre in DE_LA_SEDE and request.user.rol != Rol.SEDE:
        raise Http404
    return GRAFICOS[nombre], formulario.ambito()


def _etiqueta(ambito: Ambito, *que: str) -> str:
    """The same only while the same is known of the same captures."""
    dicho = repr((ambito, consultas.cambiado(), que))
    return hashlib.sha256(dicho.encode()).hexdigest()[:32]
