"""What is expected of each figure on a day: a unit's own target, or the country's."""

import datetime as dt

from afiliacion.models import MetaIndicador


def metas_del(dia: dt.date) -> dict[tuple[str, int | None], MetaIndicador]:
    """Every target in force on that day, by figure and unit (None: the country)."""
    return {(meta.indicador, meta.unidad_id): meta for meta in MetaIndicador.objects.vigentes(dia)}


def meta_de(codigo: str, unidad: int | None, dia: dt.date) -> MetaIndicador | None:
    return elegir(metas_del(dia), codigo, unidad)


def elegir(metas: dict, codigo: str, unidad: int | None) -> MetaIndicador | None:
    """Of those of a day, the unit's own, else the country's."""
    return metas.get((codigo, unidad)) or metas.get((codigo, None))
