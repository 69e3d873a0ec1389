"""What a person obtains over her data (ADR 45): decided in a request, done here, one by one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from captacion.models import Persona, Rectificacion, Restriccion
from juntos.models import Evento, Rol

RESUELVEN = (Rol.SUPERVISORA, Rol.SEDE)


@transaction.atomic
def rectificar(persona: Persona, *, campo: str, valor: str, por) -> Rectificacion:
    """`campo` says `valor` from now on, whatever files say later; the earlier value is kept."""
    _exigir(por)
    persona = Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)
    persona.rectificaciones.filter(campo=campo, reemplazada_en__isnull=True).update(
        reemplazada_en=timezone.now(), reemplazada_por=por
    )
    hecha = Rectificacion.objects.create(
        persona=persona, campo=campo, antes=getattr(persona, campo), valor=valor, hecha_por=por
    )
    Persona.objects.filter(pk=persona.pk).update(**{campo: valor})
    Evento.registrar(persona, "", "rectificada", por=por, motivo=campo)
    return hecha


@transaction.atomic
def restringir(persona: Persona, *, tipo: str, por) -> Restriccion:
    """From now on her data are not used for that; asked again, it is the same restriction."""
    _exigir(por)
    puesta, nueva = Restriccion.objects.get_or_create(
        persona=persona, tipo=tipo, levantada_en=None, defaults={"puesta_por": por}
    )
    if nueva:
        Evento.registrar(persona, "", "restringida", por=por, motivo=tipo)
    return puesta


@transaction.atomic
def levantar(restriccion: Restriccion, *, por) -> bool:
    """She wants it no more. False when somebody lifted it first."""
    _exigir(por)
    levantada = Restriccion.objects.vigentes().filter(pk=restriccion.pk)
    if not levantada.update(levantada_en=timezone.now(), levantada_por=por):
        return False
    Evento.registrar(
        restriccion.persona, "restringida", "levantada", por=por, motivo=restriccion.tipo
    )
    return True


def _exigir(por) -> None:
    if por.rol not in RESUELVEN:
        raise PermissionDenied("Los derechos sobre sus datos los resuelven supervisora y sede.")
