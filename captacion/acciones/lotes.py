"""A supervisor confirms at once the doubts that meet a rule, and takes them back at once."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from captacion.acciones.reservas import soltar
from captacion.acciones.vinculos import DECIDEN, confirmar_vinculo, deshacer_vinculo
from captacion.consultas.pares_de_vinculo import CLASE
from captacion.models import EstadoVinculo, LoteDeDecisiones, Vinculo
from juntos.estados import TransicionInvalida
from juntos.models import Evento


class LoteDeshecho(Exception):
    """Somebody took the batch back already."""


@dataclass(frozen=True)
class Devuelto:
    """What undoing a batch did: how many wait again, and why the others do not."""

    hechos: int
    negados: tuple[tuple[Vinculo, str], ...]


def confirmar_lote(vinculos, *, pedidos: list[int], filtro: dict, por) -> LoteDeDecisiones:
    """Confirm each link in its own transaction; what somebody else moved stays as it is.

    `vinculos` are those of `pedidos`, what the author saw, that still meet `filtro`.
    The batch is written first: a crash in the middle leaves it with what was done, to be undone.
    """
    if por.rol not in DECIDEN:
        raise PermissionDenied("Los cruces dudosos los decide la supervisora de su territorio")
    lote = LoteDeDecisiones.objects.create(
        filtro=filtro, pedidos=pedidos, hecho_en=timezone.now(), hecho_por=por
    )
    for vinculo in Vinculo.objects.visibles_para(por).filter(pk__in=vinculos):
        _confirmar_uno(lote, vinculo, por)
    return lote


def deshacer_lote(lote: LoteDeDecisiones, *, por) -> Devuelto:
    """Take back each decision of the batch that is still the last word on its link."""
    if lote.hecho_por_id != por.pk:
        raise PermissionDenied("Un lote lo deshace quien lo hizo")
    suyo = LoteDeDecisiones.objects.filter(pk=lote.pk, deshecho_en__isnull=True)
    if not suyo.update(deshecho_en=timezone.now(), deshecho_por=por):
        raise LoteDeshecho
    lote.refresh_from_db()
    hechos, negados = 0, []
    for evento in lote.eventos.order_by("pk"):
        vinculo = Vinculo.objects.get(pk=evento.objeto_id)
        if negativa := _deshacer_uno(vinculo, evento, por):
            negados.append((vinculo, negativa))
        else:
            hechos += 1
    return Devuelto(hechos, tuple(negados))


def _confirmar_uno(lote: LoteDeDecisiones, vinculo: Vinculo, por) -> None:
    """Only what still waits: what `por` decided by herself meanwhile is not the batch's."""
    if vinculo.estado != EstadoVinculo.POR_REVISAR:
        return
    try:
        with transaction.atomic():
            confirmar_vinculo(vinculo, por=por)
            lote.eventos.add(_ultimo_evento(vinculo))
            soltar(CLASE, vinculo.persona_id)
    except TransicionInvalida:
        return


def _deshacer_uno(vinculo: Vinculo, evento: Evento, por) -> str:
    if _ultimo_evento(vinculo) != evento:
        return f"Cambió después: ahora está {vinculo.get_estado_display().lower()}."
    try:
        deshacer_vinculo(vinculo, por=por)
    except TransicionInvalida as negativa:
        return getattr(negativa, "mensaje", "Otra persona lo cambió antes.")
    return ""


def _ultimo_evento(vinculo: Vinculo) -> Evento | None:
    eventos = Evento.objects.filter(modelo=Vinculo._meta.label_lower, objeto_id=vinculo.pk)
    return eventos.first()
