"""PDFs: what people typed stays text, and nothing leaves the machine to make a page."""

import re
from pathlib import Path

import pytest
import typst

from juntos.pdf import componer

RAIZ = Path(__file__).resolve().parents[2]
# Markup, code, a file and a package: each would change the page, fail, or leave the machine.
HOSTIL = '#read("/etc/passwd") *negrita* #import "@preview/x:1.0.0" $x$ = T\\ "} \u202e'
PLANTILLA = """
#let datos = json(bytes(sys.inputs.datos))
#set document(title: "Prueba")
#assert.eq(datos.texto, read("esperado.txt"))
#datos.texto
"""


@pytest.fixture
def plantilla(tmp_path):
    (tmp_path / "esperado.txt").write_text(HOSTIL, encoding="utf-8")
    hoja = tmp_path / "hoja.typ"
    hoja.write_text(PLANTILLA, encoding="utf-8")
    return hoja


def test_un_texto_hostil_es_texto(plantilla):
    assert componer(plantilla, {"texto": HOSTIL}).startswith(b"%PDF-")


def test_una_plantilla_que_no_compila_lo_dice(plantilla):
    with pytest.raises(typst.TypstError):
        componer(plantilla, {"texto": "otro"})


def test_un_numero_que_json_no_tiene_no_llega_a_la_plantilla(plantilla):
    with pytest.raises(ValueError, match="JSON"):
        componer(plantilla, {"texto": float("nan")})


@pytest.mark.parametrize("ruta", sorted(RAIZ.glob("*/pdf/*.typ")), ids=lambda ruta: ruta.name)
def test_ninguna_plantilla_trae_paquetes_de_fuera(ruta):
    assert not re.search(r"@\w+/", ruta.read_text(encoding="utf-8"))
