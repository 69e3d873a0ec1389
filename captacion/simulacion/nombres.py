"""The lists of nombres.toml, ready to draw from."""

import tomllib
from pathlib import Path


def _lista(texto: str) -> list[str]:
    return [nombre.replace("_", " ") for nombre in texto.split()]


_LISTAS = {
    seccion: {clave: _lista(texto) for clave, texto in listas.items()}
    for seccion, listas in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}
APELLIDOS = _LISTAS["apellidos"]
NOMBRES = _LISTAS["nombres"]
SEGUNDOS_NOMBRES = _LISTAS["segundos"]
CALLES = _LISTAS["lugares"]["calles"]
CENTROS_POBLADOS = _LISTAS["lugares"]["centros_poblados"]
