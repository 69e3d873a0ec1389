"""requirements.lock is what pyproject.toml asks for: exact, hashed, without addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RAIZ = Path(__file__).resolve().parents[2]
CANDADO = (RAIZ / "requirements.lock").read_text()
PROYECTO = tomllib.loads((RAIZ / "pyproject.toml").read_text())["project"]
PEDIDOS = [
    Requirement(texto)
    for grupo in (PROYECTO["dependencies"], *PROYECTO["optional-dependencies"].values())
    for texto in grupo
]
FIJADOS = {
    canonicalize_name(nombre): (version, bloque)
    for nombre, version, bloque in re.findall(
        r"^([\w.-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", CANDADO, re.MULTILINE
    )
}


@pytest.mark.parametrize("pedido", PEDIDOS, ids=lambda pedido: pedido.name)
def test_lo_pedido_esta_fijado_dentro_de_su_rango(pedido):
    version, _ = FIJADOS[canonicalize_name(pedido.name)]
    assert version in pedido.specifier


def test_todo_lleva_huella():
    assert [nombre for nombre, (_, huellas) in FIJADOS.items() if not huellas] == []


def test_nadie_escribio_una_direccion():
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", CANDADO)


def test_cada_dependencia_dice_para_que():
    lineas = re.findall(r'^    "[\w\[\],-]+>=.*$', (RAIZ / "pyproject.toml").read_text(), re.M)
    assert len(lineas) == len(PEDIDOS)
    assert [linea for linea in lineas if "  # " not in linea and " # " not in linea] == []
