"""What the programme does with the files that come in and with the links that are in doubt."""

from captacion.acciones.cargas import (
    ArchivoNoRecibido,
    ArchivoRepetido,
    ArchivoRetirado,
    autorizar,
    cancelar,
    descartar,
    encolar,
    recibir,
    recibir_varios,
    reintentar,
)
from captacion.acciones.perfiles import PerfilInvalido, declarar_perfil, releer
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
    "PerfilInvalido",
    "autorizar",
    "cancelar",
    "confirmar_vinculo",
    "declarar_perfil",
    "descartar",
    "descartar_vinculo",
    "deshacer_vinculo",
    "encolar",
    "recibir",
    "recibir_varios",
    "reintentar",
    "releer",
]
