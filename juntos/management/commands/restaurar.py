"""`manage.py restaurar ARCHIVO`: a backup, checked whole before anything is touched."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from juntos.respaldo import restauracion, servidor
from juntos.respaldo.errores import ErrorDeRespaldo


class Command(BaseCommand):
    help = "Verifica un respaldo, lo restaura y lo compara con lo que debe ser."

    def add_arguments(self, parser):
        parser.add_argument("respaldo", type=Path, help="el archivo, o la carpeta del más reciente")
        parser.add_argument("--base", help="otra base de datos del mismo servidor")
        parser.add_argument(
            "--archivos",
            type=Path,
            help="carpeta de los archivos privados (si se nombra otra base, una al lado)",
        )
        parser.add_argument(
            "--reemplazar",
            action="store_true",
            help="toma el lugar de una base con datos, que queda guardada con otro nombre",
        )

    def handle(self, *, respaldo, base, archivos, reemplazar, **_):
        inicio, carpeta = time.monotonic(), settings.MEDIA_ROOT
        if base and base != servidor.base_actual():
            carpeta = carpeta.with_name(f"{carpeta.name}-{base}")
        base, carpeta = base or servidor.base_actual(), archivos or carpeta
        try:
            ruta = restauracion.elegir(respaldo)
            hecho = restauracion.restaurar(
                ruta, base=base, carpeta=carpeta.absolute(), reemplazar=reemplazar
            )
        except ErrorDeRespaldo as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(
            f"{ruta} restaurado en la base {base} y en {carpeta}: {len(hecho['tablas'])} tablas y "
            f"{hecho['archivos']['cantidad']:,} archivos, iguales al respaldo, "
            f"en {time.monotonic() - inicio:.1f} s. Si el programa es más nuevo: manage.py migrate."
        )
