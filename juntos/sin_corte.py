"""Would a migration stop the release that runs while it is applied? Its SQL is read for that.

A table that the migration makes itself, or that `PEQUENAS` names, may be locked: nobody waits. A
migration that is harmless for another reason says which in `SIN_CORTE`.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

VERSIONES = Path(__file__).resolve().parents[1] / "despliegue" / "versiones.toml"
APPS = ("juntos", "captacion", "afiliacion")
# A few hundred rows at most, written by administration.
PEQUENAS = {"juntos_parametro", "juntos_unidadterritorial", "afiliacion_resultado"}
TABLA = r'(?:ONLY )?(?:IF (?:NOT )?EXISTS )?"?(?P<tabla>\w+)"?'
ALTER = rf"ALTER TABLE {TABLA} "
REGLAS = {
    rf"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON {TABLA}": (
        "crea un índice que detiene las escrituras: use AddIndexConcurrently y atomic = False"
    ),
    rf"{ALTER}ADD COLUMN(?!.*\bDEFAULT\b).*\bNOT NULL": (
        "agrega una columna obligatoria sin valor: la versión en marcha no la escribe. Agréguela "
        "con db_default, o vacía, llénela después y hágala obligatoria en la versión siguiente"
    ),
    rf"{ALTER}ALTER COLUMN \S+ DROP DEFAULT": (
        "deja una columna obligatoria sin valor por defecto: la versión en marcha no la escribe. "
        "Use db_default"
    ),
    rf"{ALTER}ALTER COLUMN \S+ TYPE ": (
        "cambia el tipo de una columna y reescribe la tabla: agregue otra columna, cópiela por "
        "partes y retire la anterior en la versión siguiente"
    ),
    rf"{ALTER}ALTER COLUMN \S+ SET NOT NULL": (
        "recorre la tabla bloqueada: agregue antes un CHECK (… IS NOT NULL) NOT VALID y valídelo"
    ),
    rf"{ALTER}ADD CONSTRAINT \S+ UNIQUE": (
        "construye un índice con la tabla bloqueada: cree antes el índice único con CONCURRENTLY"
    ),
    rf"{ALTER}ADD CONSTRAINT (?!.*NOT VALID)\S+ (?:CHECK|FOREIGN KEY)": (
        "revisa todas las filas con la tabla bloqueada: AddConstraintNotValid y, después, "
        "ValidateConstraint"
    ),
    rf"{ALTER}RENAME ": "cambia un nombre que la versión en marcha usa",
    rf"{ALTER}DROP COLUMN": (
        "retira una columna que la versión en marcha usa: retírela en la versión siguiente"
    ),
    rf"DROP TABLE {TABLA}": (
        "retira una tabla que la versión en marcha usa: retírela en la versión siguiente"
    ),
}
CREADA = re.compile(rf"CREATE TABLE {TABLA}", re.IGNORECASE)


def version(cual: str) -> dict[str, str]:
    """The last migration of each app, as `despliegue/versiones.toml` tells it."""
    return tomllib.loads(VERSIONES.read_text(encoding="utf-8"))[cual]


def revisar() -> list[str]:
    """One sentence for each thing that a migration after those already reviewed would stop."""
    cargador = MigrationLoader(connection, replace_migrations=False)
    return [
        f"{llave[0]}.{llave[1]}: {falta}"
        for llave in _nuevas(cargador)
        if not getattr(cargador.disk_migrations[llave], "SIN_CORTE", "")
        for falta in faltas(sentencias(cargador, llave))
    ]


def sentencias(cargador: MigrationLoader, llave: tuple[str, str]) -> list[str]:
    """The SQL of one migration, as `sqlmigrate` would print it."""
    plan = [(cargador.graph.nodes[llave], False)]
    return [linea for linea in cargador.collect_sql(plan) if not linea.startswith("--")]


def faltas(sql: list[str]) -> Iterator[str]:
    ordenes = [re.sub(r"\s+", " ", orden).strip() for orden in ";".join(sql).split(";")]
    libres = PEQUENAS | {hallada["tabla"] for o in ordenes if (hallada := CREADA.search(o))}
    for orden in ordenes:
        for regla, dicho in REGLAS.items():
            hallada = re.search(regla, orden, re.IGNORECASE)
            if hallada and hallada["tabla"] in _las_nuestras() - libres:
                yield f"en {hallada['tabla']}, {dicho}."


def anotar() -> None:
    """From here on, what there is today runs in production."""
    cargador = MigrationLoader(connection, replace_migrations=False)
    lineas = [f'{app} = "{cargador.graph.leaf_nodes(app)[0][1]}"\n' for app in APPS]
    antes = VERSIONES.read_text(encoding="utf-8").split("[revisadas]\n")[0]
    VERSIONES.write_text(f"{antes}[revisadas]\n{''.join(lineas)}", encoding="utf-8")


def _nuevas(cargador: MigrationLoader) -> list[tuple[str, str]]:
    vistas = set()
    for app, nombre in version("revisadas").items():
        vistas.update(cargador.graph.forwards_plan((app, nombre)))
    return sorted(
        llave for llave in cargador.disk_migrations if llave[0] in APPS and llave not in vistas
    )


def _las_nuestras() -> set[str]:
    return {modelo._meta.db_table for modelo in apps.get_models(include_auto_created=True)}
