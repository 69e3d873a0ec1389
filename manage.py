#!/usr/bin/env python
"""Command line of the project."""

import errno
import os
import sys

# They work without tables, or make them themselves.
SIN_MIGRAR = {
    "check", "collectstatic", "demo", "diffsettings", "help", "makemigrations", "migrate",
    "servidores", "showmigrations", "simular", "sqlmigrate", "version", "--help", "--version",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")
    from django.core.management import execute_from_command_line

    from juntos.servidores import NoDisponible

    try:
        if len(sys.argv) > 1 and sys.argv[1] not in SIN_MIGRAR and "--help" not in sys.argv:
            migrar_lo_embebido()
        execute_from_command_line(sys.argv)
    except NoDisponible as aviso:
        sys.exit(str(aviso))
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
            raise
        sys.exit(
            f"No se puede escribir en el disco ({error.strerror}): libere espacio y reintente."
        )


def migrar_lo_embebido() -> None:
    """A fresh clone works with any command: the embedded database gets its tables by itself."""
    import django
    from django.conf import settings

    from juntos import migraciones, servidores

    if servidores.POSTGRES in settings.EMBEBIDOS:
        django.setup()
        migraciones.aplicar_las_que_faltan()


if __name__ == "__main__":
    main()
