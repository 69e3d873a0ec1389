"""What a person saw in a household: a care was given, or it was not; and the way back."""

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from afiliacion.acciones.acuerdos import FotoInvalida
from afiliacion.acciones.adjuntos import guardar_adjunto
from afiliacion.acciones.calendario import recalcular
from afiliacion.models import (
    Adjunto,
    Corresponsabilidad,
    Cuidado,
    EvidenciaCuidado,
    OrigenCuidado,
)
from juntos.historia import por_que
from juntos.models import Evento, Rol

# A pregnancy, its care and no other one's.
DIAS_DE_GESTACION = 330


class CuidadoCambiado(Exception):
    """What was known of this item moved while somebody was looking at it."""


@transaction.atomic
def constatar_dado(
    fila: Corresponsabilidad,
    *,
    dado_el: dt.date,
    evidencia: str,
    foto: bytes | None = None,
    visto: int | None,
    por,
) -> Cuidado:
    """Somebody saw that this care was given on a day.

    `visto` is the statement that stood when the form was read (`constancia_de`), which this one
    corrects. Raises CuidadoCambiado, and ValidationError with a sentence for each field.
    """
    fila = _tomar(fila, visto=visto, por=por)
    _exigir_que_cabe(fila, dado_el)
    if evidencia not in EvidenciaCuidado.values:
        raise ValidationError({"evidencia": "Indique qué vio: el carné o una constancia."})
    corrige = _anular_la_anterior(fila, por=por)
    _exigir_que_no_figura(fila, dado_el)
    adjunto = _guardar_foto(foto, por=por)
    return _asentar(
        fila,
        dado=True,
        dado_el=dado_el,
        evidencia=evidencia,
        foto=adjunto,
        corrige=corrige,
        por=por,
    )


@transaction.atomic
def constatar_no_dado(fila: Corresponsabilidad, *, visto: int | None, por) -> Cuidado:
    """Somebody confirmed that it was not given in its time: only then is it `no_cumple`."""
    fila = _tomar(fila, visto=visto, por=por)
    if fila.hasta >= timezone.localdate():
        raise ValidationError(
            f"Todavía está en plazo, hasta el {fila.hasta:%d/%m/%Y}: aún se puede dar."
        )
    corrige = _anular_la_anterior(fila, por=por)
    return _asentar(fila, dado=False, dado_el=fila.hasta, corrige=corrige, por=por)


@transaction.atomic
def deshacer(cuidado: Cuidado, *, por) -> None:
    """Take back a statement; the one that it corrected, if any, stands again."""
    _exigir_territorio(Cuidado.objects.filter(pk=cuidado.pk), por=por)
    vivo = Cuidado.objects.select_for_update(of=("self",)).filter(
        pk=cuidado.pk, origen=OrigenCuidado.VISITA, anulado_en__isnull=True
    )
    if not (tomado := vivo.first()):
        raise CuidadoCambiado
    _anular(tomado, motivo="Deshecho", por=por)
    if tomado.corrige_id:
        Cuidado.objects.filter(pk=tomado.corrige_id).update(
            anulado_en=None, anulado_por=None, anulado_motivo=""
        )
        Evento.registrar(tomado.corrige, "anulado", "repuesto", por=por)
    recalcular([tomado.persona_id])


def constancias_de(fila: Corresponsabilidad) -> QuerySet[Cuidado]:
    """What people said of this dose for this child or this pregnancy, the annulled included."""
    desde, hasta = limites(fila)
    return Cuidado.objects.filter(
        persona=fila.persona_id,
        item=fila.regla.item_id,
        dosis_dicha=fila.regla.dosis,
        origen=OrigenCuidado.VISITA,
        dado_el__range=(desde, hasta),
    ).order_by("-pk")


def constancia_de(fila: Corresponsabilidad) -> Cuidado | None:
    """The one that stands."""
    return constancias_de(fila).filter(anulado_en__isnull=True).first()


