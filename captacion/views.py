"""Loads and doubtful links."""

from django.http import HttpRequest, HttpResponse


def cargas(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def carga(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def carga_progreso(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def carga_cancelar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def carga_reintentar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def carga_rechazadas(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def cruces(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def cruce_confirmar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def cruce_descartar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def cruce_deshacer(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)
