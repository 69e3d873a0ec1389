"""By resolution nobody of a territory is asked for what falls due in some days; and undone."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones import calendario
from afiliacion.models import Exoneracion, ItemCuidado
from juntos.models import Distrito, Evento, Rol, UnidadTerritorial


class ExoneracionCambiada(Exception):
    """Somebody annulled it, or put it back, first."""


@transaction.atomic
def registrar(
    *,
    resolucion: str,
    motivo: str,
    desde: dt.date,
    hasta: dt.date,
    unidad_territorial: UnidadTerritorial | None,
    distrito: Distrito | None,
    item: ItemCuidado | None,
    por,
) -> Exoneracion:
    """Sede for any territory; a supervisor for hers. The calendars follow."""
    _exigir_territorio(unidad_territorial, distrito, por=por)
    if hasta < desde:
        raise ValidationError({"hasta": "No puede terminar antes de empezar."})
    if unidad_territorial and distrito:
        raise ValidationError(
            {"distrito": "Elija la Unidad Territorial o un distrito, no los dos."}
        )
    nueva = Exoneracion.objects.create(
        resolucion=resolucion.strip(),
        motivo=motivo.strip(),
        desde=desde,
        hasta=hasta,
        unidad_territorial=unidad_territorial,
        distrito=distrito,
        item=item,
        registrada_por=por,
    )
    Evento.registrar(nueva, "", "registrada", por=por)
    calendario.pedir(exoneracion=nueva)
    return nueva


@transaction.atomic
def anular(exoneracion: Exoneracion, *, por) -> None:
    """It excuses nobody any more; the row stays."""
    _mover(exoneracion, anulada=True, por=por, anulada_en=timezone.now(), anulada_por=por)


@transaction.atomic
def reponer(exoneracion: Exoneracion, *, por) -> None:
    """Undo: it excuses again."""
    _mover(exoneracion, anulada=False, por=por, anulada_en=None, anulada_por=None)


def _mover(exoneracion: Exoneracion, *, anulada: bool, por, **campos) -> None:
    _exigir_territorio(exoneracion.unidad_territorial, exoneracion.distrito, por=por)
    antes = Exoneracion.objects.filter(pk=exoneracion.pk, anulada_en__isnull=anulada)
    if not antes.update(**campos):
        raise ExoneracionCambiada
    de, a = ("registrada", "anulada") if anulada else ("anulada", "registrada")
    Evento.registrar(exoneracion, de, a, por=por)
    calendario.pedir(exoneracion=exoneracion)


def _exigir_territorio(unidad: UnidadTerritorial | None, distrito: Distrito | None, *, por) -> None:
    if por.rol == Rol.SEDE:
        return
    suya = por.unidad_territorial_id
    if por.rol != Rol.SUPERVISORA or suya is None:
        raise PermissionDenied("Las exoneraciones las registran la sede y las supervisoras.")
    de_la_unidad = unidad and unidad.pk == suya
    if not (de_la_unidad or (distrito and distrito.unidad_territorial_id == suya)):
        raise PermissionDenied("Esa exoneración no es solo de su Unidad Territorial.")
