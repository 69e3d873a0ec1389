"""Do we arrive in time? The figures of DOMAIN §8, as they were known at the end of any day.

Each is a count of captures over another; `hechos.sql` says which capture counts where, once for
the totals, for the table of any dimension and for the list of rows behind each number.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.db import connection

from juntos.models import Parametro

SQL = Path(__file__).resolve().parents[1] / "sql" / "indicadores"
# Code → what is counted, over what: columns of hechos.sql.
RAZONES = {
    "captacion_30d": ("captados", "nacidos"),
    "captacion_8d": ("captados_8d", "nacidos"),
    "mismo_dia": ("captados_mismo_dia", "nacidos"),
    "captacion_8d_de_captados": ("captados_8d", "captados"),
    "mismo_dia_de_captados": ("captados_mismo_dia", "captados"),
    "gestantes_it": ("gestantes_oportunas", "gestantes"),
    "afiliacion_temprana": ("hogares_temprano", "hogares_nuevos"),
}
# Where the days go, in order: columns of hechos.sql, and what each is called.
TRAMOS = {
    "evento_fuente": "Del nacimiento a la fuente",
    "fuente_registro": "De la fuente al registro",
    "registro_enlace": "Del registro al hogar",
    "registro_contacto": "Del registro al contacto",
    "contacto_envio": "Del contacto a la solicitud",
    "envio_afiliacion": "De la solicitud a la aprobación",
    "contacto_afiliacion": "Del contacto a la afiliación",
}
LATENCIAS = {
    "latencia_evento_fuente": "evento_fuente",
    "latencia_fuente_registro": "fuente_registro",
    "latencia_registro_contacto": "registro_contacto",
    "latencia_contacto_afiliacion": "contacto_afiliacion",
}
NOMBRES = {
    "captacion_30d": "Captados antes de los 30 días",
    "captacion_8d": "Captados en los primeros 8 días",
    "mismo_dia": "Captados el mismo día",
    "captacion_8d_de_captados": "En los primeros 8 días, de los captados antes de 30",
    "mismo_dia_de_captados": "El mismo día, de los captados antes de 30",
    "gestantes_it": "Gestantes en el primer trimestre",
    "afiliacion_temprana": "Hogares nuevos afiliados a tiempo",
} | {codigo: TRAMOS[tramo] for codigo, tramo in LATENCIAS.items()}
# Dimension → the expression of its groups.
DIMENSIONES = {
    "": "NULL::text",
    "mes": "date_trunc('month', dia)::date",
    "unidad": "unidad_id",
    "departamento": "left(distrito_id, 2)",
    "provincia": "left(distrito_id, 4)",
    "distrito": "distrito_id",
    "centro_poblado": "nullif(centro_poblado_codigo, '')",
    "establecimiento": "nullif(establecimiento_codigo, '')",
    "gestora": "gestora_id",
    "nivel": "nullif(nivel, '')",
    "lengua": "nullif(lengua, '')",
    "fuente": "fuente",
}


class PeriodoInvalido(ValueError):
    """What was asked for is no period; says so to people."""


@dataclass(frozen=True)
class Ambito:
    """Which captures: of births, FUR or affiliations between two days, both included, as known at
    the end of `corte`. `distritos`: those of who asks; None is everywhere.
    """

    desde: dt.date
    hasta: dt.date
    corte: dt.date
    ubigeo: str = ""
    unidad: int | None = None
    centro_poblado: str = ""
    establecimiento: str = ""
    gestora: int | None = None
    nivel: str = ""
    lengua: str = ""
    fuente: str = ""
    distritos: tuple[str, ...] | None = None

    def __post_init__(self):
        if self.hasta < self.desde:
            raise PeriodoInvalido(
                f"El período termina ({self.hasta:%d/%m/%Y}) antes de empezar "
                f"({self.desde:%d/%m/%Y})."
            )


@dataclass(frozen=True)
class Razon:
    numerador: int
    denominador: int

    @property
    def valor(self) -> float | None:
        """None where there are no cases."""
        return self.numerador / self.denominador if self.denominador else None


@dataclass(frozen=True)
class Latencia:
    """Days; None where nobody took the step."""

    mediana: float | None
    p90: float | None
    n: int


@dataclass(frozen=True)
class Cuentas:
    """The counts of one group, in the columns of cuentas.sql."""

    grupo: object
    nacidos: int
    captados: int
    captados_8d: int
    captados_mismo_dia: int
    nacidos_abiertos: int
    gestantes: int
    gestantes_oportunas: int
    hogares_nuevos: int
    hogares_temprano: int

    def __getitem__(self, codigo: str) -> Razon:
        numerador, denominador = RAZONES[codigo]
        return Razon(getattr(self, numerador), getattr(self, denominador))


def total(ambito: Ambito) -> Cuentas:
    nada = Cuentas(None, *[0] * (len(fields(Cuentas)) - 1))
    return next(iter(por(ambito, "")), nada)


def por(ambito: Ambito, dimension: str) -> list[Cuentas]:
    """The counts of each group of a dimension, in its order; who has none comes last."""
    filas = _consultar("cuentas.sql", ambito, grupo=DIMENSIONES[dimension])
    return [Cuentas(*fila) for fila in filas]


def latencias(ambito: Ambito, dimension: str = "") -> dict[object, dict[str, Latencia]]:
    """Group → link of the chain → its days, of the captures whose event is in the period."""
    tramos = ", ".join((SQL / "tramo.sql").read_text().format(tramo=tramo) for tramo in TRAMOS)
    filas = _consultar("latencias.sql", ambito, grupo=DIMENSIONES[dimension], tramos=tramos)
    return {
        grupo: {tramo: Latencia(*valores[3 * n : 3 * n + 3]) for n, tramo in enumerate(TRAMOS)}
        for grupo, *valores in filas
    }


def indicadores(ambito: Ambito) -> dict[str, dict]:
    """Every figure by its code, as `manage.py indicadores --json` gives it."""
    return en_codigos(total(ambito), latencias(ambito).get(None, {}))


def en_codigos(cuentas: Cuentas, tramos: dict[str, Latencia]) -> dict[str, dict]:
    """The figures of one group by their codes."""
    razones = {codigo: cuentas[codigo] for codigo in RAZONES}
    return {
        codigo: {"numerador": r.numerador, "denominador": r.denominador, "valor": r.valor}
        for codigo, r in razones.items()
    } | {
        codigo: asdict(tramos.get(tramo, Latencia(None, None, 0)))
        for codigo, tramo in LATENCIAS.items()
    }


# What narrows an Ambito: its field → the condition on a fact.
FILTROS = {
    "ubigeo": "h.distrito_id LIKE %(ubigeo)s || '%%'",
    "unidad": "h.unidad_id = %(unidad)s",
    "centro_poblado": "h.centro_poblado_codigo = %(centro_poblado)s",
    "establecimiento": "h.establecimiento_codigo = %(establecimiento)s",
    "gestora": "h.gestora_id = %(gestora)s",
    "nivel": "h.nivel = %(nivel)s",
    "lengua": "h.lengua = %(lengua)s",
    "fuente": "h.fuente = %(fuente)s",
}


def _consultar(guion: str, ambito: Ambito, **partes: str) -> list[tuple]:
    """The rows of a script of ours; what people write goes in as values, never as text."""
    hechos = (SQL / "hechos.sql").read_text()
    elegidos = [condicion for campo, condicion in FILTROS.items() if getattr(ambito, campo)]
    if ambito.distritos is not None:
        elegidos.append("h.distrito_id = ANY(%(distritos)s)")
    hechos = "\n    AND ".join([hechos, *elegidos])
    texto = (SQL / guion).read_text().format(hechos=hechos, **partes)
    valores = Parametro.valores() | asdict(ambito)
    valores["distritos"] = list(ambito.distritos or [])
    with connection.cursor() as cursor:
        cursor.execute(texto, valores)
        return cursor.fetchall()
