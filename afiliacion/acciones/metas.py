"""What is expected of each figure: set, followed by another, or annulled; never rewritten."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from afiliacion.models import MetaIndicador
from juntos.models import Rol

ANTES = "Otra persona fijó esa meta al mismo tiempo: vuelva a mirar la lista."


class NoSeFija(Exception):
    """Nothing was done; str() is the one sentence that says why."""


@transaction.atomic
def fijar(*, indicador: str, unidad, valor, desde: dt.date, hasta: dt.date | None, por):
    """A target from a day on: the one that ran ends the day before; one of that day is annulled.

    One that begins later stands in the way: it is annulled first, by a person.
    """
    _exigir_sede(por)
    chocan = (
        MetaIndicador.objects.en_pie()
        .select_for_update(of=("self",))
        .filter(Q(hasta__isnull=True) | Q(hasta__gte=desde), indicador=indicador, unidad=unidad)
    )
    if hasta is not None:
        chocan = chocan.filter(desde__lte=hasta)
    for meta in chocan:
        _hacer_sitio(meta, desde=desde, por=por)
    try:
        with transaction.atomic():
            return MetaIndicador.objects.create(
                indicador=indicador,
                unidad=unidad,
                valor=valor,
                desde=desde,
                hasta=hasta,
                fijada_por=por,
            )
    except IntegrityError:
        raise NoSeFija(ANTES) from None


@transaction.atomic
def anular(meta: MetaIndicador, *, por) -> None:
    """It was wrong: it stays in the history, and counts for nothing."""
    _exigir_sede(por)
    cambiadas = MetaIndicador.objects.en_pie().filter(pk=meta.pk)
    if not cambiadas.update(anulada_en=timezone.now(), anulada_por=por):
        raise NoSeFija("Esa meta ya estaba anulada.")


def _hacer_sitio(meta: MetaIndicador, *, desde: dt.date, por) -> None:
    if meta.desde > desde:
        raise NoSeFija(
            f"Ya hay una meta que empieza el {meta.desde:%d/%m/%Y}: anúlela primero, o elija un "
            "período que termine antes."
        )
    if meta.desde == desde:
        anular(meta, por=por)
        return
    MetaIndicador.objects.filter(pk=meta.pk).update(
        hasta=desde - dt.timedelta(days=1), terminada_en=timezone.now(), terminada_por=por
    )


def _exigir_sede(por) -> None:
    if por.rol != Rol.SEDE:
        raise PermissionDenied("Solo la sede central fija metas.")
