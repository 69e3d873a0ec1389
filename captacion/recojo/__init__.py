"""Files on other machines, by SFTP or HTTPS: listed, checked and read; never moved or deleted."""

from captacion.models import Protocolo
from captacion.recojo import https, sftp
from captacion.recojo.comun import (
    A_MEDIAS,
    ArchivoRemoto,
    RecojoFallido,
    SigueCreciendo,
    Visita,
    secreto_de,
)

ARCHIVOS = {Protocolo.SFTP: sftp.archivos, Protocolo.HTTPS: https.archivos}

__all__ = [
    "ARCHIVOS",
    "A_MEDIAS",
    "ArchivoRemoto",
    "RecojoFallido",
    "SigueCreciendo",
    "Visita",
    "secreto_de",
]
