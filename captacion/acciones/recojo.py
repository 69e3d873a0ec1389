"""Feeds without a person: each pick-up point is visited when it is due, by one worker at a time.

The row of the point is the truth: when it is due, how often it failed, what was fetched. A bell
too many, a bell twice or a worker killed in the middle change nothing.
"""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from captacion.acciones.cargas import ArchivoNoRecibido, ArchivoRepetido, encolar, recibir
from captacion.models import PuntoDeRecojo
from captacion.recojo import (
    ArchivoRemoto,
    RecojoFallido,
    SigueCreciendo,
    Visita,
    archivos,
    secreto_de,
)
from juntos.models import Parametro, Usuario
from juntos.tareas import tocar

bitacora = logging.getLogger(__name__)

CANDADO_RECOJO = 7311
# A visit ends by itself before its task is stopped.
PLAZO = dt.timedelta(minutes=60)
# Due again so soon after a visit began: if its worker died, another takes over.
TRAS_MORIR = dt.timedelta(minutes=5)
# Quick retries after 1, 2, 4… minutes; from then on, and for what does not mend by itself, the
# point's own pace, hourly at the fastest: nobody's account gets locked by our insistence.
REINTENTOS = 5
PASO_LENTO = dt.timedelta(hours=1)
FALLOS_PARA_AVISAR = 3
SIN_TERMINAR = "La visita empezó y no ha terminado."


def llamar_a_recoger(*, ahora: dt.datetime) -> None:
    """Ring a bell for each point that is due."""
    for pk in PuntoDeRecojo.objects.por_visitar(ahora).values_list("pk", flat=True):
        tocar(settings.TAREA_RECOGER, pk)


def recoger_ahora(punto: PuntoDeRecojo, *, por: Usuario) -> bool:
    """Make the point due and ring its bell, whatever its pace; False when it is retired."""
    if not por.carga_archivos:
        raise PermissionDenied("Solo sede y administración recogen archivos")
    activo = PuntoDeRecojo.objects.filter(pk=punto.pk, activo=True)
    if not activo.update(proximo_intento=timezone.now()):
        return False
    tocar(settings.TAREA_RECOGER, punto.pk)
    return True


def recoger(punto: PuntoDeRecojo, *, por: Usuario | None = None) -> None:
    """Visit the point, unless it is not due or somebody else is visiting it.

    Each file that is new goes through `recibir` and the queue as an upload does.
    """
    with _turno(punto) as es_mio:
        if not es_mio:
            return
        punto.refresh_from_db()
        if not punto.activo or punto.proximo_intento > timezone.now():
            return
        _empezar(punto)
        try:
            _visitar(punto, por or Usuario.objects.sistema())
        except RecojoFallido as fallo:
            _anotar_fallo(punto, fallo)
        else:
            _anotar_exito(punto)


@contextmanager
def _turno(punto: PuntoDeRecojo) -> Iterator[bool]:
    llaves = [CANDADO_RECOJO, punto.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", llaves)
        es_mio = cursor.fetchone()[0]
    try:
        yield es_mio
    finally:
        if es_mio:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", llaves)


def _visitar(punto: PuntoDeRecojo, por: Usuario) -> None:
    """Take every new file; one that fails does not stop the others, and is told at the end."""
    parametros, fallos = Parametro.valores(), []
    visita = Visita(
        punto=punto,
        secreto=secreto_de(punto),
        maximo_bytes=parametros["carga_mb"] * 1024 * 1024,
        dias_atras=parametros["recojo_dias_atras"],
        limite=time.monotonic() + PLAZO.total_seconds(),
    )
    with closing(archivos(visita)) as nuevos:
        for archivo in nuevos:
            visita.exigir_tiempo()
            try:
                _tomar(punto, archivo, por)
            except SigueCreciendo:
                continue
            except ArchivoNoRecibido as motivo:
                frase = f"Un archivo no se pudo recibir. {motivo}"
                fallos.append(RecojoFallido(frase, pasajero=False))
            except RecojoFallido as fallo:
                fallos.append(fallo)
    if fallos:
        raise min(fallos, key=lambda fallo: fallo.pasajero)


def _tomar(punto: PuntoDeRecojo, archivo: ArchivoRemoto, por: Usuario) -> None:
    """Receive the file and remember it; the same bytes as an earlier load are a normal end.

    If we die between the two, the next visit finds the same bytes and only remembers them.
    """
    try:
        carga = recibir(archivo, nombre=archivo.name, por=por, fuente=punto.fuente)
        encolar(carga)
    except ArchivoRepetido as repetido:
        carga = repetido.carga_anterior
    punto.recogidos.get_or_create(
        nombre=archivo.ruta,
        tamano=carga.tamano,
        marca=archivo.marca or f"sha256:{carga.sha256}",
        defaults={"carga": carga},
    )


def _empezar(punto: PuntoDeRecojo) -> None:
    """Count the visit as failed until it ends well: one that kills its worker is seen too."""
    ahora = timezone.now()
    punto.fallos += 1
    _escribir(
        punto,
        ultimo_intento=ahora,
        proximo_intento=ahora + TRAS_MORIR,
        ultimo_error=punto.ultimo_error or SIN_TERMINAR,
        pide_atencion=punto.pide_atencion or punto.fallos > FALLOS_PARA_AVISAR,
    )


def _anotar_exito(punto: PuntoDeRecojo) -> None:
    punto.fallos, ahora = 0, timezone.now()
    _escribir(
        punto,
        ultimo_exito=ahora,
        proximo_intento=ahora + dt.timedelta(minutes=punto.cada_minutos),
        ultimo_error="",
        pide_atencion=False,
    )


def _anotar_fallo(punto: PuntoDeRecojo, fallo: RecojoFallido) -> None:
    bitacora.warning("El punto de recojo %s falló %s veces seguidas", punto.pk, punto.fallos)
    _escribir(
        punto,
        proximo_intento=timezone.now() + _espera(punto, fallo),
        ultimo_error=str(fallo)[:300],
        pide_atencion=not fallo.pasajero or punto.fallos >= FALLOS_PARA_AVISAR,
    )


def _espera(punto: PuntoDeRecojo, fallo: RecojoFallido) -> dt.timedelta:
    ritmo = dt.timedelta(minutes=punto.cada_minutos)
    if fallo.pasajero and punto.fallos <= REINTENTOS:
        return min(dt.timedelta(minutes=2 ** (punto.fallos - 1)), ritmo)
    return max(ritmo, PASO_LENTO)


def _escribir(punto: PuntoDeRecojo, **campos) -> None:
    """Only what the visit knows: an administrator may be changing the rest."""
    PuntoDeRecojo.objects.filter(pk=punto.pk).update(fallos=punto.fallos, **campos)
