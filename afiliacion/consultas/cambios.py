"""What people changed of a household and of the work done with it."""

from django.db.models import QuerySet

from afiliacion.models import (
    Acuerdo,
    Afiliacion,
    Alerta,
    Caso,
    Contacto,
    Cuidado,
    Derivacion,
    InclusionTPI,
    Requisito,
    SalidaPropuesta,
    Seguimiento,
    Solicitud,
    Visita,
)
from captacion.models import Captacion, Hogar, Miembro, Persona, Telefono, Vinculo
from juntos import que_cambio
from juntos.models import Cambio


def del_hogar(hogar: Hogar) -> QuerySet[Cambio]:
    """Of its row, its people, its contacts and what came of them; `hogar` was seen already."""
    miembros, captados = (
        filas.values_list("persona", flat=True) for filas in (hogar.miembros, hogar.captaciones)
    )
    personas = {*miembros, *captados} - {None}
    suyos = {
        Persona: Persona.objects.filter(pk__in=personas),
        Telefono: Telefono.objects.filter(persona__in=personas),
        Miembro: hogar.miembros.all(),
        Captacion: hogar.captaciones.all(),
        Vinculo: hogar.vinculos.all(),
        Contacto: hogar.contactos.all(),
        Caso: Caso.objects.filter(contacto__hogar=hogar),
        Visita: Visita.objects.filter(contacto__hogar=hogar),
        Alerta: Alerta.objects.filter(visita__contacto__hogar=hogar),
        Derivacion: Derivacion.objects.filter(alerta__visita__contacto__hogar=hogar),
        Seguimiento: Seguimiento.objects.filter(derivacion__alerta__visita__contacto__hogar=hogar),
        Solicitud: Solicitud.objects.filter(contacto__hogar=hogar),
        Requisito: Requisito.objects.filter(solicitud__contacto__hogar=hogar),
        Acuerdo: Acuerdo.objects.filter(solicitud__contacto__hogar=hogar),
        Afiliacion: Afiliacion.objects.filter(hogar=hogar),
        InclusionTPI: hogar.inclusiones_tpi.all(),
        SalidaPropuesta: hogar.salidas.all(),
        Cuidado: Cuidado.objects.filter(persona__in=personas),
    }
    llaves = {modelo: set(filas.values_list("pk", flat=True)) for modelo, filas in suyos.items()}
    return que_cambio.cambios({Hogar: [hogar.pk]} | llaves)
