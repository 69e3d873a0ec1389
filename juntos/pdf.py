"""Paper: a Typst template of ours and its data, composed into a PDF on this machine.

The data travels as one JSON text in `sys.inputs.datos` and the template reads it as values: what a
person typed is never markup. Only the fonts inside the wheel are used, so a page looks the same
everywhere; a template imports no package, so nothing is fetched.
"""

import json
from pathlib import Path

import typst


def componer(plantilla: Path, datos: dict) -> bytes:
    """The PDF of `plantilla` (a .typ file) with `datos`: texts, numbers, lists and dicts."""
    return typst.compile(
        plantilla,
        root=plantilla.parent,
        ignore_system_fonts=True,
        sys_inputs={"datos": json.dumps(datos, ensure_ascii=False, allow_nan=False)},
    )
