"""Files on other machines, by SFTP or HTTPS: listed, checked and read; never moved or deleted."""

from collections.abc import Generator
from importlib import import_module

from captacion.recojo.comun import (
    A_MEDIAS,
    ArchivoRemoto,
    RecojoFallido,
    SigueCreciendo,
    Visita,
    secreto_de,
)


def archivos(visita: Visita) -> Generator[ArchivoRemoto]:
    """What the point has that was not fetched yet, by the module of its protocol.

    Their libraries are heavy: only a worker that visits loads them.
    """
    protocolo = import_module(f"captacion.recojo.{visita.punto.protocolo}")
    return protocolo.archivos(visita)


__all__ = [
    "A_MEDIAS",
    "ArchivoRemoto",
    "RecojoFallido",
    "SigueCreciendo",
    "Visita",
    "archivos",
    "secreto_de",
]
