"""What a person changed in some rows, as a page tells it: each field, before and after."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from juntos.mascara import Mascara
from juntos.models import Cambio, Distrito, Establecimiento, UnidadTerritorial, Usuario

# Told by their name; anybody else's row by its number: whoever looks may not see that one.
CON_NOMBRE = (Distrito, Establecimiento, UnidadTerritorial, Usuario)
NADA = "nada"


@dataclass(frozen=True)
class Dato:
    campo: str
    antes: str
    despues: str


@dataclass(frozen=True)
class Linea:
    """`que` is the kind of row that changed."""

    cambio: Cambio
    que: str
    datos: list[Dato]


def cambios(objetos: dict[type[models.Model], Iterable]) -> QuerySet[Cambio]:
    """Those of these rows (model → keys), the latest first."""
    de_estas = Q(pk__in=[])
    for modelo, llaves in objetos.items():
        de_estas |= Q(tabla=modelo._meta.db_table, objeto__in=[str(llave) for llave in llaves])
    return Cambio.objects.filter(de_estas).select_related("cambiado_por")


def lineas(elegidos: Iterable[Cambio], *, mascara: Mascara) -> list[Linea]:
    elegidos = list(elegidos)
    nombres = _nombres(elegidos)
    return [
        Linea(c, str(_modelo(c.tabla)._meta.verbose_name), _datos(c, nombres, mascara))
        for c in elegidos
    ]


def _modelo(tabla: str) -> type[models.Model]:
    todos = apps.get_models(include_auto_created=True)
    return next(m for m in todos if m._meta.db_table == tabla and not m._meta.proxy)


def _campos(tabla: str) -> dict[str, models.Field]:
    return {campo.column: campo for campo in _modelo(tabla)._meta.concrete_fields}


def _nombres(elegidos: list[Cambio]) -> dict[type[models.Model], dict]:
    """The rows that these changes name, each model read once."""
    llaves = defaultdict(set)
    for cambio in elegidos:
        campos = _campos(cambio.tabla)
        for lado in (cambio.antes or {}, cambio.despues or {}):
            for columna, valor in lado.items():
                campo = campos.get(columna)
                if valor is not None and campo and campo.related_model in CON_NOMBRE:
                    llaves[campo.related_model].add(valor)
    return {modelo: modelo._default_manager.in_bulk(suyas) for modelo, suyas in llaves.items()}


def _datos(cambio: Cambio, nombres: dict, mascara: Mascara) -> list[Dato]:
    """The columns in the order of the model; of a new or deleted row, only what it held."""
    antes, despues = cambio.antes or {}, cambio.despues or {}
    datos = []
    for columna, campo in _campos(cambio.tabla).items():
        if campo.primary_key or columna not in antes | despues:
            continue
        lados = [_dicho(campo, lado.get(columna), nombres) for lado in (antes, despues)]
        if lados != [NADA, NADA]:
            tapados = (mascara.dato(columna, lado) for lado in lados)
            datos.append(Dato(str(campo.verbose_name), *tapados))
    return datos


def _dicho(campo: models.Field, valor, nombres: dict) -> str:
    if valor in (None, "", [], {}):
        return NADA
    if campo.related_model:
        nombrado = nombres.get(campo.related_model, {}).get(valor)
        return str(nombrado or (f"n.º {valor}" if isinstance(valor, int) else valor))
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if campo.choices:
        return str(dict(campo.flatchoices).get(valor, valor))
    if isinstance(valor, (list, dict)):
        return json.dumps(valor, ensure_ascii=False)
    if isinstance(campo, models.DateField):
        return _fecha(campo, valor)
    return str(valor)


def _fecha(campo: models.DateField, valor: str) -> str:
    try:
        dicha = campo.to_python(valor)
    except ValidationError:
        return valor
    if isinstance(campo, models.DateTimeField):
        return date_format(timezone.localtime(dicha), "SHORT_DATETIME_FORMAT")
    return date_format(dicha)
