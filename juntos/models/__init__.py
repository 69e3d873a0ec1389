"""Who works here and under which rules, what has happened, and who looked at whom."""

from juntos.models.evento import Evento, Sello
from juntos.models.lectura import AlertaDeLectura, EstadoAlertaDeLectura, Lectura, QueLectura
from juntos.models.personal import (
    Asignacion,
    Ausencia,
    Distrito,
    Establecimiento,
    MotivoAusencia,
    Parametro,
    Rol,
    UnidadTerritorial,
    Usuario,
)

__all__ = [
    "AlertaDeLectura",
    "Asignacion",
    "Ausencia",
    "Distrito",
    "Establecimiento",
    "EstadoAlertaDeLectura",
    "Evento",
    "Lectura",
    "MotivoAusencia",
    "Parametro",
    "QueLectura",
    "Rol",
    "Sello",
    "UnidadTerritorial",
    "Usuario",
]
