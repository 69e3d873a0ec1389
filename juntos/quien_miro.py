"""Who looked at whom, as the page tells it: per person, then reading by reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from juntos.models import AlertaDeLectura, Evento, Lectura, Usuario

REVISADAS_A_LA_VISTA = 10


@dataclass(frozen=True)
class DeUnaPersona:
    """`archivos`: people that she took this week in lists, files and searches."""

    usuario: Usuario
    hoy: int
    semana: int
    archivos: int


@dataclass(frozen=True)
class Revisada:
    alerta: AlertaDeLectura
    motivo: str


def equipo_de(usuario) -> QuerySet[Usuario]:
    """Those whose readings `usuario` may see, if they ever read."""
    leyeron = Lectura.objects.visibles_para(usuario).order_by().values("leido_por").distinct()
    return Usuario.objects.filter(pk__in=leyeron).order_by("last_name", "first_name", "pk")


def por_persona(usuario, *, hoy: dt.date) -> list[DeUnaPersona]:
    """Distinct households of today and of the week; who opened the most today, first."""
    medianoche = timezone.make_aware(dt.datetime.combine(hoy, dt.time.min))
    lunes = medianoche - dt.timedelta(days=hoy.weekday())
    cuentas = list(
        Lectura.objects.visibles_para(usuario)
        .filter(leido_en__gte=lunes)
        .order_by()
        .values("leido_por")
        .annotate(
            hoy=Count("hogar_id", distinct=True, filter=Q(leido_en__gte=medianoche)),
            semana=Count("hogar_id", distinct=True),
            archivos=Sum("personas", default=0),
        )
        .order_by("-hoy", "-semana", "-archivos", "leido_por")
    )
    usuarios = Usuario.objects.in_bulk([c["leido_por"] for c in cuentas])
    return [
        DeUnaPersona(usuarios[c["leido_por"]], c["hoy"], c["semana"], c["archivos"])
        for c in cuentas
    ]


def lecturas(usuario, *, quien: int | None, hogar: int | None) -> QuerySet[Lectura]:
    """The latest first: of a person, of a household, or of both."""
    elegidas = Lectura.objects.visibles_para(usuario).select_related("leido_por")
    if quien is not None:
        elegidas = elegidas.filter(leido_por=quien)
    if hogar is not None:
        elegidas = elegidas.filter(hogar_id=hogar)
    return elegidas.order_by("-leido_en", "-pk")


def abiertas(usuario) -> QuerySet[AlertaDeLectura]:
    return AlertaDeLectura.objects.visibles_para(usuario).abiertas().select_related("usuario")


def revisadas(usuario) -> list[Revisada]:
    """The last ones, with what was said of each."""
    alertas = list(
        AlertaDeLectura.objects.visibles_para(usuario)
        .filter(revisada_en__isnull=False)
        .select_related("usuario", "revisada_por")
        .order_by("-revisada_en")[:REVISADAS_A_LA_VISTA]
    )
    modelo = AlertaDeLectura._meta.label_lower
    motivos = dict(
        Evento.objects.filter(modelo=modelo, objeto_id__in=[a.pk for a in alertas])
        .order_by("pk")
        .values_list("objeto_id", "motivo")
    )
    return [Revisada(alerta, motivos.get(alerta.pk, "")) for alerta in alertas]
