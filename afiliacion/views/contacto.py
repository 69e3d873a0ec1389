"""One contact: what is missing for this household, and what do I do now?"""

from django.http import HttpRequest, HttpResponse


def contacto(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def visita_registrar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def solicitud_abrir(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def reabrir(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)
