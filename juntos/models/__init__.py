"""Who works here and under which rules, what happened, who looked at whom, how backups do."""

from juntos.models.cambio import Cambio, OperacionCambio
from juntos.models.cuenta import EstadoInvitacion, Invitacion, RevisionDePrivilegios
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
from juntos.models.respaldo import EnsayoRestauracion, ResultadoEnsayo
from juntos.models.tarea import EstadoTarea, TareaFallida

__all__ = [
    "AlertaDeLectura",
    "Asignacion",
    "Ausencia",
    "Cambio",
    "Distrito",
    "EnsayoRestauracion",
    "Establecimiento",
    "EstadoAlertaDeLectura",
    "EstadoInvitacion",
    "EstadoTarea",
    "Evento",
    "Invitacion",
    "Lectura",
    "MotivoAusencia",
    "OperacionCambio",
    "Parametro",
    "QueLectura",
    "ResultadoEnsayo",
    "RevisionDePrivilegios",
    "Rol",
    "Sello",
    "TareaFallida",
    "UnidadTerritorial",
    "Usuario",
]
