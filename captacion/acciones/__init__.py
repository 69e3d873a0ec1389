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
from captacion.acciones.lotes import LoteDeshecho, confirmar_lote, deshacer_lote
from captacion.acciones.perfiles import PerfilInvalido, declarar_perfil, releer
from captacion.acciones.reservas import aplazar, en_manos_de, reservar, soltar, tomar_siguiente
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
    "LoteDeshecho",
    "PerfilInvalido",
    "aplazar",
    "autorizar",
    "cancelar",
    "confirmar_lote",
    "confirmar_vinculo",
    "declarar_perfil",
    "descartar",
    "descartar_vinculo",
    "deshacer_lote",
    "deshacer_vinculo",
    "en_manos_de",
    "encolar",
    "recibir",
    "recibir_varios",
    "reintentar",
    "releer",
    "reservar",
    "soltar",
    "tomar_siguiente",
]
