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
    "Adjunto",
    "Afiliacion",
    "Alerta",
    "Caso",
    "CausaIncidencia",
    "CodigoRequisito",
    "Contacto",
    "ContactoReasignado",
    "Derivacion",
    "Destino",
    "Dispositivo",
    "Entrega",
    "EstadoAlerta",
    "EstadoContacto",
    "EstadoDerivacion",
    "EstadoIncidencia",
    "EstadoMensaje",
    "EstadoRegistro",
    "EstadoSolicitud",
    "EstadoTPI",
    "FiltroGuardado",
    "FormatoEntrega",
    "Incidencia",
    "InclusionTPI",
    "Marca",
    "Mensaje",
    "Modalidad",
    "MotivoDerivacion",
    "OrigenReasignacion",
    "Parada",
    "Reasignacion",
    "RegistroDeCampo",
    "Requisito",
    "Resultado",
    "Salida",
    "Seguimiento",
    "Siguiente",
    "Solicitud",
    "TipoAlerta",
    "TipoRegistro",
    "Visita",
]
