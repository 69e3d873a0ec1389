"""Contacts: who has them in hand, where they are, and whether they are open."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.models import Contacto, EstadoContacto, Solicitud
from captacion.models import Captacion, ClasificacionSocioeconomica, NivelPobreza
from juntos.estados import TransicionInvalida, transitar
from juntos.historia import por_que
from juntos.models import Distrito, Evento, Rol
from juntos.muro import abierto


class ContactoCambiado(TransicionInvalida):
    """Somebody changed the contact after the form was shown; nothing was written."""

    def __init__(self, contacto: Contacto):
        super().__init__(contacto, contacto.estado, contacto.estado)


def bloquear(contacto: Contacto) -> Contacto:
    """The contact as it stands, its row locked until the transaction ends.

    Every action locks the contact before anything else of it: two at once wait, never deadlock.
    """
    return Contacto.objects.select_for_update(no_key=True).get(pk=contacto.pk)


def anotar(contacto: Contacto, motivo: str, *, por) -> None:
    """What changed without a change of state; documents do not enter the log."""
    Evento.registrar(
        contacto, contacto.estado, contacto.estado, por=por, motivo=sin_documentos(motivo)
    )


def sin_documentos(texto: str) -> str:
    return re.sub(r"\d{7,}", "…", texto)[:500]


@transaction.atomic
def tomar(contacto: Contacto, *, por) -> Contacto:
    """Take a contact that nobody has in hand; the second one to try gets TransicionInvalida."""
    exigir_territorio(contacto, por=por)
    actual = bloquear(contacto)
    if actual.asignada_a_id == por.pk:
        return actual
    if actual.asignada_a_id or not actual.esta_abierto:
        raise ContactoCambiado(actual)
    return _poner_en_manos(actual, a=por, por=por)


@transaction.atomic
def soltar(contacto: Contacto, *, por) -> Contacto:
    """Put a contact back; only who has it, or a supervisor."""
    exigir_territorio(contacto, por=por)
    actual = bloquear(contacto)
    if actual.asignada_a_id is None:
        return actual
    if actual.asignada_a_id != por.pk and por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Solo puede soltarlo quien lo tomó, o la supervisora.")
    return _poner_en_manos(actual, a=None, por=por)


@transaction.atomic
def asignar(contacto: Contacto, *, a, por) -> Contacto:
    """A supervisor hands the contact to somebody who covers its district."""
    exigir_territorio(contacto, por=por)
    if por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Solo la supervisora reasigna.")
    actual = bloquear(contacto)
    if not actual.esta_abierto:
        raise ContactoCambiado(actual)
    if a.rol != Rol.GESTORA or not Contacto.objects.visibles_para(a).filter(pk=actual.pk).exists():
        raise ValidationError("Elija a una gestora o gestor que atienda este distrito.")
    return _poner_en_manos(actual, a=a, por=por)


def _poner_en_manos(contacto: Contacto, *, a, por) -> Contacto:
    contacto.asignada_a = a
    contacto.asignada_en = timezone.now() if a else None
    contacto.asignada_por = por if a else None
    contacto.save(update_fields=["asignada_a", "asignada_en", "asignada_por"])
    anotar(contacto, f"Asignado al usuario {a.pk}" if a else "Sin asignar", por=por)
    return contacto


@abierto()
def mudar(contacto: Contacto, *, distrito: Distrito, por, motivo: str = "") -> Contacto:
    """Move the contact, with all its history, to another district.

    Sede may do it only for the contacts that no territory has yet.
    """
    if not (por.rol == Rol.SEDE and contacto.distrito_id is None):
        exigir_territorio(contacto, por=por)
    actual = bloquear(contacto)
    if not actual.esta_abierto:
        raise ContactoCambiado(actual)
    with por_que(motivo):
        cambiar_distrito(actual, distrito=distrito, por=por, motivo=motivo)
        actual.version += 1
        actual.save()
    return actual


def cambiar_distrito(contacto: Contacto, *, distrito: Distrito, por, motivo: str = "") -> None:
    """Change the district of a locked contact (the caller saves it) and of all that follows it.

    The captures follow, so that the new territory sees the household; a live request passes to
    the new Unidad Territorial; whoever had the contact and does not work there lets it go.
    """
    if contacto.distrito_id == distrito.pk:
        return
    anterior, contacto.distrito = contacto.distrito_id or "sin territorio", distrito
    contacto.centro_poblado = ""
    contacto.mudado_en, contacto.mudado_por = timezone.now(), por
    Captacion.objects.filter(caso__contacto=contacto).update(distrito=distrito)
    if distrito.unidad_territorial_id:
        contacto.solicitudes.filter(estado__in=Solicitud.VIVAS).update(
            unidad_territorial=distrito.unidad_territorial_id
        )
    if contacto.asignada_a and not _atiende(contacto.asignada_a, distrito):
        contacto.asignada_a = contacto.asignada_en = contacto.asignada_por = None
    anotar(contacto, f"Del distrito {anterior} al {distrito.pk}. {motivo}".strip(), por=por)


def _atiende(usuario, distrito: Distrito) -> bool:
    return Distrito.objects.visibles_para(usuario).filter(pk=distrito.pk).exists()


@transaction.atomic
def reabrir(contacto: Contacto, *, por, motivo: str) -> Contacto:
    """Take up again a closed contact, unless the reason of its closing still stands."""
    exigir_territorio(contacto, por=por)
    if not motivo.strip():
        raise ValidationError({"motivo": "Escriba por qué se vuelve a abrir."})
    actual = bloquear(contacto)
    exigir_que_pueda_reabrirse(actual)
    transitar(
        actual,
        EstadoContacto.EN_GESTION,
        por=por,
        motivo=sin_documentos(motivo),
        cerrado_en=None,
        cerrado_por=None,
        motivo_cierre="",
        version=actual.version + 1,
    )
    return actual


def exigir_que_pueda_reabrirse(contacto: Contacto) -> None:
    if contacto.esta_abierto or (
        Contacto.objects.abiertos().filter(hogar=contacto.hogar_id).exists()
    ):
        raise ContactoCambiado(contacto)
    if contacto.hogar.es_usuario:
        raise ValidationError("El hogar ya es usuario de JUNTOS.")
    vigente = (
        ClasificacionSocioeconomica.objects.vigentes(timezone.localdate())
        .filter(hogar=contacto.hogar_id)
        .first()
    )
    if vigente and vigente.nivel == NivelPobreza.NO_POBRE:
        raise ValidationError(
            "El hogar figura como no pobre. Se abrirá solo cuando cambie su clasificación."
        )
