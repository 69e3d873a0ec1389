"""Facilities that do not serve: reports gathered, and closed once for all."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from afiliacion.models import (
    Alerta,
    CausaIncidencia,
    EstadoAlerta,
    EstadoIncidencia,
    Incidencia,
    TipoAlerta,
    Visita,
)
from juntos.estados import transitar
from juntos.models import Evento, Rol


def avisar(visita: Visita, *, causa: str, captacion) -> Alerta:
    """The alert of a visit that found its facility closed or without supplies.

    It joins the incident of that facility and cause, which it opens, or opens again. A report of
    a day before the incident was resolved tells nothing new: it comes in attended.
    """
    incidencia = _incidencia_de(visita, causa=causa or CausaIncidencia.SIN_PRECISAR)
    alerta = Alerta(
        visita=visita,
        tipo=TipoAlerta.ESTABLECIMIENTO,
        captacion=captacion,
        incidencia=incidencia,
    )
    if incidencia and incidencia.estado == EstadoIncidencia.RESUELTA:
        if visita.fecha < timezone.localdate(incidencia.resuelta_en):
            alerta = Alerta(
                visita=visita,
                tipo=TipoAlerta.ESTABLECIMIENTO,
                captacion=captacion,
                incidencia=incidencia,
                estado=EstadoAlerta.ATENDIDA,
                atendida_en=incidencia.resuelta_en,
                atendida_por=incidencia.resuelta_por,
            )
        else:
            _reabrir(incidencia, por=visita.registrada_por)
    alerta.save()
    return alerta


def _incidencia_de(visita: Visita, *, causa: str) -> Incidencia | None:
    """The incident of the facility that attends this household, locked; None when none is known."""
    codigo, establecimiento = _establecimiento(visita)
    if not codigo:
        return None
    incidencia, nueva = Incidencia.objects.get_or_create(
        establecimiento_codigo=codigo,
        causa=causa,
        defaults={"establecimiento": establecimiento, "abierta_por": visita.registrada_por},
    )
    if nueva:
        Evento.registrar(incidencia, "", EstadoIncidencia.ABIERTA, por=visita.registrada_por)
    return Incidencia.objects.select_for_update().get(pk=incidencia.pk)


def _establecimiento(visita: Visita):
    """Code and facility of the case with the fewest days left that has one."""
    casos = visita.contacto.casos.vivos().select_related(
        "captacion__recien_nacido__establecimiento", "captacion__gestante__establecimiento"
    )
    for caso in casos.order_by("captacion__limite_el", "pk"):
        registro = caso.captacion.recien_nacido or caso.captacion.gestante
        if registro.establecimiento_codigo:
            return registro.establecimiento_codigo, registro.establecimiento
    return "", None


def _reabrir(incidencia: Incidencia, *, por) -> None:
    transitar(
        incidencia,
        EstadoIncidencia.ABIERTA,
        por=por,
        abierta_en=timezone.now(),
        abierta_por=por,
        resuelta_en=None,
        resuelta_por=None,
    )


@transaction.atomic
def resolver(incidencia: Incidencia, *, por) -> Incidencia:
    """The facility serves again: every alert behind the incident is attended with it."""
    if por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Las incidencias las cierra la supervisora.")
    if not Incidencia.objects.visibles_para(por).filter(pk=incidencia.pk).exists():
        raise PermissionDenied("Esta incidencia no es de su territorio.")
    ahora = timezone.now()
    transitar(incidencia, EstadoIncidencia.RESUELTA, por=por, resuelta_en=ahora, resuelta_por=por)
    for alerta in incidencia.alertas.filter(estado=EstadoAlerta.ABIERTA):
        transitar(
            alerta,
            EstadoAlerta.ATENDIDA,
            por=por,
            motivo=f"Incidencia {incidencia.pk}",
            atendida_por=por,
            atendida_en=ahora,
        )
    return incidencia
