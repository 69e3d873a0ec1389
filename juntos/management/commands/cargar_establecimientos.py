"""`manage.py cargar_establecimientos CSV`: the catalogue of health facilities (RENIPRESS)."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from juntos.catalogos import CatalogoInvalido, cargar_establecimientos


class Command(BaseCommand):
    help = "Carga o actualiza los establecimientos de salud (codigo,nombre,ubigeo,categoria)."

    def add_arguments(self, parser):
        parser.add_argument("archivo", type=Path, metavar="CSV")

    def handle(self, *, archivo, **_):
        try:
            with archivo.open(encoding="utf-8-sig", newline="") as texto:
                nuevos, cambiados = cargar_establecimientos(texto)
        except OSError as error:
            raise CommandError(f"No se puede leer {archivo}.", returncode=2) from error
        except (CatalogoInvalido, UnicodeDecodeError, csv.Error) as error:
            mensaje = (
                str(error) if isinstance(error, CatalogoInvalido) else "No es un CSV en UTF-8."
            )
            raise CommandError(mensaje, returncode=2) from error
        self.stdout.write(f"{nuevos} establecimientos nuevos, {cambiados} actualizados.")
