"""A workshop of linkage in a test: fichas and pairs in, what `comparado` says out."""

import json
from contextlib import contextmanager

from django.db import connection

from captacion.models import PesosCruce
from captacion.taller import texto
from juntos.models import Parametro

FICHA = (
    "id bigint, documento text, paterno text, materno text, nombres text, nacimiento date, "
    "telefonos text[], lugar text, distrito text, direccion text"
)
ELLA = {
    "documento": "99123456",
    "paterno": "QUISPE",
    "materno": "MAMANI",
    "nombres": "ROSA MARIA",
    "nacimiento": "1995-05-12",
    "telefonos": ["900111222"],
    "lugar": "9901010001",
    "distrito": "990101",
    "direccion": "JR. LOS OLIVOS 123",
}
NUEVA = ELLA | {"jefe": "99654321"}
REGISTRO = ELLA | {"documentos": ["99123456", "99654321"]}


def peso(campo: str, nivel: str) -> float:
    return PesosCruce.objects.get(activa=True).pesos[campo][nivel]["peso"]


@contextmanager
def taller_de_cruce(nuevas: list[dict], registros: list[dict], pares: list[tuple[int, int]]):
    """The three tables and the two scripts; a cursor that sees what they made."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (senda,) = cursor.fetchone()
        cursor.execute("CREATE SCHEMA taller_de_cruce")
        cursor.execute(f"SET search_path TO taller_de_cruce, {senda}")
        cursor.execute(f"CREATE UNLOGGED TABLE ficha_nueva ({FICHA}, jefe text)")
        cursor.execute(f"CREATE UNLOGGED TABLE ficha_registro ({FICHA}, documentos text[])")
        cursor.execute("CREATE UNLOGGED TABLE par (nueva bigint, registro bigint)")
        for tabla, fichas in (("ficha_nueva", nuevas), ("ficha_registro", registros)):
            for n, ficha in enumerate(fichas):
                columnas = ", ".join(["id", *ficha])
                marcas = ", ".join(["%s"] * (len(ficha) + 1))
                cursor.execute(
                    f"INSERT INTO {tabla} ({columnas}) VALUES ({marcas})", [n, *ficha.values()]
                )
        cursor.executemany("INSERT INTO par VALUES (%s, %s)", pares)
        for guion in ("cruce/10_normalizar", "cruce/20_comparar"):
            cursor.execute(texto(guion), Parametro.valores())
        yield cursor
        cursor.execute("DROP SCHEMA taller_de_cruce CASCADE")
        cursor.execute(f"SET search_path TO {senda}")


def comparar(nueva: dict, registro: dict) -> dict:
    """One pair of fichas, each what differs from hers."""
    with taller_de_cruce([NUEVA | nueva], [REGISTRO | registro], [(0, 0)]) as cursor:
        cursor.execute("SELECT * FROM comparado")
        fila = dict(zip((c.name for c in cursor.description), cursor.fetchone(), strict=True))
        return fila | {"aportes": json.loads(fila["aportes"])}
