"""Captures in -> contacts, visits, requests, affiliations out."""

from afiliacion.models.afiliacion import Afiliacion, EstadoTPI, InclusionTPI
from afiliacion.models.contacto import Caso, Contacto, EstadoContacto
from afiliacion.models.reparto import (
    ContactoReasignado,
    FiltroGuardado,
    OrigenReasignacion,
    Reasignacion,
    Salida,
)
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
    "CodigoRequisito",
    "Contacto",
    "ContactoReasignado",
    "EstadoAlerta",
    "EstadoContacto",
    "EstadoSolicitud",
    "EstadoTPI",
    "FiltroGuardado",
    "InclusionTPI",
    "Modalidad",
    "OrigenReasignacion",
    "Reasignacion",
    "Requisito",
    "Resultado",
    "Salida",
    "Siguiente",
    "Solicitud",
    "TipoAlerta",
    "Visita",
]
