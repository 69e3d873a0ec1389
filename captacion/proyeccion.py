"""How a column of ours is read from the cells of `crudo`, in SQL composed from the layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from psycopg import sql

from captacion.fuentes import Perfil
from captacion.fuentes.columnas import Banderas, Columna, Partes, Segun, Titulo, Unidos

Celdas = Sequence[sql.Identifier]
NADA = sql.SQL("NULL::text")


def leida(
    perfil: Perfil, canonica: str, hallada: tuple[Columna, Sequence[int]] | None, celdas: Celdas
) -> sql.Composable:
    """The text of a canonical column, null where the file tells nothing."""
    if hallada is None:
        return NADA
    columna, lugares = hallada
    valor = _valor(columna, [celdas[i] for i in lugares])
    if canonica in perfil.listas:
        valor = sql.SQL("lista_limpia({})").format(valor)
    if digitos := perfil.digitos.get(canonica):
        valor = sql.SQL("con_su_cero({}, {})").format(valor, sql.Literal(digitos))
    return valor


@singledispatch
def _valor(columna: Columna, celdas: Celdas) -> sql.Composable:
    raise TypeError(columna)


@_valor.register
def _(columna: Titulo, celdas: Celdas) -> sql.Composable:
    return sql.SQL("nulo({})").format(celdas[0])


@_valor.register
def _(columna: Partes, celdas: Celdas) -> sql.Composable:
    return sql.SQL(" || ").join(sql.SQL("lpad(nulo({}), 2, '0')").format(c) for c in celdas)


@_valor.register
def _(columna: Unidos, celdas: Celdas) -> sql.Composable:
    textos = sql.SQL(", ").join(sql.SQL("nulo({})").format(c) for c in celdas)
    return sql.SQL("nullif(concat_ws(' ', {}), '')").format(textos)


@_valor.register
def _(columna: Segun, celdas: Celdas) -> sql.Composable:
    valor, tipo = celdas
    return sql.SQL(
        "CASE WHEN coalesce(upper(nulo({tipo})), '') = ANY({valores}) THEN nulo({valor}) END"
    ).format(tipo=tipo, valores=sql.Literal(list(columna.valores)), valor=valor)


@_valor.register
def _(columna: Banderas, celdas: Celdas) -> sql.Composable:
    codigos = sql.SQL(", ").join(
        sql.SQL("CASE WHEN upper(nulo({})) IN ('1', 'SI', 'SÍ', 'X') THEN {} END").format(
            celda, sql.Literal(codigo)
        )
        for celda, codigo in zip(celdas, columna.codigos.values(), strict=True)
    )
    return sql.SQL("nullif(concat_ws(',', {}), '')").format(codigos)
