"""How long each kind of data is kept, how much is due, and what the last removal took."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet, Sum

from captacion.models import TERMINADAS, Carga, EventoRecibido, FilaObservada
from juntos.models import Lectura, Parametro

# Never less, whatever the parameter says: the database refuses it (ADR 38).
LECTURAS_MINIMO = 365


@dataclass(frozen=True)
class Plazo:
    """A kind that has an end. `ultimo` is empty where a removal writes nothing down."""

    nombre: str
    desde_cuando: str
    dias: int
    parametro: Parametro
    guardados: int
    vencidos: int
    anota: bool
    ultimo_el: dt.date | None = None
    retirados: int = 0


def plazos(*, ahora: dt.datetime) -> list[Plazo]:
    return [_filas(ahora), _archivos(ahora), _eventos(ahora), _lecturas(ahora)]


def _terminadas(ahora: dt.datetime, dias: int) -> QuerySet[Carga]:
    return Carga.objects.filter(fin__lt=ahora - dt.timedelta(days=dias), estado__in=TERMINADAS)


def _filas(ahora: dt.datetime) -> Plazo:
    parametro = Parametro.objects.get(pk="dias_retencion_filas")
    vencidas = _terminadas(ahora, parametro.valor).values("pk")
    ultimo = Carga.objects.aggregate(el=Max("filas_expiradas_el"))["el"]
    de_entonces = Carga.objects.filter(filas_expiradas_el=ultimo, filas_expiradas_el__isnull=False)
    return Plazo(
        nombre="Filas rechazadas, en revisión o con aviso, como vinieron",
        desde_cuando="desde que terminó su carga",
        dias=parametro.valor,
        parametro=parametro,
        guardados=FilaObservada.objects.count(),
        vencidos=FilaObservada.objects.filter(carga__in=vencidas).count(),
        anota=True,
        ultimo_el=ultimo,
        retirados=de_entonces.aggregate(n=Sum("filas_expiradas"))["n"] or 0,
    )


def _archivos(ahora: dt.datetime) -> Plazo:
    parametro = Parametro.objects.get(pk="dias_retencion_archivos")
    guardados = Carga.objects.filter(archivo_retirado_el__isnull=True).exclude(archivo="")
    ultimo = Carga.objects.aggregate(el=Max("archivo_retirado_el"))["el"]
    return Plazo(
        nombre="Archivos que se cargaron",
        desde_cuando="desde que terminó su carga",
        dias=parametro.valor,
        parametro=parametro,
        guardados=guardados.count(),
        vencidos=guardados.filter(pk__in=_terminadas(ahora, parametro.valor).values("pk")).count(),
        anota=True,
        ultimo_el=ultimo,
        retirados=Carga.objects.filter(archivo_retirado_el=ultimo).count() if ultimo else 0,
    )


def _eventos(ahora: dt.datetime) -> Plazo:
    parametro = Parametro.objects.get(pk="dias_retencion_eventos")
    guardados = EventoRecibido.objects.exclude(registro={})
    limite = ahora - dt.timedelta(days=parametro.valor)
    return Plazo(
        nombre="Registros que una fuente envió uno por uno, como vinieron",
        desde_cuando="desde que llegaron",
        dias=parametro.valor,
        parametro=parametro,
        guardados=guardados.count(),
        vencidos=guardados.filter(recibido_en__lt=limite).exclude(resultado="").count(),
        anota=False,
    )


def _lecturas(ahora: dt.datetime) -> Plazo:
    parametro = Parametro.objects.get(pk="lecturas_dias")
    dias = max(parametro.valor, LECTURAS_MINIMO)
    return Plazo(
        nombre="Quién miró a quién",
        desde_cuando="desde que se miró",
        dias=dias,
        parametro=parametro,
        guardados=Lectura.objects.count(),
        vencidos=Lectura.objects.filter(leido_en__lt=ahora - dt.timedelta(days=dias)).count(),
        anota=False,
    )
