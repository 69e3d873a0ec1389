"""Files in -> people, households, links, captures out."""

from captacion.models.captacion import (
    Captacion,
    EstadoVinculo,
    ReglaVinculo,
    TipoCaptacion,
    Vinculo,
)
from captacion.models.carga import (
    Carga,
    EstadoCarga,
    FilaObservada,
    Fuente,
    RegistroFuente,
    TipoObservacion,
)
from captacion.models.evento import ClaveApi, EventoRecibido, ResultadoEvento
from captacion.models.hogar import (
    ClasificacionSocioeconomica,
    Hogar,
    Miembro,
    NivelPobreza,
    OrigenHogar,
)
from captacion.models.persona import (
    Gestante,
    Lengua,
    OrigenFur,
    Persona,
    RecienNacido,
    Sexo,
    Telefono,
)

__all__ = [
    "Captacion",
    "Carga",
    "ClasificacionSocioeconomica",
    "ClaveApi",
    "EstadoCarga",
    "EstadoVinculo",
    "EventoRecibido",
    "FilaObservada",
    "Fuente",
    "Gestante",
    "Hogar",
    "Lengua",
    "Miembro",
    "NivelPobreza",
    "OrigenFur",
    "OrigenHogar",
    "Persona",
    "RecienNacido",
    "RegistroFuente",
    "ReglaVinculo",
    "ResultadoEvento",
    "Sexo",
    "Telefono",
    "TipoCaptacion",
    "TipoObservacion",
    "Vinculo",
]
