"""A call or a visit, and what follows from its outcome (DOMAIN §4)."""

from afiliacion.models import Contacto, Visita


def registrar_visita(
    contacto: Contacto,
    *,
    por,
    version,
    clave,
    modalidad,
    resultado,
    fecha,
    telefono=None,
    telefono_nuevo="",
    motivo="",
    observacion="",
    reintento_el=None,
    alertas=(),
    distrito_nuevo=None,
    direccion="",
    referencia="",
    caso=None,
) -> Visita:
    raise NotImplementedError
