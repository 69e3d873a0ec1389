"""Doubts that meet one rule, to be confirmed together: which, how many, and which do not go."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from captacion.consultas.pares import Banda, Par
from captacion.consultas.pares_de_vinculo import CLASE, pares_de_personas
from captacion.models import (
    Captacion,
    EstadoVinculo,
    LoteDeDecisiones,
    Persona,
    ReglaVinculo,
    ReservaCruce,
    Vinculo,
)
from juntos.models import Parametro

MUESTRA, MAXIMO = 10, 200
SIN_PUNTAJE = "sin-puntaje"
DUDAS = {
    "jefe_solo": "Solo coincide el jefe de familia",
    "dos_hogares": "Figura en más de un hogar",
    "nombre_discorde": "El documento coincide y los nombres no",
    "identidad_ambigua": "Puede ser alguien ya registrado",
    "decision_discutida": "El archivo contradice una decisión",
    "parecido": "Los datos se parecen",
    "dos_padrones": "Su hogar del PGH comparte miembros con uno de JUNTOS",
}


@dataclass(frozen=True)
class Candidatura:
    """What meets a filter. `van`: links to confirm; the rest stays, each group with its number."""

    van: tuple[int, ...]
    con_varios: int
    en_otras_manos: int
    con_hogar: int
    de_mas: int
    hogares: int
    usuarios: int
    muestra: tuple[Par, ...]


@dataclass(frozen=True)
class Perdido:
    titulo: str
    estado: str


@dataclass(frozen=True)
class Resultado:
    lote: LoteDeDecisiones
    hechos: int
    perdidos: tuple[Perdido, ...]
    por_deshacer: int


def opciones(usuario) -> dict[str, list[tuple[str, str]]]:
    """Every rule, doubt and band that waits, with how many people."""
    dudosos = _dudosos(usuario)
    por_regla = _cuentas(dudosos, "regla")
    por_duda = _cuentas(dudosos, "duda")
    return {
        "regla": [(r.value, f"{r.label} ({por_regla[r]})") for r in ReglaVinculo if r in por_regla],
        "duda": [(d, f"{DUDAS.get(d, d)} ({n})") for d, n in por_duda.items() if d],
        "banda": [
            (clave, f"{palabra} ({n})")
            for clave, palabra in _bandas()
            if (n := dudosos.filter(_de_banda(clave)).values("persona").distinct().count())
        ],
    }


def candidatura(usuario, filtro: dict[str, str], *, solo: list[int] | None = None) -> Candidatura:
    """What of `filtro` may be confirmed at once; with `solo`, only of those links.

    A person with two candidates is decided by looking, and one in another reviewer's hands is hers.
    """
    cumplen = _que_cumplen(usuario, filtro)
    if solo is not None:
        cumplen = cumplen.filter(pk__in=solo)
    hermanos = Vinculo.objects.filter(persona=OuterRef("persona"))
    otros = hermanos.filter(estado=EstadoVinculo.POR_REVISAR).exclude(pk=OuterRef("pk"))
    firme = hermanos.filter(estado=EstadoVinculo.CONFIRMADO)
    reserva = ReservaCruce.objects.filter(
        clase=CLASE, unidad=OuterRef("persona"), hasta__gt=timezone.now()
    ).exclude(reservada_por=usuario)
    limite = Captacion.objects.filter(persona=OuterRef("persona")).order_by("limite_el")
    filas = cumplen.annotate(
        varios=Exists(otros),
        firme=Exists(firme),
        ajena=Exists(reserva),
        limite=Subquery(limite.values("limite_el")[:1]),
    ).order_by("limite", "pk")
    libres = filas.filter(varios=False, firme=False, ajena=False)
    todos = list(libres.values_list("pk", "persona", "hogar", "hogar__es_usuario"))
    van = todos[:MAXIMO]
    return Candidatura(
        van=tuple(pk for pk, *_ in van),
        con_varios=_personas(filas.filter(varios=True)),
        en_otras_manos=_personas(filas.filter(varios=False, firme=False, ajena=True)),
        con_hogar=_personas(filas.filter(varios=False, firme=True)),
        de_mas=len(todos) - len(van),
        hogares=len({hogar for _, _, hogar, _ in van}),
        usuarios=len({hogar for _, _, hogar, es_usuario in van if es_usuario}),
        muestra=_muestra(van[:MUESTRA]),
    )


def resultado(lote: LoteDeDecisiones) -> Resultado:
    """What became of a batch; what was lost is told by where it stands now."""
    hechos = set(lote.eventos.values_list("objeto_id", flat=True))
    perdidos = Vinculo.objects.filter(pk__in=set(lote.pedidos) - hechos).select_related("persona")
    en_pie = Vinculo.objects.filter(
        pk__in=hechos, estado=EstadoVinculo.CONFIRMADO, decidido_por=lote.hecho_por
    )
    return Resultado(
        lote,
        len(hechos),
        tuple(Perdido(v.persona.nombre_completo, v.get_estado_display().lower()) for v in perdidos),
        0 if lote.deshecho_en else en_pie.count(),
    )


def en_palabras(filtro: dict[str, str]) -> str:
    """A filter as people read it."""
    bandas = dict(_bandas())
    dichos = [
        ReglaVinculo(filtro["regla"]).label if filtro.get("regla") else "",
        DUDAS.get(filtro.get("duda", ""), ""),
        bandas.get(filtro.get("banda", ""), ""),
    ]
    return " · ".join(filter(None, dichos))


def _dudosos(usuario) -> QuerySet[Vinculo]:
    return Vinculo.objects.visibles_para(usuario).filter(estado=EstadoVinculo.POR_REVISAR)


def _que_cumplen(usuario, filtro: dict[str, str]) -> QuerySet[Vinculo]:
    dudosos = _dudosos(usuario).filter(
        **{campo: filtro[campo] for campo in ("regla", "duda") if filtro.get(campo)}
    )
    return dudosos.filter(_de_banda(filtro["banda"])) if filtro.get("banda") else dudosos


def _de_banda(clave: str) -> Q:
    if clave == SIN_PUNTAJE:
        return Q(puntaje__isnull=True)
    valores = Parametro.valores()
    muy_probable = valores["cruce_umbral_solo"]
    probable = (muy_probable + valores["cruce_umbral_revision"]) / 2
    return {
        Banda.MUY_PROBABLE.clave: Q(puntaje__gte=muy_probable),
        Banda.PROBABLE.clave: Q(puntaje__gte=probable, puntaje__lt=muy_probable),
        Banda.DUDOSO.clave: Q(puntaje__lt=probable),
    }[clave]


def _bandas() -> list[tuple[str, str]]:
    return [*((b.clave, b.palabra) for b in Banda), (SIN_PUNTAJE, "Sin puntaje: por documento")]


def _cuentas(dudosos: QuerySet[Vinculo], campo: str) -> dict[str, int]:
    cuentas = dudosos.order_by().values(campo).annotate(n=Count("persona", distinct=True))
    return dict(cuentas.values_list(campo, "n"))


def _personas(filas: QuerySet[Vinculo]) -> int:
    return filas.order_by().values("persona").distinct().count()


def _muestra(van: list[tuple]) -> tuple[Par, ...]:
    personas = Persona.objects.in_bulk([persona for _, persona, *_ in van])
    pares = pares_de_personas(list(personas.values())) if personas else {}
    return tuple(par for pk, persona, *_ in van for par in pares[persona] if par.pk == pk)
