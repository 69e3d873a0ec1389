"""The requirements as they stand today, computed without storing them."""

from django.db.models import prefetch_related_objects

from afiliacion.acciones.requisitos import Expediente, requisitos_de
from afiliacion.models import Contacto, Requisito, Solicitud

SIN_NUMERO = 0  # a request that does not exist yet: nothing hangs from it


def requisitos_hoy(solicitud: Solicitud) -> list[Requisito]:
    """A live request is read anew, a resolved one as it was resolved; with the files read."""
    if solicitud.estado in Solicitud.VIVAS:
        requisitos = requisitos_de(solicitud)
    else:
        requisitos = list(solicitud.requisitos.all())
    prefetch_related_objects(requisitos, "carga")
    return requisitos


def requisitos_de_contacto(contacto: Contacto, solicitud: Solicitud | None) -> list[Requisito]:
    """Those of its request; before there is one, the same check as if it opened now."""
    if solicitud is None:
        solicitud = Solicitud(pk=SIN_NUMERO, contacto=contacto)
        solicitud.titular = Expediente.de(solicitud).titular_habitual()
    return requisitos_hoy(solicitud)
