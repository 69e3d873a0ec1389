"""`manage.py ensayar_restauracion [ARCHIVO]`: restores a backup aside, compares, and cleans up."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from juntos.models import ResultadoEnsayo
from juntos.respaldo.ensayo import ensayar


class Command(BaseCommand):
    help = "Restaura un respaldo en una base aparte, lo compara y deja escrito el resultado."

    def add_arguments(self, parser):
        parser.add_argument(
            "respaldo", type=Path, nargs="?", help="el más reciente (o uno nuevo) si no se dice"
        )

    def handle(self, *, respaldo, **_):
        hecho = ensayar(respaldo)
        if hecho.resultado != ResultadoEnsayo.BIEN:
            raise CommandError(hecho.detalle, returncode=2)
        self.stdout.write(
            f"{hecho.archivo} ({hecho.bytes / 1e6:,.1f} MB) restaurado y comparado en "
            f"{hecho.segundos} s. {hecho.detalle}"
        )
