"""What the API answers, and its OpenAPI document: an address a source, with its own columns."""

import copy
from typing import Literal

from ninja import Schema

from captacion.fuentes import PERFILES, Perfil
from captacion.lectura.filas import CELDA_MAXIMA
from captacion.lectura.registros import REGISTROS_MAXIMOS
from captacion.models import FuenteDeEventos, ResultadoEvento

# No null character, and no formula.
TEXTO = {
    "type": ["string", "null"],
    "maxLength": CELDA_MAXIMA,
    "pattern": r"^(?!=[^0-9])[^\u0000]*$",
}


class RegistroRecibido(Schema):
    id: int
    direccion: str


class Recibo(Schema):
    """Las direcciones, en el orden en que vinieron los registros."""

    registros: list[RegistroRecibido]


class Motivo(Schema):
    codigo: str
    texto: str
    columna: str


class DesenlaceEvento(Schema):
    estado: Literal["recibido", "procesado"]
    resultado: Literal[tuple(ResultadoEvento.values)] | None
    motivos: list[Motivo]
    carga: int | None


class Falla(Schema):
    """Una frase que dice qué hacer."""

    mensaje: str


def completar(documento: dict) -> dict:
    """The same document with the address of each source in full, and the record that it takes."""
    documento = copy.deepcopy(dict(documento))
    direcciones = documento["paths"]
    documento["paths"] = {
        ruta.replace("{fuente}", fuente): _de_la_fuente(operaciones, fuente)
        for fuente in FuenteDeEventos.values
        for ruta, operaciones in direcciones.items()
    }
    esquemas = documento["components"]["schemas"]
    esquemas.pop("FuenteDeEventos", None)
    esquemas |= {_nombre(fuente): _registro(PERFILES[fuente]) for fuente in FuenteDeEventos.values}
    return documento


def _de_la_fuente(operaciones: dict, fuente: str) -> dict:
    resultado = copy.deepcopy(operaciones)
    for metodo, operacion in resultado.items():
        operacion["operationId"] = f"{metodo}_{fuente}"
        operacion["tags"] = [FuenteDeEventos(fuente).label]
        operacion["parameters"] = [p for p in operacion["parameters"] if p["name"] != "fuente"]
    if "post" in resultado:
        uno = {"$ref": f"#/components/schemas/{_nombre(fuente)}"}
        varios = {"type": "array", "items": uno, "minItems": 1, "maxItems": REGISTROS_MAXIMOS}
        contenido = {"application/json": {"schema": {"anyOf": [uno, varios]}}}
        resultado["post"]["requestBody"] = {"required": True, "content": contenido}
    return resultado


def _nombre(fuente: str) -> str:
    return f"registro_{fuente}"


def _registro(perfil: Perfil) -> dict:
    """One record: the headers of the canonical layout; what it does not name is passed over."""
    return {
        "type": "object",
        "properties": dict.fromkeys(perfil.titulos, TEXTO),
        "additionalProperties": TEXTO,
        "propertyNames": {"pattern": r"^[^\u0000]*$"},
        "allOf": [
            {"anyOf": [{"required": [perfil.encabezado_de(canonica)]} for canonica in grupo]}
            for grupo in perfil.obligatorias
        ],
    }
