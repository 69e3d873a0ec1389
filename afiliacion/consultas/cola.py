"""The queue read: the one definition of due, the counts of its filters, its pages and its words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from afiliacion.models import Caso, Contacto, EstadoContacto
from captacion.models import Lengua, NivelPobreza, Persona, TipoCaptacion
from juntos.models import Distrito

POR_PAGINA = 25
SIN = "sin"


def dias_restantes(hoy: dt.date) -> Func:
    """Days left until a contact is due, negative once overdue: list, chip, filter and export."""
    return Func(
        "vence_el",
        Value(hoy, output_field=DateField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )


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

# The order of the queue. Codes of poverty happen to sort as it should: pobre_extremo, pobre,
# no_pobre, unknown, from last to first (tested), so that the index serves it.
ORDENES = {
    "plazo": ("Días que quedan", ("rezagado", "vence_el", "-nivel", "pk")),
    "distrito": ("Distrito", ("distrito_id", "centro_poblado", "vence_el", "-nivel", "pk")),
    "gestion": (
        "Más tiempo sin gestión",
        (F("ultima_visita_el").asc(nulls_first=True), "vence_el", "-nivel", "pk"),
    ),
    "abierto": ("Últimos en llegar", ("-abierto_el", "vence_el", "-nivel", "pk")),
}

TIPOS = {
    TipoCaptacion.RECIEN_NACIDO.value: ("Con recién nacido", "con_recien_nacido"),
    TipoCaptacion.GESTANTE.value: ("Con gestante", "con_gestante"),
}
ASIGNACIONES = {"mias": "Mías", "sin": "Sin asignar", "otras": "De otras personas"}
LENGUAS = {**dict(Lengua.choices), SIN: "no registrada"}


def q_asignacion(valor: str, usuario) -> Q:
    if valor == "mias":
        return Q(asignada_a=usuario.pk)
    if valor == "sin":
        return Q(asignada_a__isnull=True)
    return Q(asignada_a__isnull=False) & ~Q(asignada_a=usuario.pk)


# --- Counts


@dataclass
class Cuentas:
    """How many contacts the list has, and would have with each value of each filter."""

    total: int
    por_filtro: dict[str, Counter]


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
    "vence": lambda g: {g["vence"]},
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


def contar_distritos(base: QuerySet) -> list[CuentaDistrito]:
    """Contacts by district, by name; `base` holds every filter but the place."""
    cuentas = dict(
        base.order_by()
        .values_list("distrito_id")
        .annotate(Count("pk"))
        .values_list("distrito_id", "pk__count")
    )
    sin_territorio = cuentas.pop(None, 0)
    distritos = [
        CuentaDistrito(d.ubigeo, d.nombre, d.provincia, d.departamento, cuentas[d.ubigeo])
        for d in Distrito.objects.filter(pk__in=cuentas).order_by("departamento", "nombre", "pk")
    ]
    if sin_territorio:
        distritos.append(CuentaDistrito(SIN, "Sin territorio", "", "", sin_territorio))
    return distritos


# --- Pages and rows


def con_detalle(contactos: QuerySet, hoy: dt.date) -> QuerySet:
    """What a row shows, in two queries whatever their number."""
    casos = Caso.objects.vivos().select_related(
        "captacion__persona", "captacion__recien_nacido__madre", "captacion__gestante"
    )
    return (
        contactos.annotate(dias=dias_restantes(hoy))
        .select_related("distrito", "ultimo_resultado", "asignada_a")
        .prefetch_related(Prefetch("casos", casos.order_by("captacion__limite_el", "pk")))
    )


def pagina_de(contactos: QuerySet, numero, *, total: int, hoy: dt.date) -> Page:
    """One page of an ordered list already counted: only its own rows are joined and read."""
    paginador = Paginator(contactos, POR_PAGINA)
    paginador.count = total
    pagina = paginador.get_page(numero)
    desde = (pagina.number - 1) * POR_PAGINA
    hasta = min(desde + POR_PAGINA, total)
    filas = Contacto.objects.filter(pk__in=_claves(contactos, desde, hasta, total))
    orden = contactos.query.order_by
    pagina.object_list = [explicar(c, hoy) for c in con_detalle(filas, hoy).order_by(*orden)]
    return pagina


def _claves(contactos: QuerySet, desde: int, hasta: int, total: int) -> QuerySet:
    """The second half is read from the end: the deepest page costs as the first."""
    claves = contactos.values("pk")
    if desde <= total // 2:
        return claves[desde:hasta]
    return claves.reverse()[total - hasta : total - desde]


def explicar(contacto: Contacto, hoy: dt.date) -> Contacto:
    """Hang on the row its cases and the sentence that says why it is in the queue."""
    contacto.casos_vivos = list(contacto.casos.all())
    contacto.porque = porque(contacto, hoy)
    return contacto


def porque(contacto: Contacto, hoy: dt.date) -> str:
    """Why this household is in the queue, in one sentence."""
    if not contacto.esta_abierto:
        return contacto.motivo_cierre or contacto.get_estado_display()
    if contacto.estado == EstadoContacto.EN_SOLICITUD:
        return "Su solicitud de afiliación está en curso."
    if contacto.estado == EstadoContacto.DERIVADA:
        return "Derivada a la municipalidad (ULE) para su clasificación socioeconómica."
    quienes = [
        quien
        for quien, esta in (
            ("recién nacido", contacto.con_recien_nacido),
            ("gestante", contacto.con_gestante),
        )
        if esta
    ]
    nivel = (
        f"Hogar {NivelPobreza(contacto.nivel).label.lower()}"
        if contacto.nivel
        else "Hogar sin clasificación socioeconómica conocida"
    )
    frase = f"{nivel}, con {' y '.join(quienes) or 'captación'}, que aún no es usuario"
    return f"{frase}; el plazo pasó y se atiende igual." if contacto.vence_el < hoy else f"{frase}."


def contactos_en_orden(contactos: QuerySet, hoy: dt.date) -> Iterable[Contacto]:
    """Every row of an ordered list, in pieces: for files of any size."""
    for contacto in con_detalle(contactos, hoy).iterator(chunk_size=2000):
        yield explicar(contacto, hoy)


# What registers write while a child has no name yet (FORMATS.md).
SIN_NOMBRE = {"RN", "R N", "NN", "XX", "SN", "SR", "SD", ""}


def nombre_de_bebe(persona: Persona) -> str:
    if persona.nombres.strip().upper() not in SIN_NOMBRE:
        return persona.nombre_completo
    apellidos = f"{persona.ap_paterno} {persona.ap_materno}".strip().upper()
    return f"{apellidos} (aún sin nombre)".strip()


def nombre_de_la_madre(recien_nacido) -> str:
    """As her own register writes it, else as the Padrón wrote it beside the child."""
    if recien_nacido.madre_id:
        return recien_nacido.madre.nombre_completo
    dicho = Persona(ap_paterno=recien_nacido.madre_apellidos, nombres=recien_nacido.madre_nombres)
    return dicho.nombre_completo if dicho.ap_paterno or dicho.nombres else "Madre no registrada"


def como_quedo(contacto: Contacto) -> str:
    """What a lost race left: who has the contact, or how it was closed."""
    if contacto.asignada_a_id:
        desde = timezone.localtime(contacto.asignada_en)
        return f"Este hogar lo tiene {contacto.asignada_a} desde el {desde:%d/%m/%Y a las %H:%M}."
    return f"Este contacto ya está en «{contacto.get_estado_display()}»."
