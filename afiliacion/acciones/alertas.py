"""Alerts that visits raised: the supervisor attends to them."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from afiliacion.models import Alerta, EstadoAlerta
from juntos.estados import transitar
from juntos.models import Rol


def atender(alerta: Alerta, *, por) -> Alerta:
    """Say that the alert was acted upon."""
    _exigir_supervisora(alerta, por=por)
    transitar(alerta, EstadoAlerta.ATENDIDA, por=por, atendida_por=por, atendida_en=timezone.now())
    return alerta


def reabrir(alerta: Alerta, *, por) -> Alerta:
    """Undo: the alert waits again."""
    _exigir_supervisora(alerta, por=por)
    transitar(alerta, EstadoAlerta.ABIERTA, por=por, atendida_por=None, atendida_en=None)
    return alerta


def _exigir_supervisora(alerta: Alerta, *, por) -> None:
    if por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Las alertas las atiende la supervisora.")
    if alerta.incidencia_id:
        raise PermissionDenied("Se atiende con la incidencia del establecimiento, de una vez.")
    if not Alerta.objects.visibles_para(por).filter(pk=alerta.pk).exists():
        raise PermissionDenied("Esta alerta no es de su territorio.")
