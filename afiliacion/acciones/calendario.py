"""The calendar of each child and pregnant woman: what is owed, when, and what is known of it."""

import datetime as dt
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from afiliacion.models import EstadoNorma, Exoneracion, Norma, Recalculo
from captacion.models import Carga, EstadoCarga, Persona
from juntos.models import Parametro, Usuario
from juntos.tareas import tocar

SQL = Path(__file__).resolve().parents[1] / "sql" / "calendario"
# So many people at once fit in memory; turns of different people do not wait for each other.
TANDA = 5_000
CANDADO_CALENDARIO, CLAVES_POR_CANDADO = 7303, 5_000
SIN_RECOGER = dt.timedelta(seconds=60)
SIN_LATIDO = dt.timedelta(minutes=10)
INTENTOS = 3


def recalcular(
    personas: Collection[int], *, recalculo: Recalculo | None = None, procesos: int = 1
) -> None:
    """Bring the care and the calendar of these people to what is known now.

    Set-based and idempotent. What counted and does not any more, and all that moved because a birth
    date or a FUR was corrected, is listed (`CambioDeItem`). With `procesos`, that many connections
    work at once, each turn in a transaction of its own.
    """
    tandas = _tandas(personas)
    hacer = partial(_recalcular_tanda, recalculo=recalculo)
    if procesos == 1:
        for tanda in tandas:
            hacer(tanda)
        return
    with ThreadPoolExecutor(procesos) as hilos:
        list(hilos.map(partial(_en_su_conexion, hacer), tandas))


