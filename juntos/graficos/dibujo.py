"""From a spec to a picture, on this machine: nothing is fetched; the same spec, the same bytes."""

import os
from collections.abc import Iterable
from typing import Literal
from xml.sax.saxutils import escape

import vl_convert

from juntos.graficos.tema import LETRA_TITULO, MARGEN, TEMAS, configuracion
from juntos.graficos.textos import DURO, MESES, SIN_CASOS, limpio, renglones

NUMEROS = {
    "decimal": ".",
    "thousands": ",",
    "grouping": [3],
    "currency": ["S/ ", ""],
    "percent": f"{DURO}%",
}
DIAS = ("domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado")
FECHAS = {
    "dateTime": "%d/%m/%Y %H:%M:%S",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["a. m.", "p. m."],
    "days": list(DIAS),
    "shortDays": [dia[:3] for dia in DIAS],
    "months": list(MESES),
    "shortMonths": [mes[:3] for mes in MESES],
}
# Who draws: in a child of that process the converter would wait for ever.
_proceso: int | None = None
AJENAS = frozenset({"url", "href"})
# Two dots a pixel: a downloaded picture stands a projector and a printed page.
PUNTOS_POR_PIXEL = 2


class DibujoImposible(Exception):
    """The converter refused the spec."""


def dibujar(
    espec: dict, *, formato: Literal["svg", "png"] = "svg", tema: Literal["claro", "oscuro"]
) -> bytes:
    """The picture of `espec`, as wide as it was laid out for.

    Raises DibujoImposible when the spec cannot be drawn or asks for something of elsewhere. Never
    draw in a process that forks afterwards: its children cannot (ADR 0034).
    """
    global _proceso
    if _proceso not in (None, os.getpid()):
        raise DibujoImposible("Este proceso se bifurcó de uno que ya había dibujado")
    _proceso = os.getpid()
    opciones = {
        "config": configuracion(TEMAS[tema]),
        "allowed_base_urls": [],
        "format_locale": NUMEROS,
        "time_format_locale": FECHAS,
    }
    try:
        svg = vl_convert.vegalite_to_svg(_propia(espec), **opciones)
        if formato == "png":
            return vl_convert.svg_to_png(svg, scale=PUNTOS_POR_PIXEL)
    except ValueError as error:
        raise DibujoImposible(str(error)) from error
    etiqueta, resto = svg.split(">", 1)
    return f"{etiqueta}><title>{escape(limpio(espec['description']))}</title>{resto}".encode()


def _propia(valor):
    """The same spec, asking for nothing of elsewhere, without a letter that XML forbids.

    The converter puts the address of an image into the SVG, and a NUL aborts the whole process.
    """
    if isinstance(valor, str):
        return limpio(valor)
    if isinstance(valor, list):
        return [_propia(parte) for parte in valor]
    if not isinstance(valor, dict):
        return valor
    if AJENAS & valor.keys():
        raise DibujoImposible("Un gráfico no lleva direcciones: sus datos van con él")
    return {clave: _propia(parte) for clave, parte in valor.items()}


def lamina(datos, frase: str, *, ancho: int, alto: int, clave: str = "", **vista) -> dict:
    """A spec with its heading: `clave` says how to read it, `alto` is what comes under."""
    util = ancho - 2 * MARGEN
    return {
        "description": frase,
        "title": {
            "text": renglones(datos.titulo, util, letra=LETRA_TITULO + 1),
            "subtitle": [*renglones(datos.nota, util), *renglones(clave, util)],
        },
        "width": ancho,
        "height": alto,
        "autosize": {"type": "fit-x", "contains": "padding"},
        **vista,
    }


def vacia(datos, frase: str, *, ancho: int) -> dict:
    """What is drawn when there is nothing to draw."""
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=120,
        data={"values": [{}]},
        mark={"type": "text", "style": "suave", "text": SIN_CASOS},
    )


def capa(filas: list[dict], marca: dict, **canales) -> dict:
    """One layer: its own rows, a mark in a style of the theme, its channels."""
    return {"data": {"values": filas}, "mark": marca, "encoding": canales}


def campo(nombre: str, tipo: str = "quantitative", **mas) -> dict:
    return {"field": nombre, "type": tipo, **mas}


def lienzo(ancho: int, alto: int) -> dict:
    """The channels of a sheet whose places are counted in pixels, from the top left."""
    return {
        "x": campo("x", axis=None, scale={"domain": [0, ancho - 2 * MARGEN], "nice": False}),
        "y": campo("y", axis=None, scale={"domain": [alto, 0], "nice": False}),
    }


def eje_parte(tope: float = 1) -> dict:
    """The vertical axis of a share, from zero."""
    return campo(
        "valor",
        title=None,
        scale={"domain": [0, tope]},
        axis={"format": "%", "tickCount": 5, "domain": False, "ticks": False},
    )


def techo(valores: Iterable[float]) -> float:
    """Where the axis of a share ends: 100 %, or less when every value is small."""
    mayor = max(valores)
    return next(tope for tope in (0.05, 0.1, 0.25, 0.5, 1) if mayor <= tope)
