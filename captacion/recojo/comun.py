"""What both protocols share: a remote file, and the ways in which a visit may fail."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.files import File

from captacion.models import PuntoDeRecojo

# Names that whoever writes a file gives it until it is whole.
A_MEDIAS = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
# Seconds without an answer after which the other side is taken for gone.
ESPERA = 30.0
# Seconds between the two looks at a file that somebody may still be writing.
MIRADA = 5.0


class RecojoFallido(Exception):
    """A visit that could not be finished; `str(e)` is one sentence for people.

    `pasajero`: may pass by itself, so it is tried again soon; else a person must mend something.
    """

    def __init__(self, frase: str, *, pasajero: bool = True):
        self.pasajero = pasajero
        super().__init__(frase)


class SigueCreciendo(Exception):
    """Somebody is still writing the file: it waits for another visit."""


@dataclass(frozen=True)
class Visita:
    """What a protocol needs to know: where, with what, what was fetched already, until when."""

    punto: PuntoDeRecojo
    secreto: str
    maximo_bytes: int
    dias_atras: int
    limite: float

    def exigir_tiempo(self) -> None:
        if time.monotonic() > self.limite:
            raise RecojoFallido("La visita tardó demasiado; se sigue en la próxima.")

    def exigir_tamano(self, tamano: int) -> None:
        if tamano > self.maximo_bytes:
            maximo = self.maximo_bytes // (1024 * 1024)
            raise RecojoFallido(
                f"Un archivo pasa de {maximo:,} MB: pida a su fuente que lo divida.",
                pasajero=False,
            )


class ArchivoRemoto(File):
    """A file read once, in chunks, straight from the other machine into our storage."""

    def __init__(
        self, trozos: Iterable[bytes], *, nombre: str, ruta: str = "", tamano=None, marca: str
    ):
        super().__init__(None, nombre)
        self.trozos, self.ruta, self.tamano, self.marca = trozos, ruta or nombre, tamano, marca

    def chunks(self, chunk_size=None) -> Iterator[bytes]:
        yield from self.trozos


def secreto_de(punto: PuntoDeRecojo) -> str:
    """What the environment holds under the point's variable."""
    if not punto.variable_secreto:
        return ""
    secreto = os.environ.get(punto.variable_secreto, "").strip()
    if not secreto:
        raise RecojoFallido(
            f"Falta la variable {punto.variable_secreto} en el entorno del trabajador.",
            pasajero=False,
        )
    return secreto
