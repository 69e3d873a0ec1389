"""Would applying the new migrations stop the release that runs? (juntos/sin_corte.py)"""

from django.core.management.base import BaseCommand, CommandError

from juntos import sin_corte


class Command(BaseCommand):
    help = "Dice qué migraciones nuevas detendrían a la versión en marcha."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--anotar", action="store_true", help="Darlas por publicadas.")

    def handle(self, *, anotar: bool, **opciones):
        if anotar:
            return sin_corte.anotar()
        if faltas := sin_corte.revisar():
            raise CommandError("\n".join(faltas), returncode=2)
