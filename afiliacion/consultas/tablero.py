"""The page of figures: what is told first, what each group is called, and where its rows are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Max, Model
from django.utils import formats

from afiliacion.consultas import indicadores as cifras
from afiliacion.consultas.indicadores import Ambito, Cuentas, Latencia, Razon
from afiliacion.consultas.metas import meta_de
from afiliacion.models import HechoCaptacion, Refresco
from captacion.models import Captacion, Fuente, Lengua, NivelPobreza
from juntos.models import Distrito, Establecimiento, UnidadTerritorial, Usuario

# What the page says first, and what each is said over.
TITULARES = {
    "captacion_30d": "nacimientos en hogares usuarios",
    "captacion_8d": "nacimientos en hogares usuarios",
    "gestantes_it": "gestantes registradas",
    "afiliacion_temprana": "hogares nuevos",
}
COLUMNAS = ("captacion_30d", "captacion_8d", "mismo_dia", "gestantes_it", "afiliacion_temprana")
# The links of the chain, each once: who lost the days.
CADENA = ("evento_fuente", "fuente_registro", "registro_enlace", "registro_contacto",
          "contacto_envio", "envio_afiliacion")  # fmt: skip
# Dimension → the parameter of the address that leaves one group of it.
PARAMETRO = {"departamento": "ubigeo", "provincia": "ubigeo", "distrito": "ubigeo"}
SIN_DATO = {"unidad": "Sin Unidad Territorial", "gestora": "Sin gestora"}


@dataclass(frozen=True)
class Numero:
    """A number of the page and the query of its rows."""

    valor: int
    consulta: str


@dataclass(frozen=True)
class Cifra:
    """A share that opens to its rows above and below the line."""

    codigo: str
    razon: Razon
    numerador: Numero
    denominador: Numero

    @property
    def nombre(self) -> str:
        return cifras.NOMBRES[self.codigo]

    @property
    def sobre(self) -> str:
        return TITULARES[self.codigo]


@dataclass(frozen=True)
class Titular:
    """A figure told first, beside the same period of the year before."""

    cifra: Cifra
    antes: Razon
    meta: float | None = None

    @property
    def puntos(self) -> float | None:
        """Percentage points more than a year before; None when one of the two has no cases."""
        if self.cifra.razon.valor is None or self.antes.valor is None:
            return None
        return 100 * (self.cifra.razon.valor - self.antes.valor)


@dataclass
class Renglon:
    """A group of the table; its figures and addresses are made when they are shown."""

    grupo: object
    nombre: str
    cuentas: Cuentas
    dimension: str
    de: Ambito

    @cached_property
    def solo(self) -> Ambito:
        return _solo(self.de, self.dimension, self.grupo)

    @property
    def consulta(self) -> str:
        """The query that leaves only this group."""
        return consulta(self.solo)

    @property
    def cifras(self) -> list[Cifra]:
        return [_cifra(codigo, self.cuentas, self.solo) for codigo in COLUMNAS]

    @property
    def abiertos(self) -> dict[str, Numero]:
        return abiertos(self.solo, self.cuentas)


@dataclass(frozen=True)
class Tabla:
    """The groups that are shown, of so many."""

    filas: list[Renglon]
    todas: int

    @property
    def faltan(self) -> int:
        return self.todas - len(self.filas)


@dataclass(frozen=True)
class Tramo:
    """A link of the chain, with its days."""

    nombre: str
    dias: Latencia


@dataclass(frozen=True)
class Demora:
    """The days of each link in one group, in the order of CADENA."""

    nombre: str
    consulta: str
    tramos: list[Tramo]

    @property
    def hasta_el_registro(self) -> float:
        return sum(tramo.dias.mediana or 0 for tramo in self.tramos[:2])


def titulares(ambito: Ambito, ahora: Cuentas) -> list[Titular]:
    antes = cifras.total(un_anio_antes(ambito))
    return [
        Titular(_cifra(codigo, ahora, ambito), antes[codigo], meta(ambito, codigo))
        for codigo in TITULARES
    ]


def meta(ambito: Ambito, codigo: str) -> float | None:
    """What is expected at the end of the period in its unit, or in the country, as a share."""
    fijada = meta_de(codigo, ambito.unidad, min(ambito.hasta, ambito.corte))
    return float(fijada.valor) / 100 if fijada else None


def un_anio_antes(ambito: Ambito) -> Ambito:
    """The same months of the year before, as known on the same day."""

    primero = ambito.desde.replace(year=ambito.desde.year - 1)
    siguiente = ambito.hasta + dt.timedelta(days=1)
    return replace(
        ambito,
        desde=primero,
        hasta=siguiente.replace(year=siguiente.year - 1) - dt.timedelta(days=1),
    )


def tabla(
    ambito: Ambito, dimension: str, todos: list[Cuentas], *, tope: int | None = None
) -> Tabla:
    """With `tope`, the groups with most births, in their own order."""
    grupos = todos
    if tope is not None and len(todos) > tope:
        mayores = sorted(todos, key=lambda c: (-c.nacidos, -c.gestantes))[:tope]
        caben = {c.grupo for c in mayores}
        grupos = [c for c in todos if c.grupo in caben]
    nombres = nombres_de(dimension, [c.grupo for c in grupos if c.grupo is not None])
    return Tabla([_renglon(ambito, dimension, c, nombres) for c in grupos], todas=len(todos))


def abiertos(ambito: Ambito, cuentas: Cuentas) -> dict[str, Numero]:
    """The births and the pregnancies whose term has not passed on the cut-off."""
    return {
        que: Numero(getattr(cuentas, que), consulta(ambito, que=que))
        for que in ("nacidos_abiertos", "gestantes_abiertas")
    }


def cascada(ambito: Ambito) -> list[Tramo]:
    dias = cifras.latencias(ambito).get(None, {})
    nadie = Latencia(None, None, 0)
    return [Tramo(cifras.TRAMOS[tramo], dias.get(tramo, nadie)) for tramo in CADENA]


def dias_por(ambito: Ambito, dimension: str) -> list[Demora]:
    """Who lost the days: the chain of each group, the slowest to register first."""
    por_grupo = cifras.latencias(ambito, dimension)
    nombres = nombres_de(dimension, [grupo for grupo in por_grupo if grupo is not None])
    nadie = Latencia(None, None, 0)
    demoras = [
        Demora(
            _nombre(dimension, grupo, nombres),
            consulta(_solo(ambito, dimension, grupo)),
            [Tramo(cifras.TRAMOS[tramo], dias.get(tramo, nadie)) for tramo in CADENA],
        )
        for grupo, dias in por_grupo.items()
    ]
    return sorted(demoras, key=lambda demora: -demora.hasta_el_registro)


def embudo(ambito: Ambito) -> list[tuple[str, Numero, float | None]]:
    """(step, how many with their rows, share of the first)."""
    pasos = cifras.embudo(ambito)
    todos = pasos["casos"]
    return [
        (cifras.EMBUDO[que], Numero(n, consulta(ambito, que=que)), n / todos if todos else None)
        for que, n in pasos.items()
    ]


def consulta(ambito: Ambito, **otros) -> str:
    """The query of an address that shows the same captures, with `otros` added or changed."""
    dicho = {
        "desde": f"{ambito.desde:%Y-%m}",
        "hasta": f"{ambito.hasta:%Y-%m}",
        "corte": f"{ambito.corte}",
    }
    dicho |= {campo: getattr(ambito, campo) for campo in cifras.FILTROS}
    return urlencode({clave: valor for clave, valor in (dicho | otros).items() if valor})


def nombres_de(dimension: str, grupos: list) -> dict:
    """Group → what people call it."""
    match dimension:
        case "mes":
            return {mes: formats.date_format(mes, "F Y").capitalize() for mes in grupos}
        case "unidad":
            return _de(UnidadTerritorial, grupos)
        case "gestora":
            return _de(Usuario, grupos)
        case "establecimiento":
            return _de(Establecimiento, grupos)
        case "distrito":
            lugares = Distrito.objects.filter(pk__in=grupos)
            nombres = lugares.values_list("pk", "nombre", "provincia")
            return {ubigeo: f"{nombre}, {provincia}" for ubigeo, nombre, provincia in nombres}
        case "departamento" | "provincia":
            return _de_ubigeo(dimension, grupos)
        case "nivel" | "lengua" | "fuente":
            opciones = {"nivel": NivelPobreza, "lengua": Lengua, "fuente": Fuente}[dimension]
            return {grupo: opciones(grupo).label for grupo in grupos}
        case _:
            return {}


def _de(modelo: type[Model], grupos: list) -> dict:
    return {clave: str(uno) for clave, uno in modelo.objects.in_bulk(grupos).items()}


def _de_ubigeo(dimension: str, grupos: list) -> dict:
    largo = len(grupos[0]) if grupos else 0
    lugares = Distrito.objects.values_list("pk", "departamento", "provincia")
    nombres = {}
    for ubigeo, departamento, provincia in lugares:
        nombre = departamento if dimension == "departamento" else f"{provincia}, {departamento}"
        nombres[ubigeo[:largo]] = nombre
    return nombres


def _renglon(ambito: Ambito, dimension: str, cuentas: Cuentas, nombres: dict) -> Renglon:
    nombre = _nombre(dimension, cuentas.grupo, nombres)
    return Renglon(cuentas.grupo, nombre, cuentas, dimension, ambito)


def _nombre(dimension: str, grupo, nombres: dict) -> str:
    if grupo is None:
        return SIN_DATO.get(dimension, "Sin dato")
    return str(nombres.get(grupo, grupo))


def _solo(ambito: Ambito, dimension: str, grupo) -> Ambito:
    """Only the captures of one group."""
    if dimension == "mes":
        siguiente = (grupo + dt.timedelta(days=31)).replace(day=1)
        return replace(ambito, desde=grupo, hasta=siguiente - dt.timedelta(days=1))
    texto, numero = cifras.NINGUNO
    ninguno = numero if dimension in ("unidad", "gestora") else texto
    return replace(
        ambito, **{PARAMETRO.get(dimension, dimension): ninguno if grupo is None else grupo}
    )


def _cifra(codigo: str, cuentas: Cuentas, ambito: Ambito) -> Cifra:
    razon = cuentas[codigo]
    numerador, denominador = cifras.RAZONES[codigo]
    return Cifra(
        codigo,
        razon,
        Numero(razon.numerador, consulta(ambito, que=numerador)),
        Numero(razon.denominador, consulta(ambito, que=denominador)),
    )


def cambiado() -> dt.datetime | None:
    """When a figure last changed: what was drawn since is still true."""
    return Refresco.objects.aggregate(Max("cambio"))["cambio__max"]


def sabido_hasta() -> dt.datetime | None:
    """When the figures were last brought to what is known."""
    return Refresco.objects.order_by("-momento").values_list("momento", flat=True).first()


def conocido_desde() -> dt.date | None:
    """The first day of which anything is known."""
    return HechoCaptacion.objects.order_by("desde").values_list("desde", flat=True).first()


@dataclass(frozen=True)
class CasoListado:
    """A capture behind a number, with her person where `por` may see it."""

    fila: cifras.Fila
    captacion: Captacion | None


def casos(filas: list[cifras.Fila], *, por: Usuario) -> list[CasoListado]:
    visibles = (
        Captacion.objects.visibles_para(por)
        .select_related("persona", "distrito")
        .in_bulk([fila.captacion_id for fila in filas])
    )
    return [CasoListado(fila, visibles.get(fila.captacion_id)) for fila in filas]
