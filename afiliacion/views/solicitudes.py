"""Requests: can I sign this? And the alerts of visits."""

from django.http import HttpRequest, HttpResponse


def solicitudes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def solicitud(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def acuerdo_subir(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def acuerdo(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def titular(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def enviar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def aprobar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def observar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def rechazar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def aprobar_varias(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def alertas(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


def alerta_atender(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)


def alerta_reabrir(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)
