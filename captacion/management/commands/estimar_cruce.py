"""`manage.py estimar_cruce`: a new version of the weights of linkage, from the data at hand."""

import json

from django.core.management.base import BaseCommand, CommandError

from captacion.cruce.estimar import FaltanPares, activar_pesos, estimar_pesos
from juntos.historia import en_nombre_de
from juntos.models import Usuario


class Command(BaseCommand):
    help = "Estima los pesos con que se cruza a las personas con sus hogares."

    def add_arguments(self, parser):
        parser.add_argument("--activar", action="store_true", help="la usa desde ahora")
        parser.add_argument("--json", action="store_true", help="imprime un objeto JSON")

    def handle(self, *, activar, **opciones):
        sistema = Usuario.objects.sistema()
        try:
            version = estimar_pesos(por=sistema)
        except FaltanPares as error:
            raise CommandError(str(error), returncode=2) from error
        if activar:
            with en_nombre_de(sistema, vista="manage.py estimar_cruce"):
                activar_pesos(version, por=sistema)
        pesos = {
            campo: {nivel: peso["peso"] for nivel, peso in niveles.items()}
            for campo, niveles in version.pesos.items()
        }
        if opciones["json"]:
            resumen = {"version": version.pk, "activa": version.activa, "pares": version.pares}
            self.stdout.write(json.dumps(resumen | {"previa": version.previa, "pesos": pesos}))
            return
        estado = "en uso" if version.activa else "guardada: use --activar para ponerla en uso"
        self.stdout.write(f"Versión {version.pk}, {version.pares:,} pares ({estado})")
        for campo, niveles in pesos.items():
            for nivel, peso in niveles.items():
                self.stdout.write(f"{campo:<12}{nivel:<16}{peso:>+8.2f} bits")
