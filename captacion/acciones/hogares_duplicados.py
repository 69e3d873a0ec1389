"""A person decides that two codes of a register are one household, and may take it back."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from captacion.acciones.duplicados import OTRA_COSA, esperar_a_las_cargas, exigir_sin_afiliar
from captacion.acciones.encuentros import contar_encuentros, que_se_encuentran
from captacion.acciones.fusion import Fusion, YaCambio, devolver_todo
from captacion.acciones.vinculos import DECIDEN, DecisionFirme
from captacion.models import (
    EncuentroDeHogares,
    EstadoHogarDuplicado,
    EstadoVinculo,
    Hogar,
    HogarDuplicado,
    Vinculo,
)
from juntos.estados import transitar
from juntos.muro import abierto
from juntos.tareas import tocar

# Of two links of one person to both households, the one that says more.
FIRMEZA = [
    EstadoVinculo.DESCARTADO,
    EstadoVinculo.POR_REVISAR,
    EstadoVinculo.AUTOMATICO,
    EstadoVinculo.CONFIRMADO,
]


@abierto()
def fusionar_hogares(par: HogarDuplicado, *, por) -> HogarDuplicado:
    """`otro` is `hogar`: members, links, captures, contacts and history are of `hogar`.

    What another app has of both (two open contacts) stays where it is: the reconciliation follows
    the captures. Every change is a FusionMovida, from which `deshacer_fusion_de_hogares` puts all
    back.
    """
    _al_dia(par, EstadoHogarDuplicado.CONFIRMADO, por)
    if par.estado == EstadoHogarDuplicado.CONFIRMADO and par.decidido_por_id == por.pk:
        return par
    _exigir_que_se_puede(par)
    transitar(
        par,
        EstadoHogarDuplicado.CONFIRMADO,
        por=por,
        decidido_en=timezone.now(),
        decidido_por=por,
    )
    fusion, queda, sale = Fusion(par), par.hogar, par.otro
    tocados = que_se_encuentran({queda.pk, sale.pk})
    for lado in ("juntos", "pgh"):
        for encuentro in EncuentroDeHogares.objects.filter(**{lado: sale}).order_by("pk"):
            fusion.quitar(encuentro)
    _un_vinculo_de_cada_una(fusion, queda, sale)
    fusion.trasladar(sale, queda, propio="captacion")
    fusion.completar(queda, sale)
    fusion.cambiar(sale, unido_a=queda)
    contar_encuentros(tocados, carga_id=par.carga_id)
    tocar(settings.TAREA_CONCILIAR)
    return par


@transaction.atomic
def descartar_hogares(par: HogarDuplicado, *, por) -> HogarDuplicado:
    """They are two households, whatever later files say."""
    _al_dia(par, EstadoHogarDuplicado.DESCARTADO, por)
    if par.estado == EstadoHogarDuplicado.DESCARTADO and par.decidido_por_id == por.pk:
        return par
    transitar(
        par,
        EstadoHogarDuplicado.DESCARTADO,
        por=por,
        decidido_en=timezone.now(),
        decidido_por=por,
    )
    return par


@abierto()
def deshacer_fusion_de_hogares(par: HogarDuplicado, *, por) -> HogarDuplicado:
    """Take a decision back: every row that a merge moved is again where it was.

    Raises DecisionFirme when something later rests on what would be moved.
    """
    _al_dia(par, EstadoHogarDuplicado.POR_REVISAR, por)
    era_fusion = par.estado == EstadoHogarDuplicado.CONFIRMADO
    if era_fusion:
        exigir_sin_afiliar(par)
    transitar(par, EstadoHogarDuplicado.POR_REVISAR, por=por, decidido_en=None, decidido_por=None)
    if not era_fusion:
        return par
    tocados = que_se_encuentran({par.hogar_id})
    try:
        devolver_todo(par, por=por)
    except YaCambio as cambio:
        raise DecisionFirme(par, EstadoHogarDuplicado.POR_REVISAR, OTRA_COSA) from cambio
    tocados |= que_se_encuentran({par.hogar_id, par.otro_id})
    contar_encuentros(tocados, carga_id=par.carga_id)
    tocar(settings.TAREA_CONCILIAR)
    return par


def _al_dia(par: HogarDuplicado, a: str, por) -> None:
    """Check who decides, wait for the loads that are writing, and read the pair again."""
    visibles = HogarDuplicado.objects.visibles_para(por)
    if por.rol not in DECIDEN or not visibles.filter(pk=par.pk).exists():
        raise PermissionDenied("Los hogares duplicados los decide la supervisora de su territorio")
    esperar_a_las_cargas(par, a)
    hogares = Hogar.objects.select_for_update(no_key=True).order_by("pk")
    list(hogares.filter(pk__in=[par.hogar_id, par.otro_id]))
    par.refresh_from_db()


def _exigir_que_se_puede(par: HogarDuplicado) -> None:
    if par.hogar.unido_a_id or par.otro.unido_a_id:
        mensaje = "Uno de los dos ya se unió con otro hogar: deshaga primero esa decisión."
    elif hasattr(par.otro, "afiliacion"):
        # What was approved is of the household for which it was asked.
        mensaje = f"El hogar {par.otro.codigo} ya se afilió: no puede unirse con otro."
    else:
        return
    raise DecisionFirme(par, EstadoHogarDuplicado.CONFIRMADO, mensaje)


def _un_vinculo_de_cada_una(fusion: Fusion, queda: Hogar, sale: Hogar) -> None:
    """Who is linked to both keeps the link that says more, and in `queda`."""
    vivos = Vinculo.objects.exclude(estado=EstadoVinculo.REEMPLAZADO)
    suyos = {v.persona_id: v for v in vivos.filter(hogar=queda)}
    for vinculo in vivos.filter(hogar=sale, persona__in=suyos).order_by("pk"):
        otro = suyos[vinculo.persona_id]
        if FIRMEZA.index(vinculo.estado) > FIRMEZA.index(otro.estado):
            fusion.absorber(otro, vinculo)
