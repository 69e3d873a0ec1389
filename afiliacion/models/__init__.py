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
from afiliacion.models.corresponsabilidad import (
    Corresponsabilidad,
    Cuidado,
    EstadoItem,
    Exoneracion,
    OrigenCuidado,
    Situacion,
)
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
from afiliacion.models.norma import (
    CodigoDeCuidado,
    EstadoNorma,
    ItemCuidado,
    Materia,
    Norma,
    Referencia,
    Regla,
    Sujeto,
    Unidad,
)
from afiliacion.models.recalculo import CambioDeItem, Recalculo
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
    "CambioDeItem",
    "Caso",
    "CausaIncidencia",
    "CodigoDeCuidado",
    "CodigoRequisito",
    "Contacto",
    "ContactoReasignado",
    "Corresponsabilidad",
    "Cuidado",
    "Derivacion",
    "Destino",
    "Dispositivo",
    "Entrega",
    "EstadoAlerta",
    "EstadoContacto",
    "EstadoDerivacion",
    "EstadoIncidencia",
    "EstadoItem",
    "EstadoMensaje",
    "EstadoNorma",
    "EstadoRegistro",
    "EstadoSolicitud",
    "EstadoTPI",
    "Exoneracion",
    "FiltroGuardado",
    "FormatoEntrega",
    "Incidencia",
    "InclusionTPI",
    "ItemCuidado",
    "Marca",
    "Materia",
    "Mensaje",
    "Modalidad",
    "MotivoDerivacion",
    "Norma",
    "OrigenCuidado",
    "OrigenReasignacion",
    "Parada",
    "Reasignacion",
    "Recalculo",
    "Referencia",
    "RegistroDeCampo",
    "Regla",
    "Requisito",
    "Resultado",
    "Salida",
    "Seguimiento",
    "Siguiente",
    "Situacion",
    "Solicitud",
    "Sujeto",
    "TipoAlerta",
    "TipoRegistro",
    "Unidad",
    "Visita",
]
