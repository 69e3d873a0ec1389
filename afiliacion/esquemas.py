"""What a device sends, by declared types; what does not fit is told in a sentence."""

import datetime as dt
import json
import re
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, ValidationError

from afiliacion.models import CausaIncidencia, CodigoRequisito, Modalidad, TipoAlerta, TipoRegistro

REGISTROS_MAXIMOS = 200
ID_MAXIMO = 2**63 - 1
PRIMER_INSTANTE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ULTIMO_INSTANTE = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
# What no column of text can store: the null character and halves of a character.
_IMPOSIBLE = re.compile("[\x00\ud800-\udfff]")

Id = Annotated[int, Field(strict=True, ge=1, le=ID_MAXIMO)]
Texto = Annotated[str, Field(max_length=200)]
# Why a facility does not serve; empty when the alert is another one, or nobody knows.
Causa = Literal[("", *CausaIncidencia.values)]
Instante = Annotated[AwareDatetime, Field(ge=PRIMER_INSTANTE, lt=ULTIMO_INSTANTE)]


class NoSeEntiende(Exception):
    """The whole message is not of this shape; str() says so, for people."""


class Envio(Schema):
    version: Literal[1]
    dispositivo: uuid.UUID
    reloj: Instante
    registros: list[dict]


class Cuarentena(Schema):
    dispositivo: uuid.UUID
    registros: list[dict]


class Sobre(Schema):
    """A record before its kind is known."""

    tipo: Literal[tuple(set(TipoRegistro.values) - {TipoRegistro.DESCONOCIDO})]
    contacto: Id
    hecho_en: Instante
    datos: dict


class DatosVisita(Schema):
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    modalidad: Literal[tuple(Modalidad.values)]
    resultado: Annotated[str, Field(max_length=24)]
    fecha: dt.date
    telefono: Id | None = None
    telefono_nuevo: Annotated[str, Field(max_length=20)] = ""
    motivo: Texto = ""
    observacion: Annotated[str, Field(max_length=2000)] = ""
    reintento_el: dt.date | None = None
    alertas: list[Literal[tuple(TipoAlerta.values)]] = []
    causa: Causa = ""
    distrito_nuevo: Annotated[str, Field(max_length=6)] | None = None
    direccion: Texto = ""
    referencia: Texto = ""
    caso: Id | None = None
    fotos: Annotated[list[uuid.UUID], Field(max_length=10)] = []
    # A phone with an older page does not send it.
    aviso: Annotated[int, Field(ge=1, le=2**15 - 1)] | None = None


class DatosTelefono(Schema):
    numero: Annotated[str, Field(max_length=20)]


class DatosDireccion(Schema):
    direccion: Texto = ""
    referencia: Texto = ""


class DatosAlerta(Schema):
    tipo: Literal[tuple(set(TipoAlerta.values) - {TipoAlerta.CIERRE_CON_CUIDADO})]
    caso: Id | None = None
    causa: Causa = ""


class DatosRequisito(Schema):
    codigo: Literal[tuple(CodigoRequisito.values)]
    visto: bool
    nota: Annotated[str, Field(max_length=500)] = ""


class DatosAcuerdo(Schema):
    firma: uuid.UUID
    nombre: Texto = ""


DATOS = {
    TipoRegistro.VISITA: DatosVisita,
    TipoRegistro.TELEFONO: DatosTelefono,
    TipoRegistro.DIRECCION: DatosDireccion,
    TipoRegistro.ALERTA: DatosAlerta,
    TipoRegistro.REQUISITO: DatosRequisito,
    TipoRegistro.ACUERDO: DatosAcuerdo,
}
FRASES = {
    "tipo": "No se entiende qué clase de registro es: actualice la aplicación.",
    "contacto": "Ese hogar no está en su ruta.",
    "hecho_en": "No se entiende a qué hora se hizo: revise la hora de su teléfono.",
    "datos": "El registro llegó vacío: vuelva a escribirlo.",
    "modalidad": "Indique si fue una visita o una llamada.",
    "resultado": "Elija qué pasó.",
    "fecha": "La fecha no se entiende: elíjala otra vez.",
    "reintento_el": "El día para volver a intentar no se entiende: elíjalo otra vez.",
    "telefono_nuevo": "Escriba un celular de nueve dígitos que empiece en 9.",
    "numero": "Escriba un celular de nueve dígitos que empiece en 9.",
    "motivo": "Resuma el motivo en 200 letras.",
    "observacion": "Resuma la nota en 2000 letras.",
    "nota": "Resuma la nota en 500 letras.",
    "direccion": "Resuma la dirección en 200 letras.",
    "referencia": "Resuma la referencia en 200 letras.",
    "alertas": "Elija las alertas de la lista.",
    "causa": "Elija la causa de la lista.",
    "codigo": "Elija el requisito de la lista.",
    "fotos": "Son demasiadas fotos: deje diez a lo más.",
    "firma": "Falta la firma: vuelva a pedirla.",
}


def leer(cuerpo: bytes, esquema: type[Schema]) -> Schema:
    """The message of a device; raises NoSeEntiende when it is not of this shape."""
    try:
        dicho = json.loads(cuerpo.decode(), parse_constant=_no_es_numero)
        return esquema.model_validate(_limpio(dicho))
    except (ValueError, RecursionError) as error:
        raise NoSeEntiende(
            "No se entiende lo que envió el teléfono: actualice la aplicación. Nada se perdió."
        ) from error


def _no_es_numero(texto: str):
    raise ValueError(texto)


def _limpio(valor):
    """The same value with a mark in the place of each character that cannot be stored."""
    if isinstance(valor, str):
        return _IMPOSIBLE.sub("\ufffd", valor)
    if isinstance(valor, list):
        return [_limpio(uno) for uno in valor]
    if isinstance(valor, dict):
        return {_limpio(clave): _limpio(uno) for clave, uno in valor.items()}
    return valor


def identidad(registro: dict) -> uuid.UUID:
    """The id of a record: without one it could not be answered, nor told from its repeat."""
    try:
        return uuid.UUID(registro.get("id"))
    except (TypeError, ValueError, AttributeError) as error:
        raise NoSeEntiende(
            "Un registro llegó sin su número: actualice la aplicación. Nada se perdió."
        ) from error


def en_palabras(error: ValidationError) -> str:
    """One sentence for each field that must be mended."""
    frases = {}
    for falla in error.errors(include_url=False, include_context=False, include_input=False):
        campo = str(falla["loc"][0]) if falla["loc"] else ""
        frases[campo] = FRASES.get(campo, "Hay un dato que no se entiende: vuelva a escribirlo.")
    return " ".join(dict.fromkeys(frases.values()))
