"""Text messages: asked for once, sent after the commit by whoever the installation chose."""

import datetime as dt
import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.consultas.contacto import telefonos_de
from afiliacion.consultas.restringidos import se_opone
from afiliacion.mensajes import proveedores
from afiliacion.mensajes.textos import en_lengua, redactar
from afiliacion.models import Contacto, EstadoMensaje, Mensaje
from captacion.models import Telefono, TipoRestriccion
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento, Usuario
from juntos.tareas import tocar

bitacora = logging.getLogger(__name__)

INTENTOS = 3
# A worker that took a message and has said nothing since is dead.
ABANDONADO = dt.timedelta(minutes=10)
EN_ESPERA = dt.timedelta(minutes=2)


@transaction.atomic
def pedir(contacto: Contacto, *, telefono: Telefono, plantilla: str, por) -> Mensaje:
    """Put the message in the outbox; asked again for the same number, it is the same row."""
    exigir_territorio(contacto, por=por)
    if proveedores.elegido() is None:
        raise PermissionDenied("Los mensajes de texto no están habilitados.")
    if not contacto.esta_abierto or not contacto.casos.vivos().exists():
        raise PermissionDenied("A este hogar ya no se le escribe.")
    if se_opone(contacto, TipoRestriccion.SIN_MENSAJES):
        raise PermissionDenied("Esta persona pidió que no se le escriban mensajes.")
    if not telefonos_de(contacto).filter(pk=telefono.pk).exists():
        raise PermissionDenied("Ese teléfono no es de este hogar.")
    texto = redactar(en_lengua(contacto.lengua).mensajes[plantilla], gestora=por.get_full_name())
    mensaje, nuevo = Mensaje.objects.get_or_create(
        contacto=contacto,
        numero=telefono.numero,
        plantilla=plantilla,
        defaults={"texto": texto, "pedido_por": por},
    )
    if nuevo:
        Evento.registrar(mensaje, "", EstadoMensaje.PENDIENTE, por=por)
        tocar(settings.TAREA_ENVIAR_MENSAJE, mensaje.pk)
    return mensaje


def enviar(mensaje: Mensaje) -> None:
    """Claim the row, hand it to the provider, and write down what came of it."""
    proveedor = proveedores.elegido()
    if proveedor is None:
        return
    sistema = Usuario.objects.sistema()
    transitar(
        mensaje,
        EstadoMensaje.EN_ENVIO,
        por=sistema,
        tomado_en=timezone.now(),
        tomado_por=sistema,
        intentos=mensaje.intentos + 1,
    )
    _entregar(mensaje, proveedor, sistema)


def _entregar(mensaje: Mensaje, proveedor, sistema: Usuario) -> None:
    if se_opone(mensaje.contacto, TipoRestriccion.SIN_MENSAJES):
        transitar(mensaje, EstadoMensaje.FALLIDO, por=sistema, motivo="Se opuso a los mensajes")
        return
    try:
        proveedor(mensaje)
    except proveedores.EnvioFallido:
        bitacora.warning("El mensaje %s no salió", mensaje.pk)
        transitar(mensaje, EstadoMensaje.FALLIDO, por=sistema)
        if mensaje.intentos < INTENTOS:
            transitar(mensaje, EstadoMensaje.PENDIENTE, por=sistema)
        return
    transitar(
        mensaje,
        EstadoMensaje.ENVIADO,
        por=sistema,
        enviado_en=timezone.now(),
        enviado_por=sistema,
    )


def retomar(*, ahora: dt.datetime) -> None:
    """The sweeper: messages whose bell did not ring, and those whose worker died with them.

    The provider knows a message by its `clave`, so handing one over twice sends it once.
    """
    proveedor = proveedores.elegido()
    if proveedor is None:
        return
    espera = Mensaje.objects.filter(estado=EstadoMensaje.PENDIENTE, pedido_en__lt=ahora - EN_ESPERA)
    for mensaje in espera:
        tocar(settings.TAREA_ENVIAR_MENSAJE, mensaje.pk)
    sistema = Usuario.objects.sistema()
    for mensaje in Mensaje.objects.filter(
        estado=EstadoMensaje.EN_ENVIO, tomado_en__lt=ahora - ABANDONADO
    ):
        try:
            _entregar(mensaje, proveedor, sistema)
        except TransicionInvalida:
            bitacora.info("El mensaje %s ya lo terminó otro", mensaje.pk)
