"""What the review page knows: two records side by side, whatever they are.

A kind of pair (a person and a household, two people, two households) tells itself in these words;
the page, its keys and its reservations know no others. `captacion/clases_de_pares.py` lists them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery

from captacion.models import AplazoCruce, ReservaCruce

TURNOS = 20


class Grado(Enum):
    """How a fact of one record stands to that of the other."""

    COINCIDE = "coincide", "Coincide"
    SE_PARECE = "se-parece", "Se parece"
    DIFIERE = "difiere", "Difiere"
    FALTA = "falta", "Falta"

    def __init__(self, clave: str, palabra: str):
        self.clave, self.palabra = clave, palabra


class Banda(Enum):
    """A score in words."""

    MUY_PROBABLE = "muy-probable", "Muy probable"
    PROBABLE = "probable", "Probable"
    DUDOSO = "dudoso", "Dudoso"

    def __init__(self, clave: str, palabra: str):
        self.clave, self.palabra = clave, palabra


@dataclass(frozen=True)
class Trozo:
    """A piece of a text; `difiere` when the other record does not say it."""

    texto: str
    difiere: bool = False


@dataclass(frozen=True)
class Cotejo:
    """One fact as both records tell it. `sujeto` names it inside a sentence."""

    dato: str
    izquierda: tuple[Trozo, ...]
    derecha: tuple[Trozo, ...]
    grado: Grado
    detalle: str = ""
    sujeto: str = ""


@dataclass(frozen=True)
class Aporte:
    """What one field adds to the score, or takes from it, in bits."""

    campo: str
    nivel: str
    peso: float


@dataclass(frozen=True)
class Integrante:
    nombre: str
    detalles: tuple[str, ...] = ()
    nota: str = ""


@dataclass(frozen=True)
class Grupo:
    """People around a record: the members of a household, the siblings of a child."""

    titulo: str
    integrantes: tuple[Integrante, ...]


@dataclass(frozen=True)
class Insignia:
    texto: str
    clase: str = "chip-neutro"


@dataclass(frozen=True)
class Lado:
    rotulo: str
    titulo: str
    lineas: tuple[str, ...] = ()
    insignias: tuple[Insignia, ...] = ()
    grupos: tuple[Grupo, ...] = ()


@dataclass(frozen=True)
class Decision:
    palabra: str
    a_favor: bool
    por: str
    en: dt.datetime


@dataclass(frozen=True)
class Par:
    """Two records of which a person says whether they are the same: buttons `si` and `no`."""

    clase: str
    pk: int
    unidad: int
    titulo: str
    pregunta: str
    si: str
    no: str
    izquierda: Lado
    derecha: Lado
    cotejos: tuple[Cotejo, ...]
    porque: str
    limite_el: dt.date | None = None
    banda: Banda | None = None
    puntaje: float | None = None
    aportes: tuple[Aporte, ...] = ()
    numero: int = 1
    de: int = 1
    decision: Decision | None = None
    en_espera: bool = True
    hogares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decidido:
    """A decision of the reviewer in her list."""

    clase: str
    pk: int
    palabra: str
    a_favor: bool
    titulo: str
    donde: str
    en: dt.datetime


@dataclass(frozen=True)
class ClaseDePar:
    """A kind of pair: what waits, how it is told, and what each key does.

    `en_espera(usuario)`: the units that wait for a decision, visible to the user, with the
    annotation `limite_el`; their pk is the unit. `pares(unidad)`: the pairs of one unit, in order.
    `unidad_de(objeto)`: the unit of what is decided. `decididos(usuario, cuantos)`: the user's own
    decisions, the latest first. `hechos_hoy(usuario)`: how many units she settled today.
    """

    clase: str
    modelo: type[Model]
    en_espera: Callable[..., QuerySet]
    pares: Callable[[int], list[Par]]
    unidad_de: Callable[[Model], int]
    decididos: Callable[..., list[Decidido]]
    hechos_hoy: Callable[..., int]
    confirmar: Callable
    descartar: Callable
    deshacer: Callable
    dicho: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Turno:
    clase: ClaseDePar
    unidad: int
    orden: tuple


@dataclass(frozen=True)
class Avance:
    hechos: int
    total: int
    aplazados: int


def turnos(clases, usuario, *, ahora: dt.datetime) -> list[Turno]:
    """What the user may take now: first what she has in hand, then by deadline, last what she left.

    What another reviewer holds is not here.
    """
    hallados = []
    for clase in clases:
        reservas = ReservaCruce.objects.filter(
            clase=clase.clase, unidad=OuterRef("pk"), hasta__gt=ahora
        )
        aplazos = AplazoCruce.objects.filter(
            clase=clase.clase, unidad=OuterRef("pk"), aplazado_por=usuario
        )
        libres = (
            clase.en_espera(usuario)
            .annotate(
                en_mano=Exists(reservas.filter(reservada_por=usuario)),
                aplazada=Subquery(aplazos.values("aplazado_en")[:1]),
            )
            .exclude(Exists(reservas.exclude(reservada_por=usuario)))
            .order_by(
                "-en_mano",
                F("aplazada").asc(nulls_first=True),
                F("limite_el").asc(nulls_last=True),
                "pk",
            )
            .values_list("pk", "en_mano", "aplazada", "limite_el")[:TURNOS]
        )
        hallados += [
            Turno(
                clase,
                pk,
                (
                    not en_mano,
                    aplazada is not None,
                    aplazada or ahora,
                    limite is None,
                    limite or dt.date.max,
                    pk,
                ),
            )
            for pk, en_mano, aplazada, limite in libres
        ]
    return sorted(hallados, key=lambda turno: turno.orden)


def avance(clases, usuario) -> Avance:
    """How many the user settled today, out of those and the ones that wait."""
    hechos = esperan = aplazados = 0
    for clase in clases:
        en_espera = clase.en_espera(usuario).order_by().values("pk")
        suyos = AplazoCruce.objects.filter(clase=clase.clase, aplazado_por=usuario)
        hechos += clase.hechos_hoy(usuario)
        esperan += en_espera.count()
        aplazados += suyos.filter(unidad__in=en_espera).count()
    return Avance(hechos, hechos + esperan, aplazados)


def decididos(clases, usuario, cuantos: int) -> list[Decidido]:
    """The user's decisions that stand, the latest first."""
    todos = [decidido for clase in clases for decidido in clase.decididos(usuario, cuantos)]
    return sorted(todos, key=lambda decidido: decidido.en, reverse=True)[:cuantos]
