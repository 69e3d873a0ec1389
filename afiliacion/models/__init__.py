"""Captures in -> contacts, visits, requests, affiliations out."""

from afiliacion.models.afiliacion import Afiliacion, EstadoTPI, InclusionTPI
from afiliacion.models.contacto import Caso, Contacto, EstadoContacto
from afiliacion.models.derivacion import (
    Derivacion,
    Destino,
    EstadoDerivacion,
    MotivoDerivacion,
    Seguimiento,
)
from afiliacion.models.entrega import Entrega, FormatoEntrega
from afiliacion.models.incidencia import CausaIncidencia, EstadoIncidencia, Incidencia
from afiliacion.models.mensaje import EstadoMensaje, Mensaje
from afiliacion.models.solicitud import (
    Acuerdo,
    CodigoRequisito,
    EstadoSolicitud,
    Requisito,
    Solicitud,
)
from afiliacion.models.visita import (
    Alerta,
    EstadoAlerta,
    Modalidad,
    Resultado,
    Siguiente,
    TipoAlerta,
    Visita,
)

__all__ = [
    "Acuerdo",
    "Afiliacion",
    "Alerta",
    "Caso",
    "CausaIncidencia",
    "CodigoRequisito",
    "Contacto",
    "Derivacion",
    "Destino",
    "Entrega",
    "EstadoAlerta",
    "EstadoContacto",
    "EstadoDerivacion",
    "EstadoIncidencia",
    "EstadoMensaje",
    "EstadoSolicitud",
    "EstadoTPI",
    "FormatoEntrega",
    "Incidencia",
    "InclusionTPI",
    "Mensaje",
    "Modalidad",
    "MotivoDerivacion",
    "Requisito",
    "Resultado",
    "Seguimiento",
    "Siguiente",
    "Solicitud",
    "TipoAlerta",
    "Visita",
]
