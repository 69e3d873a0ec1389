"""`make bench`: every benchmark of this folder, as one table, into docs/rendimiento.md.

A benchmark is a module with `medir()`, which answers one dict per figure: `nombre`, `valor`,
`unidad` and, where there is one, `referencia` (the peer's figure), with the most that it may be:
`meta`, or `meta_razon` of ours to the reference's.
They run on embedded servers of their own, as durable as those of a real use.
"""

import importlib
import os
import platform
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
    meta, cumple = cifra.get("meta"), se_cumple(cifra)
    if "meta_razon" in cifra:
        meta = f"razón {cifra['meta_razon']}"
    return [
        cifra["nombre"],
        f"{valor:,}",
        cifra["unidad"],
        "" if referencia is None else f"{referencia:,}",
        "" if not referencia else f"{valor / referencia:.3f}",
        "" if meta is None else f"≤ {meta}",
        "" if cumple is None else "sí" if cumple else "**no**",
    ]


def se_cumple(cifra: dict) -> bool | None:
    """Whether the figure is where we said it would be; None when nothing was said."""
    if "meta_razon" in cifra:
        return cifra["valor"] <= cifra["meta_razon"] * cifra["referencia"]
    return cifra["valor"] <= cifra["meta"] if "meta" in cifra else None


def tabla(cifras: list[dict]) -> str:
    filas = [COLUMNAS, ["---"] * len(COLUMNAS), *map(fila, cifras)]
    return "\n".join(f"| {' | '.join(celdas)} |" for celdas in filas)


def main(nombres: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "juntos.settings"
    datos = Path(os.environ.get("JUNTOS_DATOS") or RAIZ / ".datos")
    os.environ["JUNTOS_DATOS"] = str(datos / "rendimiento")
    import django

    django.setup()
    todos = sorted(ruta.stem for ruta in CARPETA.glob("[!_]*.py"))
    cifras = []
    for nombre in nombres or todos:
        print(f"Midiendo {nombre}…", file=sys.stderr)
        cifras += importlib.import_module(f"tests.rendimiento.{nombre}").medir()
    texto = tabla(cifras)
    print(texto)
    if not nombres:
        maquina = (
            f"{os.cpu_count()} núcleos, {platform.machine()}, Python {platform.python_version()}"
        )
        INFORME.write_text(
            f"# Rendimiento\n\nMedido con `make bench` el {date.today():%d/%m/%Y} ({maquina}). "
            f"Razón: nuestro entre referencia; menos es mejor.\n\n{texto}\n"
        )
    return int(any(se_cumple(c) is False for c in cifras))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
