"""Where the registers of households disagree: lists and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import QuerySet

from captacion.models import Discrepancia, EncuentroDeHogares, Miembro, Persona
from juntos.mascara import Mascara, de
from juntos.planilla import lineas_csv
from juntos.rastro import Rastro

LOTE = 500
COLUMNAS = (
    *("Hogar JUNTOS", "Distrito según JUNTOS", "Hogar PGH", "Distrito según el PGH"),
    *("Miembros según JUNTOS", "Miembros según el PGH", "En común", "En qué no coinciden"),
    *("Solo en JUNTOS", "Solo en el PGH"),
)


@dataclass(frozen=True)
class EncuentroDicho:
    """`solo_juntos`, `solo_pgh`: members whom only that register puts in its household."""

    encuentro: EncuentroDeHogares
    discrepancias: list[str]
    solo_juntos: list[Persona]
    solo_pgh: list[Persona]


def desencuentros(usuario, discrepancia: str = "") -> QuerySet[EncuentroDeHogares]:
    """What the user sees of the households that disagree, in one way or in any."""
    visibles = EncuentroDeHogares.objects.visibles_para(usuario).exclude(discrepancias=[])
    if discrepancia in Discrepancia.values:
        visibles = visibles.filter(discrepancias__contains=[discrepancia])
    return visibles.select_related("juntos__distrito", "pgh__distrito").order_by("pk")


def dichos(encuentros: list[EncuentroDeHogares]) -> list[EncuentroDicho]:
    """With their members, in a fixed number of queries."""
    hogares = {e.juntos_id for e in encuentros} | {e.pgh_id for e in encuentros}
    miembros: dict[int, dict[int, Persona]] = defaultdict(dict)
    for miembro in (
        Miembro.objects.filter(hogar__in=hogares, vinculo__isnull=True)
        .select_related("persona")
        .order_by("persona__clave_nombre", "pk")
    ):
        miembros[miembro.hogar_id][miembro.persona_id] = miembro.persona
    return [_dicho(e, miembros[e.juntos_id], miembros[e.pgh_id]) for e in encuentros]


def archivo_de_desencuentros(usuario, discrepancia: str = "", *, rastro: Rastro) -> Iterator[str]:
    encuentros = desencuentros(usuario, discrepancia).iterator(chunk_size=LOTE)
    mascara = de(usuario)
    filas = (_fila(dicho, mascara) for lote in _lotes(encuentros) for dicho in dichos(lote))
    return lineas_csv(chain([COLUMNAS], filas), rastro=rastro)


def _lotes(encuentros: Iterable[EncuentroDeHogares]) -> Iterator[list[EncuentroDeHogares]]:
    iterador = iter(encuentros)
    return iter(lambda: list(islice(iterador, LOTE)), [])


def _dicho(
    encuentro: EncuentroDeHogares, en_juntos: dict[int, Persona], en_pgh: dict[int, Persona]
) -> EncuentroDicho:
    return EncuentroDicho(
        encuentro,
        [Discrepancia(codigo).label for codigo in encuentro.discrepancias],
        [persona for pk, persona in en_juntos.items() if pk not in en_pgh],
        [persona for pk, persona in en_pgh.items() if pk not in en_juntos],
    )


def _fila(dicho: EncuentroDicho, mascara: Mascara) -> list:
    encuentro = dicho.encuentro
    return [
        encuentro.juntos.codigo,
        str(encuentro.juntos.distrito or ""),
        encuentro.pgh.codigo,
        str(encuentro.pgh.distrito or ""),
        encuentro.de_juntos,
        encuentro.de_pgh,
        encuentro.comunes,
        "; ".join(dicho.discrepancias),
        "; ".join(f"{p} ({mascara.numero(p.documento)})" for p in dicho.solo_juntos),
        "; ".join(f"{p} ({mascara.numero(p.documento)})" for p in dicho.solo_pgh),
    ]
