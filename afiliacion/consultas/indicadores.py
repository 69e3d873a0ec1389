"""Do we arrive in time? The figures of DOMAIN §8, as they were known at the end of any day.

Each is a count of captures over another; `hechos.sql` says which capture counts where, once for
the totals, for the table of any dimension and for the list of rows behind each number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from afiliacion.models import CuentaMensual
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


EMBUDO = {
    "casos": "Nacimientos y gestaciones",
    "alcanzados": "En hogar usuario o contactados",
    "usuarios": "En hogar usuario o afiliados",
    "pagados": "Con transferencia de primera infancia pagada",
}
# Number → which captures it counts, by which of their days, and what is counted once.
LISTAS = {
    columna: (columna, "evento_el", "captacion_id")
    for columna in (
        "nacidos", "captados", "captados_8d", "captados_mismo_dia", "nacidos_abiertos",
        "gestantes", "gestantes_oportunas", "gestantes_abiertas", *EMBUDO,
    )
} | {
    "hogares_nuevos": ("afiliadas", "afiliada_el", "hogar_id"),
    "hogares_temprano": ("afiliadas_temprano", "afiliada_el", "hogar_id"),
}  # fmt: skip


NINGUNO = ("-", -1)


class PeriodoInvalido(ValueError):
    """What was asked for is no period; says so to people."""


@dataclass(frozen=True)
class Ambito:
    """Which captures: of births, FUR or affiliations between two days, both included, as known at
    the end of `corte`. A field empty narrows nothing; with one of NINGUNO, to those without it.
    `distritos`: those of who asks; None is everywhere.
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
class Fila:
    """One capture behind a number; its person is looked up by who may see her."""

    captacion_id: int
    distrito_id: str | None
    evento_el: dt.date
    registrada_el: dt.date
    dias: int
    contactada_el: dt.date | None
    afiliada_el: dt.date | None


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
    gestantes_abiertas: int
    hogares_nuevos: int
    hogares_temprano: int

    def __getitem__(self, codigo: str) -> Razon:
        numerador, denominador = RAZONES[codigo]
        return Razon(getattr(self, numerador), getattr(self, denominador))


def total(ambito: Ambito) -> Cuentas:
    return unica(por(ambito, ""))


def unica(cuentas: list[Cuentas]) -> Cuentas:
    """Those of the only group of the dimension "", or none at all."""
    return next(iter(cuentas), Cuentas(None, *[0] * (len(fields(Cuentas)) - 1)))


def por(ambito: Ambito, dimension: str) -> list[Cuentas]:
    """The counts of each group of a dimension, in its order; who has none comes last."""
    return por_varias(ambito, [dimension])[dimension]


def por_varias(ambito: Ambito, dimensiones: Iterable[str]) -> dict[str, list[Cuentas]]:
    """The same of several dimensions, counted in one pass."""
    unicas = list(dict.fromkeys(dimensiones))
    grupos = [DIMENSIONES[dimension] for dimension in unicas]
    columnas = [f"g{n}" for n in range(len(grupos))]
    filas = _consultar(
        "cuentas.sql",
        ambito,
        _sumado(ambito, unicas),
        grupos=", ".join(grupos),
        grupos_nombrados=", ".join(f"{g} AS {c}" for g, c in zip(grupos, columnas, strict=True)),
        conjuntos=", ".join(f"({grupo})" for grupo in grupos),
        columnas=", ".join(columnas),
    )
    # GROUPING has a bit for each dimension, the first one's the highest: 0 for what a row groups.
    todos = 2 ** len(unicas) - 1
    cual = {todos - 2 ** (len(unicas) - 1 - n): n for n in range(len(unicas))}
    de_cada = {dimension: [] for dimension in unicas}
    for mascara, *valores in filas:
        n = cual[mascara]
        de_cada[unicas[n]].append(Cuentas(valores[n], *valores[len(unicas) :]))
    return de_cada


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


def curva(ambito: Ambito) -> list[tuple[int, int]]:
    """(age in days, births captured at it), of the births whose thirty days have passed."""
    return _consultar("curva.sql", ambito)


