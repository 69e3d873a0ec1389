"""Every log line of the suite, searched for people: none may be there (ADR 40)."""

import logging
import re
import tomllib
from pathlib import Path

from juntos.registro import Json

RAIZ = Path(__file__).resolve().parents[1]
# Ids of requests and tasks, and addresses in memory, may hold any digits.
UUID = re.compile(
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{32,64}\b|\b0x[0-9a-f]+\b"
)
# The blocks that mean nobody: of the factories, of the simulator and of the small files.
DOCUMENTO = re.compile(r"(?<![\d.])9\d{7}(?:\d{2,3})?(?!\d)")
PALABRA = re.compile(r"[A-ZÑ]{4,}")
NUESTRAS = ("juntos", "captacion", "afiliacion")


def _nombres() -> set[str]:
    """The names that people of the suite have, as registers write them."""
    listas = tomllib.loads((RAIZ / "captacion/simulacion/nombres.toml").read_text()).values()
    textos = [texto for lista in listas for texto in lista.values() if isinstance(texto, str)]
    return set(PALABRA.findall(" ".join(textos)))


NOMBRES = _nombres()


def personas_en(linea: str) -> list[str]:
    """Documents and names that a line of a log holds."""
    texto = UUID.sub("", linea)
    return DOCUMENTO.findall(texto) + [p for p in PALABRA.findall(texto) if p in NOMBRES]


def exigir_limpio(archivo: Path) -> None:
    """The log of a process that the suite started."""
    lineas = archivo.read_text(errors="replace").splitlines() if archivo.exists() else []
    sucias = [
        f"{archivo.name}:{n}: {linea}" for n, linea in enumerate(lineas, 1) if personas_en(linea)
    ]
    assert not sucias, "\n".join(sucias[:5])


class Revisora(logging.Handler):
    """Looks at what leaves as a line, and at everything that our own records carry."""

    def __init__(self):
        super().__init__()
        self.setFormatter(Json())
        self.vistas, self.sucias = 0, []

    def emit(self, record: logging.LogRecord) -> None:
        self.vistas += 1
        dicho = self.format(record)
        if record.name.split(".")[0] in NUESTRAS:
            dicho += f" {vars(record)}"
        if hallado := personas_en(dicho):
            self.sucias.append(f"{record.name} ({record.pathname}:{record.lineno}): {hallado}")

    def exigir_limpia(self) -> None:
        assert not self.sucias, "\n".join(self.sucias[:5])
