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
from captacion.models.cruce import DocumentoObservado, OrigenPesos, PesosCruce
from captacion.models.derechos import (
    CampoRectificable,
    Rectificacion,
    Restriccion,
    TipoRestriccion,
)
from captacion.models.detencion import Detencion
from captacion.models.duplicado import (
    DocumentoAlias,
    Duplicado,
    EstadoDuplicado,
    FusionMovida,
    ReglaDuplicado,
)
from captacion.models.encuentro import Discrepancia, EncuentroDeHogares
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
from captacion.models.hogar_duplicado import EstadoHogarDuplicado, HogarDuplicado
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
    "CampoRectificable",
    "Captacion",
    "Carga",
    "ClasificacionSocioeconomica",
    "ClaveApi",
    "Detencion",
    "Discrepancia",
    "DocumentoAlias",
    "DocumentoObservado",
    "Duplicado",
    "EncuentroDeHogares",
    "EstadoCarga",
    "EstadoDuplicado",
    "EstadoHogarDuplicado",
    "EstadoVinculo",
    "EventoRecibido",
    "FilaObservada",
    "Fuente",
    "FuenteDeEventos",
    "FusionMovida",
    "Gestante",
    "Hogar",
    "HogarDuplicado",
    "Lengua",
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
    "Rectificacion",
    "RegistroFuente",
    "ReglaDuplicado",
    "ReglaVinculo",
    "ReservaCruce",
    "Restriccion",
    "ResultadoEvento",
    "Sexo",
    "Telefono",
    "TipoCaptacion",
    "TipoDocumento",
    "TipoObservacion",
    "TipoRestriccion",
    "Vinculo",
]