def embudo(ambito: Ambito) -> dict[str, int]:
    """How many captures of the period took each step, in order."""
    pasos = _consultar(
        "embudo.sql",
        ambito,
        _sumado(ambito, [""]),
        totales=", ".join(f"coalesce(sum({paso}), 0)::int" for paso in EMBUDO),
        sumas=", ".join(f"sum({paso}) AS {paso}" for paso in EMBUDO),
        pasos=", ".join(f"count(*) FILTER (WHERE {paso})" for paso in EMBUDO),
    )
    return dict(zip(EMBUDO, pasos[0], strict=True))


def filas(ambito: Ambito, que: str, *, salto: int = 0, tope: int = 50) -> tuple[list[Fila], int]:
    """The captures behind a number, the oldest event first, and how many they are in all."""
    columna, dia, unico = LISTAS[que]
    encontradas = _consultar(
        "filas.sql", ambito, {"salto": salto, "tope": tope}, columna=columna, dia=dia, unico=unico
    )
    return [Fila(*fila[:-1]) for fila in encontradas], encontradas[0][-1] if encontradas else 0


# What narrows an Ambito: its field → the condition on a fact, and the one of those without it.
FILTROS = {
    "ubigeo": ("h.distrito_id LIKE %(ubigeo)s || '%%'", "h.distrito_id IS NULL"),
    "unidad": ("h.unidad_id = %(unidad)s", "h.unidad_id IS NULL"),
    "centro_poblado": (
        "h.centro_poblado_codigo = %(centro_poblado)s",
        "h.centro_poblado_codigo = ''",
    ),
    "establecimiento": (
        "h.establecimiento_codigo = %(establecimiento)s",
        "h.establecimiento_codigo = ''",
    ),
    "gestora": ("h.gestora_id = %(gestora)s", "h.gestora_id IS NULL"),
    "nivel": ("h.nivel = %(nivel)s", "h.nivel = ''"),
    "lengua": ("h.lengua = %(lengua)s", "h.lengua = ''"),
    "fuente": ("h.fuente = %(fuente)s", "false"),
}


def _consultar(
    guion: str, ambito: Ambito, valores: dict | None = None, **partes: str
) -> list[tuple]:
    """The rows of a script of ours; what people write goes in as values, never as text."""
    filtros = "".join(f"\n    AND {condicion}" for condicion in _condiciones(ambito))
    hechos = (SQL / "hechos.sql").read_text() + filtros
    sumados = (SQL / "sumados.sql").read_text()
    texto = (SQL / guion).read_text()
    texto = texto.format(hechos=hechos, sumados=sumados, filtros=filtros, **partes)
    valores = Parametro.valores() | asdict(ambito) | (valores or {})
    valores["distritos"] = list(ambito.distritos or [])
    with connection.cursor() as cursor:
        cursor.execute(texto, valores)
        return cursor.fetchall()


def _condiciones(ambito: Ambito) -> list[str]:
    elegidas = [
        sin if getattr(ambito, campo) in NINGUNO else con
        for campo, (con, sin) in FILTROS.items()
        if getattr(ambito, campo)
    ]
    if ambito.distritos is not None:
        elegidas.append("h.distrito_id = ANY(%(distritos)s)")
    return elegidas


def _sumado(ambito: Ambito, dimensiones: list[str]) -> dict:
    """Up to which day (not included) the months that were added up answer, and whether in detail.

    They know neither the past nor all that an Ambito may ask for: then, up to its first day.
    """
    pide = {campo for campo in FILTROS if getattr(ambito, campo)} | set(dimensiones)
    detalle = bool(pide & {"nivel", "lengua", "fuente"})
    no_responden = (
        ambito.corte < timezone.localdate()
        or ambito.desde.day != 1
        or pide & {"centro_poblado", "establecimiento", "gestora"}
    )
    ultimo = (
        None
        if no_responden
        else CuentaMensual.objects.filter(detalle=detalle).aggregate(Max("mes"))["mes__max"]
    )
    if ultimo is None:
        return {"detalle": detalle, "cubierto": ambito.desde}
    tras_el_periodo = (ambito.hasta + dt.timedelta(days=1)).replace(day=1)
    return {"detalle": detalle, "cubierto": min(_mes_siguiente(ultimo), tras_el_periodo)}


def _mes_siguiente(mes: dt.date) -> dt.date:
    return (mes + dt.timedelta(days=31)).replace(day=1)
