"""Captures and contacts of people who opposed a use of their data, and of children of theirs.

Ids; few, whatever the size of the queue.
"""

from django.db.models import Q, QuerySet

from afiliacion.models import Caso, Contacto
from captacion.models import Captacion, Restriccion


def captaciones_restringidas(tipo: str) -> set[int]:
    return set(_captaciones(tipo).values_list("pk", flat=True))


def contactos_restringidos(tipo: str) -> QuerySet:
    return Caso.objects.filter(captacion__in=_captaciones(tipo)).values("contacto")


def se_opone(contacto: Contacto, tipo: str) -> bool:
    """Somebody of this contact does."""
    return contactos_restringidos(tipo).filter(contacto=contacto).exists()


def _captaciones(tipo: str) -> QuerySet[Captacion]:
    personas = Restriccion.objects.vigentes(tipo).values("persona")
    return Captacion.objects.filter(Q(persona__in=personas) | Q(recien_nacido__madre__in=personas))
