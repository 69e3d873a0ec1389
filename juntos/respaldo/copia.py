"""Write a backup: one snapshot of the database, then the private files, then what they should be.

Nothing is kept whole in memory and nothing in clear touches the disk: the dump goes from its pipe
into the sealed file. What is being written has another name until it is complete.
"""

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import secrets
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from juntos.respaldo import digesto, servidor
from juntos.respaldo.cifrado import Cifrador, clave_de_la_instalacion
from juntos.respaldo.errores import ErrorDeRespaldo, en_una_frase

FORMATO = 1
EXTENSION, PARCIAL = ".respaldo", ".parcial"
NOMBRE = "juntos-%Y%m%d-%H%M%S" + EXTENSION
BASE, ARCHIVOS, MANIFIESTO = "base/", "archivos/", "manifiesto.json"
PARTE = 4 * 1024 * 1024
MIGRACIONES = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass(frozen=True)
class Respaldo:
    ruta: Path
    bytes: int
    manifiesto: dict


def respaldar(destino: Path) -> Respaldo:
    """A file `*.respaldo`, or a folder in which one named by its instant is made."""
    clave, inicio, ahora = clave_de_la_instalacion(), time.monotonic(), timezone.localtime()
    ruta = destino if destino.suffix == EXTENSION else destino / f"{ahora:{NOMBRE}}"
    with en_una_frase(ruta.parent), archivo_nuevo(ruta) as archivo:
        cifrador = Cifrador(archivo, clave)
        with tarfile.open(fileobj=cifrador, mode="w|", bufsize=PARTE) as partes:
            manifiesto = {"formato": FORMATO, "creado_en": ahora.isoformat()}
            manifiesto |= _agregar_todo(partes)
            manifiesto["segundos"] = round(time.monotonic() - inicio, 1)
            _agregar(partes, MANIFIESTO, json.dumps(manifiesto).encode())
        cifrador.terminar()
    return Respaldo(ruta, ruta.stat().st_size, manifiesto)


@contextlib.contextmanager
def archivo_nuevo(ruta: Path) -> Iterator[BinaryIO]:
    """Ours alone; it takes its name only when all of it is on the disk."""
    ruta.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _exigir_libre(ruta)
    parcial = ruta.with_name(f".{ruta.name}.{secrets.token_hex(4)}{PARCIAL}")
    try:
        with os.fdopen(os.open(parcial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            yield f
            f.flush()
            os.fsync(f.fileno())
        _exigir_libre(ruta)
        parcial.rename(ruta)
        _sincronizar(ruta.parent)
    finally:
        parcial.unlink(missing_ok=True)


def _exigir_libre(ruta: Path) -> None:
    if ruta.exists():
        raise ErrorDeRespaldo(f"{ruta} ya existe: un respaldo no se escribe sobre otro.")


def _sincronizar(carpeta: Path) -> None:
    descriptor = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _agregar_todo(partes: tarfile.TarFile) -> dict:
    """The files come after the snapshot: none that a row of it names is missing."""
    base = servidor.base_actual()
    with servidor.conectar(base) as conexion:
        conexion.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (foto,) = conexion.execute("SELECT pg_export_snapshot()").fetchone()
        (tamano,) = conexion.execute("SELECT pg_database_size(current_database())").fetchone()
        return {
            "postgresql": conexion.info.server_version,
            "migraciones": [fila[0] for fila in conexion.execute(MIGRACIONES)],
            "tablas": digesto.de_tablas(conexion),
            "base": _agregar_base(partes, base, foto) | {"en_el_servidor": tamano},
            "archivos": _agregar_archivos(partes, settings.MEDIA_ROOT),
        }


def _agregar_base(partes: tarfile.TarFile, base: str, foto: str) -> dict:
    """The dump in members of a few megabytes: nobody knows beforehand how long it is."""
    suma, total, numero = hashlib.sha256(), 0, 0
    orden = ["--format=custom", "--compress=1", "--lock-wait-timeout=60s", f"--snapshot={foto}"]
    direccion = f"--dbname={servidor.direccion(base)}"
    with servidor.herramienta("pg_dump", *orden, direccion, stdout=PIPE) as volcado:
        while parte := volcado.stdout.read(PARTE):
            _agregar(partes, f"{BASE}{numero:08d}", parte)
            suma.update(parte)
            total, numero = total + len(parte), numero + 1
    return {"bytes": total, "sha256": suma.hexdigest()}


def _agregar_archivos(partes: tarfile.TarFile, carpeta: Path) -> dict:
    """One that is deleted meanwhile is not there; one that grows, as it was when it was opened."""
    suma = digesto.DeArchivos()
    for ruta in digesto.recorrer(carpeta):
        with contextlib.suppress(FileNotFoundError), ruta.open("rb") as archivo:
            nombre, leido = str(ruta.relative_to(carpeta)), Leido(archivo)
            miembro = _miembro(ARCHIVOS + nombre, os.fstat(archivo.fileno()).st_size)
            partes.addfile(miembro, leido)
            suma.agregar(nombre, miembro.size, leido.suma.hexdigest())
    return suma.como_dato()


class Leido:
    """A file that adds up what is read of it."""

    def __init__(self, archivo: BinaryIO):
        self._archivo, self.suma = archivo, hashlib.sha256()

    def read(self, cuantos: int) -> bytes:
        datos = self._archivo.read(cuantos)
        self.suma.update(datos)
        return datos


def _agregar(partes: tarfile.TarFile, nombre: str, datos: bytes) -> None:
    partes.addfile(_miembro(nombre, len(datos)), io.BytesIO(datos))


def _miembro(nombre: str, tamano: int) -> tarfile.TarInfo:
    miembro = tarfile.TarInfo(nombre)
    miembro.size, miembro.mode = tamano, 0o600
    miembro.mtime = int(dt.datetime.now(dt.UTC).timestamp())
    return miembro
