"""What is compared after a restore: each table's rows and contents, the files' names and bytes."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

CARPETA_SQL = settings.BASE_DIR / "juntos" / "sql" / "respaldo"
BLOQUE = 1024 * 1024

Tablas = dict[str, list]


def de_tablas(conexion: psycopg.Connection) -> Tablas:
    """Table → [rows, digest]."""
    conexion.execute((CARPETA_SQL / "sesion.sql").read_text())
    consulta = sql.SQL((CARPETA_SQL / "digesto.sql").read_text())
    return {
        f"{esquema}.{tabla}": list(
            conexion.execute(consulta.format(tabla=sql.Identifier(esquema, tabla))).fetchone()
        )
        for esquema, tabla in tablas(conexion)
    }


def tablas(conexion: psycopg.Connection) -> list[tuple[str, str]]:
    return conexion.execute((CARPETA_SQL / "tablas.sql").read_text()).fetchall()


def diferencias(esperadas: Tablas, halladas: Tablas) -> list[str]:
    """Empty when every table is the same; ids and counts only, never a value."""
    frases = []
    for tabla in sorted(esperadas.keys() | halladas.keys()):
        filas, digesto = esperadas.get(tabla, (0, "no está"))
        hay, hallado = halladas.get(tabla, (0, "no está"))
        if filas != hay:
            frases.append(f"{tabla}: se esperaban {filas} filas y hay {hay}")
        elif digesto != hallado:
            frases.append(f"{tabla}: las mismas {filas} filas con otro contenido")
    return frases


@dataclass
class DeArchivos:
    """Fed file by file, in the order of `recorrer`."""

    cantidad: int = 0
    bytes: int = 0
    _suma: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def agregar(self, nombre: str, tamano: int, sha256: str) -> None:
        self.cantidad += 1
        self.bytes += tamano
        self._suma.update(f"{sha256} {nombre}\0".encode("utf-8", "surrogateescape"))

    def como_dato(self) -> dict:
        return {"cantidad": self.cantidad, "bytes": self.bytes, "sha256": self._suma.hexdigest()}


def de_archivos(carpeta: Path) -> dict:
    digesto = DeArchivos()
    for ruta in recorrer(carpeta):
        with ruta.open("rb") as archivo:
            sha256 = hashlib.file_digest(archivo, "sha256").hexdigest()
        digesto.agregar(str(ruta.relative_to(carpeta)), ruta.stat().st_size, sha256)
    return digesto.como_dato()


def recorrer(carpeta: Path) -> Iterator[Path]:
    """Its plain files, always in one order; no link is followed."""
    for raiz, carpetas, nombres in os.walk(carpeta):
        carpetas.sort()
        for nombre in sorted(nombres):
            ruta = Path(raiz, nombre)
            if ruta.is_file() and not ruta.is_symlink():
                yield ruta