def calcular_al_corte(
    personas: Collection[int],
    *,
    corte: dt.date | None,
    normas: Collection[int] | None = None,
    tabla: str = "calendario_al_corte",
) -> None:
    """Leave in the temporary `tabla` the calendar of these people as of the end of `corte`.

    Within the caller's transaction, at the end of which the table goes; its columns are those of
    Corresponsabilidad but the key. Writes nothing else. `normas`: those that count, instead of the
    approved ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(_texto("corte/10_tabla.sql").format(tabla=tabla))
        for tanda in _tandas(personas):
            _calcular(cursor, _valores(tanda, corte=corte, normas=normas))
            cursor.execute(_texto("corte/20_agregar.sql").format(tabla=tabla))


def poner_sujetos(cursor, personas: Collection[int]) -> None:
    """Leave in `cal_sujeto` what these people are owed care as, until the transaction ends."""
    _sujetos(cursor, _valores(list(personas)))


def pedir(
    *,
    carga: Carga | None = None,
    persona: Persona | None = None,
    exoneracion: Exoneracion | None = None,
) -> Recalculo:
    """Ask for the calendars of whom this is about; of everybody when it is about nothing."""
    if carga:
        # The hour of records one by one is asked for again with each batch.
        recalculo, _ = Recalculo.objects.update_or_create(
            carga=carga, defaults={"fin": None, "latido": None, "intentos": 0}
        )
    else:
        recalculo = Recalculo.objects.create(persona=persona, exoneracion=exoneracion)
    tocar(settings.TAREA_RECALCULAR, recalculo.pk)
    return recalculo


def hacer(recalculo: Recalculo, *, procesos: int = 2) -> None:
    """Do what was asked, unless another one is at it or did it."""
    ahora = timezone.now()
    libre = Q(latido__isnull=True) | Q(latido__lt=ahora - SIN_LATIDO)
    mio = Recalculo.objects.filter(libre, pk=recalculo.pk, fin__isnull=True)
    if not mio.update(latido=ahora, intentos=F("intentos") + 1):
        return
    recalculo.refresh_from_db()
    personas = _alcance(recalculo)
    recalcular(personas, recalculo=recalculo, procesos=procesos)
    # Asked for again meanwhile: it stays open, for the sweeper.
    Recalculo.objects.filter(pk=recalculo.pk, intentos=recalculo.intentos).update(
        fin=timezone.now(), personas=len(personas)
    )


def poner_al_dia(*, procesos: int = 1) -> None:
    """Everything that waits, here and now: before a bimester is verified or settled."""
    _pedir_las_que_faltan()
    for recalculo in Recalculo.objects.filter(fin__isnull=True).order_by("pk"):
        hacer(recalculo, procesos=procesos)


def retomar(*, ahora: dt.datetime) -> None:
    """The sweeper: loads for which nobody asked, bells that nobody heard, workers that died.

    What dies every time is left for a person to see.
    """
    _pedir_las_que_faltan()
    for recalculo in Recalculo.objects.filter(
        Q(latido__isnull=True) | Q(latido__lt=ahora - SIN_LATIDO),
        fin__isnull=True,
        intentos__lt=INTENTOS,
        creado__lt=ahora - SIN_RECOGER,
    ).order_by("pk"):
        tocar(settings.TAREA_RECALCULAR, recalculo.pk)


def _pedir_las_que_faltan() -> None:
    for carga in Carga.objects.filter(estado=EstadoCarga.PROCESADA, recalculo=None).order_by("pk"):
        pedir(carga=carga)


def de_todos() -> list[int]:
    """Every child and every pregnant woman, by key."""
    return _alcance(Recalculo())


def _alcance(recalculo: Recalculo) -> list[int]:
    if recalculo.persona_id:
        return [recalculo.persona_id]
    nombre = (
        "carga" if recalculo.carga_id else "exoneracion" if recalculo.exoneracion_id else "todos"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _texto(f"alcance/{nombre}.sql"),
            {"carga": recalculo.carga_id, "exoneracion": recalculo.exoneracion_id},
        )
        return [persona for (persona,) in cursor.fetchall()]


def _tandas(personas: Collection[int]) -> Iterator[list[int]]:
    """In order of key, and cut where the locks are: two turns of one run never share any."""
    tanda = []
    for _, grupo in groupby(sorted(set(personas)), key=_candado):
        tanda += grupo
        if len(tanda) >= TANDA:
            yield tanda
            tanda = []
    if tanda:
        yield tanda


def _candado(persona: int) -> int:
    return persona // CLAVES_POR_CANDADO


def _en_su_conexion(hacer, tanda: list[int]) -> None:
    try:
        hacer(tanda)
    finally:
        connection.close()


@transaction.atomic
def _recalcular_tanda(tanda: list[int], *, recalculo: Recalculo | None) -> None:
    valores = _valores(tanda) | {
        "sistema": Usuario.objects.sistema().pk,
        "recalculo": recalculo and recalculo.pk,
    }
    with connection.cursor() as cursor:
        for llave in sorted(set(map(_candado, tanda))):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CANDADO_CALENDARIO, llave])
        _sujetos(cursor, valores)
        _ejecutar(cursor, "cuidados", valores)
        _items(cursor, valores)
        _ejecutar(cursor, "guardar", valores)
        # Now, and not when the transaction ends: who comes next in it may not own these tables.
        cursor.execute(_texto("sujetos/00_mesa.sql"))
    if recalculo:
        Recalculo.objects.filter(pk=recalculo.pk, fin__isnull=True).update(latido=timezone.now())


def _valores(
    tanda: list[int], *, corte: dt.date | None = None, normas: Collection[int] | None = None
) -> dict:
    if normas is None:
        normas = Norma.objects.filter(estado=EstadoNorma.APROBADA).values_list("pk", flat=True)
    return Parametro.valores() | {"personas": tanda, "corte": corte, "normas": list(normas)}


def _calcular(cursor, valores: dict) -> None:
    _sujetos(cursor, valores)
    _items(cursor, valores)


def _sujetos(cursor, valores: dict) -> None:
    cursor.execute("SET LOCAL work_mem = '256MB'")
    _ejecutar(cursor, "sujetos", valores)


def _items(cursor, valores: dict) -> None:
    """What is owed to the people of `cal_sujeto`, into `cal_resultado`: a turn a level of doses."""
    for guion in ("10_reglas", "20_cuidados"):
        cursor.execute(_texto(f"items/{guion}.sql"), valores)
    cursor.execute("SELECT coalesce(max(nivel), 0) FROM cal_regla")
    for nivel in range(1, cursor.fetchone()[0] + 1):
        cursor.execute(_texto("items/30_turno.sql"), valores | {"nivel": nivel})
        # Without it the next turn would be planned as if this one had left nothing.
        cursor.execute("ANALYZE cal_fila (n, cadena, nivel)")
    cursor.execute(_texto("items/40_confirmado.sql"), valores)


def _ejecutar(cursor, paso: str, valores: dict) -> None:
    for guion in sorted((SQL / paso).glob("*.sql")):
        cursor.execute(guion.read_text(), valores)


def _texto(guion: str) -> str:
    return (SQL / guion).read_text()
