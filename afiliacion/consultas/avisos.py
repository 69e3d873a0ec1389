"""Whether a household was told what its data are for: in which visit, and which version is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from afiliacion.models import AvisoDeFinalidad, Siguiente, Visita
from juntos.models import Usuario

DIAS_DE_LA_CUENTA = 30
# Outcomes of having talked with the family itself; after a loss nobody is asked for it.
HABLARON = (
    Siguiente.REQUISITOS,
    Siguiente.CERRAR_NO_ACEPTA,
    Siguiente.CERRAR_NO_ELEGIBLE,
    Siguiente.CERRAR_YA_USUARIA,
)


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


@dataclass(frozen=True)
class Leidos:
    """Households with which a manager talked, and those of them that were ever told."""

    usuario: Usuario
    hogares: int
    avisados: int


def leidos_por_persona(usuario, *, hoy: dt.date) -> list[Leidos]:
    """Of the last thirty days, in the territory of `usuario`; who left most untold, first."""
    actual = vigente()
    if actual is None:
        return []
    avisado = Visita.objects.filter(
        contacto__hogar=OuterRef("contacto__hogar"), aviso__gte=actual.version
    )
    cuentas = (
        Visita.objects.visibles_para(usuario)
        .filter(
            fecha__gt=hoy - dt.timedelta(days=DIAS_DE_LA_CUENTA), resultado__siguiente__in=HABLARON
        )
        .annotate(avisado=Exists(avisado))
        .order_by()
        .values("registrada_por")
        .annotate(
            hogares=Count("contacto__hogar", distinct=True),
            avisados=Count("contacto__hogar", distinct=True, filter=Q(avisado=True)),
        )
    )
    cuentas = sorted(
        cuentas, key=lambda c: (c["avisados"] - c["hogares"], -c["hogares"], c["registrada_por"])
    )
    usuarios = Usuario.objects.in_bulk([c["registrada_por"] for c in cuentas])
    return [Leidos(usuarios[c["registrada_por"]], c["hogares"], c["avisados"]) for c in cuentas]