def limites(fila: Corresponsabilidad) -> tuple[dt.date, dt.date]:
    """From the birth, or from the FUR to the end of that pregnancy at most."""
    if fila.gestante_id:
        fur = fila.gestante.fur
        return fur, fur + dt.timedelta(days=DIAS_DE_GESTACION)
    return fila.persona.fecha_nacimiento, dt.date.max


def _tomar(fila: Corresponsabilidad, *, visto: int | None, por) -> Corresponsabilidad:
    """The row as it is now, nobody else writing on it, and known as its reader knew it."""
    _exigir_territorio(Corresponsabilidad.objects.filter(pk=fila.pk), por=por)
    actual = (
        Corresponsabilidad.objects.select_for_update(of=("self",))
        .select_related("persona", "gestante", "regla__item")
        .filter(pk=fila.pk)
        .first()
    )
    if actual is None or visto != getattr(constancia_de(actual), "pk", None):
        raise CuidadoCambiado
    return actual


def _exigir_territorio(filas: QuerySet, *, por) -> None:
    if por.rol not in (Rol.GESTORA, Rol.SUPERVISORA):
        raise PermissionDenied("Lo registra la gestora o la supervisora del territorio.")
    if not filas.visibles_para(por).exists():
        raise PermissionDenied("Este hogar no es de su territorio.")


def _exigir_que_cabe(fila: Corresponsabilidad, dado_el: dt.date) -> None:
    desde, hasta = limites(fila)
    if dado_el > timezone.localdate():
        raise ValidationError(
            {"dado_el": "Esa fecha todavía no llega: escriba el día en que se dio."}
        )
    if dado_el < desde and fila.gestante_id:
        raise ValidationError(
            {"dado_el": f"El embarazo empezó el {desde:%d/%m/%Y}: la fecha no puede ser anterior."}
        )
    if dado_el < desde:
        raise ValidationError(
            {"dado_el": f"Nació el {desde:%d/%m/%Y}: la fecha no puede ser anterior."}
        )
    if dado_el > hasta:
        raise ValidationError({"dado_el": "Esa fecha es posterior al fin de ese embarazo."})


def _exigir_que_no_figura(fila: Corresponsabilidad, dado_el: dt.date) -> None:
    """The same care is told once: a day apart at most is the same."""
    ya = Cuidado.objects.filter(
        persona=fila.persona_id,
        item=fila.regla.item_id,
        dado=True,
        anulado_en__isnull=True,
        dado_el__range=(dado_el - dt.timedelta(days=1), dado_el + dt.timedelta(days=1)),
    ).first()
    if ya:
        raise ValidationError(
            {"dado_el": f"Ya figura uno del {ya.dado_el:%d/%m/%Y}: no hace falta repetirlo."}
        )


def _guardar_foto(foto: bytes | None, *, por) -> Adjunto | None:
    if not foto:
        return None
    try:
        return guardar_adjunto(uuid.uuid4(), foto, por=por)[0]
    except FotoInvalida as error:
        raise ValidationError({"foto": str(error)}) from None


def _anular_la_anterior(fila: Corresponsabilidad, *, por) -> Cuidado | None:
    anterior = constancia_de(fila)
    if anterior:
        _anular(anterior, motivo="Corregido", por=por)
    return anterior


def _anular(cuidado: Cuidado, *, motivo: str, por) -> None:
    with por_que(motivo):
        Cuidado.objects.filter(pk=cuidado.pk).update(
            anulado_en=timezone.now(), anulado_por=por, anulado_motivo=motivo
        )
    Evento.registrar(cuidado, "", "anulado", por=por, motivo=motivo)


def _asentar(fila: Corresponsabilidad, *, dado: bool, por, **campos) -> Cuidado:
    nuevo = Cuidado.objects.create(
        persona=fila.persona,
        item=fila.regla.item,
        dosis_dicha=fila.regla.dosis,
        conocido_el=timezone.localdate(),
        dado=dado,
        origen=OrigenCuidado.VISITA,
        registrado_por=por,
        **campos,
    )
    Evento.registrar(nuevo, "", "dado" if dado else "no_dado", por=por, motivo=f"Fila {fila.pk}")
    recalcular([fila.persona_id])
    return nuevo
