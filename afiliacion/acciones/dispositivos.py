"""Phones in the field: recognised at each contact, revoked by a supervisor with one button."""

import uuid

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from afiliacion.models import Dispositivo
from juntos.models import Evento, Rol

EN_LA_SESION = "dispositivo"


def saludar(clave: uuid.UUID, *, por) -> Dispositivo:
    """The device of a person, at this contact; unknown until now, it is hers from now on."""
    dispositivo, nuevo = Dispositivo.objects.select_related("usuario").get_or_create(
        clave=clave, usuario=por
    )
    if not nuevo and dispositivo.vigente:
        dispositivo.ultimo_contacto = timezone.now()
        dispositivo.save(update_fields=["ultimo_contacto"])
    return dispositivo


def esta_revocado(clave: uuid.UUID) -> bool:
    """Whether its last owner may no longer carry anything on it: what it may ask without login."""
    ultimo = Dispositivo.objects.select_related("usuario").filter(clave=clave).first()
    return ultimo is not None and not ultimo.vigente


@transaction.atomic
def revocar(dispositivo: Dispositivo, *, por) -> Dispositivo:
    """End its sessions now, and have it wiped at its next contact."""
    if por.rol != Rol.SUPERVISORA or dispositivo.usuario.unidad_territorial_id != (
        por.unidad_territorial_id
    ):
        raise PermissionDenied("Un teléfono lo da de baja la supervisora de esa persona.")
    actual = Dispositivo.objects.select_for_update().get(pk=dispositivo.pk)
    if actual.revocado_en is None:
        actual.revocado_en, actual.revocado_por = timezone.now(), por
        actual.save(update_fields=["revocado_en", "revocado_por"])
        Evento.registrar(actual, "vigente", "revocado", por=por)
        _cerrar_sesiones(actual)
    return actual


def _cerrar_sesiones(dispositivo: Dispositivo) -> None:
    """Those that this device opened for this person; the others of hers go on."""
    suya = {EN_LA_SESION: str(dispositivo.clave), "_auth_user_id": str(dispositivo.usuario_id)}
    for sesion in Session.objects.filter(expire_date__gt=timezone.now()).iterator(2000):
        datos = sesion.get_decoded()
        if all(datos.get(campo) == valor for campo, valor in suya.items()):
            sesion.delete()
