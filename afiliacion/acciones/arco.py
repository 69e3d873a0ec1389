"""Requests over one's own data: taken, proposed by one, signed by another, done and answered.

Terms in working days of the Parametro `arco_dias_<derecho>`, counted from the day after it came:
20 for access and 10 for the others (Ley 29733 and its Reglamento, DS 016-2024-JUS).
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.cancelacion import RETIRABLES, SE_CONSERVAN
from afiliacion.consultas import respuesta_arco
from afiliacion.models import Derecho, EstadoPedido, MedidaArco, PedidoArco, QueSeHace
from captacion.acciones.derechos import RESUELVEN, rectificar, restringir
from captacion.models import CampoRectificable, Persona, TipoRestriccion
from juntos.calendario import sumar_habiles
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento, Parametro, Rol

RECIBEN = (Rol.GESTORA, *RESUELVEN)


def plazo(derecho: str, recibido_el: dt.date) -> dt.date:
    return sumar_habiles(recibido_el, Parametro.de(f"arco_dias_{derecho}"))


@transaction.atomic
def registrar(*, derecho: str, recibido_el: dt.date, por, unidad=None, **dicho) -> PedidoArco:
    """A request is taken; outside headquarters, it is answered by the unit of who takes it."""
    if por.rol not in RECIBEN:
        raise PermissionDenied("Los pedidos los reciben la gestora, la supervisora y la sede.")
    pedido = PedidoArco.objects.create(
        derecho=derecho,
        recibido_el=recibido_el,
        vence_el=plazo(derecho, recibido_el),
        unidad_territorial=unidad if por.rol == Rol.SEDE else por.unidad_territorial,
        registrado_por=por,
        **dicho,
    )
    Evento.registrar(pedido, "", EstadoPedido.REGISTRADO, por=por)
    return pedido


@transaction.atomic
def identificar(pedido: PedidoArco, *, persona: Persona | None, por) -> None:
    """Whose data they are; `None` takes a mistaken person off."""
    _exigir(pedido, por)
    pedido = PedidoArco.objects.select_for_update().get(pk=pedido.pk)
    if pedido.estado != EstadoPedido.REGISTRADO:
        raise TransicionInvalida(pedido, pedido.estado, EstadoPedido.REGISTRADO)
    PedidoArco.objects.filter(pk=pedido.pk).update(persona=persona)
    quien = f"Persona {persona.pk}" if persona else "Sin persona"
    Evento.registrar(pedido, pedido.estado, pedido.estado, por=por, motivo=quien)


@transaction.atomic
def proponer(
    pedido: PedidoArco, *, fundamento: str, deniega: bool, por, correcciones=None, elegidos=()
) -> None:
    """What is to be done with each thing, for somebody else to sign.

    `correcciones`: field → new value. `elegidos`: kinds of restriction, or of data that go.
    """
    _exigir(pedido, por)
    if pedido.persona_id is None and por.rol != Rol.SEDE:
        raise PermissionDenied("Que no hay datos de una persona lo dice la sede: ve todo el país.")
    transitar(
        pedido,
        EstadoPedido.PROPUESTO,
        por=por,
        propuesto_en=timezone.now(),
        propuesto_por=por,
        fundamento=fundamento,
        deniega=deniega,
    )
    if not deniega:
        MedidaArco.objects.bulk_create(_medidas(pedido, correcciones or {}, elegidos))


@transaction.atomic
def devolver(pedido: PedidoArco, *, motivo: str, por) -> None:
    """It is not ready to be signed: whoever proposes starts again, and sees why in its story."""
    _exigir(pedido, por)
    transitar(
        pedido,
        EstadoPedido.REGISTRADO,
        por=por,
        motivo=motivo,
        propuesto_en=None,
        propuesto_por=None,
        deniega=False,
    )
    pedido.medidas.all().delete()


@transaction.atomic
def resolver(pedido: PedidoArco, *, por) -> PedidoArco:
    """Signed by somebody else than who proposed: everything is done at once, and answered."""
    _exigir(pedido, por)
    if pedido.propuesto_por_id == por.pk:
        raise PermissionDenied("Quien propone no firma: lo firma otra persona.")
    fin = EstadoPedido.DENEGADO if pedido.deniega else EstadoPedido.ATENDIDO
    ahora = timezone.now()
    if not pedido.deniega:
        for medida in pedido.medidas.all():
            _hacer(medida, pedido, por)
    papel = respuesta_arco.componer_respuesta(pedido, firma=por, ahora=ahora)
    nombre = pedido.respuesta.field.generate_filename(pedido, f"arco-{pedido.numero}.pdf")
    transitar(
        pedido,
        fin,
        por=por,
        resuelto_en=ahora,
        resuelto_por=por,
        respuesta=pedido.respuesta.storage.save(nombre, ContentFile(papel)),
        sha256=hashlib.sha256(papel).hexdigest(),
    )
    return pedido


@transaction.atomic
def entregar(pedido: PedidoArco, *, por) -> None:
    """The answer was handed over; the first time stands."""
    if por.rol not in RECIBEN:
        raise PermissionDenied("La entrega la registran la gestora, la supervisora y la sede.")
    por_entregar = PedidoArco.objects.filter(
        pk=pedido.pk, resuelto_en__isnull=False, entregado_en__isnull=True
    )
    if not por_entregar.update(entregado_en=timezone.now(), entregado_por=por):
        raise TransicionInvalida(pedido, pedido.estado, "entregado")
    Evento.registrar(pedido, pedido.estado, "entregado", por=por)


def _exigir(pedido: PedidoArco, por) -> None:
    visible = PedidoArco.objects.visibles_para(por).filter(pk=pedido.pk).exists()
    if por.rol not in RESUELVEN or not visible:
        raise PermissionDenied("Los pedidos los resuelven la supervisora de su unidad y la sede.")


def _medidas(pedido: PedidoArco, correcciones: dict, elegidos) -> list[MedidaArco]:
    match pedido.derecho:
        case Derecho.RECTIFICACION:
            return [
                MedidaArco(
                    pedido=pedido,
                    que=QueSeHace.CORRIGE,
                    objeto=campo,
                    nombre=CampoRectificable(campo).label,
                    antes=getattr(pedido.persona, campo),
                    despues=valor,
                )
                for campo, valor in correcciones.items()
            ]
        case Derecho.OPOSICION:
            return [
                MedidaArco(
                    pedido=pedido,
                    que=QueSeHace.RESTRINGE,
                    objeto=tipo,
                    nombre=TipoRestriccion(tipo).label,
                )
                for tipo in elegidos
            ]
        case Derecho.CANCELACION:
            return _retiros(pedido, elegidos)
    return []


def _retiros(pedido: PedidoArco, elegidos) -> list[MedidaArco]:
    retira = [
        MedidaArco(
            pedido=pedido, que=QueSeHace.RETIRA, objeto=codigo, nombre=RETIRABLES[codigo].nombre
        )
        for codigo in elegidos
    ]
    conserva = [
        MedidaArco(
            pedido=pedido, que=QueSeHace.CONSERVA, objeto=codigo, nombre=nombre, por_que=razon
        )
        for codigo, (nombre, razon) in SE_CONSERVAN.items()
    ]
    return retira + conserva


def _hacer(medida: MedidaArco, pedido: PedidoArco, por) -> None:
    persona = pedido.persona
    match medida.que:
        case QueSeHace.CORRIGE:
            rectificar(persona, campo=medida.objeto, valor=medida.despues, por=por)
        case QueSeHace.RESTRINGE:
            restringir(persona, tipo=medida.objeto, por=por)
        case QueSeHace.RETIRA:
            cuantos = RETIRABLES[medida.objeto].retirar(persona, por=por)
            MedidaArco.objects.filter(pk=medida.pk).update(cuantos=cuantos)
            Evento.registrar(
                persona, "", "datos_retirados", por=por, motivo=f"{medida.objeto}: {cuantos}"
            )
