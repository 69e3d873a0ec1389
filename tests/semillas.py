"""What migrations seed, kept in a schema of its own: transactional tests wipe the tables."""

from django.db import connection, transaction

# Django fills these again by itself after each wipe.
AJENAS = ("django_migrations", "django_content_type", "auth_permission")
ESQUEMA = "semillas"


def guardar_o_restaurar() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ESQUEMA])
        if cursor.fetchone():
            _restaurar(cursor)
        else:
            _guardar(cursor)


def _guardar(cursor) -> None:
    cursor.execute(f"CREATE SCHEMA {ESQUEMA}")
    for tabla in connection.introspection.table_names(cursor):
        if tabla not in AJENAS and _tiene_filas(cursor, f"public.{tabla}"):
            cursor.execute(f"CREATE TABLE {ESQUEMA}.{tabla} AS TABLE public.{tabla}")


def _restaurar(cursor) -> None:
    """Rows that were good once: no trigger looks at them, nor at the order of the tables."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [ESQUEMA])
    for (tabla,) in cursor.fetchall():
        if _tiene_filas(cursor, f"public.{tabla}"):
            continue
        columnas = ", ".join(_columnas_escribibles(cursor, tabla))
        cursor.execute(
            f"INSERT INTO public.{tabla} ({columnas}) SELECT {columnas} FROM {ESQUEMA}.{tabla}"
        )
        if secuencia := _secuencia(cursor, tabla):
            cursor.execute(f"SELECT setval(%s, (SELECT max(id) FROM public.{tabla}))", [secuencia])
    cursor.execute("SET LOCAL session_replication_role = origin")


def _tiene_filas(cursor, tabla: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {tabla})")
    return cursor.fetchone()[0]


def _columnas_escribibles(cursor, tabla: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [tabla],
    )
    return [nombre for (nombre,) in cursor.fetchall()]


def _secuencia(cursor, tabla: str) -> str | None:
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, 'id') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = 'id'",
        [f"public.{tabla}", tabla],
    )
    fila = cursor.fetchone()
    return fila and fila[0]
