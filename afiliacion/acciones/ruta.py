"""The route of a day: chosen, put in order, let go."""

import datetime as dt
from collections.abc import Collection
from itertools import groupby

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from afiliacion.models import Contacto, Parada
from juntos.models import Parametro, Rol, Usuario


@transaction.atomic
def agregar_paradas(contactos: Collection[int], *, por: Usuario) -> list[Parada]:
    """Take these open contacts of one's territory on today's route; the same twice is once.

    Raises ValidationError when they do not all fit: none is taken.
    """
    if por.rol not in (Rol.GESTORA, Rol.SUPERVISORA):
        raise PermissionDenied("La ruta es de quien visita los hogares.")
    hoy = timezone.localdate()
    # Two at once of one person wait for each other: together they could pass the maximum.
    Usuario.objects.select_for_update().get(pk=por.pk)
    puestas = set(Parada.objects.filter(usuario=por, fecha=hoy).values_list("contacto", flat=True))
    nuevos = (
        Contacto.objects.visibles_para(por)
        .abiertos()
        .filter(pk__in=contactos)
        .exclude(pk__in=puestas)
    )
    nuevas = [
        Parada(usuario=por, contacto=contacto, fecha=hoy, orden=1, agregada_por=por)
        for contacto in nuevos.order_by("pk")
    ]
    maximo = Parametro.de("ruta_maximo")
    if len(puestas) + len(nuevas) > maximo:
        raise ValidationError(
            f"En la ruta de un día caben {maximo} hogares: ya lleva {len(puestas)} y quiere "
            f"agregar {len(nuevas)}."
        )
    Parada.objects.bulk_create(nuevas)
    ordenar_paradas(por=por, fecha=hoy)
    return nuevas


@transaction.atomic
def quitar_paradas(contactos: Collection[int], *, por: Usuario) -> int:
    """Let these stops of today go; what was recorded there stays. Gives how many they were."""
    hoy = timezone.localdate()
    Usuario.objects.select_for_update().get(pk=por.pk)
    cuantas, _ = Parada.objects.filter(usuario=por, fecha=hoy, contacto__in=contactos).delete()
    ordenar_paradas(por=por, fecha=hoy)
    return cuantas


def ordenar_paradas(*, por: Usuario, fecha: dt.date) -> None:
    """Number the stops: place by place from the most urgent, inside each by days left."""
    paradas = list(Parada.objects.filter(usuario=por, fecha=fecha).select_related("contacto"))
    paradas.sort(key=lambda parada: (lugar_de(parada.contacto), urgencia(parada.contacto)))
    lugares = [list(grupo) for _, grupo in groupby(paradas, key=lambda p: lugar_de(p.contacto))]
    lugares.sort(key=lambda grupo: urgencia(grupo[0].contacto))
    for orden, parada in enumerate((p for grupo in lugares for p in grupo), 1):
        parada.orden = orden
    Parada.objects.bulk_update(paradas, ["orden"])


def lugar_de(contacto: Contacto) -> tuple[str, str]:
    """One centro poblado: the same name in two districts is two places."""
    return contacto.distrito_id or "", contacto.centro_poblado.strip().upper()


def urgencia(contacto: Contacto) -> tuple[bool, dt.date, int]:
    """As the queue: the overdue that an initial load brought go last, then by deadline."""
    return contacto.rezagado, contacto.vence_el, contacto.pk
