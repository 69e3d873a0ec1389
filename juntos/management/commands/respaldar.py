"""`manage.py respaldar DESTINO`: the database and the private files in one encrypted file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from juntos.respaldo.copia import respaldar
from juntos.respaldo.errores import ErrorDeRespaldo


class Command(BaseCommand):
    help = "Respalda la base de datos y los archivos privados en un solo archivo cifrado."

    def add_arguments(self, parser):
        parser.add_argument(
            "destino", type=Path, help="una carpeta, o un archivo nuevo terminado en .respaldo"
        )

    def handle(self, *, destino, **_):
        try:
            hecho = respaldar(destino)
        except ErrorDeRespaldo as error:
            raise CommandError(str(error), returncode=2) from error
        archivos = hecho.manifiesto["archivos"]["cantidad"]
        self.stdout.write(
            f"{hecho.ruta}: {hecho.bytes / 1e6:,.1f} MB, {len(hecho.manifiesto['tablas'])} tablas "
            f"y {archivos:,} archivos en {hecho.manifiesto['segundos']} s."
        )
