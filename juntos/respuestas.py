"""A page or only its fragment: what a view answers to a browser and to htmx."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def pide_fragmento(request: HttpRequest) -> bool:
    """htmx asks for a part of the page; a history restore or a boosted link wants it whole."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def pagina(
    request: HttpRequest,
    plantilla: str,
    contexto: dict | None = None,
    *,
    fragmento: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `plantilla`, or `fragmento` when htmx asks for a part of the page."""
    nombre = fragmento if fragmento and pide_fragmento(request) else plantilla
    respuesta = render(request, nombre, contexto or {}, status=status)
    patch_vary_headers(respuesta, ["HX-Request"])
    return respuesta


def conflicto(request: HttpRequest, mensaje: str, volver: str) -> HttpResponse:
    """409: somebody else was first. Says what changed (`mensaje`) and gives a way on (`volver`)."""
    return pagina(
        request,
        "409.html",
        {"mensaje": mensaje, "volver": volver},
        fragmento="_conflicto.html",
        status=409,
    )
