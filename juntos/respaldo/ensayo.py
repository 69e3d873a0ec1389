"""The drill: a backup that nobody has restored is a hope. What came of it stays in a table."""

import contextlib
import logging
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from juntos.models import EnsayoRestauracion, ResultadoEnsayo, Usuario
from juntos.respaldo import restauracion, servidor
from juntos.respaldo.cifrado import clave_de_la_instalacion
from juntos.respaldo.copia import EXTENSION, respaldar
from juntos.respaldo.errores import ErrorDeRespaldo, en_una_frase

bitacora = logging.getLogger(__name__)

PARA = "ensayo"
CARPETA = ".ensayo-"


def ensayar(ruta: Path | None = None) -> EnsayoRestauracion:
    """Restore `ruta`, else the latest backup (made now if there is none), where nobody looks."""
    inicio = time.monotonic()
    ensayo = EnsayoRestauracion(ensayado_por=Usuario.objects.sistema())
    try:
        ruta = restauracion.elegir(ruta) if ruta else _ultimo()
        ensayo.archivo = ruta.name
        manifiesto = _restaurar_aparte(ruta)
    except ErrorDeRespaldo as error:
        ensayo.resultado, ensayo.detalle = ResultadoEnsayo.FALLO, str(error)
        bitacora.error("El ensayo de restauración falló: %s", error)
    else:
        ensayo.resultado, ensayo.detalle = ResultadoEnsayo.BIEN, _contar(manifiesto)
        ensayo.bytes = ruta.stat().st_size
    ensayo.segundos = round(time.monotonic() - inicio, 1)
    ensayo.save()
    return ensayo


def _ultimo() -> Path:
    carpeta = settings.JUNTOS_RESPALDOS
    if any(carpeta.glob(f"*{EXTENSION}")):
        return restauracion.elegir(carpeta)
    return respaldar(carpeta).ruta


def _restaurar_aparte(ruta: Path) -> dict:
    clave = clave_de_la_instalacion()
    with en_una_frase(settings.JUNTOS_RESPALDOS):
        manifiesto = restauracion.verificar(ruta, clave)
        restauracion.exigir_esquema_conocido(manifiesto)
        with _lugar_aparte() as (base, carpeta):
            restauracion.reconstruir(ruta, clave, manifiesto, base=base, carpeta=carpeta)
    return manifiesto


@contextlib.contextmanager
def _lugar_aparte() -> Iterator[tuple[str, Path]]:
    """A database and a folder that do not outlive the drill; nor those of one that was killed."""
    actual = servidor.base_actual()
    carpeta = settings.JUNTOS_RESPALDOS
    carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
    with servidor.de_a_uno(f"{actual} {PARA}"):
        try:
            _limpiar(actual, carpeta)
            yield servidor.nombre_nuevo(actual, PARA), carpeta / f"{CARPETA}{secrets.token_hex(4)}"
        finally:
            _limpiar(actual, carpeta)


def _limpiar(actual: str, carpeta: Path) -> None:
    for resto in carpeta.glob(f"{CARPETA}*"):
        shutil.rmtree(resto)
    for base in servidor.abandonadas(actual, PARA):
        servidor.borrar(base)


def _contar(manifiesto: dict) -> str:
    filas = sum(cuantas for cuantas, _ in manifiesto["tablas"].values())
    archivos = manifiesto["archivos"]
    return (
        f"Respaldo del {manifiesto['creado_en'][:16].replace('T', ' ')}: "
        f"{len(manifiesto['tablas'])} tablas, {filas:,} filas y {archivos['cantidad']:,} archivos "
        f"({archivos['bytes'] / 1e6:,.1f} MB), iguales."
    )
