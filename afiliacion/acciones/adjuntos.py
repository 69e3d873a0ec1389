"""Pictures that a device sends apart from its records: judged by their content, kept once."""

import hashlib
import uuid

from django.core.files.base import ContentFile

from afiliacion.acciones.acuerdos import FotoInvalida, volver_a_dibujar
from afiliacion.acciones.campo import llego_adjunto
from afiliacion.models import Adjunto
from juntos.muro import abierto

MAXIMO = 400_000
FORMATOS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class AdjuntoDistinto(Exception):
    """Other bytes came before under this id: one of the two is another picture."""


@abierto()
def guardar_adjunto(pk: uuid.UUID, contenido: bytes, *, por) -> tuple[Adjunto, bool]:
    """Keep a picture under the id that the device gave it; the same again is once.

    Gives it, and whether it is new. Raises FotoInvalida, AdjuntoDistinto.
    """
    huella = hashlib.sha256(contenido).hexdigest()
    if ya := Adjunto.objects.filter(pk=pk).first():
        return _el_mismo(ya, huella, por=por), False
    if not contenido:
        raise FotoInvalida("La foto llegó vacía: vuelva a tomarla.")
    tipo, extension, limpio = volver_a_dibujar(contenido, formatos=FORMATOS.values())
    adjunto = Adjunto(pk=pk, tipo=tipo, tamano=len(limpio), sha256=huella, subido_por=por)
    adjunto.archivo.save(f"{uuid.uuid4().hex}{extension}", ContentFile(limpio), save=False)
    Adjunto.objects.bulk_create([adjunto], ignore_conflicts=True)
    guardado = Adjunto.objects.get(pk=pk)
    if guardado.archivo.name != adjunto.archivo.name:  # its twin was first
        adjunto.archivo.delete(save=False)
        return _el_mismo(guardado, huella, por=por), False
    llego_adjunto(guardado)
    return guardado, True


def _el_mismo(adjunto: Adjunto, huella: str, *, por) -> Adjunto:
    if (adjunto.sha256, adjunto.subido_por_id) != (huella, por.pk):
        raise AdjuntoDistinto("Con este número ya había llegado otra foto.")
    return adjunto
