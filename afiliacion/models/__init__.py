"""Captures in -> contacts, visits, requests, affiliations out."""

from afiliacion.models.afiliacion import Afiliacion, EstadoTPI, InclusionTPI
from afiliacion.models.campo import (
    Adjunto,
    Dispositivo,
    EstadoRegistro,
    Marca,
    Parada,
    RegistroDeCampo,
    TipoRegistro,
)
from afiliacion.models.contacto import Caso, Contacto, EstadoContacto
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
    "Adjunto",
    "Afiliacion",
    "Alerta",
    "Caso",
    "CodigoRequisito",
    "Contacto",
    "Dispositivo",
    "EstadoAlerta",
    "EstadoContacto",
    "EstadoRegistro",
    "EstadoSolicitud",
    "EstadoTPI",
    "InclusionTPI",
    "Marca",
    "Modalidad",
    "Parada",
    "RegistroDeCampo",
    "Requisito",
    "Resultado",
    "Siguiente",
    "Solicitud",
    "TipoAlerta",
    "TipoRegistro",
    "Visita",
]
