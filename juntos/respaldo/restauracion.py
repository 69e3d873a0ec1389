"""Check a backup, build it anew beside what there is, compare it, and only then put it in place."""

import contextlib
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from subprocess import PIPE
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from juntos import servidores
from juntos.respaldo import digesto, servidor
from juntos.respaldo.cifrado import Descifrador, clave_de_la_instalacion
from juntos.respaldo.copia import ARCHIVOS, BASE, EXTENSION, FORMATO, MANIFIESTO, PARTE
from juntos.respaldo.errores import ErrorDeRespaldo, en_una_frase

HOLGURA = 300 * 1024**2


def elegir(ruta: Path) -> Path:
    """A backup, or the latest of a folder."""
    if not ruta.exists():
        raise ErrorDeRespaldo(f"No existe el respaldo {ruta}.")
    if not ruta.is_dir():
        return ruta
    halladas = sorted(ruta.glob(f"*{EXTENSION}"), key=lambda r: r.stat().st_mtime)
    if not halladas:
        raise ErrorDeRespaldo(f"No hay respaldos en {ruta}.")
    return halladas[-1]


# --- Reading


@contextlib.contextmanager
def abrir(ruta: Path, clave: bytes) -> Iterator[Iterator[tuple[str, int, BinaryIO]]]:
    """(name, size, content) of each part; on the way out the file is authenticated to its end."""
    with ruta.open("rb") as archivo:
        descifrador = Descifrador(archivo, clave)
        with tarfile.open(fileobj=descifrador, mode="r|", bufsize=PARTE) as partes:
            yield ((m.name, m.size, partes.extractfile(m)) for m in partes)
        descifrador.agotar()


def verificar(ruta: Path, clave: bytes) -> dict:
    """Read it all, keep nothing: its manifest, once every part is found to be what that says."""
    base, tamano, archivos, manifiesto = hashlib.sha256(), 0, digesto.DeArchivos(), None
    with abrir(ruta, clave) as partes:
        for nombre, largo, contenido in partes:
            if nombre == MANIFIESTO:
                manifiesto = json.loads(contenido.read())
            elif nombre.startswith(BASE):
                base.update(contenido.read())
                tamano += largo
            else:
                _destino(Path("/"), nombre)
                sha256 = hashlib.file_digest(contenido, "sha256").hexdigest()
                archivos.agregar(nombre.removeprefix(ARCHIVOS), largo, sha256)
    if manifiesto is None or manifiesto.get("formato") != FORMATO:
        raise ErrorDeRespaldo("El respaldo es de otro formato: use la versión que lo hizo.")
    dicho = manifiesto["base"]
    if (dicho["bytes"], dicho["sha256"]) != (tamano, base.hexdigest()):
        raise ErrorDeRespaldo("La copia de la base no es la que dice el manifiesto.")
    if manifiesto["archivos"] != archivos.como_dato():
        raise ErrorDeRespaldo("Los archivos no son los que dice el manifiesto.")
    return manifiesto


def exigir_esquema_conocido(manifiesto: dict) -> None:
    codigo = MigrationLoader(None, load=False)
    codigo.load_disk()
    conocidas = {f"{app}.{nombre}" for app, nombre in codigo.disk_migrations}
    if ajenas := sorted(set(manifiesto["migraciones"]) - conocidas):
        raise ErrorDeRespaldo(
            f"El respaldo es de una versión más nueva que este programa (migración {ajenas[-1]}): "
            "actualice el programa y vuelva a intentar."
        )


# --- Building beside


def reconstruir(ruta: Path, clave: bytes, manifiesto: dict, *, base: str, carpeta: Path) -> None:
    """Into a database and a folder that did not exist; equal to the manifest, or an error."""
    _exigir_espacio(carpeta.parent, manifiesto)
    servidor.crear(base)
    carpeta.mkdir(mode=0o700)
    _extraer(ruta, clave, base=base, carpeta=carpeta)
    with servidor.conectar(base) as conexion:
        conexion.execute("ANALYZE")
        _dar_permisos(conexion)
    exigir_igual(manifiesto, base=base, carpeta=carpeta)


def _dar_permisos(conexion) -> None:
    """The web's, whose role this server may lack; a backup from before the wall has none."""
    hay = "SELECT to_regprocedure('muro_permisos()') IS NOT NULL"
    if conexion.execute(hay).fetchone()[0]:
        conexion.execute("SELECT muro_permisos()")


def exigir_igual(manifiesto: dict, *, base: str, carpeta: Path) -> None:
    with servidor.conectar(base) as conexion:
        distintas = digesto.diferencias(manifiesto["tablas"], digesto.de_tablas(conexion))
    if digesto.de_archivos(carpeta) != manifiesto["archivos"]:
        distintas.append("archivos: no son los mismos")
    if distintas:
        raise ErrorDeRespaldo(f"Lo restaurado no es igual al respaldo. {'; '.join(distintas)}.")


