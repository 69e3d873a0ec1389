"""From the release before this one, with its rows, to this code and back: nothing of it is lost."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from afiliacion.acciones.cargas import procesar_carga
from juntos import sin_corte
from tests.afiliacion import construir
from tests.fallas import trabajo
from tests.fallas.servidor import RAIZ

NOMBRE = "juntos_de_antes"
# What migrations themselves write: there may be more of it, never less.
DE_LAS_MIGRACIONES = {"juntos_parametro", "auth_permission", "django_content_type"}
SELLAR = "from juntos import bitacora; assert bitacora.sellar()"
COLUMNAS = """
SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    AND table_name <> 'django_migrations'
GROUP BY table_name
"""
Esquema = dict[str, list[str]]


@pytest.fixture
def con_datos(base_real, rutas, gestora, distrito):
    """People, households, captures, contacts, visits and their events, committed."""
    for ruta in rutas:
        procesar_carga(trabajo.recibida(ruta))
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    construir.visitar(construir.contacto(hogar), "ausente", por=gestora)


@pytest.fixture
def de_antes(con_datos) -> Iterator[psycopg.Connection]:
    """A database as the former release left it, with the rows of this one in its columns."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NOMBRE}")
        cursor.execute(f"CREATE DATABASE {NOMBRE}")
    volver()
    with psycopg.connect(direccion(), autocommit=True) as otra:
        copiar(otra)
        yield otra
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NOMBRE} WITH (FORCE)")


def direccion() -> str:
    return trabajo.direccion(connection.settings_dict | {"NAME": NOMBRE})


def manage(*orden: str) -> None:
    propio = {"DATABASE_URL": direccion(), "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas"}
    hecho = subprocess.run(
        [sys.executable, "manage.py", *orden],
        cwd=RAIZ,
        env=os.environ | propio,
        capture_output=True,
        text=True,
    )
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr


def volver() -> None:
    """To the migrations of the former release, forwards or backwards."""
    anterior = sin_corte.version("anterior")
    for app in reversed(sin_corte.APPS):
        manage("migrate", app, anterior[app])


def esquema(conexion: psycopg.Connection) -> Esquema:
    return dict(conexion.execute(COLUMNAS).fetchall())


def copiar(otra: psycopg.Connection) -> None:
    """The rows of the test database, in the tables and columns that there were."""
    otra.execute("SET session_replication_role = replica")
    suyas = esquema(otra)
    otra.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, suyas))))
    connection.ensure_connection()
    with connection.connection.cursor() as aqui, otra.cursor() as alla:
        for tabla, columnas in suyas.items():
            lugar = sql.SQL("{} ({})").format(sql.Identifier(tabla), lista(columnas))
            with (
                aqui.copy(sql.SQL("COPY {} TO STDOUT").format(lugar)) as sale,
                alla.copy(sql.SQL("COPY {} FROM STDIN").format(lugar)) as entra,
            ):
                for trozo in sale:
                    entra.write(trozo)
    otra.execute("SET session_replication_role = origin")


def lista(columnas: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columnas))


def filas(conexion: psycopg.Connection, de: Esquema) -> dict[str, Counter]:
    """Each table's rows, by the columns that the former release knows."""
    consulta = sql.SQL("SELECT md5(row({})::text) FROM {}")
    return {
        tabla: Counter(
            fila
            for (fila,) in conexion.execute(consulta.format(lista(columnas), sql.Identifier(tabla)))
        )
        for tabla, columnas in de.items()
    }


def exigir_que_sigue(antes: dict[str, Counter], ahora: dict[str, Counter]) -> None:
    perdidas = {t: (antes[t] - ahora[t]).total() for t in antes if antes[t] - ahora[t]}
    de_mas = {
        t: (ahora[t] - antes[t]).total()
        for t in antes.keys() - DE_LAS_MIGRACIONES
        if ahora[t] - antes[t]
    }
    assert (perdidas, de_mas) == ({}, {})


def test_se_actualiza_con_sus_filas_y_se_vuelve_sin_perder_ninguna(de_antes):
    columnas = esquema(de_antes)
    antes = filas(de_antes, columnas)
    assert antes["captacion_persona"].total() > 1000
    assert antes["juntos_evento"].total()
    assert "juntos_sello" not in antes

    manage("migrate")
    exigir_que_sigue(antes, filas(de_antes, columnas))
    # This code works over it: what only it knows has rows too when we go back.
    manage("shell", "-v0", "-c", SELLAR)
    assert de_antes.execute("SELECT count(*) > 0 FROM juntos_sello").fetchone()[0]

    volver()
    exigir_que_sigue(antes, filas(de_antes, columnas))
    assert "juntos_sello" not in esquema(de_antes)
    manage("migrate")
    exigir_que_sigue(antes, filas(de_antes, columnas))
