"""What the programme does with the files that come in and with the links that are in doubt."""

from captacion.acciones.cargas import (
    ArchivoNoRecibido,
    ArchivoRepetido,
    ArchivoRetirado,
    cancelar,
    encolar,
    recibir,
    recibir_varios,
    reintentar,
)
from captacion.acciones.vinculos import (
    DecisionFirme,
    confirmar_vinculo,
    descartar_vinculo,
    deshacer_vinculo,
)

__all__ = [
    "ArchivoNoRecibido",
    "ArchivoRepetido",
    "ArchivoRetirado",
    "DecisionFirme",
    "cancelar",
    "confirmar_vinculo",
    "descartar_vinculo",
    "deshacer_vinculo",
    "encolar",
    "recibir",
    "recibir_varios",
    "reintentar",
]