def _exigir_espacio(carpeta: Path, manifiesto: dict) -> None:
    hacen_falta = manifiesto["archivos"]["bytes"] + HOLGURA
    if servidores.POSTGRES in settings.EMBEBIDOS:
        hacen_falta += manifiesto["base"]["en_el_servidor"]
    if shutil.disk_usage(carpeta).free < hacen_falta:
        raise ErrorDeRespaldo(
            f"No queda espacio en el disco de {carpeta}: hacen falta {hacen_falta // 1024**2} MB."
        )


def _extraer(ruta: Path, clave: bytes, *, base: str, carpeta: Path) -> None:
    orden = [
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        f"--dbname={servidor.direccion(base)}",
    ]
    with (
        abrir(ruta, clave) as partes,
        servidor.herramienta("pg_restore", *orden, stdin=PIPE) as restauradora,
    ):
        for nombre, _, contenido in partes:
            if nombre.startswith(BASE):
                restauradora.stdin.write(contenido.read())
            elif nombre != MANIFIESTO:
                _escribir(_destino(carpeta, nombre), contenido)


def _destino(carpeta: Path, nombre: str) -> Path:
    """Inside `carpeta`, whatever the name says."""
    dentro = PurePosixPath(nombre)
    if not nombre.startswith(ARCHIVOS) or ".." in dentro.parts:
        raise ErrorDeRespaldo("El respaldo trae un archivo de nombre inesperado.")
    return carpeta / nombre.removeprefix(ARCHIVOS)


def _escribir(ruta: Path, contenido: BinaryIO) -> None:
    ruta.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(ruta, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as archivo:
        shutil.copyfileobj(contenido, archivo, PARTE)


# --- Putting in place


def restaurar(ruta: Path, *, base: str, carpeta: Path, reemplazar: bool) -> dict:
    """What was there keeps living under another name; until the last step it is not touched."""
    clave = clave_de_la_instalacion()
    with en_una_frase(carpeta.parent):
        manifiesto = verificar(ruta, clave)
        exigir_esquema_conocido(manifiesto)
        if not reemplazar:
            _exigir_vacio(base, carpeta)
        if carpeta.is_mount():
            raise ErrorDeRespaldo(f"{carpeta} es un punto de montaje: indique otra con --archivos.")
        carpeta.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _al_lado(base, carpeta) as (nueva, carpeta_nueva):
            reconstruir(ruta, clave, manifiesto, base=nueva, carpeta=carpeta_nueva)
            _poner(nueva, base, carpeta_nueva, carpeta)
    return manifiesto


@contextlib.contextmanager
def _al_lado(base: str, carpeta: Path) -> Iterator[tuple[str, Path]]:
    """Names that are free; what is left under them in the end is taken away."""
    nueva = servidor.nombre_nuevo(base, "nueva")
    carpeta_nueva = carpeta.with_name(f"{carpeta.name}.{nueva.rpartition('_')[2]}")
    try:
        yield nueva, carpeta_nueva
    finally:
        shutil.rmtree(carpeta_nueva, ignore_errors=True)
        servidor.borrar(nueva)


def _exigir_vacio(base: str, carpeta: Path) -> None:
    if _tiene_tablas(base):
        raise ErrorDeRespaldo(
            f"La base {base} no está vacía: no se tocó. Con --reemplazar, el respaldo toma su "
            "lugar y la de ahora queda guardada con otro nombre."
        )
    if _tiene_archivos(carpeta):
        raise ErrorDeRespaldo(f"La carpeta {carpeta} no está vacía: no se tocó (vea --reemplazar).")


def _tiene_tablas(base: str) -> bool:
    if not servidor.existe(base):
        return False
    with servidor.conectar(base) as conexion:
        return bool(digesto.tablas(conexion))


def _tiene_archivos(carpeta: Path) -> bool:
    return next(digesto.recorrer(carpeta), None) is not None


def _poner(nueva: str, base: str, carpeta_nueva: Path, carpeta: Path) -> None:
    """Four names change; if one cannot, those before it go back."""
    connection.close()
    sello = f"{timezone.localtime():%Y%m%d%H%M%S}"
    anterior = carpeta.with_name(f"{carpeta.name}.antes-{sello}")
    base_anterior = f"{base[:40]}_antes_{sello}"
    with contextlib.ExitStack() as marcha_atras:
        if carpeta.exists():
            carpeta.rename(anterior)
            marcha_atras.callback(anterior.rename, carpeta)
        carpeta_nueva.rename(carpeta)
        marcha_atras.callback(carpeta.rename, carpeta_nueva)
        if servidor.existe(base):
            servidor.renombrar(base, base_anterior)
            marcha_atras.callback(servidor.renombrar, base_anterior, base)
        servidor.renombrar(nueva, base)
        marcha_atras.pop_all()
    _retirar_lo_vacio(base_anterior, anterior)


def _retirar_lo_vacio(base: str, carpeta: Path) -> None:
    if not _tiene_tablas(base):
        servidor.borrar(base)
    if not _tiene_archivos(carpeta):
        shutil.rmtree(carpeta, ignore_errors=True)
