"""The workshop of one load: a schema of its own, where the file is copied and read (ADR 16)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.db import connection
from psycopg import sql

from captacion.fuentes import Perfil, canonicas
from captacion.lectura import COMILLA, ArchivoRechazado
from captacion.models import Carga
from captacion.proyeccion import leida

SQL = Path(__file__).parent / "sql"


def abrir_taller(cursor, carga: Carga) -> None:
    """Within the caller's transaction: what fails or is called off takes its workshop along."""
    cursor.execute(texto("comun/00_sin_estadisticas"))
    for (tabla,) in cursor.fetchall():
        # The lock of an ANALYZE lasts as long as the load: who meets it does not wait for its end.
        cursor.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {}").format(sql.SQL(tabla)))
    cursor.execute("SELECT current_setting('search_path')")
    guion = sql.SQL(texto("comun/00_taller"))
    cursor.execute(guion.format(taller=_nombre(carga), senda=sql.SQL(cursor.fetchone()[0])))


def cerrar_taller(carga: Carga) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(texto("comun/80_limpiar")).format(taller=_nombre(carga)))


def _nombre(carga: Carga) -> sql.Identifier:
    return sql.Identifier(f"carga_{carga.pk}")


def copiar(cursor, lector, avance) -> None:
    """The file into `crudo`: number, fault, row as it came, and its cells c1…cN."""
    columnas = [sql.Identifier(f"c{i}") for i, _ in enumerate(lector.encabezado, 1)]
    cursor.execute(
        sql.SQL("CREATE UNLOGGED TABLE crudo (n int, malo text, cruda text, {})").format(
            sql.SQL(", ").join(sql.SQL("{} text").format(c) for c in columnas)
        )
    )
    orden = sql.SQL("COPY crudo FROM STDIN (FORMAT csv, DELIMITER {}, QUOTE {}, ENCODING 'UTF8')")
    paso = "Leyendo el archivo"
    avance.decir(paso, 0, lector.perfil.fuente)
    filas = 0
    orden = orden.format(sql.Literal(lector.delimitador), sql.Literal(COMILLA))
    # Django does not translate the errors of a COPY by itself.
    with connection.wrap_database_errors, cursor.copy(orden) as copia:
        for lote in lector.lotes():
            copia.write(lote.datos)
            filas += lote.filas
            avance.de_vez_en_cuando(paso, lector.bytes_leidos, filas)
    avance.decir(paso, avance.carga.tamano, filas=filas)
    if not filas:
        raise ArchivoRechazado(
            "El archivo trae el encabezado y ninguna fila: pida de nuevo el archivo a su fuente."
        )
    cursor.execute(texto("comun/05_copiado"))


def declarar_entrada(cursor, perfil: Perfil, encabezado: Sequence[str]) -> None:
    """The views `entrada` (canonical columns, nulls and codes read) and `celdas` (as they came)."""
    halladas = perfil.halladas(encabezado)
    columna = [sql.Identifier(f"c{i}") for i, _ in enumerate(encabezado, 1)]
    proyeccion = []
    for canonica in canonicas(perfil.fuente):
        valor = leida(perfil, canonica, halladas.get(canonica), columna)
        if canonica in perfil.tablas:
            proyeccion.append(
                sql.SQL("{} AS {}").format(valor, sql.Identifier(f"{canonica}_crudo"))
            )
            # Nearly every code comes as the table writes it; only the others are normalised.
            valor = sql.SQL(
                "coalesce({0}::jsonb ->> {1}, {0}::jsonb ->> clave_nombre({1}))"
            ).format(sql.Literal(json.dumps(perfil.tablas[canonica])), valor)
        proyeccion.append(sql.SQL("{} AS {}").format(valor, sql.Identifier(canonica)))
    coma = sql.SQL(", ")
    cursor.execute(
        sql.SQL(texto("comun/00_entrada")).format(
            leidas=coma.join(columna[i] for _, partes in halladas.values() for i in partes),
            proyeccion=coma.join(proyeccion),
            celdas=coma.join(sql.SQL("coalesce({}, '')").format(c) for c in columna),
        )
    )


def son_pocas(cursor, parametros: dict) -> bool:
    """Whether the rows that say something new are few beside what their source already told."""
    cursor.execute(texto("comun/12_pocas"), parametros)
    return cursor.fetchone()[0]


def hogares_nombrados() -> list[int]:
    """The households of which the rows in the workshop speak, and of their people's captures."""
    with connection.cursor() as cursor:
        cursor.execute(texto("comun/75_hogares"))
        return [hogar for (hogar,) in cursor.fetchall()]


@cache
def texto(guion: str, pocas: bool = False) -> str:
    """A script; a few rows leave the statistics of the large tables as they were."""
    orden = (SQL / f"{guion}.sql").read_text(encoding="utf-8")
    return re.sub(r"^ANALYZE captacion_[^;]*;$", "", orden, flags=re.MULTILINE) if pocas else orden
