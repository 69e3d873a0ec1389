"""Files in -> people, households, links, captures out."""

from captacion.models.atencion import Atencion, TipoDocumento
from captacion.models.cambio import CambioDato
from captacion.models.captacion import (
    Captacion,
    EstadoVinculo,
    ReglaVinculo,
    TipoCaptacion,
    Vinculo,
)
from captacion.models.carga import (
    TERMINADAS,
    Carga,
    EstadoCarga,
    FilaObservada,
    Fuente,
    RegistroFuente,
    TipoObservacion,
)
from captacion.models.cruce import DocumentoObservado, LlaveMiembro, OrigenPesos, PesosCruce
from captacion.models.detencion import Detencion
from captacion.models.evento import (
    ClaveApi,
    EventoRecibido,
    FuenteDeEventos,
    ResultadoEvento,
)
from captacion.models.hogar import (
    ClasificacionSocioeconomica,
    Hogar,
    Miembro,
    NivelPobreza,
    OrigenHogar,
)
from captacion.models.perfil import PerfilPropio
from captacion.models.persona import (
    Gestante,
    Lengua,
    OrigenFur,
    Persona,
    RecienNacido,
    Sexo,
    Telefono,
)
from captacion.models.recojo import ArchivoRecogido, Protocolo, PuntoDeRecojo
from captacion.models.reserva import AplazoCruce, LoteDeDecisiones, ReservaCruce

__all__ = [
    "TERMINADAS",
    "AplazoCruce",
    "ArchivoRecogido",
    "Atencion",
    "CambioDato",
    "Captacion",
    "Carga",
    "ClasificacionSocioeconomica",
    "ClaveApi",
    "Detencion",
    "DocumentoObservado",
    "EstadoCarga",
    "EstadoVinculo",
    "EventoRecibido",
    "FilaObservada",
    "Fuente",
    "FuenteDeEventos",
    "Gestante",
    "Hogar",
    "Lengua",
    "LlaveMiembro",
    "LoteDeDecisiones",
    "Miembro",
    "NivelPobreza",
    "OrigenFur",
    "OrigenHogar",
    "OrigenPesos",
    "PerfilPropio",
    "Persona",
    "PesosCruce",
    "Protocolo",
    "PuntoDeRecojo",
    "RecienNacido",
    "RegistroFuente",
    "ReglaVinculo",
    "ReservaCruce",
    "ResultadoEvento",
    "Sexo",
    "Telefono",
    "TipoCaptacion",
    "TipoDocumento",
    "TipoObservacion",
    "Vinculo",
]
