"""Search everywhere: contacts first, then the households that have none."""

from dataclasses import dataclass

from django.db.models import Case, Prefetch, Value, When

from afiliacion.consultas.filas import filas_de
from afiliacion.consultas.personas import contactos_que_coinciden, hogares_que_coinciden
from afiliacion.consultas.prioridad import Prioridad
from afiliacion.models import Contacto
from captacion.models import Hogar, Miembro

TOPE = 25


@dataclass
class Hallazgos:
    contactos: list[Contacto]
    hogares: list[Hogar]
    hay_mas: bool

    def __bool__(self) -> bool:
        return bool(self.contactos or self.hogares)


def buscar(texto: str, *, usuario, hoy) -> Hallazgos:
    """What this person may see of whom the text names; the open contacts first."""
    cerrado = Case(When(estado__in=Contacto.ABIERTOS, then=Value(0)), default=Value(1))
    por_persona = contactos_que_coinciden(texto, usuario)
    por_codigo = Contacto.objects.visibles_para(usuario).filter(hogar__codigo=texto.strip())
    ids = [
        *por_persona.order_by(cerrado, "vence_el", "pk").values_list("pk", flat=True)[: TOPE + 1],
        *por_codigo.order_by(cerrado, "vence_el", "pk").values_list("pk", flat=True)[:TOPE],
    ]
    halladas = Contacto.objects.filter(pk__in=ids[:TOPE])
    filas = {c.pk: c for c in filas_de(halladas, hoy, Prioridad.de(usuario))}
    contactos = [filas[pk] for pk in dict.fromkeys(ids[:TOPE])]
    miembros = Miembro.objects.select_related("persona").order_by("-es_titular", "pk")
    hogares = list(
        hogares_que_coinciden(texto, usuario)
        .exclude(pk__in=[c.hogar_id for c in contactos])
        .select_related("distrito")
        .prefetch_related(Prefetch("miembros", miembros))
        .order_by("pk")[: TOPE + 1]
    )
    return Hallazgos(contactos, hogares[:TOPE], max(len(ids), len(hogares)) > TOPE)
