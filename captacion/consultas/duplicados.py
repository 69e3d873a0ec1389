"""A pair of records that may be one person: both as they stand, and what agrees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from captacion.acciones.fusion import DOCUMENTOS
from captacion.models import Duplicado, Miembro, Persona, RecienNacido

NO_CONSTA = "No consta"


@dataclass(frozen=True)
class Lado:
    """One of the two: who she is, where she lives, whose child she is and whose mother."""

    persona: Persona
    documentos: list[str]
    membresias: list[Miembro]
    recien_nacido: RecienNacido | None
    hijos: list[RecienNacido]


@dataclass(frozen=True)
class Comparado:
    """One fact of both; `coincide` is None where one of them does not tell it."""

    dato: str
    en_una: str
    en_otra: str
    coincide: bool | None


@dataclass(frozen=True)
class ParDuplicado:
    """`queda`: the one that a merge keeps; `sale`: the one that it empties into her."""

    duplicado: Duplicado
    porque: str
    queda: Lado
    sale: Lado
    cotejos: list[Comparado]


def pares_duplicados(duplicados: list[Duplicado]) -> list[ParDuplicado]:
    """Everything that a page says of these pairs, in a fixed number of queries."""
    miembros = Miembro.objects.select_related("hogar__distrito").order_by("pk")
    nacidos = RecienNacido.objects.select_related("persona").order_by("pk")
    prefetch_related_objects(
        duplicados,
        *(
            Prefetch(f"{lado}__{relacion}", consulta)
            for lado in ("persona", "otra")
            for relacion, consulta in (
                ("membresias", miembros),
                ("hijos", nacidos),
                ("recien_nacido", RecienNacido.objects.select_related("madre")),
            )
        ),
    )
    return [_par(duplicado) for duplicado in duplicados]


def _par(duplicado: Duplicado) -> ParDuplicado:
    queda, sale = _lado(duplicado.persona), _lado(duplicado.otra)
    return ParDuplicado(
        duplicado,
        f"{duplicado.get_regla_display()}.",
        queda,
        sale,
        [
            _comparar("Documentos", ", ".join(queda.documentos), ", ".join(sale.documentos)),
            _comparar("Nombre", str(queda.persona), str(sale.persona)),
            _comparar("Nacimiento", _dia(queda.persona), _dia(sale.persona)),
            _comparar("Sexo", queda.persona.get_sexo_display(), sale.persona.get_sexo_display()),
            _comparar("Madre", _madre(queda), _madre(sale)),
            _comparar("Hogar", _hogares(queda), _hogares(sale)),
        ],
    )


def _lado(persona: Persona) -> Lado:
    return Lado(
        persona,
        [
            _documento(campo, getattr(persona, campo))
            for campo in DOCUMENTOS
            if getattr(persona, campo)
        ],
        list(persona.membresias.all()),
        getattr(persona, "recien_nacido", None),
        list(persona.hijos.all()),
    )


def _documento(campo: str, numero: str) -> str:
    return numero.replace(":", " ") if campo == "otro_documento" else f"{campo.upper()} {numero}"


def _dia(persona: Persona) -> str:
    nacio: dt.date | None = persona.fecha_nacimiento
    return f"{nacio:%d/%m/%Y}" if nacio else ""


def _madre(lado: Lado) -> str:
    """By her document where she has one: two mothers may share a name."""
    madre = lado.recien_nacido.madre if lado.recien_nacido else None
    return f"{madre} ({madre.documento})" if madre else ""


def _hogares(lado: Lado) -> str:
    return ", ".join(sorted(miembro.hogar.codigo for miembro in lado.membresias))


def _comparar(dato: str, una: str, otra: str) -> Comparado:
    coincide = una == otra if una and otra else None
    return Comparado(dato, una or NO_CONSTA, otra or NO_CONSTA, coincide)
