"""Everything that is held of one person, kind by kind, with where each thing came from.

A test walks every key to a person, to her captures and to her contacts: a new table is told here,
or says in `APARTE` why it is not.
"""

from collections.abc import Iterable

from django.db.models import Q

from afiliacion.acciones.cancelacion import contactos_de
from afiliacion.consultas.expediente import programa, registros, trabajo
from afiliacion.consultas.expediente.seccion import Seccion
from captacion.models import Captacion, Hogar, Persona

# Key to a person, a capture or a contact → why it is no section of its own.
APARTE = {
    "Duplicado.persona": "la pareja de dos registros: lo que unió ya está en ella",
    "Duplicado.otra": "la pareja de dos registros: lo que unió ya está en ella",
    "Recalculo.persona": "un turno de cálculo, sin datos",
    "CambioDeItem.persona": "versiones anteriores del calendario que se muestra",
    "Evidencia.persona": "las líneas de la verificación del hogar que se muestra",
    "Evidencia.captacion": "las líneas de la verificación del hogar que se muestra",
    "Solicitud.titular": "se muestra con las solicitudes de su hogar",
    "Pago.titular": "se muestra con los pagos de su hogar",
    "Caso.captacion": "une su captación con el contacto que se muestra",
    "Caso.contacto": "une su captación con el contacto que se muestra",
    "HechoCaptacion.captacion": "la misma captación, contada para las cifras",
    "HechoPublicado.captacion": "la misma captación, contada para las cifras",
    "Contacto.reunida_con": "otro contacto del mismo hogar, que se muestra",
    "Parada.contacto": "el orden de la ruta de una gestora",
    "ContactoReasignado.contacto": "a qué gestora pasó el contacto",
}


def todo(persona: Persona) -> list[Seccion]:
    captaciones = list(Captacion.objects.filter(persona=persona).order_by("pk"))
    contactos = list(contactos_de(persona).select_related("distrito", "hogar").order_by("pk"))
    hogares = list(_hogares(persona, contactos))
    return [
        *registros.de_los_registros(persona, hogares),
        *trabajo.del_trabajo(persona, captaciones, contactos),
        *programa.del_programa(persona, hogares),
        *programa.de_su_cuidado(persona),
        *trabajo.de_sus_derechos(persona),
        *trabajo.de_quien_la_vio(captaciones, contactos, hogares),
    ]


def _hogares(persona: Persona, contactos) -> Iterable[Hogar]:
    suyos = Q(miembros__persona=persona) | Q(pk__in=[c.hogar_id for c in contactos])
    return Hogar.objects.filter(suyos).select_related("distrito", "carga").distinct().order_by("pk")
