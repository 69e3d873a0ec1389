"""Numbers, months and names as a chart writes them; the drawing and its sentence say the same."""

import datetime as dt
import textwrap
from decimal import ROUND_HALF_UP, Decimal

from juntos.graficos.tema import LETRA

DURO = "\u00a0"
SIN_CASOS = "sin casos"
MESES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
# An average letter of the charts' font, as a part of its size.
LETRA_MEDIA = 0.52


def decimal(valor, lugares: int = 1) -> str:
    """1,234.5: halves go up, and a whole number drops its zero only when `lugares` is 0."""
    redondo = Decimal(str(valor)).quantize(Decimal(1).scaleb(-lugares), ROUND_HALF_UP)
    return f"{redondo:,}"


def porcentaje(numerador: int, denominador: int) -> str:
    """87.0 %, from its two counts; without cases, in words."""
    if not denominador:
        return SIN_CASOS
    return f"{decimal(Decimal(100 * numerador) / denominador)}{DURO}%"


def meta_en_palabras(meta: float) -> str:
    """A target as it was set: 90 %, 92.5 %."""
    return f"{decimal(Decimal(str(meta)) * 100).removesuffix('.0')}{DURO}%"


def dias(valor) -> str:
    """4 días, 1 día, 4.5 días."""
    numero = decimal(valor).removesuffix(".0")
    return f"{numero}{DURO}{'día' if numero == '1' else 'días'}"


def cuenta(n: int, singular: str, plural: str) -> str:
    return f"{n:,}{DURO}{singular if n == 1 else plural}"


def mes(fecha: dt.date, *, con_anio: bool = True) -> str:
    nombre = MESES[fecha.month - 1]
    return f"{nombre} de {fecha.year}" if con_anio else nombre


def enumerar(partes: list[str]) -> str:
    """a, b y c."""
    return " y ".join(filter(None, (", ".join(partes[:-1]), *partes[-1:])))


def limpio(texto: str) -> str:
    """One line that an SVG may hold: no control characters, no runs of spaces."""
    if texto.isprintable() and "  " not in texto:
        return texto.strip(" ")
    legible = "".join(c if c.isprintable() or c == DURO else " " for c in texto)
    return " ".join(filter(None, legible.split(" ")))


def recortar(texto: str, tope: int) -> str:
    """At most `tope` letters, the last one an ellipsis when something was cut."""
    texto = limpio(texto)
    return texto if len(texto) <= tope else f"{texto[: tope - 1].rstrip()}…"


def caben(ancho: float, letra: int = LETRA) -> int:
    """How many letters fit in so many pixels."""
    return max(int(ancho / (letra * LETRA_MEDIA)), 4)


def renglones(texto: str, ancho: float, *, letra: int = LETRA, tope: int = 3) -> list[str]:
    """The text in lines that fit, `tope` of them at most."""
    return textwrap.wrap(
        limpio(texto), caben(ancho, letra), max_lines=tope, placeholder="…", break_on_hyphens=False
    )
