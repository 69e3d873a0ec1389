"""A manager leaves: what she had in hand passes to colleagues, and the account closes."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.reasignar import (
    ReasignacionPasada,
    deshacer,
    exigir_que_reparte,
    llevar_a_cabo,
)
from afiliacion.consultas.equipo import distritos_que_deja
from afiliacion.models import (
    Contacto,
    ContactoReasignado,
    OrigenReasignacion,
    Reasignacion,
    Salida,
    Solicitud,
)
from juntos.models import Asignacion, Evento, Rol, Usuario


@transaction.atomic
def dar_de_baja(usuaria: Usuario, *, destinos: dict[str, Usuario], por) -> Salida:
    """End the work of `usuaria`: districts, contacts and requests pass to `destinos`, by district.

    Her assignments end today and so does her account; what she did keeps her name.
    """
    exigir_que_reparte(por)
    usuaria = Usuario.objects.select_for_update().get(pk=usuaria.pk)
    _exigir_que_pueda_irse(usuaria, destinos, por=por)
    hoy = timezone.localdate()
    asignaciones = _pasar_distritos(usuaria, destinos, hoy=hoy)
    lote = Reasignacion.objects.create(origen=OrigenReasignacion.SALIDA, preparada_por=por)
    ContactoReasignado.objects.bulk_create(
        [
            ContactoReasignado(
                reasignacion=lote, contacto_id=pk, version=version, de=usuaria, a=destinos[distrito]
            )
            for pk, version, distrito in _en_sus_manos(usuaria)
            if distrito in destinos
        ]
    )
    solicitudes = _pasar_solicitudes(usuaria, destinos, por=por)
    # Before the account closes: the batch is hers to hand over.
    llevar_a_cabo(lote, por=por)
    usuaria.is_active = False
    usuaria.save(update_fields=["is_active"])
    salida = Salida.objects.create(
        usuario=usuaria,
        reasignacion=lote,
        asignaciones=asignaciones,
        solicitudes=solicitudes,
        registrada_por=por,
    )
    Evento.registrar(usuaria, "activa", "inactiva", por=por, motivo=f"Salida {salida.pk}")
    return salida


@transaction.atomic
def deshacer_salida(salida: Salida, *, por) -> Salida:
    """Until midnight: the account, the districts, the requests and the contacts, as they were."""
    exigir_que_reparte(por)
    actual = Salida.objects.select_for_update().get(pk=salida.pk)
    if not actual.se_deshace or actual.registrada_por_id != por.pk:
        raise ReasignacionPasada
    usuaria = actual.usuario
    usuaria.is_active = True
    usuaria.save(update_fields=["is_active"])
    for pk, hasta in actual.asignaciones["terminadas"].items():
        Asignacion.objects.filter(pk=pk).update(hasta=hasta and dt.date.fromisoformat(hasta))
    deshacer(actual.reasignacion, por=por)
    Asignacion.objects.filter(pk__in=actual.asignaciones["abiertas"]).delete()
    for solicitud in Solicitud.objects.filter(
        pk__in=actual.solicitudes, estado__in=Solicitud.EDITABLES
    ):
        _cambiar_preparadora(solicitud, usuaria, por=por)
    actual.deshecha_en, actual.deshecha_por = timezone.now(), por
    actual.save(update_fields=["deshecha_en", "deshecha_por"])
    Evento.registrar(
        usuaria, "inactiva", "activa", por=por, motivo=f"Se deshizo la salida {actual.pk}"
    )
    return actual


def _exigir_que_pueda_irse(usuaria: Usuario, destinos: dict[str, Usuario], *, por) -> None:
    if usuaria.rol != Rol.GESTORA or usuaria.unidad_territorial_id != por.unidad_territorial_id:
        raise PermissionDenied("Solo se da de baja a las gestoras de su Unidad Territorial.")
    if not usuaria.is_active:
        raise ReasignacionPasada
    for destino in set(destinos.values()):
        if (
            destino.pk == usuaria.pk
            or not destino.is_active
            or destino.rol != Rol.GESTORA
            or destino.unidad_territorial_id != por.unidad_territorial_id
        ):
            raise ValidationError("Elija a colegas activas de su Unidad Territorial.")
    if not {distrito.pk for distrito in distritos_que_deja(usuaria)} <= set(destinos):
        raise ValidationError("Elija quién recibe cada distrito.")


def _en_sus_manos(usuaria: Usuario):
    abiertos = Contacto.objects.abiertos().filter(asignada_a=usuaria)
    return abiertos.order_by("pk").values_list("pk", "version", "distrito_id")


def _pasar_distritos(usuaria: Usuario, destinos: dict[str, Usuario], *, hoy: dt.date) -> dict:
    """End her assignments and open those that a colleague lacks; both written to be undone.

    One that starts later, or today, cannot end yesterday: it ends the day it starts.
    """
    terminadas, abiertas = {}, []
    ayer = hoy - dt.timedelta(days=1)
    for asignacion in Asignacion.objects.select_for_update().filter(usuario=usuaria):
        if asignacion.hasta is None or asignacion.hasta >= hoy:
            terminadas[asignacion.pk] = asignacion.hasta and asignacion.hasta.isoformat()
            asignacion.hasta = max(ayer, asignacion.desde)
            asignacion.save(update_fields=["hasta"])
    for distrito, destino in sorted(destinos.items()):
        suyas = Asignacion.objects.vigentes(hoy).filter(usuario=destino, distrito=distrito)
        if not suyas.exists():
            nueva, creada = Asignacion.objects.get_or_create(
                usuario=destino, distrito_id=distrito, desde=hoy
            )
            abiertas += [nueva.pk] if creada else []
    return {"terminadas": terminadas, "abiertas": abiertas}


def _pasar_solicitudes(usuaria: Usuario, destinos: dict[str, Usuario], *, por) -> list[int]:
    """What she was still preparing is prepared by who takes its household."""
    suyas = Solicitud.objects.select_for_update(of=["self"]).filter(
        preparada_por=usuaria, estado__in=Solicitud.EDITABLES
    )
    pasan = []
    for solicitud in suyas.select_related("contacto").order_by("pk"):
        if destino := destinos.get(solicitud.contacto.distrito_id):
            _cambiar_preparadora(solicitud, destino, por=por)
            pasan.append(solicitud.pk)
    return pasan


def _cambiar_preparadora(solicitud: Solicitud, a: Usuario, *, por) -> None:
    de = solicitud.preparada_por_id
    solicitud.preparada_por = a
    solicitud.save(update_fields=["preparada_por"])
    Evento.registrar(
        solicitud,
        solicitud.estado,
        solicitud.estado,
        por=por,
        motivo=f"La preparaba el usuario {de}; ahora el usuario {a.pk}",
    )
