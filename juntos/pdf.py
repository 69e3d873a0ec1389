"""Paper: a Typst template of ours and its data, composed into a PDF on this machine.

The data travels as one JSON text in `sys.inputs.datos` and the template reads it as values: what a
person typed is never markup. Only the fonts inside the wheel are used, so a page looks the same
everywhere; a template imports no package, so nothing is fetched.
"""

import json
from pathlib import Path

import typst
from django.core.serializers.json import DjangoJSONEncoder

from juntos.rastro import Rastro


def componer(
    plantilla: Path, datos: dict, *, formato: str = "pdf", rastro: Rastro | None = None
) -> bytes | list[bytes]:
    """The PDF of `plantilla` (a .typ file) with `datos`: texts, numbers, dates, lists and dicts.

    `rastro` is in the foot of every page and among its keywords.

    With `formato` "png", a picture of each page (of the only one, when there is one).
    """
    return typst.compile(
        plantilla,
        root=plantilla.parent,
        format=formato,
        ignore_system_fonts=True,
        sys_inputs={
            "rastro": str(rastro or ""),
            "datos": json.dumps(datos, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False),
        },
    )
