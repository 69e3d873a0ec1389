"""The requirements as they stand today, computed without storing them."""

from django.db.models import prefetch_related_objects

from afiliacion.acciones.requisitos import Expediente, requisitos_de
from afiliacion.models import Contacto, Requisito, Solicitud

SIN_NUMERO = 0  # a request that does not exist yet: nothing hangs from it


def requisitos_hoy(solicitud: Solicitud) -> list[Requisito]:
    """A live request is read anew, a resolved one as it was resolved; with the files read."""
    if solicitud.estado in Solicitud.VIVAS:
        return _con_sus_cargas(requisitos_de(Expediente.de(solicitud)))
    return _con_sus_cargas(list(solicitud.requisitos.all()))


def requisitos_de_contacto(contacto: Contacto, solicitud: Solicitud | None) -> list[Requisito]:
    """Those of its request; before there is one, the same check as if it opened now."""
    if solicitud:
        return requisitos_hoy(solicitud)
    expediente = Expediente.de(Solicitud(pk=SIN_NUMERO, contacto=contacto))
    expediente.solicitud.titular = expediente.titular_habitual()
    return _con_sus_cargas(requisitos_de(expediente))


def _con_sus_cargas(requisitos: list[Requisito]) -> list[Requisito]:
    prefetch_related_objects(requisitos, "carga")
    return requisitos
