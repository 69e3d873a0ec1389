"""`manage.py evaluar_cruce`: precision and recall of the links against a truth file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from captacion.evaluacion import Banda, Cruce, Proporcion, VerdadIlegible, evaluar_cruce

ETIQUETAS = {
    "aciertos": "Aciertos",
    "errados": "Errados",
    "perdidos": "Perdidos",
    "en_revision": "En revisión",
    "precision": "Precisión",
    "recall": "Exhaustividad",
    "recall_con_revision": "Exhaustividad con revisión",
}
# What is right in each band.
BIEN = {
    Banda.SOLO: "el hogar es el suyo",
    Banda.DECIDIDO: "el hogar es el suyo",
    Banda.EN_REVISION: "el primer candidato es el suyo",
    Banda.SIN_ENLACE: "ningún padrón la conoce",
}
TITULOS = f"{'casos':>9}{'bien':>9}{'proporción':>12}  intervalo al 95 %"


class Command(BaseCommand):
    help = "Compara los vínculos con un archivo de verdad (precisión y exhaustividad)."

    def add_arguments(self, parser):
        parser.add_argument("verdad", type=Path, metavar="VERDAD.csv")
        parser.add_argument("--json", action="store_true", help="imprime un objeto JSON")
        parser.add_argument(
            "--detalle",
            action="store_true",
            help="con --json: también los intervalos, por banda y por regla",
        )

    def handle(self, *, verdad, **opciones):
        try:
            cruce = evaluar_cruce(verdad)
        except VerdadIlegible as error:
            raise CommandError(str(error), returncode=2) from error
        if opciones["json"]:
            objeto = cruce.detalle() if opciones["detalle"] else cruce.resumen()
            self.stdout.write(json.dumps(objeto))
        else:
            self._tabla(cruce)

    def _tabla(self, cruce: Cruce) -> None:
        resumen, razones = cruce.resumen(), cruce.razones()
        for clave in (c for c in resumen if c not in razones):
            self.stdout.write(f"{ETIQUETAS[clave]:<28}{resumen[clave]:>12,}")
        self._titulo("")
        for clave, razon in razones.items():
            self._linea(ETIQUETAS[clave], razon)
        self._titulo("Por banda")
        for banda, proporcion in cruce.bandas().items():
            self._linea(f"{banda.label}: {BIEN[banda]}", proporcion)
        for banda in Banda:
            reglas = [(r, p) for b, r, p in cruce.reglas() if b == banda]
            if reglas:
                self._titulo(f"{banda.label}, por regla")
            for regla, proporcion in reglas:
                self._linea(regla.label, proporcion)

    def _titulo(self, texto: str) -> None:
        self.stdout.write(f"\n{texto:<64}{TITULOS}")

    def _linea(self, etiqueta: str, proporcion: Proporcion) -> None:
        cuentas = f"{etiqueta:<64}{proporcion.filas:>9,}{proporcion.aciertos:>9,}"
        if proporcion.valor is None:
            self.stdout.write(f"{cuentas}{'sin casos':>12}")
            return
        desde, hasta = proporcion.intervalo
        self.stdout.write(f"{cuentas}{proporcion.valor:>12.4f}  {desde:.4f} a {hasta:.4f}")
