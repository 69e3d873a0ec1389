"""Headquarters lifts a document that came with too many people, or puts it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from captacion.models import DocumentoObservado
from juntos.models import Evento, Rol

OBSERVADO, LEVANTADO = "observado", "levantado"


@transaction.atomic
def levantar_documento(documento: DocumentoObservado, *, por) -> bool:
    """It links again, from the next load that brings it. False when it was lifted already."""
    _decide_sede(por)
    observados = DocumentoObservado.objects.filter(pk=documento.pk, levantado_en__isnull=True)
    if not observados.update(levantado_en=timezone.now(), levantado_por=por):
        return False
    Evento.registrar(documento, OBSERVADO, LEVANTADO, por=por)
    return True


@transaction.atomic
def reponer_documento(documento: DocumentoObservado, *, por) -> bool:
    """It links nobody again. False when it was never lifted, or not any more."""
    _decide_sede(por)
    levantados = DocumentoObservado.objects.filter(pk=documento.pk, levantado_en__isnull=False)
    if not levantados.update(levantado_en=None, levantado_por=None):
        return False
    Evento.registrar(documento, LEVANTADO, OBSERVADO, por=por)
    return True


def _decide_sede(por) -> None:
    if por.rol != Rol.SEDE:
        raise PermissionDenied("Los documentos observados los decide sede")
