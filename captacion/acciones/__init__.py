"""What the programme does with the files that come in and with the links that are in doubt."""

from captacion.acciones.cargas import (
    ArchivoNoRecibido,
    ArchivoRepetido,
    cancelar,
    encolar,
    recibir,
    reintentar,
)

__all__ = [
    "ArchivoNoRecibido",
    "ArchivoRepetido",
    "cancelar",
    "encolar",
    "recibir",
    "reintentar",
]
