"""Alerts handed to a facility or a municipality, and followed until they are answered."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.acciones import alertas
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.models import (
    Alerta,
    Derivacion,
    Destino,
    EstadoAlerta,
    EstadoDerivacion,
    MotivoDerivacion,
    Seguimiento,
)
from captacion.models import Captacion
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Establecimiento, Evento, Parametro

DIAS_REVISION_MAXIMO = 90


class YaDerivada(Exception):
    """The alert already has a referral that waits for its answer."""


@transaction.atomic
def derivar(
    alerta: Alerta,
    *,
    motivo: MotivoDerivacion,
    establecimiento: Establecimiento | None = None,
    captacion: Captacion | None = None,
    por,
) -> Derivacion:
    """Hand the alert to whom its motive says; a municipality is the household's own.

    `captacion` says of whom, when the alert does not. Raises YaDerivada when it waits for an
    answer already.
    """
    contacto = alerta.visita.contacto
    exigir_territorio(contacto, por=por)
    captacion = alerta.captacion or captacion
    _validar(alerta, motivo=motivo, establecimiento=establecimiento, captacion=captacion)
    al_establecimiento = motivo.destino == Destino.ESTABLECIMIENTO
    derivacion = Derivacion(
        alerta=alerta,
        motivo=motivo,
        captacion=captacion if al_establecimiento and motivo.nombra_persona else None,
        destino=motivo.destino,
        establecimiento=establecimiento if al_establecimiento else None,
        distrito=None if al_establecimiento else contacto.distrito,
        revisar_el=timezone.localdate() + _espera(),
        emitida_por=por,
    )
    try:
        with transaction.atomic():
            derivacion.save()
    except IntegrityError as error:
        raise YaDerivada from error
    Evento.registrar(derivacion, "", EstadoDerivacion.ABIERTA, por=por)
    return derivacion


@transaction.atomic
def seguir(
    derivacion: Derivacion, *, a: str, nota: str, revisar_el: dt.date | None = None, por
) -> Seguimiento:
    """Write down what was learned, and move the referral to `a` when it is another state.

    A live one is asked about again on `revisar_el`. An attended one attends its alert, when who
    says so is the supervisor whose alert it is.
    """
    exigir_territorio(derivacion.alerta.visita.contacto, por=por)
    vivas, hoy = Derivacion.VIVAS, timezone.localdate()
    sigue_viva = a in vivas
    revisar_el = (revisar_el or hoy + _espera()) if sigue_viva else None
    _validar_seguimiento(nota=nota, revisar_el=revisar_el, hoy=hoy)
    if a == derivacion.estado:
        _posponer(derivacion, revisar_el=revisar_el)
    else:
        cierre = {} if sigue_viva else {"cerrada_en": timezone.now(), "cerrada_por": por}
        transitar(derivacion, a, por=por, revisar_el=revisar_el, **cierre)
    if a == EstadoDerivacion.ATENDIDA:
        _atender_alerta(derivacion.alerta, por=por)
    return Seguimiento.objects.create(
        derivacion=derivacion, nota=nota.strip(), revisar_el=revisar_el, anotado_por=por
    )


def anotar_impresion(derivacion: Derivacion, *, por) -> None:
    """A sheet is personal data on paper: each time it leaves, it is written down."""
    Evento.registrar(derivacion, derivacion.estado, "hoja_impresa", por=por)


def _validar(alerta: Alerta, *, motivo: MotivoDerivacion, establecimiento, captacion) -> None:
    if alerta.estado != EstadoAlerta.ABIERTA:
        raise ValidationError("La alerta ya está atendida: no hay nada que derivar.")
    if not motivo.activo or motivo.tipo_alerta != alerta.tipo:
        raise ValidationError({"motivo": "Ese motivo no corresponde a esta alerta."})
    if motivo.destino == Destino.ESTABLECIMIENTO:
        if establecimiento is None:
            raise ValidationError({"establecimiento": "Indique a qué establecimiento va la hoja."})
        if motivo.nombra_persona and not _es_del_hogar(captacion, alerta):
            raise ValidationError("Indique de quién se trata: una persona de este hogar.")
    if motivo.destino == Destino.MUNICIPALIDAD and alerta.visita.contacto.distrito is None:
        raise ValidationError("El hogar no tiene distrito: ubíquelo primero.")


def _es_del_hogar(captacion: Captacion | None, alerta: Alerta) -> bool:
    casos = alerta.visita.contacto.casos
    return captacion is not None and casos.filter(captacion=captacion).exists()


def _validar_seguimiento(*, nota: str, revisar_el: dt.date | None, hoy: dt.date) -> None:
    errores = {}
    if not nota.strip():
        errores["nota"] = "Escriba qué se supo o qué se hizo."
    ultimo = hoy + dt.timedelta(days=DIAS_REVISION_MAXIMO)
    if revisar_el and not hoy <= revisar_el <= ultimo:
        errores["revisar_el"] = f"Elija un día desde hoy y dentro de {DIAS_REVISION_MAXIMO} días."
    if errores:
        raise ValidationError(errores)


def _posponer(derivacion: Derivacion, *, revisar_el: dt.date | None) -> None:
    iguales = Derivacion.objects.vivas().filter(pk=derivacion.pk, estado=derivacion.estado)
    if not iguales.update(revisar_el=revisar_el):
        raise TransicionInvalida(derivacion, derivacion.estado, derivacion.estado)
    derivacion.refresh_from_db()


def _atender_alerta(alerta: Alerta, *, por) -> None:
    if por.es_supervisora and alerta.estado == EstadoAlerta.ABIERTA and not alerta.incidencia_id:
        alertas.atender(alerta, por=por)


def _espera() -> dt.timedelta:
    return dt.timedelta(days=Parametro.de("dias_seguimiento_derivacion"))
