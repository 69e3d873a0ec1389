"""The look of the charts in light and dark: the colours of static/css/app.css, one font, one size.

A spec names styles, never colours: the same spec is drawn in both themes.
"""

from dataclasses import dataclass

# The converter carries Liberation Sans, with the measures of Arial: the same drawing everywhere.
FUENTE = "Liberation Sans, Arial, Helvetica, sans-serif"
LETRA, RENGLON = 16, 21
LETRA_TITULO, RENGLON_TITULO = 19, 24
MARGEN = 8
# From this width on there is room beside things; below it, under them.
HOLGADO = 600


@dataclass(frozen=True)
class Tema:
    fondo: str
    texto: str
    suave: str  # text that helps, 4.5:1
    borde: str  # grid and axes
    acento: str
    tenue: str  # the ground of a bar
    alerta: str
    series: tuple[str, str, str]
    escala: tuple[str, str, str, str, str]  # low to high: hue and lightness both run one way
    neutro: str  # without cases


CLARO = Tema(
    fondo="#ffffff",
    texto="#1b262c",
    suave="#465660",
    borde="#cbd5db",
    acento="#0a4a66",
    tenue="#e6ecef",
    alerta="#8c1024",
    series=("#0a4a66", "#b35400", "#6b7a84"),
    escala=("#e39b00", "#8aa533", "#2f8f7d", "#1d6a8e", "#12304f"),
    neutro="#6b7a84",
)
OSCURO = Tema(
    fondo="#10181c",
    texto="#e3eaee",
    suave="#aebcc4",
    borde="#37464e",
    acento="#8fd3f2",
    tenue="#2a383f",
    alerta="#ffb3bd",
    series=("#8fd3f2", "#ffb454", "#aebcc4"),
    escala=("#b5700a", "#8c9c30", "#4fb596", "#7ccdf0", "#dff3fc"),
    neutro="#7d8d96",
)
TEMAS = {"claro": CLARO, "oscuro": OSCURO}


def configuracion(tema: Tema) -> dict:
    """Vega-Lite's `config`: what every chart looks like in one theme."""
    return {
        "aria": False,
        "background": tema.fondo,
        "font": FUENTE,
        "padding": MARGEN,
        "view": {"stroke": None},
        "text": {"fontSize": LETRA, "color": tema.texto},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "offset": 14,
            "color": tema.texto,
            "fontSize": LETRA_TITULO,
            "lineHeight": RENGLON_TITULO,
            "subtitleColor": tema.suave,
            "subtitleFontSize": LETRA,
            "subtitleLineHeight": RENGLON,
            "subtitlePadding": 6,
        },
        "axis": {
            "labelColor": tema.suave,
            "labelFontSize": LETRA,
            "labelPadding": 6,
            "titleColor": tema.suave,
            "titleFontSize": LETRA,
            "titleFontWeight": "normal",
            "domainColor": tema.borde,
            "gridColor": tema.borde,
            "tickColor": tema.borde,
        },
        "legend": {
            "labelColor": tema.texto,
            "labelFontSize": LETRA,
            "labelLimit": 0,
            "titleColor": tema.suave,
            "titleFontSize": LETRA,
            "titleFontWeight": "normal",
            "titleLimit": 0,
            "rowPadding": 5,
            "symbolBaseFillColor": tema.suave,
            "symbolBaseStrokeColor": tema.suave,
        },
        "range": {"category": list(tema.series), "ordinal": [*tema.escala, tema.neutro]},
        "style": estilos(tema),
    }


def estilos(tema: Tema) -> dict:
    """What a mark may be called."""
    return {
        "serie": {"color": tema.acento, "strokeWidth": 2.5},
        "punto": {"color": tema.acento, "size": 60, "filled": True, "opacity": 1},
        "hueco": {
            "color": tema.acento,
            "fill": tema.fondo,
            "strokeWidth": 2,
            "opacity": 1,
        },
        "barra": {"color": tema.acento},
        "barra-total": {"color": tema.neutro},
        "fondo-barra": {"color": tema.tenue},
        "tope": {"color": tema.alerta, "opacity": 1},
        "tope-linea": {"color": tema.alerta, "strokeWidth": 1, "strokeDash": [2, 3]},
        "meta": {"color": tema.texto, "strokeWidth": 1.5, "strokeDash": [6, 4]},
        "intervalo": {"color": tema.acento, "strokeWidth": 5, "opacity": 0.45},
        "suelo": {"color": tema.borde, "strokeWidth": 1},
        "raya": {"color": tema.texto, "opacity": 1},
        "guia": {"color": tema.suave, "strokeWidth": 1, "strokeDash": [2, 3]},
        "cifra": {"color": tema.texto, "fontWeight": "bold"},
        "suave": {"color": tema.suave},
        "halo": {
            "color": tema.fondo,
            "stroke": tema.fondo,
            "strokeWidth": 4,
            "strokeJoin": "round",
        },
        "borde": {"stroke": tema.texto, "strokeWidth": 0.5},
    }
