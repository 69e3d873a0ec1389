"""`make bench`: every benchmark of this folder, each as a table of docs/rendimiento.md.

A benchmark is a module with `medir()`, which answers one dict per figure: `nombre`, `valor`,
`unidad` and, where there is one, `referencia` (the peer's figure), with the most that it may be
(`meta`, or `meta_razon` of ours to the reference's) or the least (`minimo`).
They run on embedded servers of their own, as durable as those of a real use.
"""

import importlib
import os
import platform
import re
import sys
from datetime import date
from pathlib import Path

CARPETA = Path(__file__).parent
RAIZ = CARPETA.parents[1]
INFORME = RAIZ / "docs" / "rendimiento.md"
COLUMNAS = ["Medida", "Nuestro", "Unidad", "Referencia", "Razón", "Meta", "Cumple"]


def fila(cifra: dict) -> list[str]:
    """Ours, the peer's, ours over theirs, and whether we are where we said we would be."""
    valor, referencia = cifra["valor"], cifra.get("referencia")
    cumple, meta = se_cumple(cifra), ""
    if "meta_razon" in cifra:
        meta = f"≤ razón {cifra['meta_razon']}"
    elif "minimo" in cifra:
        meta = f"≥ {cifra['minimo']}"
    elif "meta" in cifra:
        meta = f"≤ {cifra['meta']}"
    return [
        cifra["nombre"],
        f"{valor:,}",
        cifra["unidad"],
        "" if referencia is None else f"{referencia:,}",
        "" if not referencia else f"{valor / referencia:.3f}",
        meta,
        "" if cumple is None else "sí" if cumple else "**no**",
    ]


def se_cumple(cifra: dict) -> bool | None:
    """Whether the figure is where we said it would be; None when nothing was said."""
    if "meta_razon" in cifra:
        return cifra["valor"] <= cifra["meta_razon"] * cifra["referencia"]
    if "minimo" in cifra:
        return cifra["valor"] >= cifra["minimo"]
    return cifra["valor"] <= cifra["meta"] if "meta" in cifra else None


def tabla(cifras: list[dict]) -> str:
    filas = [COLUMNAS, ["---"] * len(COLUMNAS), *map(fila, cifras)]
    return "\n".join(f"| {' | '.join(celdas)} |" for celdas in filas)


def secciones(informe: str) -> dict[str, str]:
    """The report's part of each benchmark, by its name; each tells the day it was measured."""
    partes = re.split(r"^## (\w+)\n", informe, flags=re.MULTILINE)[1:]
    return dict(zip(partes[::2], (texto.strip() for texto in partes[1::2]), strict=True))


def escribir(medidas: dict[str, list[dict]]) -> None:
    """Put what was measured into the report; what was not measured now stays as it was."""
    hoy = f"Medido el {date.today():%d/%m/%Y}."
    partes = secciones(INFORME.read_text() if INFORME.exists() else "")
    partes |= {nombre: f"{hoy}\n\n{tabla(cifras)}" for nombre, cifras in medidas.items()}
    maquina = f"{os.cpu_count()} núcleos, {platform.machine()}, Python {platform.python_version()}"
    cuerpo = "\n\n".join(f"## {nombre}\n\n{partes[nombre]}" for nombre in sorted(partes))
    INFORME.write_text(
        f"# Rendimiento\n\nMedido con `make bench` ({maquina}), o con `python -m "
        "tests.rendimiento` y el nombre de una medida. Razón: nuestro entre referencia; menos es "
        f"mejor. A dónde se va el tiempo: [perfil.md](perfil.md).\n\n{cuerpo}\n"
    )


def main(nombres: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "juntos.settings"
    datos = Path(os.environ.get("JUNTOS_DATOS") or RAIZ / ".datos")
    os.environ["JUNTOS_DATOS"] = str(datos / "rendimiento")
    import django

    django.setup()
    todos = sorted(ruta.stem for ruta in CARPETA.glob("[!_]*.py"))
    medidas = {}
    for nombre in nombres or todos:
        print(f"Midiendo {nombre}…", file=sys.stderr)
        medidas[nombre] = importlib.import_module(f"tests.rendimiento.{nombre}").medir()
        print(tabla(medidas[nombre]), flush=True)
        escribir({nombre: medidas[nombre]})
    return int(any(se_cumple(c) is False for cifras in medidas.values() for c in cifras))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
