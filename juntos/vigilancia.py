"""What a monitor asks of the servers: one part each, with what it took and one sentence."""

import datetime as dt
import hmac
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils import timezone
from kombu.exceptions import OperationalError

from juntos.celery import app
from juntos.colas import COLAS
from juntos.cuentas.privilegios import esta_vencida
from juntos.models import (
    EnsayoRestauracion,
    EstadoTarea,
    Evento,
    ResultadoEnsayo,
    Sello,
    TareaFallida,
)
from juntos.reloj import esta_en_marcha
from juntos.respaldo import cifrado, custodia

# How long workers are listened to: each answers in milliseconds, and all must be heard.
ESCUCHA = 1.0
# Below this a load may not fit.
MINIMO_LIBRE = 2 * 1024**3
# One is made every night, a drill every Sunday, a seal every minute: with some hours of grace.
RESPALDO_VIEJO, ENSAYO_VIEJO = dt.timedelta(hours=30), dt.timedelta(days=8)
SIN_SELLAR = dt.timedelta(minutes=15)
CARPETA_DE_LA_BASE = "SELECT setting FROM pg_settings WHERE name = 'data_directory'"


@dataclass(frozen=True)
class Parte:
    """`bien` false: a person has to look at it."""

    parte: str
    bien: bool
    dice: str
    segundos: float = 0.0


def trae_el_testigo(request: HttpRequest) -> bool:
    """Whether a monitor asks: with the token of this installation, if it has one."""
    esperado = settings.TOKEN_METRICAS
    dicho = request.headers.get("Authorization", "")
    return bool(esperado) and hmac.compare_digest(dicho.encode(), f"Bearer {esperado}".encode())


def medir(*preguntas: Callable[[], list[Parte]]) -> list[Parte]:
    """What each question answers and how long it took; the database may go away in between."""
    partes = []
    for pregunta in preguntas:
        desde = time.perf_counter()
        try:
            halladas = pregunta()
        except DatabaseError:
            halladas = [Parte(pregunta.__name__, False, "La base de datos no responde.")]
        tardo = round(time.perf_counter() - desde, 3)
        partes += [Parte(p.parte, p.bien, p.dice, tardo) for p in halladas]
    return partes


def base_de_datos() -> list[Parte]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity"
            " WHERE backend_type = 'client backend'"
        )
        usadas, maximo = cursor.fetchone()
    return [
        Parte(
            "base_de_datos",
            usadas < 0.9 * maximo,
            f"Responde; {usadas} de {maximo} conexiones en uso.",
        )
    ]


def colas() -> list[Parte]:
    """The broker, and who serves each queue."""
    try:
        esperan, atienden = largos(), trabajadores()
    except (OperationalError, OSError):
        return [Parte("broker", False, "El servicio de tareas no responde.")]
    return [Parte("broker", True, "Responde.")] + [
        Parte(
            f"cola_{cola}",
            atienden[cola] > 0,
            f"Trabajadores que la atienden: {atienden[cola]}; tareas que esperan: {esperan[cola]}.",
        )
        for cola in COLAS
    ]


def largos() -> dict[str, int]:
    """How many tasks wait in each queue. Raises what the broker does."""
    with app.connection_for_write() as conexion:
        conexion.ensure_connection(max_retries=1, interval_start=0, timeout=2.0)
        return {cola: _largo(conexion, cola) for cola in COLAS}


def _largo(conexion, cola: str) -> int:
    try:
        with conexion.channel() as canal:
            return canal.queue_declare(cola, passive=True).message_count
    except conexion.channel_errors:
        # Nobody rang there yet.
        return 0


def trabajadores() -> Counter[str]:
    """How many workers that answer now serve each queue."""
    with app.connection_for_write() as conexion:
        oidos = app.control.inspect(timeout=ESCUCHA, connection=conexion).active_queues() or {}
    return Counter(cola["name"] for colas in oidos.values() for cola in colas)


def disco() -> list[Parte]:
    carpetas = {"disco_archivos": settings.JUNTOS_DATOS, "disco_base": _carpeta_de_la_base()}
    return [
        Parte(
            nombre,
            (libre := shutil.disk_usage(carpeta).free) >= MINIMO_LIBRE,
            f"Quedan {libre / 1024**3:.1f} GB libres.",
        )
        for nombre, carpeta in carpetas.items()
        if carpeta
    ]


def _carpeta_de_la_base() -> Path | None:
    """Where PostgreSQL keeps its data, when it runs on this machine and tells us."""
    if connection.settings_dict["HOST"][:1] not in ("", "/"):
        return None
    with connection.cursor() as cursor:
        cursor.execute(CARPETA_DE_LA_BASE)
        fila = cursor.fetchone()
    return Path(fila[0]) if fila else None


def reloj() -> list[Parte]:
    """Whether somebody rings the periodic tasks."""
    en_marcha = esta_en_marcha()
    return [Parte("reloj", en_marcha, "En marcha." if en_marcha else "Ningún reloj en marcha.")]


def tareas() -> list[Parte]:
    cuantas = TareaFallida.objects.filter(estado=EstadoTarea.FALLIDA).count()
    dice = f"Tareas que fallaron y esperan a una persona: {cuantas}. Vea /tareas/."
    return [Parte("tareas", not cuantas, dice)]


def privilegios() -> list[Parte]:
    """Whether somebody signed who can see what, this quarter."""
    vencida = esta_vencida(unidad=None, hoy=timezone.localdate())
    dice = "Por firmar la de este trimestre. Vea /privilegios/." if vencida else "Al día."
    return [Parte("privilegios", not vencida, dice)]


def respaldos() -> list[Parte]:
    """How old the last backup in sight and the last drill are. A laptop need not make any."""
    hecho = custodia.ultimo(settings.JUNTOS_RESPALDOS)
    if hecho is None and settings.PERMITE_DEMO and not cifrado.hay_clave():
        return [Parte("respaldo", True, "Esta instalación no hace respaldos.")]
    return [_respaldo(hecho), _ensayo()]


def _respaldo(hecho: dt.datetime | None) -> Parte:
    if hecho is None:
        return Parte("respaldo", False, "Ningún respaldo en la carpeta que se ve desde aquí.")
    edad = timezone.localtime().replace(tzinfo=None) - hecho
    return Parte("respaldo", edad < RESPALDO_VIEJO, f"El último es de hace {_horas(edad)} horas.")


def _ensayo() -> Parte:
    ultimo = EnsayoRestauracion.objects.first()
    if ultimo is None:
        return Parte("ensayo", False, "Ningún respaldo se ha restaurado para probarlo.")
    edad = timezone.now() - ultimo.ensayado_en
    bien = ultimo.resultado == ResultadoEnsayo.BIEN and edad < ENSAYO_VIEJO
    dice = f"El último es de hace {_horas(edad)} horas: {ultimo.get_resultado_display().lower()}."
    return Parte("ensayo", bien, dice)


def bitacora() -> list[Parte]:
    """The events that wait for their seal, and since when."""
    ultimo = Sello.objects.values_list("ultimo_evento", flat=True).first() or 0
    esperan = Evento.objects.filter(pk__gt=ultimo).aggregate(
        cuantos=Count("pk"), desde=Min("ocurrido_en")
    )
    bien = not esperan["desde"] or timezone.now() - esperan["desde"] < SIN_SELLAR
    return [Parte("bitacora", bien, f"Eventos sin sello: {esperan['cuantos']}.")]


def _horas(cuanto: dt.timedelta) -> str:
    return f"{cuanto.total_seconds() / 3600:.0f}"
