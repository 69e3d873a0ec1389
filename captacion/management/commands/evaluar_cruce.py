"""`manage.py evaluar_cruce`: precision and recall of the links against a truth file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from captacion.evaluacion import VerdadIlegible, evaluar_cruce

ETIQUETAS = {
    "aciertos": "Aciertos",
    "errados": "Errados",
    "perdidos": "Perdidos",
    "en_revision": "En revisión",
    "precision": "Precisión",
    "recall": "Exhaustividad",
    "recall_con_revision": "Exhaustividad con revisión",
}


class Command(BaseCommand):
    help = "Compara los vínculos con un archivo de verdad (precisión y exhaustividad)."

    def add_arguments(self, parser):
        parser.add_argument("verdad", type=Path, metavar="VERDAD.csv")
        parser.add_argument("--json", action="store_true", help="imprime un objeto JSON")

    def handle(self, *, verdad, **opciones):
        try:
            resumen = evaluar_cruce(verdad).resumen()
        except VerdadIlegible as error:
            raise CommandError(str(error), returncode=2) from error
        if opciones["json"]:
            self.stdout.write(json.dumps(resumen))
            return
        for clave, valor in resumen.items():
            cifra = "sin casos" if valor is None else f"{valor:.4f}" if "." in str(valor) else valor
            self.stdout.write(f"{ETIQUETAS[clave]:<28}{cifra:>12}")
