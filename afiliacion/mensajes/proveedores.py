"""Who carries a message: one function each, by its name in the settings; none by default."""

import logging
from collections.abc import Callable

from django.conf import settings

from afiliacion.models import Mensaje

bitacora = logging.getLogger(__name__)


class EnvioFallido(Exception):
    """The provider did not take the message; it may be tried again."""


def consola(mensaje: Mensaje) -> None:
    """For a desk: says that it would have been sent, by ids alone."""
    bitacora.warning("Mensaje %s del contacto %s, sin enviar", mensaje.pk, mensaje.contacto_id)


# A provider takes a message whole, is told its `clave` so that twice is once, and raises
# EnvioFallido when it did not take it.
PROVEEDORES: dict[str, Callable[[Mensaje], None]] = {"consola": consola}


def elegido() -> Callable[[Mensaje], None] | None:
    """The provider of this installation; None: no message leaves."""
    return PROVEEDORES[settings.MENSAJES_PROVEEDOR] if settings.MENSAJES_PROVEEDOR else None
