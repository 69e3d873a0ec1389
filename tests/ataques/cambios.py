"""What a request changed, table by table, inside the transaction of a test."""

from collections.abc import Collection

from django.apps import apps
from django.db import connection
from django.db.models import Q

from afiliacion.models import Contacto, Solicitud
from captacion.models import Hogar, Persona
from juntos.models import Distrito, UnidadTerritorial, Usuario

# What changes without an Evento nor a row of its history, and what keeps its trace instead.
SIN_EVENTO = {
    "django_session": "la sesión",
    "usersessions_usersession": "la sesión, que su dueña ve y cierra",
    "juntos_cache": "cuántas veces se falló al entrar",
    "juntos_lectura": "es ella misma la huella: quién miró",
    "juntos_evento": "es él mismo la huella",
    "juntos_cambio": "es él mismo la huella: qué cambió, quién y por qué",
    "django_admin_log": "es él mismo la huella de lo que cambia la administración",
    # Rows that say themselves who wrote them and when (ADR 3), and have no history.
    "afiliacion_contactoreasignado": "las filas de una reasignación",
    "captacion_claveapi": "cuántas llamadas gastó",
    "captacion_eventorecibido": "lo que mandó una fuente: su clave y cuándo",
    "captacion_reservacruce": "quién tiene abierto un caso: reservada_por",
}
# Its `version` counts what was said of it, and says nothing itself.
CON_CONTADOR = {"afiliacion_contacto"}
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
        fila = "(to_jsonb(t) - 'version')" if tabla in CON_CONTADOR else "t"
        cursor.execute(
            f'SELECT md5(string_agg({fila}::text, chr(10) ORDER BY {fila}::text)) FROM "{tabla}" t'
        )
        return cursor.fetchone()[0]


# Of a facility, which serves the people of both territories of these tests.
DE_AMBOS = {"afiliacion_incidencia"}


class DeOtros:
    """The rows that belong to a territory, or to somebody or something of it, as they are."""

    def __init__(self, distrito, mundo: dict):
        hogares = Hogar.objects.filter(distrito=distrito)
        duenos = {
            Distrito: [distrito.pk],
            UnidadTerritorial: [distrito.unidad_territorial_id],
            Usuario: Usuario.objects.filter(unidad_territorial=distrito.unidad_territorial),
            Hogar: hogares,
            Contacto: Contacto.objects.filter(hogar__in=hogares),
            Persona: Persona.objects.filter(membresias__hogar__in=hogares),
            Solicitud: Solicitud.objects.filter(pk=mundo["solicitud"]),
        }
        self.duenos = {m: [getattr(d, "pk", d) for d in duenos[m]] for m in duenos}
        modelos = [
            m for m in apps.get_models() if m._meta.db_table not in SIN_EVENTO.keys() | DE_AMBOS
        ]
        self.modelos = {m._meta.db_table: m for m in modelos}
        self.al_comienzo = {tabla: self._filas(tabla) for tabla in self.modelos}
        self.volver()

    def volver(self) -> None:
        """What was done since the beginning has been undone."""
        self.eran = dict(self.al_comienzo)

    def cambiaron(self, tablas: set[str], *, se_suman: Collection[str] = ()) -> set[str]:
        """Those of the tables in which a row of theirs is not as when this was asked before.

        To those of `se_suman` rows may be added; the others are as they were.
        """
        nuevas = {t: self._filas(t) for t in tablas & self.modelos.keys()}
        distintas = {
            t
            for t, filas in nuevas.items()
            if filas != self.eran[t]
            and not (t in se_suman and all(fila in filas for fila in self.eran[t]))
        }
        self.eran |= nuevas
        return distintas

    def _filas(self, tabla: str) -> list:
        modelo = self.modelos[tabla]
        suyas = Q(pk__in=self.duenos.get(modelo, []))
        for campo in modelo._meta.concrete_fields:
            if campo.remote_field and campo.related_model in self.duenos:
                suyas |= Q(**{f"{campo.name}__in": self.duenos[campo.related_model]})
        return list(modelo._default_manager.filter(suyas).order_by("pk").values_list())
