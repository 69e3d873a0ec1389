"""Whether a household was told what its data are for: in which visit, and which version is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from afiliacion.models import AvisoDeFinalidad, Visita


@dataclass(frozen=True)
class AvisoDelHogar:
    """`falta`: the version to be read now; `leido`: the visit in which one was, the last."""

    falta: AvisoDeFinalidad | None
    leido: Visita | None


def vigente() -> AvisoDeFinalidad | None:
    """The version in force today: of no territory, for anybody to read."""
    return AvisoDeFinalidad.objects.vigente()


def del_hogar(hogar: int) -> AvisoDelHogar:
    visita = (
        Visita.objects.filter(contacto__hogar=hogar, aviso__isnull=False)
        .select_related("aviso", "registrada_por")
        .order_by("-aviso_id", "-fecha", "-pk")
        .first()
    )
    actual = vigente()
    sabido = visita is not None and actual is not None and visita.aviso_id >= actual.version
    return AvisoDelHogar(None if sabido else actual, visita)


def sin_aviso(hogares: Collection[int]) -> set[int]:
    """Those of the households to which the version in force was read by nobody."""
    actual = vigente()
    if actual is None:
        return set()
    leidos = Visita.objects.filter(contacto__hogar__in=hogares, aviso__gte=actual.version)
    return set(hogares) - set(leidos.values_list("contacto__hogar", flat=True))
