"""A household and its line of life."""

from django.http import HttpRequest, HttpResponse


def hogar(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(status=501)
