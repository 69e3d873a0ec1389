"""The queue: whom do I see today?"""

from django.http import HttpRequest, HttpResponse


def cola(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def exportar(request: HttpRequest, formato: str) -> HttpResponse:
    return HttpResponse(status=501)


def tomar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def soltar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def buscar(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)
