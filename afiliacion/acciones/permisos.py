"""Who may act on a contact: those who work its territory (DOMAIN §2)."""

from django.core.exceptions import PermissionDenied

from afiliacion.models import Contacto
from juntos.models import Rol


def exigir_territorio(contacto: Contacto, *, por) -> None:
    """Refuse whoever is not a manager or supervisor of the contact's district today."""
    if por.rol not in (Rol.GESTORA, Rol.SUPERVISORA):
        raise PermissionDenied("Solo la gestora o la supervisora del territorio puede hacer esto.")
    if not Contacto.objects.visibles_para(por).filter(pk=contacto.pk).exists():
        raise PermissionDenied("Este hogar no es de su territorio.")
