"""Exonerations, and whom one would touch before it is registered."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from afiliacion.models import Exoneracion
from juntos.models import Usuario

SQL = Path(__file__).resolve().parents[1] / "sql" / "exoneraciones" / "alcance.sql"


class Alcance(NamedTuple):
    ninos: int
    gestantes: int
    items: int


def alcance(*, distrito, unidad_territorial, item, desde, hasta, **_) -> Alcance:
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.read_text(),
            {
                "distrito": distrito and distrito.pk,
                "unidad": unidad_territorial and unidad_territorial.pk,
                "item": item and item.pk,
                "desde": desde,
                "hasta": hasta,
            },
        )
        return Alcance(*cursor.fetchone())


def exoneraciones(usuario: Usuario) -> QuerySet[Exoneracion]:
    return Exoneracion.objects.visibles_para(usuario).select_related(
        "unidad_territorial", "distrito", "item", "registrada_por", "anulada_por"
    )
