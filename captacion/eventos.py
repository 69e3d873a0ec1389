"""Records that wait, in small batches, through the same pipeline as a file.

Each batch is appended to the Carga of its source and of the hour in which it was received, which
is born *procesada* and whose ledger adds up after every batch (ADR 14).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from captacion.importacion import CANDADO_FUENTE, CANDADO_PERSONAS, cargar_filas
from captacion.lectura.registros import LectorDeEventos
from captacion.models import Captacion, Carga, EstadoCarga, EventoRecibido, Fuente
from captacion.models.evento import INTENTOS, TAMANOS
from captacion.taller import cerrar_taller
from juntos.models import Usuario

SQL = Path(__file__).parent / "sql" / "eventos"
CANDADO_EVENTOS = 7303
UNA_HORA = dt.timedelta(hours=1)
# Who a record is about. Two that differ about one person are not the same row told twice: the
# later one is a correction, and goes in a later batch.
DE_QUIEN = {
    Fuente.PADRON_NOMINAL: ("codigo_padron", "dni", "cnv", "cui"),
    Fuente.SIS_GESTANTES: ("documento",),
    Fuente.PGH: ("documento",),
    Fuente.JUNTOS: ("documento",),
}

bitacora = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoteCargado:
    """`hogares`: those whose contacts may have changed by it."""

    carga: Carga
    hogares: list[int]


def esperan(fuente: str) -> bool:
    return EventoRecibido.objects.filter(fuente=fuente).listos(timezone.now()).exists()


@contextmanager
def turno(fuente: str) -> Iterator[bool]:
    """The turn to process the records of `fuente`, or False: nobody waits for it.

    It is not given while another process has it, nor while a file is being loaded that shares the
    source or the people: whoever has it looks again at its end.
    """
    llave = list(Fuente).index(fuente)
    if not _candado("pg_try_advisory_lock(%s, %s)", CANDADO_EVENTOS, llave):
        yield False
        return
    try:
        # Outside a transaction these two are let go at once: only a look.
        yield _candado("pg_try_advisory_xact_lock(%s, %s)", CANDADO_FUENTE, llave) and _candado(
            "pg_try_advisory_xact_lock(%s, %s)", CANDADO_PERSONAS, 0
        )
    finally:
        _candado("pg_advisory_unlock(%s, %s)", CANDADO_EVENTOS, llave)


def apartar(fuente: str) -> list[EventoRecibido]:
    """The next batch: the oldest that wait, of one hour, that have been tried as often.

    The attempt is written down first, so that a batch that kills its worker is tried in parts.
    """
    listos = EventoRecibido.objects.filter(fuente=fuente).listos(timezone.now())
    primero = listos.first()
    if primero is None:
        return []
    hora = _hora(primero)
    candidatos = listos.filter(
        intentos=primero.intentos, recibido_en__gte=hora, recibido_en__lt=hora + UNA_HORA
    )
    tamano = TAMANOS[min(primero.intentos, INTENTOS - 1)]
    lote = _sin_correcciones(candidatos[:tamano], fuente)
    EventoRecibido.objects.filter(pk__in=[e.pk for e in lote]).update(
        intentos=F("intentos") + 1, ultimo_intento=timezone.now()
    )
    return lote


def procesar_lote(lote: Sequence[EventoRecibido]) -> LoteCargado | None:
    """Load a batch; None when it failed and will be tried again in parts.

    A record that failed alone as often as it may goes into the ledger as rejected, for a person.
    """
    try:
        return _cargar(lote, malos=lote[0].intentos >= INTENTOS)
    except DatabaseError as error:
        # The error itself may quote the record: only its kind is told.
        bitacora.error(
            "Falló un lote de %s eventos, desde el %s: %s",
            len(lote),
            lote[0].pk,
            type(error).__name__,
        )
        return None


@transaction.atomic
def _cargar(lote: Sequence[EventoRecibido], *, malos: bool) -> LoteCargado:
    carga = _carga_de_la_hora(lote[0])
    registros = [evento.registro for evento in lote]
    desde = carga.leidas + 1
    lector = LectorDeEventos(carga.fuente, registros, desde=desde, malos=malos)
    libro, hogares = cargar_filas(carga, lector, _SinAvance(carga))
    _anotar_resultados(carga, lote, desde)
    cerrar_taller(carga)
    libro.pop("captaciones")
    bytes_ = sum(len(json.dumps(r, ensure_ascii=False).encode()) for r in registros)
    Carga.objects.filter(pk=carga.pk).update(
        **{campo: F(campo) + cuantas for campo, cuantas in libro.items()},
        captaciones=Captacion.objects.filter(carga=carga).count(),
        tamano=F("tamano") + bytes_,
        bytes_leidos=F("bytes_leidos") + bytes_,
        fin=timezone.now(),
    )
    return LoteCargado(carga, hogares)


def _carga_de_la_hora(evento: EventoRecibido) -> Carga:
    """The Carga of a source and an hour; its fingerprint is theirs, so there is only one."""
    hora = _hora(evento)
    huella = hashlib.sha256(f"eventos:{evento.fuente}:{hora.isoformat()}".encode()).hexdigest()
    lector = LectorDeEventos(evento.fuente, [], desde=1)
    carga, _ = Carga.objects.get_or_create(
        sha256=huella,
        estado=EstadoCarga.PROCESADA,
        defaults={
            "fuente": evento.fuente,
            "perfil": lector.perfil.codigo,
            "codificacion": lector.codificacion,
            "encabezado": lector.encabezado,
            "nombre_archivo": f"Eventos del {hora:%d/%m/%Y}, {hora:%H:00} a {hora:%H:59}",
            "tamano": 0,
            "fecha_proceso": hora.date(),
            "inicio": timezone.now(),
            "recibida_en": hora,
            "recibida_por": Usuario.objects.sistema(),
        },
    )
    return carga


def _anotar_resultados(carga: Carga, lote: Sequence[EventoRecibido], desde: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "20_resultados.sql").read_text(),
            {
                "carga": carga.pk,
                "eventos": [evento.pk for evento in lote],
                "numeros": list(range(desde, desde + len(lote))),
            },
        )


def _hora(evento: EventoRecibido) -> dt.datetime:
    return timezone.localtime(evento.recibido_en).replace(minute=0, second=0, microsecond=0)


def _sin_correcciones(candidatos, fuente: str) -> list[EventoRecibido]:
    """Up to the first record that says something else of somebody already in the batch."""
    lector = LectorDeEventos(fuente, [], desde=1)
    lugares = lector.perfil.posiciones(lector.encabezado)
    lote, dichos = [], {}
    for evento in candidatos:
        celdas = lector.celdas(evento.registro)
        quienes = [(c, celdas[lugares[c]]) for c in DE_QUIEN[fuente] if celdas[lugares[c]]]
        if any(dichos.get(quien, celdas) != celdas for quien in quienes):
            break
        dichos |= dict.fromkeys(quienes, celdas)
        lote.append(evento)
    return lote


def _candado(funcion: str, *llaves: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {funcion}", llaves)
        return cursor.fetchone()[0]


class _SinAvance:
    """A batch is over before anybody could look at its progress."""

    def __init__(self, carga: Carga):
        self.carga = carga

    def decir(self, paso: str, *lo_que_lleva, **lo_que_leyo) -> None:
        pass

    def de_vez_en_cuando(self, paso: str, bytes_leidos: int, filas: int) -> None:
        pass
