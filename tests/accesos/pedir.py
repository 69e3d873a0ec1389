"""One request over a world that many share: what it changes is undone."""

from http.cookies import SimpleCookie

from django.db import transaction
from django.http import HttpResponse
from django.test import Client


def pedir(client: Client, metodo: str, direccion: str, *, por=None, **mas) -> HttpResponse:
    """Answer read to its end, then everything is as it was, the session of `por` included."""
    client.cookies = SimpleCookie()
    with transaction.atomic():
        if por:
            client.force_login(por)
        respuesta = getattr(client, metodo)(direccion, **mas)
        if respuesta.streaming:
            respuesta.leido = respuesta.getvalue()
        transaction.set_rollback(True)
    return respuesta
