"""manage.py revisar_mensajes ARCHIVO: may these texts be said?"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from afiliacion.mensajes.textos import TextosIlegibles, leer


class Command(BaseCommand):
    help = "Revisa un archivo de guion y mensajes antes de ponerlo en uso."

    def add_arguments(self, parser):
        parser.add_argument("archivo", type=Path)

    def handle(self, *, archivo, **opciones):
        try:
            textos = leer(archivo)
        except TextosIlegibles as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Se puede usar: {textos.nombre}, {len(textos.mensajes)} mensajes.")
