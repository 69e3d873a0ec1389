"""The index by which people are found by name."""

from django.db import connection


def ordenar_nombres() -> int:
    """Put in order the names that loads left in the index's list; how many pages there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('persona_clave_nombre')")
        return cursor.fetchone()[0]
