"""Was anything in the log of events changed? `verificar_bitacora [--hasta HASH]`."""

import sys
import time

from django.core.management.base import BaseCommand

from juntos.bitacora import verificar


class Command(BaseCommand):
    help = "Recalcula la cadena de la bitácora; termina en 1 si algo fue alterado."

    def add_arguments(self, parser):
        parser.add_argument(
            "--hasta", default="", help="un hash anotado antes: debe seguir en ella"
        )

    def handle(self, *, hasta, **opciones):
        inicio = time.monotonic()
        hallado = verificar(hasta=hasta.strip().lower())
        self.stdout.write(
            f"Eventos sellados: {hallado.sellados:,} de {hallado.eventos:,}. "
            f"Sellos: {hallado.sellos:,}. Segundos: {time.monotonic() - inicio:.1f}."
        )
        if hallado.rotura:
            self.stderr.write(f"LA BITÁCORA NO CUADRA. {hallado.rotura}")
            sys.exit(1)
        self.stdout.write("La bitácora está intacta.")
        if hallado.hash:
            self.stdout.write(f"Último hash, para anotarlo fuera del sistema: {hallado.hash}")
