"""Contacts that change hands together: as they were seen, moved at once, and taken back at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from afiliacion.models import Contacto, ContactoReasignado, OrigenReasignacion, Reasignacion
from juntos.historia import por_que
from juntos.models import Distrito, Evento, Rol, Usuario

A_LA_VEZ = 5000


class ReasignacionPasada(Exception):
    """It was already done, or already undone."""


@dataclass(frozen=True)
class Marca:
    """A contact as somebody saw it: what must still be so when it moves."""

    contacto: int
    version: int
    de: int | None


@transaction.atomic
def preparar(
    marcas: Iterable[Marca], *, por, origen: str = OrigenReasignacion.SELECCION
) -> Reasignacion:
    """Write down which contacts, as `por` saw them; those she may not see are not there."""
    exigir_que_reparte(por)
    por_pk = {marca.contacto: marca for marca in marcas}
    visibles = (
        Contacto.objects.visibles_para(por).filter(pk__in=por_pk).values_list("pk", flat=True)
    )
    lote = Reasignacion.objects.create(origen=origen, preparada_por=por)
    ContactoReasignado.objects.bulk_create(
        [
            ContactoReasignado(
                reasignacion=lote,
                contacto_id=pk,
                version=por_pk[pk].version,
                de_id=por_pk[pk].de,
            )
            for pk in visibles
        ]
    )
    return lote


def marcas_de(contactos: QuerySet) -> list[Marca]:
    """The open contacts of a list as they are now, in its order; at most `A_LA_VEZ`."""
    abiertos = contactos.filter(estado__in=Contacto.ABIERTOS)
    return [Marca(*fila) for fila in abiertos.values_list("pk", "version", "asignada_a")[:A_LA_VEZ]]


@transaction.atomic
def reasignar(lote: Reasignacion, *, a, por) -> Reasignacion:
    """Hand the contacts of a batch to `a`; those changed meanwhile are left as they are.

    Left too: those in districts where `a` does not work.
    """
    if a.rol != Rol.GESTORA or a.unidad_territorial_id != por.unidad_territorial_id:
        raise ValidationError({"a": "Elija a una gestora o gestor de su Unidad Territorial."})
    lote.items.update(a=a)
    return llevar_a_cabo(lote, por=por)


@transaction.atomic
def llevar_a_cabo(lote: Reasignacion, *, por) -> Reasignacion:
    """Move each contact to the `a` of its item, if it is still as it was seen. One event each."""
    exigir_que_reparte(por)
    ahora = timezone.now()
    suya = Reasignacion.objects.filter(pk=lote.pk, preparada_por=por, hecha_en__isnull=True)
    if not suya.update(hecha_en=ahora, hecha_por=por):
        raise ReasignacionPasada
    items = {item.contacto_id: item for item in lote.items.filter(a__isnull=False)}
    movidos = [
        (contacto, items[contacto.pk].a_id)
        for contacto in _bloqueados(lote)
        if contacto.pk in items
        and contacto.esta_abierto
        and (contacto.version, contacto.asignada_a_id)
        == (items[contacto.pk].version, items[contacto.pk].de_id)
    ]
    hechos = _mover(movidos, lote=lote, en=ahora, por=por)
    lote.items.filter(contacto__in=hechos).update(movido=True)
    lote.refresh_from_db()
    return lote


@transaction.atomic
def deshacer(lote: Reasignacion, *, por) -> Reasignacion:
    """Give back what is still where the batch put it, to who had it before."""
    exigir_que_reparte(por)
    hecha = Reasignacion.objects.filter(
        pk=lote.pk, preparada_por=por, hecha_en__isnull=False, deshecha_en__isnull=True
    )
    ahora = timezone.now()
    if not hecha.update(deshecha_en=ahora, deshecha_por=por):
        raise ReasignacionPasada
    items = {item.contacto_id: item for item in lote.items.filter(movido=True)}
    vuelven = [
        (contacto, items[contacto.pk].de_id)
        for contacto in _bloqueados(lote)
        if contacto.pk in items
        and contacto.esta_abierto
        and (contacto.asignada_a_id, contacto.asignada_en)
        == (items[contacto.pk].a_id, lote.hecha_en)
    ]
    hechos = _mover(vuelven, lote=lote, en=ahora, por=por)
    lote.items.filter(contacto__in=hechos).update(devuelto=True)
    lote.refresh_from_db()
    return lote


def exigir_que_reparte(por) -> None:
    if por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Solo la supervisora reparte los contactos.")


def _bloqueados(lote: Reasignacion) -> list[Contacto]:
    """Locked in one order: two batches over the same contacts wait, never deadlock."""
    suyos = Contacto.objects.select_for_update().filter(pk__in=lote.items.values("contacto"))
    return list(
        suyos.order_by("pk").only(
            "estado", "version", "distrito_id", "asignada_a_id", "asignada_en"
        )
    )


def _mover(pares: list[tuple[Contacto, int | None]], *, lote, en, por) -> list[int]:
    """Put each contact in its hands, where those may have it; the ids of those that moved."""
    por_destino = defaultdict(list)
    for contacto, destino in pares:
        por_destino[destino].append(contacto)
    movidos = []
    for destino, contactos in por_destino.items():
        if destino is not None:
            suyos = _distritos_de(destino)
            contactos = [c for c in contactos if c.distrito_id in suyos]
        dicho = f"Asignado al usuario {destino}" if destino else "Sin asignar"
        motivo = f"{dicho} (reasignación {lote.pk})"
        with por_que(motivo):
            Contacto.objects.filter(pk__in=[c.pk for c in contactos]).update(
                asignada_a=destino,
                asignada_en=en if destino else None,
                asignada_por=por if destino else None,
            )
        Evento.objects.bulk_create(
            [
                Evento(
                    modelo=Contacto._meta.label_lower,
                    objeto_id=c.pk,
                    de=c.estado,
                    a=c.estado,
                    motivo=motivo,
                    ocurrido_por=por,
                )
                for c in contactos
            ]
        )
        movidos += [c.pk for c in contactos]
    return movidos


def _distritos_de(usuario_id: int) -> set[str]:
    usuario = Usuario.objects.get(pk=usuario_id)
    return set(Distrito.objects.visibles_para(usuario).values_list("pk", flat=True))
