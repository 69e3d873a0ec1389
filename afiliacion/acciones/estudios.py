"""What would change if a norm were approved: computed, told, and undone."""

import datetime as dt
from collections import Counter
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from afiliacion.acciones.calendario import (
    INTENTOS,
    SIN_LATIDO,
    SQL,
    TANDA,
    calcular_al_corte,
    de_todos,
)
from afiliacion.acciones.normas import hacer_lugar
from afiliacion.models import EstadoNorma, EstudioDeNorma, Norma
from juntos.models import TareaFallida, Usuario
from juntos.tareas import tocar

HOGARES_QUE_SE_NOMBRAN = 200


def pedir_estudio(norma: Norma, *, por: Usuario) -> EstudioDeNorma:
    """Ask for what `norma` would change: of a country it takes minutes, so a worker does it."""
    estudio = EstudioDeNorma.objects.create(norma=norma, pedido_por=por)
    tocar(settings.TAREA_ESTUDIAR_NORMA, estudio.pk)
    return estudio


def estudiar(estudio: EstudioDeNorma) -> None:
    """Compute the calendars of its subject with and without the draft, and keep only the count."""
    ahora = timezone.now()
    libre = Q(latido__isnull=True) | Q(latido__lt=ahora - SIN_LATIDO)
    mio = EstudioDeNorma.objects.filter(libre, pk=estudio.pk, fin__isnull=True)
    if not mio.update(latido=ahora):
        return
    personas = iter(de_todos())
    vistas, cambian, hogares, estados = 0, 0, set(), Counter()
    while tanda := list(islice(personas, TANDA)):
        vistas += len(tanda)
        de_la_tanda = _tanda(estudio.norma, tanda, estados, corte=timezone.localdate())
        for hogar, cuantas in de_la_tanda.items():
            cambian += cuantas
            hogares.add(hogar)
        EstudioDeNorma.objects.filter(pk=estudio.pk).update(latido=timezone.now())
    hogares.discard(None)
    EstudioDeNorma.objects.filter(pk=estudio.pk).update(
        fin=timezone.now(),
        vistas=vistas,
        cambian=cambian,
        hogares_cambian=len(hogares),
        hogares=sorted(hogares)[:HOGARES_QUE_SE_NOMBRAN],
        estados=[[*par, cuantos] for par, cuantos in estados.most_common()],
    )


def retomar(*, ahora: dt.datetime) -> None:
    """The sweeper: studies whose bell did not ring, or whose worker died.

    What fails every time waits for a person.
    """
    agotados = TareaFallida.objects.agotadas(settings.TAREA_ESTUDIAR_NORMA, INTENTOS)
    for estudio in EstudioDeNorma.objects.filter(
        Q(latido__isnull=True) | Q(latido__lt=ahora - SIN_LATIDO), fin__isnull=True
    ).exclude(pk__in=agotados):
        tocar(settings.TAREA_ESTUDIAR_NORMA, estudio.pk)


def _tanda(norma: Norma, personas: list[int], estados: Counter, *, corte: dt.date) -> Counter:
    """How many people of each household change; the states that change are added to `estados`."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Only until the end of this block, which undoes it.
        calcular_al_corte(personas, corte=corte, normas=_vigentes(norma), tabla="cal_antes")
        hacer_lugar([norma], por=norma.preparada_por)
        normas = [*_vigentes(norma), norma.pk]
        calcular_al_corte(personas, corte=corte, normas=normas, tabla="cal_despues")
        cursor.execute((SQL / "cambiaria" / "10_cambian.sql").read_text(), {"corte": corte})
        cursor.execute((SQL / "cambiaria" / "20_personas.sql").read_text())
        hogares = Counter(hogar for _, hogar in cursor.fetchall())
        cursor.execute((SQL / "cambiaria" / "30_estados.sql").read_text())
        for antes, despues, cuantos in cursor.fetchall():
            estados[antes, despues] += cuantos
        transaction.set_rollback(True)
    return hogares


def _vigentes(norma: Norma) -> list[int]:
    """The approved norms of its subject: the others do not change by it."""
    aprobadas = Norma.objects.filter(materia=norma.materia, estado=EstadoNorma.APROBADA)
    return list(aprobadas.values_list("pk", flat=True))
