"""What a request changed, table by table, inside the transaction of a test."""

from django.db import connection

# What changes without an Evento, and what keeps its trace instead.
SIN_EVENTO = {
    "django_session": "la sesión",
    "usersessions_usersession": "la sesión, que su dueña ve y cierra",
    "juntos_cache": "cuántas veces se falló al entrar",
    "juntos_lectura": "es ella misma la huella: quién miró",
    "juntos_evento": "es él mismo la huella",
    "django_admin_log": "es él mismo la huella de lo que cambia la administración",
}
CONTADAS = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""


class Vigia:
    """Counts are cheap and say where to look; digests say whether something stayed changed."""

    def __init__(self):
        self.cuentas = self._contar()
        self.huellas = {tabla: _huella(tabla) for tabla in connection.introspection.table_names()}

    def cambiadas(self) -> set[str]:
        """The tables that are not as they were the last time that this was asked."""
        ahora = self._contar()
        tocadas = {t for t, n in ahora.items() if n != self.cuentas.get(t, 0)}
        self.cuentas = ahora
        nuevas = {tabla: _huella(tabla) for tabla in tocadas}
        distintas = {t for t, huella in nuevas.items() if huella != self.huellas[t]}
        self.huellas |= nuevas
        return distintas

    def _contar(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(CONTADAS)
            return dict(cursor.fetchall())


def _huella(tabla: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{tabla}" t'
        )
        return cursor.fetchone()[0]
