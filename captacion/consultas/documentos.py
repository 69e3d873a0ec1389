"""Documents of nobody: with how many people each came, as what, and which loads brought them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from captacion.models import Carga, DocumentoObservado, Miembro, OrigenHogar, RecienNacido

CARGAS = 5


@dataclass(frozen=True)
class Observado:
    """`papeles`: as what it came, in words; `cargas`: the last loads that brought it."""

    documento: DocumentoObservado
    papeles: list[str]
    cargas: list[Carga]


def observados(documentos: list[DocumentoObservado]) -> list[Observado]:
    """Everything that the page says of these documents, in a fixed number of queries."""
    numeros = [d.documento for d in documentos]
    nacidos = list(
        RecienNacido.objects.filter(
            Q(madre__dni__in=numeros)
            | Q(jefe_documento__in=numeros, carga__in=[d.carga_id for d in documentos])
        ).values_list("madre__dni", "jefe_documento", "carga")
    )
    miembros = list(
        Miembro.objects.filter(
            persona__dni__in=numeros,
            vinculo__isnull=True,
            hogar__origen__in=(OrigenHogar.JUNTOS, OrigenHogar.PGH),
        ).values_list("persona__dni", "carga")
    )
    cargas = Carga.objects.in_bulk({c for *_, c in nacidos} | {c for _, c in miembros})
    return [_observado(d, nacidos, miembros, cargas) for d in documentos]


def _observado(documento, nacidos, miembros, cargas: dict[int, Carga]) -> Observado:
    numero = documento.documento
    papeles = {
        "madre de {} niñas y niños": [c for madre, _, c in nacidos if madre == numero],
        "jefe de familia de {} niñas y niños": [c for _, jefe, c in nacidos if jefe == numero],
        "miembro de {} hogares": [c for dni, c in miembros if dni == numero],
    }
    suyas = {c for traidas in papeles.values() for c in traidas}
    return Observado(
        documento,
        [frase.format(len(traidas)) for frase, traidas in papeles.items() if len(traidas) > 1],
        [cargas[c] for c in sorted(suyas, reverse=True)[:CARGAS]],
    )
