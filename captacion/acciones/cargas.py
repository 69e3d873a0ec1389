"""A file comes in, waits its turn, is called off or tried again."""

import errno
import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from captacion.lectura import ArchivoRechazado
from captacion.models import Carga, Detencion, EstadoCarga, FilaObservada
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Parametro
from juntos.tareas import tocar

VIVAS = (
    EstadoCarga.RECIBIDA,
    EstadoCarga.EN_PROCESO,
    EstadoCarga.DETENIDA,
    EstadoCarga.PROCESADA,
)
SE_REINTENTAN = (EstadoCarga.FALLIDA, EstadoCarga.CANCELADA)
LARGO_NOMBRE = 120


class ArchivoNoRecibido(ArchivoRechazado):
    """The file did not even come in; `str(e)` is one sentence for people."""

    nombre = ""
    carga_anterior: Carga | None = None


class ArchivoRepetido(ArchivoNoRecibido):
    """The same bytes are waiting, being loaded or loaded already, as `carga_anterior`."""

    def __init__(self, carga_anterior: Carga):
        self.carga_anterior = carga_anterior
        cuando = timezone.localtime(carga_anterior.recibida_en)
        super().__init__(
            f"Este archivo ya se recibió el {cuando:%d/%m/%Y a las %H:%M} "
            f"(carga {carga_anterior.pk}); no hace falta subirlo otra vez."
        )


class ArchivoRetirado(ArchivoNoRecibido):
    """Retention took the file away: there is nothing left to load again."""

    def __init__(self, carga: Carga):
        super().__init__(
            f"El archivo se retiró el {carga.archivo_retirado_el:%d/%m/%Y}, al vencer su plazo: "
            "pídalo de nuevo a su fuente y súbalo otra vez."
        )


def recibir(
    archivo: File,
    *,
    nombre: str,
    por,
    fuente="",
    hoy=None,
    inicial=False,
    corte_completo=False,
) -> Carga:
    """Copy `archivo` into private storage and leave its Carga waiting (`recibida`).

    The bytes pass once, in chunks: copied, counted and hashed. Raises ArchivoRepetido, or
    ArchivoNoRecibido when the file is empty, too large or does not fit on the disk.
    """
    exigir_que_carga(por)
    nombre = nombre_limpio(nombre)
    campo = Carga._meta.get_field("archivo")
    # The name on disk is ours: what the user wrote is only ever shown.
    destino = campo.generate_filename(None, f"{uuid.uuid4().hex}{_extension(nombre)}")
    medido = _Medido(archivo, maximo_mb=Parametro.de("carga_mb"))
    with ExitStack() as al_fallar:
        al_fallar.callback(campo.storage.delete, destino)
        _guardar(campo.storage, destino, medido)
        carga = _anotar(
            Carga(
                fuente=fuente,
                archivo=destino,
                nombre_archivo=nombre,
                sha256=medido.huella.hexdigest(),
                tamano=medido.leidos,
                inicial=inicial,
                corte_completo=corte_completo,
                fecha_proceso=hoy or timezone.localdate(),
                recibida_por=por,
            )
        )
        al_fallar.pop_all()
    return carga


def recibir_varios(
    archivos: Iterable[File], *, por, **datos
) -> tuple[list[Carga], list[ArchivoNoRecibido]]:
    """Receive and queue each file by itself; one that is refused does not stop the others."""
    cargas, rechazos = [], []
    for archivo in archivos:
        try:
            carga = recibir(archivo, nombre=archivo.name, por=por, **datos)
        except ArchivoNoRecibido as rechazo:
            rechazo.nombre = nombre_limpio(archivo.name)
            rechazos.append(rechazo)
        else:
            encolar(carga)
            cargas.append(carga)
    return cargas, rechazos


def encolar(carga: Carga) -> None:
    """Ring the worker's bell for `carga` on commit; the row itself is the order to load it."""
    tocar(settings.TAREA_PROCESAR_CARGA, carga.pk)


@transaction.atomic
def cancelar(carga: Carga, *, por) -> Carga:
    """Call `carga` off: at once when it waits; else the engine stops where it is and undoes it."""
    exigir_que_carga(por)
    pedido = {"cancelada_en": timezone.now(), "cancelada_por": por}
    if carga.estado == EstadoCarga.RECIBIDA:
        transitar(carga, EstadoCarga.CANCELADA, por=por, fin=pedido["cancelada_en"], **pedido)
        return carga
    # The engine sees the request, undoes the load and makes the move itself.
    pedida = Carga.objects.filter(
        pk=carga.pk, estado=EstadoCarga.EN_PROCESO, cancelada_en__isnull=True
    ).update(**pedido)
    carga.refresh_from_db()
    if not pedida and not (carga.estado == EstadoCarga.EN_PROCESO and carga.cancelada_en):
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.CANCELADA)
    return carga


