"""The figures of a period: `indicadores --desde A --hasta B [--corte C] [--ubigeo U] [--json]`."""

import datetime as dt
import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from afiliacion.acciones import hechos
from afiliacion.consultas.indicadores import NOMBRES, Ambito, PeriodoInvalido, indicadores

RECHAZADO = 2


class Command(BaseCommand):
    help = "Los indicadores de la captación temprana, como se conocían en la fecha de corte."

    def add_arguments(self, parser):
        parser.add_argument("--desde", required=True, help="primer día, AAAA-MM-DD")
        parser.add_argument("--hasta", required=True, help="último día, AAAA-MM-DD")
        parser.add_argument("--corte", default="", help="lo que se sabía ese día, AAAA-MM-DD")
        parser.add_argument("--ubigeo", default="", help="departamento, provincia o distrito")
        parser.add_argument("--json", action="store_true", help="escribe el resultado en JSON")

    def handle(self, *, desde, hasta, corte, ubigeo, json, **opciones):
        try:
            ambito = Ambito(
                desde=_fecha(desde),
                hasta=_fecha(hasta),
                corte=_fecha(corte) if corte else timezone.localdate(),
                ubigeo=_ubigeo(ubigeo),
            )
        except PeriodoInvalido as motivo:
            self.stderr.write(str(motivo))
            sys.exit(RECHAZADO)
        hechos.poner_al_dia()
        cifras = indicadores(ambito)
        self.stdout.write(_en_json(cifras) if json else _en_palabras(cifras))


def _fecha(texto: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texto)
    except ValueError:
        raise PeriodoInvalido(f"«{texto}» no es una fecha: escríbala como 2026-11-23.") from None


def _ubigeo(texto: str) -> str:
    if texto and not (texto.isascii() and texto.isdigit() and len(texto) in (2, 4, 6)):
        raise PeriodoInvalido(
            f"«{texto}» no es un ubigeo: 2 dígitos de departamento, 4 de provincia o 6 de distrito."
        )
    return texto


def _en_json(cifras: dict) -> str:
    return json.dumps(cifras)


def _en_palabras(cifras: dict) -> str:
    return "\n".join(
        f"{NOMBRES[codigo]}: {_cifra(**valores)}" for codigo, valores in cifras.items()
    )


def _cifra(**valores) -> str:
    match valores:
        case {"mediana": None} | {"valor": None}:
            return "sin casos"
        case {"mediana": mediana, "p90": p90, "n": n}:
            return f"mediana {mediana:.1f} días, p90 {p90:.1f}, de {n:,}"
        case {"numerador": numerador, "denominador": denominador, "valor": valor}:
            return f"{valor:.1%} ({numerador:,} de {denominador:,})"
