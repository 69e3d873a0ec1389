"""Whom an office outside asks for in a household: an adult, never a child."""

from django.db.models import Prefetch

from afiliacion.models import Caso, Contacto
from captacion.models import Miembro

DE_LA_ADULTA = (
    Prefetch(
        "casos",
        Caso.objects.vivos()
        .select_related("captacion__persona", "captacion__recien_nacido__madre")
        .order_by("captacion__limite_el", "pk"),
    ),
    Prefetch("hogar__miembros", Miembro.objects.filter(es_titular=True).select_related("persona")),
)


def nombre_de_la_adulta(contacto: Contacto) -> str:
    """The pregnant woman, the mother, else the register's titular, of a contact so prefetched."""
    for caso in contacto.casos.all():
        captacion = caso.captacion
        if captacion.gestante_id:
            return captacion.persona.nombre_completo
        if captacion.recien_nacido.madre:
            return captacion.recien_nacido.madre.nombre_completo
    titular = next(iter(contacto.hogar.miembros.all()), None)
    return titular.persona.nombre_completo if titular else "Persona adulta del hogar"
