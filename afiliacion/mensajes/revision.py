"""The checker: refuses a text that could tell a stranger what is nobody's business.

A message is read by whoever holds the phone. So it never carries a pregnancy, a child, a document
or the programme's name, and nothing of the household can enter it: its only variables are of who
writes (`VARIABLES`).
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from string import Template

PROHIBIDAS = Path(__file__).with_name("prohibidas.toml")
VARIABLES = {
    "sms": {"gestora"},
    "reservado": {"gestora", "persona"},
    "identificada": {"gestora", "persona", "distrito"},
}
DOCUMENTO = re.compile(r"\d(?:[\W_]*\d){5,}")
# The alphabet of a message of 160; with any other letter it holds 70.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


class MensajeProhibido(ValueError):
    """The text may not be said; the sentence tells why."""


def revisar_plantilla(texto: str, canal: str) -> None:
    """Refuse a template of `canal`: a key of VARIABLES."""
    plantilla = Template(texto)
    if not plantilla.is_valid():
        raise MensajeProhibido("Hay un signo $ suelto: escriba $gestora, por ejemplo.")
    if ajenas := set(plantilla.get_identifiers()) - VARIABLES[canal]:
        raise MensajeProhibido(f"Variables que este texto no puede usar: {_lista(ajenas)}.")
    if canal == "identificada":
        return
    _revisar(plantilla.substitute(dict.fromkeys(VARIABLES[canal], " ")))
    if canal == "sms":
        revisar_largo(texto)


def revisar_mensaje(texto: str) -> None:
    """Refuse a message as it would be sent."""
    if DOCUMENTO.search(_sin_adornos(texto)):
        raise MensajeProhibido("Un mensaje no lleva números largos: podrían ser un documento.")
    revisar_largo(texto)


def revisar_largo(texto: str) -> None:
    maximo = 160 if set(texto) <= GSM else 70
    if not 0 < len(texto) <= maximo:
        raise MensajeProhibido(f"Debe caber en un solo mensaje: {maximo} letras con esa escritura.")


def con_letras_de_mensaje(texto: str) -> str:
    """The same text without the accents that would shorten the message to 70 letters."""
    return "".join(c if c in GSM else unicodedata.normalize("NFD", c)[0] for c in texto)


def palabras_prohibidas(texto: str, *, de_salud: bool = False) -> list[str]:
    """The words of `texto` that may not be said; `de_salud`: only those of anybody's health."""
    listas, leido = _prohibidas(), _sin_adornos(texto)
    elegidas = [listas["salud"]] if de_salud else listas.values()
    return sorted({palabra for lista in elegidas for palabra in lista.findall(leido)})


def _revisar(texto: str) -> None:
    if halladas := palabras_prohibidas(texto):
        raise MensajeProhibido(f"No se puede decir a quien no se conoce: {_lista(halladas)}.")
    if DOCUMENTO.search(_sin_adornos(texto)):
        raise MensajeProhibido("No lleva números largos: podrían ser un documento.")


def _sin_adornos(texto: str) -> str:
    """Lower case without accents, marks or invisible letters; D.N.I. reads as dni."""
    partido = unicodedata.normalize("NFKD", texto).casefold()
    limpio = "".join(c for c in partido if unicodedata.category(c) not in ("Mn", "Cf"))
    return re.sub(r"\b([^\W\d_])[.\-·/_]+(?=[^\W\d_]\b)", r"\1", limpio)


@cache
def _prohibidas() -> dict[str, re.Pattern]:
    listas = tomllib.loads(PROHIBIDAS.read_text(encoding="utf-8"))
    return {nombre: _patron(palabras) for nombre, palabras in listas.items()}


def _patron(palabras: list[str]) -> re.Pattern:
    formas = [re.escape(p.rstrip("*")) + (r"\w*" if p.endswith("*") else "") for p in palabras]
    return re.compile(rf"\b(?:{'|'.join(formas)})\b")


def _lista(palabras) -> str:
    return ", ".join(sorted(palabras))
