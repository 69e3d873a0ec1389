"""Paper: a Typst template and its data, made a PDF without network or system fonts."""

import json
from pathlib import Path

import typst
from django.core.serializers.json import DjangoJSONEncoder


def imprimir(plantilla: Path, datos: dict, *, formato: str = "pdf") -> bytes | list[bytes]:
    """The sheet that `plantilla` makes of `datos`, which it reads as JSON and never as markup."""
    return typst.compile(
        str(plantilla),
        root=str(plantilla.parent),
        format=formato,
        ignore_system_fonts=True,
        sys_inputs={"datos": json.dumps(datos, cls=DjangoJSONEncoder)},
    )
