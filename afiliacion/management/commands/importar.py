"""Load one file in this process.

`importar ARCHIVO [--fuente F] [--hoy D] [--inicial] [--corte-completo] [--aceptar] [--json]`
"""

import datetime as dt
import json
import sys
import time
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand
from django.db import Error
from django.utils import timezone

from afiliacion.acciones.cargas import heredar, procesar_carga
from captacion.acciones import ArchivoNoRecibido, ArchivoRepetido, autorizar, recibir
from captacion.importacion import ArchivoRechazado, CargaCancelada, CargaDetenida, sin_espacio
from captacion.models import Carga, EstadoCarga, Fuente
from juntos.models import Usuario

RECHAZADO = 2
LIBRO = (
    "leidas",
    "nuevas",
    "actualizadas",
    "sin_cambio",
    "rechazadas",
    "en_revision",
    "avisos",
    "captaciones",
    "contactos",
)


class Rechazo(Exception):
    """Nothing was loaded; str() is the one sentence that says why."""


class Command(BaseCommand):
    help = "Carga un archivo: reconoce su fuente, lo valida, lo cruza y deja lista la cola."

    def add_arguments(self, parser):
        parser.add_argument("archivo", metavar="ARCHIVO", help="el archivo que se carga")
        parser.add_argument(
            "--fuente", default="", help=f"{', '.join(Fuente.values)}; si falta, por el encabezado"
        )
        parser.add_argument("--hoy", default="", help="fecha de proceso, AAAA-MM-DD")
        parser.add_argument("--inicial", action="store_true", help="trae lo anterior al sistema")
        parser.add_argument(
            "--corte-completo",
            action="store_true",
            help="trae todo lo que la fuente tiene: lo que falte se lista como «ya no viene»",
        )
        parser.add_argument(
            "--aceptar",
            action="store_true",
            help="carga también lo que se detendría por sus muchas filas rechazadas o repetidas",
        )
        parser.add_argument("--json", action="store_true", help="escribe el resultado en JSON")

    def handle(self, *, archivo, fuente, hoy, inicial, corte_completo, aceptar, json, **opciones):
        desde = time.monotonic()
        try:
            carga = _recibir(
                Path(archivo),
                fuente=fuente,
                hoy=hoy,
                inicial=inicial,
                corte_completo=corte_completo,
            )
            carga = _procesar(carga, aceptar=aceptar, desde=desde)
        except (Rechazo, ArchivoNoRecibido, ArchivoRechazado) as motivo:
            self._salir(str(motivo), RECHAZADO)
        except CargaCancelada:
            self._salir("La carga fue cancelada: no se cargó nada.", RECHAZADO)
        except Error as error:
            # The error itself may quote the row that failed: only its kind is told.
            self._salir(
                sin_espacio(error)
                or f"La base de datos no pudo terminar la carga ({type(error).__name__}): "
                "no se cargó nada; inténtelo otra vez.",
                1,
            )
        self.stdout.write(_en_json(carga) if json else _en_palabras(carga))

    def _salir(self, mensaje: str, codigo: int):
        self.stderr.write(mensaje)
        sys.exit(codigo)


def _procesar(carga: Carga, *, aceptar: bool, desde: float) -> Carga:
    """Load it; what is stopped goes on only when it was accepted beforehand, and says so."""
    try:
        if carga.estado == EstadoCarga.RECIBIDA:
            return procesar_carga(carga, desde=desde)
    except CargaDetenida:
        carga.refresh_from_db()
    if not aceptar:
        raise Rechazo(_detenida(carga))
    autorizar(carga, por=Usuario.objects.sistema(), encolando=False)
    return procesar_carga(carga, desde=desde)


def _detenida(carga: Carga) -> str:
    """One sentence: what was seen and where to decide."""
    visto = carga.motivo.rsplit(";", 1)[0]
    return (
        f"{visto}; decida en la página de la carga {carga.pk} (Cargas) o repita la orden con "
        "--aceptar."
    )


def _recibir(ruta: Path, *, fuente: str, hoy: str, **declarado: bool) -> Carga:
    if fuente and fuente not in Fuente.values:
        raise Rechazo(f"No existe la fuente «{fuente}»: use {', '.join(Fuente.values)}.")
    try:
        dia = dt.date.fromisoformat(hoy) if hoy else None
    except ValueError:
        raise Rechazo(f"«{hoy}» no es una fecha: escríbala como 2026-11-23.") from None
    try:
        return _recibir_o_heredar(ruta, fuente=fuente, hoy=dia, **declarado)
    except FileNotFoundError:
        raise Rechazo(f"No se encuentra el archivo «{ruta.name}»: revise la ruta.") from None
    except IsADirectoryError:
        raise Rechazo(f"«{ruta.name}» es una carpeta: indique un archivo.") from None
    except PermissionError:
        raise Rechazo(f"No hay permiso para leer «{ruta.name}».") from None
    except OSError:
        raise Rechazo(f"No se pudo leer «{ruta.name}»: revise el disco y la ruta.") from None


def _recibir_o_heredar(ruta: Path, **datos) -> Carga:
    """A new Carga, or the one that was left of this file: killed in the middle, or stopped."""
    with ruta.open("rb") as abierto:
        try:
            return recibir(File(abierto), nombre=ruta.name, por=Usuario.objects.sistema(), **datos)
        except ArchivoRepetido as repetido:
            anterior = repetido.carga_anterior
            detenida = anterior.estado == EstadoCarga.DETENIDA
            if not detenida and not heredar(anterior, ahora=timezone.now()):
                raise
            return anterior


def _en_json(carga: Carga) -> str:
    campos = ("fuente", "perfil", "estado", *LIBRO)
    return json.dumps(
        {
            "carga": carga.pk,
            **{campo: getattr(carga, campo) for campo in campos},
            "segundos": float(carga.segundos),
            "pico_mb": carga.pico_mb,
        },
        ensure_ascii=False,
    )


def _en_palabras(carga: Carga) -> str:
    return (
        f"Carga {carga.pk} ({carga.get_fuente_display()}): {carga.leidas} filas leídas; "
        f"{carga.nuevas} nuevas, {carga.actualizadas} actualizadas, {carga.sin_cambio} sin "
        f"cambio, {carga.rechazadas} rechazadas, {carga.en_revision} en revisión, "
        f"{carga.avisos} con aviso.\n"
        f"{carga.captaciones} captaciones y {carga.contactos} contactos en "
        f"{carga.segundos} s."
    )
