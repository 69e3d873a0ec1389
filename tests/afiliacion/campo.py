"""A phone in a test: its number, its clock, its records, and how it sends them."""

import io
import json
import uuid

from django.urls import reverse
from django.utils import timezone
from PIL import Image

from afiliacion.models import RegistroDeCampo
from tests.afiliacion.construir import HOY


class Telefono:
    def __init__(self, client, usuario, *, clave=None):
        self.client, self.usuario, self.clave = client, usuario, clave or uuid.uuid4()
        client.force_login(usuario)

    def enviar(self, *registros, reloj=None, **mas):
        cuerpo = {
            "version": 1,
            "dispositivo": str(self.clave),
            "reloj": (reloj or timezone.now()).isoformat(),
            "registros": list(registros),
        } | mas
        return self.enviar_bytes(json.dumps(cuerpo).encode())

    def enviar_bytes(self, cuerpo: bytes):
        return self.client.post(
            reverse("afiliacion:ruta-sincronizar"), cuerpo, content_type="application/json"
        )

    def subir(self, contenido: bytes, *, pk=None, tipo="image/jpeg"):
        direccion = reverse("afiliacion:ruta-adjunto", args=[pk or uuid.uuid4()])
        return self.client.put(direccion, contenido, content_type=tipo)


def registro(tipo, contacto, /, *, hecho_en=None, pk=None, **datos):
    return {
        "id": str(pk or uuid.uuid4()),
        "tipo": tipo,
        "contacto": getattr(contacto, "pk", contacto),
        "hecho_en": (hecho_en or timezone.now()).isoformat(),
        "datos": datos,
    }


def visita(contacto, resultado="ausente", /, *, hecho_en=None, pk=None, **datos):
    """A visit of a contact whose `version` the phone had read."""
    valores = {
        "version": getattr(contacto, "version", 0),
        "modalidad": "presencial",
        "resultado": resultado,
        "fecha": HOY.isoformat(),
    }
    return registro("visita", contacto, hecho_en=hecho_en, pk=pk, **valores | datos)


def foto(formato="JPEG", *, exif=False, lado=64) -> bytes:
    imagen, salida = Image.new("RGB", (lado, lado), "gray"), io.BytesIO()
    datos = Image.Exif()
    if exif:
        datos[0x010F] = "Cámara de prueba"
        datos.get_ifd(0x8825)[2] = (13.0, 31.0, 0.0)
    imagen.save(salida, formato, exif=datos)
    return salida.getvalue()


def unico(respuesta) -> dict:
    """The answer to the only record of a request."""
    (dado,) = respuesta.json()["registros"]
    return dado


def guardado(respuesta) -> RegistroDeCampo:
    return RegistroDeCampo.objects.get(pk=unico(respuesta)["id"])
