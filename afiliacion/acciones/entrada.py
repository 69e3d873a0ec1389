"""The drop folder: files put in `entrada/<fuente>/` go through the pipeline by themselves.

A file passes from `entrada/<fuente>/` to `en_proceso/` (named after its Carga) and from there to
`procesados/` or `rechazados/`, beside a text that says what became of it. Where it lies is its
state, so a crash at any point loses nothing. A file whose name says CORTE_COMPLETO is declared one;
one whose load was stopped waits in `en_proceso/` for a person's decision.
"""

import datetime as dt
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import connection

from captacion.acciones import ArchivoNoRecibido, ArchivoRepetido, encolar, recibir
from captacion.models import Carga, EstadoCarga, Fuente
from captacion.recojo import A_MEDIAS
from juntos.models import Parametro, Usuario

bitacora = logging.getLogger(__name__)

REPOSO = 5.0
MIRADA = 1.0
CORTE_COMPLETO = re.compile(r"corte[ _-]?completo", re.IGNORECASE)
DESTINOS = {
    EstadoCarga.PROCESADA: "procesados",
    EstadoCarga.RECHAZADA: "rechazados",
    EstadoCarga.CANCELADA: "rechazados",
    EstadoCarga.FALLIDA: "rechazados",
}


def revisar() -> None:
    """Take the files that have arrived whole and settle those whose load has ended.

    Two looks at the same time would take a file twice: the second one leaves at once.
    """
    if not _soy_la_unica():
        return
    try:
        for fuente in Fuente.values:
            carpeta = settings.JUNTOS_DATOS / "entrada" / fuente
            carpeta.mkdir(parents=True, exist_ok=True)
            for archivo in _enteros(carpeta):
                _tomar(archivo, fuente)
            _despachar(carpeta)
    finally:
        _dejar_paso()


def retirar_viejos(*, ahora: dt.datetime) -> None:
    """Remove the files settled longer ago than files of loads are kept, and their texts after."""
    limite = (ahora - dt.timedelta(days=Parametro.de("dias_retencion_archivos"))).timestamp()
    retirados = 0
    for destino in sorted(set(DESTINOS.values())):
        for archivo in sorted((settings.JUNTOS_DATOS / "entrada").glob(f"*/{destino}/*")):
            texto = _texto_de(archivo)
            if texto.exists() and texto.stat().st_mtime < limite:
                archivo.unlink()
                texto.unlink()
                retirados += 1
    if retirados:
        bitacora.warning("Retención: %s archivos retirados de la carpeta de entrada", retirados)


def _soy_la_unica() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('afiliacion.entrada'))")
        return cursor.fetchone()[0]


def _dejar_paso() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('afiliacion.entrada'))")


def _enteros(carpeta: Path) -> list[Path]:
    """Files that nobody is still writing: untouched for a while, and not growing as we look."""
    candidatos = {
        archivo: _huella(archivo)
        for archivo in sorted(carpeta.iterdir())
        if archivo.is_file()
        and not archivo.name.startswith(".")
        and archivo.suffix.lower() not in A_MEDIAS
        and time.time() - archivo.stat().st_mtime >= REPOSO
    }
    if candidatos:
        time.sleep(MIRADA)
    return [a for a, huella in candidatos.items() if a.exists() and _huella(a) == huella]


def _huella(archivo: Path) -> tuple[int, int]:
    estado = archivo.stat()
    return estado.st_size, estado.st_mtime_ns


def _tomar(archivo: Path, fuente: str) -> None:
    sistema = Usuario.objects.sistema()
    try:
        with archivo.open("rb") as abierto:
            carga = recibir(
                File(abierto),
                nombre=archivo.name,
                por=sistema,
                fuente=fuente,
                corte_completo=bool(CORTE_COMPLETO.search(archivo.name)),
            )
    except ArchivoRepetido as repetido:
        carga = repetido.carga_anterior
        if not _es_el_mismo(archivo, carga, sistema):
            return _dejar(archivo, archivo.parent / "rechazados", archivo.name, str(repetido))
    except ArchivoNoRecibido as motivo:
        return _dejar(archivo, archivo.parent / "rechazados", archivo.name, str(motivo))
    en_proceso = archivo.parent / "en_proceso"
    en_proceso.mkdir(exist_ok=True)
    archivo.rename(en_proceso / f"{carga.pk}__{archivo.name}")
    encolar(carga)


def _es_el_mismo(archivo: Path, carga: Carga, sistema: Usuario) -> bool:
    """We had taken this very file and died before moving it away."""
    return (
        carga.recibida_por_id == sistema.pk
        and carga.nombre_archivo == archivo.name
        and carga.estado in (EstadoCarga.RECIBIDA, EstadoCarga.EN_PROCESO, EstadoCarga.DETENIDA)
        and not (archivo.parent / "en_proceso" / f"{carga.pk}__{archivo.name}").exists()
    )


def _despachar(carpeta: Path) -> None:
    for archivo, carga in _en_proceso(carpeta):
        if destino := DESTINOS.get(carga.estado):
            _dejar(archivo, carpeta / destino, archivo.name.split("__", 1)[1], _cuenta(carga))


def _en_proceso(carpeta: Path) -> Iterator[tuple[Path, Carga]]:
    for archivo in sorted((carpeta / "en_proceso").glob("*__*")):
        if carga := Carga.objects.filter(pk=archivo.name.split("__", 1)[0]).first():
            yield archivo, carga


def _dejar(archivo: Path, destino: Path, nombre: str, texto: str) -> None:
    """Move the file to its place with its text beside it; a namesake there is never overwritten."""
    destino.mkdir(exist_ok=True)
    libre, numero = destino / nombre, 1
    while libre.exists():
        numero += 1
        libre = destino / f"{Path(nombre).stem} ({numero}){Path(nombre).suffix}"
    _texto_de(libre).write_text(texto + "\n", encoding="utf-8")
    archivo.rename(libre)


def _texto_de(archivo: Path) -> Path:
    return archivo.with_name(f"{archivo.name}.txt")


def _cuenta(carga: Carga) -> str:
    if carga.estado == EstadoCarga.PROCESADA:
        faltan = f" Ya no vienen: {carga.ausentes}." if carga.corte_completo else ""
        return (
            f"Carga {carga.pk}: {carga.leidas} filas leídas, {carga.nuevas} nuevas, "
            f"{carga.actualizadas} actualizadas, {carga.sin_cambio} sin cambio, "
            f"{carga.en_revision} en revisión, {carga.rechazadas} rechazadas.{faltan}"
        )
    if carga.estado == EstadoCarga.RECHAZADA:
        return f"Carga {carga.pk}: {carga.motivo}"
    return (
        f"Carga {carga.pk}: {carga.get_estado_display().lower()}. "
        "Puede reintentarla en la página de cargas."
    )
