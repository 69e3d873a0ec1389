"""`manage.py simular`: synthetic files in the canonical profiles, and the truth about them."""

import argparse
import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from captacion.simulacion.documentos import BloqueAgotado
from captacion.simulacion.simulador import Simulador


def _entero_positivo(texto: str) -> int:
    if not texto.isdigit() or not int(texto):
        raise argparse.ArgumentTypeError("debe ser un número entero mayor que cero")
    return int(texto)


def _proporcion(texto: str) -> float:
    try:
        valor = float(texto)
    except ValueError:
        valor = -1
    if not 0 <= valor <= 1:
        raise argparse.ArgumentTypeError("debe ser un número entre 0 y 1")
    return valor


def _fecha(texto: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texto)
    except ValueError:
        raise argparse.ArgumentTypeError("debe ser una fecha AAAA-MM-DD") from None


class Command(BaseCommand):
    help = "Escribe archivos sintéticos en los perfiles canónicos, y verdad.csv (quién es quién)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--salida", required=True, type=Path, metavar="DIR")
        parser.add_argument("--hogares", type=_entero_positivo, default=2000, metavar="N")
        parser.add_argument("--dias", type=_entero_positivo, default=60, metavar="D")
        parser.add_argument("--hasta", type=_fecha, metavar="AAAA-MM-DD")
        parser.add_argument("--semilla", type=int, default=2021, metavar="S")
        parser.add_argument("--sucio", type=_proporcion, default=0.0, metavar="X")
        parser.add_argument(
            "--filas-padron",
            type=_entero_positivo,
            metavar="N",
            help="en vez de --hogares: tantos hogares como pida un Padrón de N filas",
        )

    def handle(self, *, salida, hogares, dias, hasta, semilla, sucio, filas_padron, **_):
        try:
            filas = Simulador(
                salida,
                hogares=hogares,
                dias=dias,
                hasta=hasta or timezone.localdate(),
                semilla=semilla,
                sucio=sucio,
                filas_padron=filas_padron,
            ).correr()
        except BloqueAgotado as error:
            raise CommandError("No quedan documentos ficticios para tantos hogares.") from error
        except OSError as error:
            raise CommandError(f"No se puede escribir en {salida}: {error.strerror}.") from error
        for nombre, cuantas in filas.items():
            self.stdout.write(f"{cuantas:>10}  {salida / nombre}")
