"""The facts that every figure counts, brought to what is known: version by version, in SQL."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from afiliacion.models import CuentaMensual, Refresco
from captacion.models import Carga, EstadoCarga
from juntos.models import Parametro

SQL = Path(__file__).resolve().parents[1] / "sql" / "hechos"
INDICADORES = SQL.with_name("indicadores")
CANDADO = 7304
# What changes other than by a correction: each has its own date, from which on it counts.
PASOS = ("contactada_el", "enviada_el", "afiliada_el", "pagada_el")
FIJAS = (
    "tipo", "hogar_id", "en_hogar_usuario", "cuenta", "evento_el", "en_fuente_el", "registrada_el",
    "enlazada_el", "limite_el", "distrito_id", "unidad_id", "centro_poblado_codigo",
    "establecimiento_codigo", "gestora_id", "nivel", "lengua", "fuente",
)  # fmt: skip
# A decision that was being written while the last turn read was not seen by it.
HOLGURA = dt.timedelta(minutes=10)


def poner_al_dia(*, hoy: dt.date | None = None) -> None:
    """The loads that nobody counted yet, each as of its own day, and what was decided since."""
    for carga in Carga.objects.filter(estado=EstadoCarga.PROCESADA, refresco=None).order_by("pk"):
        contar(carga)
    de_todos = Refresco.objects.filter(carga=None).first()
    if de_todos is None:
        actualizar_todos(hoy=hoy)
    else:
        _actualizar("10_alcance", hoy, cargas=[], desde=de_todos.momento - HOLGURA)


def contar(carga: Carga) -> None:
    """What this load told, as known from its day on."""
    _actualizar("10_alcance", carga.fecha_proceso, carga=carga, cargas=[carga.pk], desde=None)


def actualizar_todos(*, hoy: dt.date | None = None) -> None:
    """Every capture, compared with what was known: what no load and no decision tells, too."""
    _actualizar("10_todos", hoy)


@transaction.atomic
def _actualizar(
    alcance: str, hoy: dt.date | None, *, carga: Carga | None = None, **valores
) -> None:
    valores["hoy"] = hoy or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDADO])
        empezo = timezone.now()
        cursor.execute((SQL / "00_taller.sql").read_text())
        cursor.execute((SQL / f"{alcance}.sql").read_text(), valores)
        cursor.execute((SQL / "20_ahora.sql").read_text())
        cursor.execute((SQL / "30_versiones.sql").read_text().format(**_columnas()), valores)
        valores |= Parametro.valores() | {
            "hoy": timezone.localdate(),
            "corte": timezone.localdate(),
        }
        cursor.execute((SQL / "40_tocado.sql").read_text(), valores)
        cursor.execute((SQL / "50_contar.sql").read_text().format(**_cuentas()), valores)
        cursor.execute((SQL / "60_cuantos.sql").read_text())
        nuevos, corregidos, pasos = cursor.fetchone()
        # Now, and not when the transaction ends: who comes next in it may not own these tables.
        cursor.execute((SQL / "00_taller.sql").read_text())
    dicho = {"momento": empezo, "nuevos": nuevos, "corregidos": corregidos}
    if nuevos or corregidos or pasos:
        dicho["cambio"] = empezo
    # The hour of records one by one is counted again with each batch.
    Refresco.objects.update_or_create(carga=carga, defaults=dicho)


def _columnas() -> dict[str, str]:
    """The lists of columns that the scripts compare and copy, written once."""

    def con(prefijo: str, columnas: tuple) -> str:
        return ", ".join(f"{prefijo}{columna}" for columna in columnas)

    vienen = (f"(h.{paso} IS NULL OR h.{paso} = a.{paso})" for paso in PASOS)
    return {
        "pasos": con("", PASOS),
        "pasos_ahora": con("a.", PASOS),
        "pasos_de_antes": con("h.", PASOS),
        "fijas": con("", FIJAS),
        "fijas_ahora": con("a.", FIJAS),
        "fijas_de_antes": con("h.", FIJAS),
        "pasos_que_vienen": " AND ".join(vienen),
    }


def _cuentas() -> dict[str, str]:
    """What is counted of a month: the columns of a CuentaMensual, by those of hechos.sql."""
    return {
        "hechos": (INDICADORES / "hechos.sql").read_text(),
        "cuentas": ", ".join(CuentaMensual.CUENTAS),
        "sumas": ", ".join(f"count(*) FILTER (WHERE {que})" for que in CuentaMensual.CUENTAS),
    }
