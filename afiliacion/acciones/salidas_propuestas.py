"""Who would leave, and why: found in the data or told by a person; a supervisor decides."""

import datetime as dt
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from afiliacion.models import (
    AlcanceSalida,
    CausaSalida,
    ClaveTransferencia,
    EstadoSalida,
    Liquidacion,
    ParametroTransferencia,
    SalidaPropuesta,
)
from captacion.models import Hogar
from juntos.estados import transitar
from juntos.historia import por_que
from juntos.models import Evento, Parametro, Rol, Usuario

CARPETA = Path(__file__).resolve().parents[1] / "sql" / "salidas"


@transaction.atomic
def proponer_por_suspensiones(liquidacion: Liquidacion) -> int:
    """The households whose suspensions reach the limit in a settlement that closes."""
    limite = ParametroTransferencia.objects.filter(
        clave=ClaveTransferencia.SUSPENSIONES, desde__lte=liquidacion.desde
    ).exclude(hasta__lt=liquidacion.desde)
    return _proponer(
        "10_por_suspensiones",
        liquidacion=liquidacion.pk,
        limite=limite.get().valor,
        sale_el=liquidacion.hasta,
    )


@transaction.atomic
def proponer(*, hoy: dt.date) -> int:
    """What the registers say on `hoy`: out of scope, expired, duplicate, nobody of age."""
    return _proponer("20_por_los_registros", hoy=hoy, exigir_ambito=Parametro.de("exigir_ambito"))


def proponer_a_mano(hogar: Hogar, *, causa: CausaSalida, sale_el: dt.date, detalle: str, por):
    """A renunciation or a death that the field knows of."""
    if por.rol not in (Rol.GESTORA, Rol.SUPERVISORA):
        raise PermissionDenied("Solo quien trabaja con el hogar propone su salida.")
    if not causa.a_mano:
        raise ValidationError("Esa causa la encuentra el sistema: elija otra.")
    if sale_el > timezone.localdate():
        raise ValidationError("La fecha de salida no puede ser futura.")
    if hogar.usuario_desde and sale_el < hogar.usuario_desde:
        raise ValidationError("La fecha de salida es anterior a su ingreso.")
    try:
        with transaction.atomic():
            salida = SalidaPropuesta.objects.create(
                hogar=hogar,
                causa=causa,
                detalle=detalle,
                entrada_el=hogar.usuario_desde,
                sale_el=sale_el,
                propuesta_por=por,
            )
            Evento.registrar(salida, "", EstadoSalida.PROPUESTA, por=por)
    except IntegrityError:
        raise ValidationError("Esa salida ya está propuesta y espera decisión.") from None
    return salida


@transaction.atomic
def aceptar(salida: SalidaPropuesta, *, por) -> SalidaPropuesta:
    """The stay ends on its date; what was paid stays paid. Who comes back starts another stay."""
    _exigir_supervisora(salida, por=por)
    transitar(salida, EstadoSalida.ACEPTADA, por=por, resuelta_en=timezone.now(), resuelta_por=por)
    hogar = Hogar.objects.filter(pk=salida.hogar_id)
    if salida.causa.alcance == AlcanceSalida.HOGAR:
        # Without its date of entry, the day it comes back is another one.
        hogar.update(es_usuario=False, usuario_desde=None, en_tpi=False)
    else:
        hogar.update(en_tpi=False)
    return salida


@transaction.atomic
def descartar(salida: SalidaPropuesta, *, motivo: str, por) -> SalidaPropuesta:
    _exigir_supervisora(salida, por=por)
    with por_que(motivo):
        transitar(
            salida,
            EstadoSalida.DESCARTADA,
            por=por,
            resuelta_en=timezone.now(),
            resuelta_por=por,
            motivo_descarte=motivo,
        )
    return salida


def _proponer(paso: str, **valores) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            (CARPETA / f"{paso}.sql").read_text(),
            valores | {"sistema": Usuario.objects.sistema().pk},
        )
        return cursor.fetchone()[0]


def _exigir_supervisora(salida: SalidaPropuesta, *, por) -> None:
    if por.rol != Rol.SUPERVISORA or not (
        SalidaPropuesta.objects.visibles_para(por).filter(pk=salida.pk).exists()
    ):
        raise PermissionDenied("Solo decide la supervisora de su Unidad Territorial.")
    if salida.propuesta_por_id == por.pk:
        raise PermissionDenied("Quien propone una salida no la decide.")
