"""Are the tables of this database those of this code?"""

import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def faltan() -> bool:
    """Whether a migration on disk is not applied yet."""
    codigo = MigrationLoader(None, load=False)
    codigo.load_disk()
    aplicadas = MigrationRecorder(connection).applied_migrations()
    return bool(codigo.disk_migrations.keys() - aplicadas.keys())


def aplicar_las_que_faltan() -> None:
    if faltan():
        # For a person who waits; a script reads one sentence on stderr, or none.
        if sys.stderr.isatty():
            print("Preparando la base de datos…", file=sys.stderr)
        call_command("migrate", interactive=False, verbosity=0)
