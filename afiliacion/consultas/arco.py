"""Requests over one's own data: who waits, since when, and whose data they are."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from afiliacion.consultas.personas import personas_que_coinciden
from afiliacion.models import PedidoArco
from captacion.models import Captacion, Hogar, Persona
from juntos.models import Evento, Rol

TOPE = 10


def pedidos(usuario, *, terminados: bool) -> QuerySet[PedidoArco]:
    """The first to fall due first; of those that ended, the last."""
    visibles = PedidoArco.objects.visibles_para(usuario).select_related(
        "persona", "propuesto_por", "resuelto_por", "unidad_territorial"
    )
    if terminados:
        return visibles.filter(resuelto_en__isnull=False).order_by("-resuelto_en")
    return visibles.vivos().order_by("vence_el", "pk")


def buscar(usuario) -> QuerySet[PedidoArco]:
    return PedidoArco.objects.visibles_para(usuario).select_related(
        "persona__carga", "registrado_por", "propuesto_por", "resuelto_por", "entregado_por"
    )


def vencidos(usuario, *, hoy: dt.date) -> int:
    return PedidoArco.objects.visibles_para(usuario).vivos().filter(vence_el__lt=hoy).count()


def personas_visibles(usuario) -> QuerySet[Persona]:
    """Whose data `usuario` may bring into a request: sede, anybody's; a supervisor, her unit's."""
    if usuario.rol == Rol.SEDE:
        return Persona.objects.all()
    captadas = Captacion.objects.visibles_para(usuario)
    hogares = Hogar.objects.visibles_para(usuario)
    return Persona.objects.filter(
        Q(captaciones__in=captadas)
        | Q(hijos__captacion__in=captadas)
        | Q(membresias__hogar__in=hogares)
    ).distinct()


def personas(texto: str, usuario) -> list[Persona]:
    """The people that a name or a document tells, that this person may see."""
    halladas = personas_que_coinciden(texto).values("pk")
    return list(personas_visibles(usuario).filter(pk__in=halladas).order_by("pk")[:TOPE])


def hogares_de(persona: Persona) -> list[int]:
    """Whose page is being read: every household that she is in."""
    return list(persona.membresias.values_list("hogar", flat=True)) or list(
        persona.captaciones.values_list("hogar", flat=True)
    )


def pasos(pedido: PedidoArco) -> list[Evento]:
    """Its story: what it passed to, who did it, when and why."""
    eventos = Evento.objects.filter(modelo=pedido._meta.label_lower, objeto_id=pedido.pk)
    return list(eventos.select_related("ocurrido_por").order_by("pk"))
