"""The queue read: the one definition of due, its orders, the counts of its filters, its pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from afiliacion.consultas.filas import con_detalle, explicar
from afiliacion.consultas.prioridad import Prioridad
from afiliacion.consultas.restringidos import contactos_restringidos
from afiliacion.models import Contacto
from captacion.models import Lengua, TipoCaptacion, TipoRestriccion
from juntos.calendario import restar_habiles
from juntos.models import Ausencia, Distrito

POR_PAGINA = 25
SIN, NUNCA = "sin", "nunca"
GESTIONES = {SIN: "Sin gestión", NUNCA: "Sin ninguna visita"}


@dataclass(frozen=True)
class Tramo:
    """A band of days left; the bands part the queue without gap or overlap."""

    codigo: str
    etiqueta: str
    desde: int | None
    hasta: int | None

    def q(self, hoy: dt.date) -> Q:
        condicion = Q()
        if self.desde is not None:
            condicion &= Q(vence_el__gte=hoy + dt.timedelta(days=self.desde))
        if self.hasta is not None:
            condicion &= Q(vence_el__lte=hoy + dt.timedelta(days=self.hasta))
        return condicion


TRAMOS = {
    tramo.codigo: tramo
    for tramo in (
        Tramo("vencidos", "Vencidos", None, -1),
        Tramo("hoy", "Vencen hoy", 0, 0),
        Tramo("tres", "Vencen en 1 a 3 días", 1, 3),
        Tramo("siete", "Vencen en 4 a 7 días", 4, 7),
        Tramo("mas", "Vencen en más de 7 días", 8, None),
    )
}

# Not a band but several: what a supervisor looks at every morning, and what a week brings.
PRONTO = Tramo("pronto", "Vencen hoy o en 3 días", 0, 3)
SEMANA = Tramo("semana", "Vencen hoy o en 7 días", 0, 7)
VENCE = {**TRAMOS, PRONTO.codigo: PRONTO, SEMANA.codigo: SEMANA}
REUNEN = {"pronto": {"hoy", "tres"}, "semana": {"hoy", "tres", "siete"}}

# After the turn, codes of poverty happen to sort as it should: pobre_extremo, pobre, no_pobre,
# unknown, from last to first (tested).
ORDENES = {
    "prioridad": ("Prioridad", ("rezagado", "turno", "pk")),
    "plazo": ("Días que quedan", ("rezagado", "vence_el", "-nivel", "pk")),
    "distrito": ("Distrito", ("distrito_id", "centro_poblado", "turno", "pk")),
    "gestion": (
        "Más tiempo sin gestión",
        (F("ultima_visita_el").asc(nulls_first=True), "turno", "pk"),
    ),
    "abierto": ("Últimos en llegar", ("-abierto_el", "turno", "pk")),
}
LUGAR = ("distrito_id", "centro_poblado", "rezagado", "turno", "pk")

TIPOS = {
    TipoCaptacion.RECIEN_NACIDO.value: ("Con recién nacido", "con_recien_nacido"),
    TipoCaptacion.GESTANTE.value: ("Con gestante", "con_gestante"),
}
ASIGNACIONES = {"mias": "Mías", "sin": "Sin asignar", "otras": "De otras personas"}
LENGUAS = {**dict(Lengua.choices), SIN: "no registrada"}


def q_asignacion(valor: str, usuario) -> Q:
    """Mine are those in my hands and, while I cover a colleague, those in hers."""
    if valor == "sin":
        return Q(asignada_a__isnull=True)
    mias = Q(asignada_a=usuario.pk)
    if usuario.es_gestora:
        mias |= Q(
            asignada_a__in=Ausencia.objects.vigentes().filter(cubre=usuario).values("usuario")
        )
    return mias if valor == "mias" else Q(asignada_a__isnull=False) & ~mias


def q_sin_gestion(hoy: dt.date, dias: int) -> Q:
    """Nobody called or went in so many working days, nor has it just come."""
    corte = restar_habiles(hoy, dias)
    return Q(abierto_el__lte=corte) & (
        Q(ultima_visita_el__isnull=True) | Q(ultima_visita_el__lte=corte)
    )


# --- Counts


@dataclass
class Cuentas:
    """How many contacts the list has, and would have with each value of each filter.

    `leidos`: how many were read to know it.
    """

    total: int
    por_filtro: dict[str, Counter]
    leidos: int = 0


def contar(base: QuerySet, elegido: dict[str, str], *, usuario, hoy: dt.date) -> Cuentas:
    """Count every value of every small filter in one read of `base`.

    `base` is narrowed by all that is no small filter (territory, district, text). A value counts
    what the list would hold with it and with the *other* filters as chosen: each group of like
    contacts goes to the total if it meets every filter, and to a filter if it meets the others.
    """
    grupos = (
        base.filter(estado__in={*Contacto.ABIERTOS, elegido.get("estado") or Contacto.ABIERTOS[0]})
        .order_by()
        .values("con_recien_nacido", "con_gestante", "estado", "lengua")
        .annotate(
            vence=Case(
                *(When(tramo.q(hoy), Value(codigo)) for codigo, tramo in TRAMOS.items()),
            ),
            asignacion=Case(
                *(When(q_asignacion(valor, usuario), Value(valor)) for valor in ASIGNACIONES),
            ),
            cuenta=Count("pk"),
        )
    )
    cuentas = Cuentas(0, {filtro: Counter() for filtro in _VALORES})
    for grupo in grupos:
        cuentas.leidos += grupo["cuenta"]
        valores = {filtro: leer(grupo) for filtro, leer in _VALORES.items()}
        fallan = [f for f, suyos in valores.items() if not _cumple(f, suyos, elegido.get(f))]
        if not fallan:
            cuentas.total += grupo["cuenta"]
        for filtro in _VALORES:
            if fallan in ([], [filtro]):
                for valor in valores[filtro]:
                    cuentas.por_filtro[filtro][valor] += grupo["cuenta"]
    return cuentas


_VALORES = {
    "tipo": lambda g: {tipo for tipo, (_, campo) in TIPOS.items() if g[campo]},
    "vence": lambda g: {g["vence"]} | {c for c, tramos in REUNEN.items() if g["vence"] in tramos},
    "estado": lambda g: {g["estado"]},
    "lengua": lambda g: {g["lengua"] or SIN},
    "asignacion": lambda g: {g["asignacion"]},
}


def _cumple(filtro: str, valores: set[str], elegido: str | None) -> bool:
    """Whether a group meets a filter; no state chosen means the open ones."""
    if elegido:
        return elegido in valores
    return filtro != "estado" or not valores.isdisjoint(Contacto.ABIERTOS)


@dataclass(frozen=True)
class CuentaDistrito:
    ubigeo: str
    nombre: str
    provincia: str
    departamento: str
    cuenta: int


def contar_distritos(base: QuerySet, nombrados=None) -> list[CuentaDistrito]:
    """Contacts by district, by name; `base` holds every filter but the place.

    `nombrados`: the districts it can have, when already read.
    """
    cuentas = dict(base.order_by().values("distrito_id").values_list("distrito_id", Count("pk")))
    sin_territorio = cuentas.pop(None, 0)
    if nombrados is None:
        nombrados = Distrito.objects.filter(pk__in=cuentas)
    distritos = [
        CuentaDistrito(d.ubigeo, d.nombre, d.provincia, d.departamento, cuentas[d.ubigeo])
        for d in sorted(nombrados, key=lambda d: (d.departamento, d.nombre, d.pk))
        if d.pk in cuentas
    ]
    if sin_territorio:
        distritos.append(CuentaDistrito(SIN, "Sin territorio", "", "", sin_territorio))
    return distritos


# --- Pages and rows


def pagina_de(lista: Lista, numero, *, total: int) -> Page:
    """One page of an ordered list already counted: only its own rows are joined and read."""
    paginador = Paginator(lista.contactos, POR_PAGINA)
    paginador.count = total
    pagina = paginador.get_page(numero)
    desde = (pagina.number - 1) * POR_PAGINA
    hasta = min(desde + POR_PAGINA, total)
    filas = Contacto.objects.filter(pk__in=_claves(lista.contactos, desde, hasta, total))
    pagina.object_list = lista.filas(filas)
    return pagina


def _claves(contactos: QuerySet, desde: int, hasta: int, total: int) -> QuerySet:
    """The second half is read from the end: the deepest page costs as the first."""
    claves = contactos.values("pk")
    if desde <= total // 2:
        return claves[desde:hasta]
    return claves.reverse()[total - hasta : total - desde]


@dataclass(frozen=True)
class Lista:
    """Contacts in the order in which somebody looks at them."""

    contactos: QuerySet
    hoy: dt.date
    prioridad: Prioridad

    def filas(self, contactos: QuerySet) -> list[Contacto]:
        """Some of them, in the same order and in words."""
        return [self._explicar(contacto) for contacto in self._detalle(contactos)]

    def todas(self) -> Iterable[Contacto]:
        """In pieces, for files of any size; without whoever opposed going out in one."""
        for contacto in self._detalle(self._que_salen()).iterator(chunk_size=2000):
            yield self._explicar(contacto)

    def contar_que_salen(self) -> int:
        return self._que_salen().count()

    def _que_salen(self) -> QuerySet:
        fuera = contactos_restringidos(TipoRestriccion.FUERA_DE_LISTAS)
        return self.contactos.exclude(pk__in=fuera)

    def _detalle(self, contactos: QuerySet) -> QuerySet:
        detalle = con_detalle(contactos, self.hoy, self.prioridad)
        return detalle.annotate(turno=self.prioridad.turno).order_by(*self.contactos.query.order_by)

    def _explicar(self, contacto: Contacto) -> Contacto:
        return explicar(contacto, self.hoy, self.prioridad)


@dataclass
class Grupo:
    """The rows of a page that are in one place, and how many the whole list has there."""

    distrito: str
    centro_poblado: str
    cuenta: int
    filas: list[Contacto]


def en_grupos(lista: Lista, filas: list[Contacto]) -> list[Grupo]:
    """The rows of a page by district and populated centre, in the order in which they come."""
    lugares = {(c.distrito_id, c.centro_poblado) for c in filas}
    de_la_pagina = reduce(
        or_,
        (
            Q(distrito__isnull=True, centro_poblado=centro)
            if distrito is None
            else Q(distrito=distrito, centro_poblado=centro)
            for distrito, centro in lugares
        ),
        Q(pk__in=[]),
    )
    cuentas = {
        (distrito, centro): cuenta
        for distrito, centro, cuenta in lista.contactos.filter(de_la_pagina)
        .order_by()
        .values("distrito_id", "centro_poblado")
        .values_list("distrito_id", "centro_poblado", Count("pk"))
    }
    return [
        Grupo(
            distrito=suyas[0].distrito.nombre if suyas[0].distrito else "Sin territorio",
            centro_poblado=lugar[1] or "Sin centro poblado",
            cuenta=cuentas[lugar],
            filas=suyas,
        )
        for lugar, suyas in (
            (lugar, list(grupo))
            for lugar, grupo in groupby(filas, lambda c: (c.distrito_id, c.centro_poblado))
        )
    ]


def como_quedo(contacto: Contacto) -> str:
    """What a lost race left: who has the contact, or how it was closed."""
    if contacto.asignada_a_id:
        desde = timezone.localtime(contacto.asignada_en)
        return f"Este hogar lo tiene {contacto.asignada_a} desde el {desde:%d/%m/%Y a las %H:%M}."
    return f"Este contacto ya está en «{contacto.get_estado_display()}»."
