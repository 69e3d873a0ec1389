"""What to say in each language: files that the checker has read whole before anybody sees them."""

import logging
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from django.conf import settings

from afiliacion.mensajes.revision import (
    MensajeProhibido,
    con_letras_de_mensaje,
    revisar_mensaje,
    revisar_plantilla,
)
from captacion.models import Lengua

bitacora = logging.getLogger(__name__)

PROPIOS = Path(__file__).parent
NO_SON_TEXTOS = ("prohibidas.toml",)


class TextosIlegibles(Exception):
    """A file of texts that may not be used, and why."""


@dataclass(frozen=True)
class Paso:
    titulo: str
    dice: str
    reservado: bool = False

    def con(self, **variables: str) -> "Paso":
        return Paso(self.titulo, Template(self.dice).safe_substitute(variables), self.reservado)


@dataclass(frozen=True)
class Plantilla:
    clave: str
    titulo: str
    dice: str


@dataclass(frozen=True)
class Textos:
    """The call script and the messages of one language."""

    lengua: str
    nombre: str
    guion: list[Paso]
    mensajes: dict[str, Plantilla]


def leer(archivo: Path) -> Textos:
    """The texts of a file, or TextosIlegibles with the first thing to mend."""
    try:
        dicho = tomllib.loads(archivo.read_text(encoding="utf-8"))
        lengua = Lengua(dicho["lengua"]).value
        guion = [Paso(**paso) for paso in dicho["guion"]]
        mensajes = [Plantilla(**mensaje) for mensaje in dicho["mensajes"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TextosIlegibles(f"{archivo.name}: no se entiende ({error}).") from error
    for paso in guion:
        _revisar(archivo, paso.titulo, paso.dice, "reservado" if paso.reservado else "identificada")
    for mensaje in mensajes:
        _revisar(archivo, mensaje.titulo, mensaje.dice, "sms")
    return Textos(lengua, dicho["nombre"], guion, {m.clave: m for m in mensajes})


def por_lengua() -> dict[str, Textos]:
    """Every language that can be spoken: ours, and those of the data folder, which win.

    A file that may not be used is told in the log and left out: nobody's page fails for it.
    """
    leidos = {}
    for carpeta in (PROPIOS, settings.MENSAJES_CARPETA):
        for archivo in sorted(carpeta.glob("*.toml")):
            if archivo.name in NO_SON_TEXTOS:
                continue
            try:
                textos = _leido(archivo, archivo.stat().st_mtime_ns)
            except TextosIlegibles as error:
                bitacora.error("Textos sin usar: %s", error)
            else:
                leidos[textos.lengua] = textos
    return leidos


@lru_cache(maxsize=32)
def _leido(archivo: Path, _cambiado: int) -> Textos:
    """Read once for each time that the file changes."""
    return leer(archivo)


def en_lengua(lengua: str) -> Textos:
    """The texts in this language, else in Spanish."""
    todos = por_lengua()
    return todos.get(lengua) or todos[Lengua.CASTELLANO]


def redactar(plantilla: Plantilla, *, gestora: str) -> str:
    """The message as it goes out: of the household nothing enters it."""
    nombre = " ".join(gestora.split())
    if not nombre or not all(c.isalpha() or c in " .'-" for c in nombre):
        raise MensajeProhibido("Su cuenta no tiene un nombre con el que firmar el mensaje.")
    texto = Template(plantilla.dice).substitute(gestora=con_letras_de_mensaje(nombre))
    revisar_mensaje(texto)
    return texto


def _revisar(archivo: Path, titulo: str, texto: str, canal: str) -> None:
    try:
        revisar_plantilla(texto, canal)
    except MensajeProhibido as error:
        raise TextosIlegibles(f"{archivo.name}, «{titulo}»: {error}") from error
