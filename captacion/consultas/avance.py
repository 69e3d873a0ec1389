"""How far a load is and when it will end, from what its source's loads took lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from captacion.importacion import ESPERA
from captacion.models import Carga, EstadoCarga

ESPERA_LARGA = timedelta(minutes=1)
SIN_SENALES = timedelta(seconds=30)
ULTIMAS = 5
TOPE, MUY_POCO = 0.95, 0.02
# A load is believed to go at its own pace only within these bounds of what others took.
RITMO_MINIMO, RITMO_MAXIMO = 0.25, 4.0


@dataclass(frozen=True)
class Progreso:
    """How far a load is; what is None has no ground to be guessed from.

    The ground is the seconds per byte that each step took in the last loads of the same source,
    at the pace at which this one goes; without them, how much of the file has been read.
    """

    transcurrido: timedelta
    porcentaje: int | None = None
    restante: timedelta | None = None
    termina_en: datetime | None = None
    numero_de_paso: int | None = None
    pasos: int | None = None
    espera_larga: bool = False
    sin_senales: timedelta | None = None


@dataclass(frozen=True)
class Historia:
    """What the loads of a source took: seconds per byte of each step in its order, and of all."""

    por_paso: dict[str, float]
    total: float


def progreso(carga: Carga, ahora: datetime) -> Progreso:
    if carga.estado == EstadoCarga.RECIBIDA or not carga.inicio:
        espera = ahora - (carga.latido or carga.recibida_en)
        sin_respuesta = espera > ESPERA_LARGA and not _trabaja_alguien(ahora)
        return Progreso(espera, espera_larga=sin_respuesta)
    transcurrido = ahora - carga.inicio
    callada = ahora - (carga.latido or ahora)
    if callada > SIN_SENALES:
        return Progreso(transcurrido, sin_senales=callada)
    historia = _historia(carga)
    orden = list(historia.por_paso) if historia else []
    lugar = orden.index(carga.paso) if carga.paso in orden else None
    total = None
    if carga.paso != ESPERA:
        total = _duracion_probable(carga, historia, lugar, ahora)
    numero = {"numero_de_paso": lugar + 1, "pasos": len(orden)} if lugar is not None else {}
    if total is None:
        return Progreso(transcurrido, **numero)
    restante = total - transcurrido if total > transcurrido else None
    return Progreso(
        transcurrido,
        porcentaje=int(min(transcurrido / total, TOPE) * 100),
        restante=restante,
        termina_en=ahora + restante if restante else None,
        **numero,
    )


def duracion(tiempo: timedelta) -> str:
    """As people say it: 45 s, 3 min 20 s, 1 h 5 min."""
    minutos, segundos = divmod(max(int(tiempo.total_seconds()), 0), 60)
    horas, minutos = divmod(minutos, 60)
    if horas:
        return f"{horas} h {minutos} min"
    return f"{minutos} min {segundos} s" if minutos else f"{segundos} s"


def _trabaja_alguien(ahora: datetime) -> bool:
    en_proceso = Carga.objects.filter(estado=EstadoCarga.EN_PROCESO)
    return en_proceso.filter(latido__gt=ahora - ESPERA_LARGA).exists()


def _historia(carga: Carga) -> Historia | None:
    """Of the last loads like this one: those that brought something new, of its source if known."""
    parecidas = Carga.objects.filter(estado=EstadoCarga.PROCESADA, leidas__gt=2 * F("sin_cambio"))
    if carga.fuente:
        parecidas = parecidas.filter(fuente=carga.fuente)
    ultimas = parecidas.filter(segundos__gt=0).values_list("tamano", "segundos", "pasos")[:ULTIMAS]
    if not ultimas:
        return None
    bytes_ = sum(tamano for tamano, _, _ in ultimas)
    segundos = sum(float(s) for _, s, _ in ultimas)
    con_pasos = [(tamano, pasos) for tamano, _, pasos in ultimas if pasos]
    medidos = sum(tamano for tamano, _ in con_pasos)
    por_paso: dict[str, float] = {}
    for _, pasos in con_pasos:
        for paso, tomo in pasos:
            por_paso[paso] = por_paso.get(paso, 0.0) + tomo / medidos
    return Historia(por_paso, segundos / bytes_)


def _duracion_probable(
    carga: Carga, historia: Historia | None, lugar: int | None, ahora: datetime
) -> timedelta | None:
    transcurrido = ahora - carga.inicio
    leido = carga.bytes_leidos / carga.tamano
    if historia is None:
        return transcurrido / leido if MUY_POCO < leido < 1 else None
    if lugar is None:
        return timedelta(seconds=max(1.0, carga.tamano * historia.total))
    esperados = [s * carga.tamano for s in historia.por_paso.values()]
    en_el_paso = (ahora - (carga.paso_desde or ahora)).total_seconds()
    # Of the step that reads we know how far it is; of the others, how long they last.
    parte = leido if lugar == 0 else min(en_el_paso / (esperados[lugar] or 1), TOPE)
    hecho = sum(esperados[:lugar]) + parte * esperados[lugar]
    lleva = transcurrido.total_seconds()
    ritmo = lleva / hecho if hecho > MUY_POCO * sum(esperados) else 1.0
    ritmo = min(max(ritmo, RITMO_MINIMO), RITMO_MAXIMO)
    return timedelta(seconds=max(1.0, lleva + ritmo * (sum(esperados) - hecho)))