@transaction.atomic
def reintentar(carga: Carga, *, por) -> Carga:
    """Put a failed or cancelled load back in the queue, as if it had just come in."""
    exigir_que_carga(por)
    if carga.estado not in SE_REINTENTAN:
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.RECIBIDA)
    devolver(carga, por=por)
    if not carga.autorizada_en:
        Detencion.objects.filter(carga=carga).delete()
    encolar(carga)
    return carga


@transaction.atomic
def autorizar(carga: Carga, *, por, encolando=True) -> Carga:
    """Load all the same what the circuit breaker stopped; who said so and when stays written.

    The same person's second click changes nothing. `encolando=False`: the caller loads it itself.
    """
    exigir_que_carga(por)
    if carga.autorizada_por_id == por.pk and carga.estado != EstadoCarga.DETENIDA:
        return carga
    if carga.estado != EstadoCarga.DETENIDA:
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.RECIBIDA)
    devolver(carga, por=por, autorizada_en=timezone.now(), autorizada_por=por)
    if encolando:
        encolar(carga)
    return carga


@transaction.atomic
def descartar(carga: Carga, *, por) -> Carga:
    """Call off what the circuit breaker stopped: nothing of it goes in."""
    exigir_que_carga(por)
    if carga.estado == EstadoCarga.CANCELADA and carga.cancelada_por_id == por.pk:
        return carga
    if carga.estado != EstadoCarga.DETENIDA:
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.CANCELADA)
    ahora = timezone.now()
    transitar(
        carga, EstadoCarga.CANCELADA, por=por, fin=ahora, cancelada_en=ahora, cancelada_por=por
    )
    return carga


@transaction.atomic
def devolver(carga: Carga, *, por, **campos) -> None:
    """Back to *recibida*: nothing of it is in the database but the evidence of its stop.

    The caller has checked who asks, and from which state.
    """
    _cerrar_la_puerta()
    _exigir_unica(carga)
    _exigir_archivo(carga)
    transitar(
        carga,
        EstadoCarga.RECIBIDA,
        por=por,
        paso="",
        bytes_leidos=0,
        filas_leidas=0,
        intentos=0,
        latido=timezone.now(),
        **dict.fromkeys(("inicio", "fin", "cancelada_en", "cancelada_por")),
        **campos,
    )
    FilaObservada.objects.filter(carga=carga).delete()


def nombre_limpio(nombre: str) -> str:
    """The name as it can be shown: no folders, no control or direction marks, not endless."""
    base = re.split(r"[/\\]", nombre)[-1]
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in base)
    visible = " ".join(visible.split()).strip(". ") or "archivo"
    if len(visible) <= LARGO_NOMBRE:
        return visible
    extension = _extension(visible)
    return visible[: LARGO_NOMBRE - len(extension) - 1] + "…" + extension


def _extension(nombre: str) -> str:
    extension = PurePosixPath(nombre).suffix.lower()
    return extension if re.fullmatch(r"\.[a-z0-9]{1,5}", extension) else ""


class _Medido(File):
    """A file that is hashed and counted while it is copied, and refused when it is too large."""

    def __init__(self, archivo: File, *, maximo_mb: int):
        super().__init__(archivo, archivo.name)
        self.huella, self.leidos, self.maximo_mb = hashlib.sha256(), 0, maximo_mb

    def chunks(self, chunk_size=None) -> Iterator[bytes]:
        for trozo in self.file.chunks(chunk_size):
            self.leidos += len(trozo)
            if self.leidos > self.maximo_mb * 1024 * 1024:
                raise ArchivoNoRecibido(
                    f"El archivo pasa de {self.maximo_mb:,} MB: divídalo en partes y súbalas "
                    "una por una."
                )
            self.huella.update(trozo)
            yield trozo


def _guardar(almacen, destino: str, medido: _Medido) -> None:
    try:
        almacen.save(destino, medido)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise ArchivoNoRecibido(
            "No queda espacio para guardar el archivo: avise a quien administra el sistema."
        ) from error
    if not medido.leidos:
        raise ArchivoNoRecibido(
            "El archivo está vacío: vuelva a descargarlo de su fuente y súbalo otra vez."
        )


@transaction.atomic
def _anotar(carga: Carga) -> Carga:
    _cerrar_la_puerta()
    _exigir_unica(carga)
    carga.save(force_insert=True)
    return carga


def _cerrar_la_puerta() -> None:
    """One file at a time is looked up and written down: two equal uploads cannot both pass."""
    Parametro.objects.select_for_update().get(pk="carga_mb")


def _exigir_unica(carga: Carga) -> None:
    iguales = Carga.objects.filter(sha256=carga.sha256, estado__in=VIVAS).exclude(pk=carga.pk)
    if anterior := iguales.order_by("pk").first():
        raise ArchivoRepetido(anterior)


def _exigir_archivo(carga: Carga) -> None:
    actual = Carga.objects.select_for_update(no_key=True).get(pk=carga.pk)
    if actual.archivo_retirado_el:
        raise ArchivoRetirado(actual)


def exigir_que_carga(por) -> None:
    if not por.carga_archivos:
        raise PermissionDenied("Solo sede y administración cargan archivos")
