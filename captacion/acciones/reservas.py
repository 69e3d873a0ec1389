"""A doubt is in one reviewer's hands at a time; a crash frees it when its minutes are over."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from captacion.consultas.pares import Turno, turnos
from captacion.models import AplazoCruce, ReservaCruce
from juntos.models import Parametro, Usuario


def tomar_siguiente(clases, *, por) -> Turno | None:
    """Reserve for `por` the first doubt that nobody else holds."""
    ReservaCruce.objects.filter(reservada_por=por, hasta__lte=timezone.now()).delete()
    while posibles := turnos(clases, por, ahora=timezone.now()):
        for turno in posibles:
            if reservar(turno.clase.clase, turno.unidad, por=por):
                return turno
    return None


def reservar(clase: str, unidad: int, *, por) -> bool:
    """Take a unit, or keep it longer; False while it is in somebody else's hands.

    Compare-and-swap: of two who ask at once, the row lets one pass.
    """
    ahora = timezone.now()
    hasta = ahora + dt.timedelta(minutes=Parametro.de("cruce_minutos_reserva"))
    campos = {"reservada_por": por, "reservada_en": ahora, "hasta": hasta}
    suya = ReservaCruce.objects.filter(clase=clase, unidad=unidad)
    if suya.filter(Q(reservada_por=por) | Q(hasta__lte=ahora)).update(**campos):
        return True
    ReservaCruce.objects.bulk_create(
        [ReservaCruce(clase=clase, unidad=unidad, **campos)], ignore_conflicts=True
    )
    return suya.filter(reservada_por=por, hasta__gt=ahora).exists()


def en_manos_de(clase: str, unidad: int) -> Usuario | None:
    """Who is looking at it now."""
    reserva = (
        ReservaCruce.objects.filter(clase=clase, unidad=unidad, hasta__gt=timezone.now())
        .select_related("reservada_por")
        .first()
    )
    return reserva and reserva.reservada_por


def aplazar(clase: str, unidad: int, *, por) -> None:
    """To the end of `por`'s queue, and free for everyone else."""
    AplazoCruce.objects.update_or_create(
        clase=clase,
        unidad=unidad,
        aplazado_por=por,
        defaults={"aplazado_en": timezone.now()},
    )
    ReservaCruce.objects.filter(clase=clase, unidad=unidad, reservada_por=por).delete()


def soltar(clase: str, unidad: int) -> None:
    """It is settled: nobody holds it nor left it for later."""
    ReservaCruce.objects.filter(clase=clase, unidad=unidad).delete()
    AplazoCruce.objects.filter(clase=clase, unidad=unidad).delete()
