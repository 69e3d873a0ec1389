"""One request over a world that many share: what it changes is undone."""

import io
import zipfile
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


def dicho(respuesta) -> bytes:
    """Headers and contents, those of a workbook unpacked."""
    contenido = respuesta.leido if respuesta.streaming else respuesta.content
    if contenido.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(contenido)) as libro:
            contenido = b"".join(libro.read(nombre) for nombre in libro.namelist())
    return str(respuesta.headers).encode() + contenido
