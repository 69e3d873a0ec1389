"""When each source last sent a file, when it should send the next, and what cannot be fetched."""

import datetime as dt
from dataclasses import dataclass
from statistics import median

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Replace
from django.utils import timezone

from captacion.models import Carga, EstadoCarga, Fuente, PuntoDeRecojo
from juntos.models import Parametro

FRECUENCIA = "horas_entre_cargas_"
GRACIA = "horas_gracia_carga"
# The sources whose files bring people to the queue.
CAPTAN = (Fuente.PADRON_NOMINAL, Fuente.SIS_GESTANTES)

# With how many files before it the last one is compared.
ANTERIORES = 5


@dataclass(frozen=True)
class Llegada:
    """A source that sends files regularly: its last one, and when the next is expected."""

    fuente: Fuente
    ultima: dt.datetime
    esperada: dt.datetime
    tardia: bool


def llegadas(ahora: dt.datetime) -> list[Llegada]:
    """Every source with a frequency and some processed load, in one query.

    A source that never sent a file is not late: nobody knows since when. Records one by one are no
    file.
    """
    ultima = Carga.objects.filter(
        estado=EstadoCarga.PROCESADA, fuente=OuterRef("de_fuente")
    ).exclude(archivo="")
    filas = (
        Parametro.objects.filter(Q(clave=GRACIA) | Q(clave__startswith=FRECUENCIA, valor__gt=0))
        .annotate(de_fuente=Replace("clave", Value(FRECUENCIA), Value("")))
        .annotate(ultima=Subquery(ultima.order_by("-recibida_en").values("recibida_en")[:1]))
        .values_list("clave", "valor", "ultima")
    )
    horas = {clave: (valor, cuando) for clave, valor, cuando in filas}
    gracia = dt.timedelta(hours=horas[GRACIA][0])
    resultado = []
    for fuente in Fuente:
        cada, llego = horas.get(f"{FRECUENCIA}{fuente}", (0, None))
        if llego:
            esperada = llego + dt.timedelta(hours=cada)
            resultado.append(Llegada(fuente, llego, esperada, tardia=ahora > esperada + gracia))
    return resultado


def tardias(ahora: dt.datetime) -> list[Llegada]:
    return [llegada for llegada in llegadas(ahora) if llegada.tardia]


def proxima_que_capta(ahora: dt.datetime) -> dt.datetime | None:
    """When the next file that may bring people is expected, if that is still to come."""
    esperadas = [ll.esperada for ll in llegadas(ahora) if ll.fuente in CAPTAN]
    return min((cuando for cuando in esperadas if cuando > ahora), default=None)


def puntos_que_fallan(usuario) -> QuerySet[PuntoDeRecojo]:
    """Pick-up points that wait for a person to mend something."""
    return PuntoDeRecojo.objects.visibles_para(usuario).filter(activo=True, pide_atencion=True)


def avisos(usuario) -> dict:
    """What the page of loads says of the feeds before anything else."""
    return {
        "fuentes_tardias": tardias(timezone.now()),
        "puntos_que_fallan": puntos_que_fallan(usuario),
    }


@dataclass(frozen=True)
class Salud:
    """The last file of a source beside the median of those before it, None when it is the first."""

    llegada: Llegada
    carga: Carga
    antes: float | None
    rechazo_antes: float | None
    se_encoge: bool = False
    rechaza_mas: bool = False

    @property
    def rechazo(self) -> float:
        return _rechazo(self.carga)

    @property
    def al_dia(self) -> bool:
        return not (self.llegada.tardia or self.se_encoge or self.rechaza_mas)


def salud() -> list[Salud]:
    """Whether each source that sends files regularly comes, and whether it comes whole."""
    parte, puntos = Parametro.de("fuente_se_encoge"), Parametro.de("fuente_rechazos")
    return [_salud(llegada, parte, puntos) for llegada in llegadas(timezone.now())]


def cambios() -> list[Salud]:
    """The sources whose last file is not like the former ones."""
    return [s for s in salud() if s.se_encoge or s.rechaza_mas]


def _salud(llegada: Llegada, parte: int, puntos: int) -> Salud:
    cargas = Carga.objects.filter(fuente=llegada.fuente, estado=EstadoCarga.PROCESADA)
    ultima, *otras = cargas.exclude(archivo="").order_by("-recibida_en")[: ANTERIORES + 1]
    if not otras:
        return Salud(llegada, ultima, antes=None, rechazo_antes=None)
    antes, rechazo_antes = median(c.leidas for c in otras), median(map(_rechazo, otras))
    return Salud(
        llegada,
        ultima,
        antes,
        rechazo_antes,
        se_encoge=100 * ultima.leidas < parte * antes,
        rechaza_mas=100 * (_rechazo(ultima) - rechazo_antes) >= puntos,
    )


def _rechazo(carga: Carga) -> float:
    return carga.rechazadas / carga.leidas if carga.leidas else 0.0


def sin_edad_gestacional() -> tuple[Carga, int] | None:
    """The last file of the SIS and how many of its women came without FUR, FPP or weeks.

    They are in no figure: nobody knows how long they are pregnant. None once its rows expired.
    """
    cargas = Carga.objects.filter(fuente=Fuente.SIS_GESTANTES, estado=EstadoCarga.PROCESADA)
    ultima = cargas.exclude(archivo="").order_by("-recibida_en").first()
    if ultima is None or ultima.filas_expiradas_el:
        return None
    return ultima, ultima.filas_observadas.filter(motivos__contains=["sin_fecha_gestacion"]).count()
