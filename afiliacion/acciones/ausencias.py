"""Days off, and who covers meanwhile."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.reasignar import exigir_que_reparte
from juntos.models import Ausencia, Evento, Rol, Usuario

DIAS_MAXIMOS = 366


@transaction.atomic
def registrar_ausencia(
    usuaria: Usuario, *, desde: dt.date, hasta: dt.date, motivo: str, cubre: Usuario | None, por
) -> Ausencia:
    """Write down an absence; who covers must be at work on those days."""
    exigir_que_reparte(por)
    _exigir_de_su_unidad(usuaria, por=por)
    if cubre:
        _exigir_de_su_unidad(cubre, por=por)
    # Two absences of one person, or a chain of covers, cannot be written at once.
    implicadas = sorted({usuaria.pk, *([cubre.pk] if cubre else [])})
    list(Usuario.objects.select_for_update().filter(pk__in=implicadas).order_by("pk"))
    if hasta < desde:
        raise ValidationError({"hasta": "La fecha final no puede ser anterior a la inicial."})
    if (hasta - desde).days > DIAS_MAXIMOS:
        raise ValidationError({"hasta": "Una ausencia dura un año como máximo."})
    if hasta < timezone.localdate():
        raise ValidationError({"hasta": "Esos días ya pasaron."})
    de_esos_dias = Ausencia.objects.filter(desde__lte=hasta, hasta__gte=desde)
    if de_esos_dias.filter(usuario=usuaria).exists():
        raise ValidationError({"desde": "Ya tiene otra ausencia en esos días."})
    if cubre and (cubre == usuaria or de_esos_dias.filter(usuario=cubre).exists()):
        raise ValidationError({"cubre": "Quien cubre no puede estar ausente en esos días."})
    ausencia = Ausencia.objects.create(
        usuario=usuaria, desde=desde, hasta=hasta, motivo=motivo, cubre=cubre
    )
    Evento.registrar(ausencia, "", "registrada", por=por)
    return ausencia


@transaction.atomic
def quitar_ausencia(ausencia: Ausencia, *, por) -> None:
    """She comes back before, or it was a mistake: what has passed stays, the rest goes."""
    exigir_que_reparte(por)
    _exigir_de_su_unidad(ausencia.usuario, por=por)
    ayer = timezone.localdate() - dt.timedelta(days=1)
    Evento.registrar(ausencia, "registrada", "terminada", por=por)
    if ausencia.desde <= ayer:
        Ausencia.objects.filter(pk=ausencia.pk, hasta__gt=ayer).update(hasta=ayer)
    else:
        ausencia.delete()


def _exigir_de_su_unidad(usuaria: Usuario, *, por) -> None:
    if (
        usuaria.rol != Rol.GESTORA
        or not usuaria.is_active
        or usuaria.unidad_territorial_id != por.unidad_territorial_id
    ):
        raise PermissionDenied("Solo de las gestoras de su Unidad Territorial.")
