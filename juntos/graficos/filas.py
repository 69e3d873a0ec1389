"""Charts of rows: a name, its figure, and what is drawn at its height; in pixels of the sheet."""

from juntos.graficos.dibujo import campo, capa
from juntos.graficos.tema import HOLGADO, MARGEN
from juntos.graficos.textos import caben, recortar

GRUESO = 16


def alto_fila(ancho: int) -> int:
    return 58 if ancho >= HOLGADO else 78


def fila(y: float, ancho: int, nombre: str, cifra: str, **datos) -> dict:
    """A row that begins at `y`: figure beside the name where both fit, else under it."""
    holgado = ancho >= HOLGADO
    centro = y + (36 if holgado else 57)
    letras = caben(ancho - 2 * MARGEN) - (len(cifra) + 2 if holgado else 0)
    return {
        "y_nombre": y + 12,
        "y_cifra": y + (12 if holgado else 33),
        "y": centro,
        "y_alto": centro - GRUESO / 2,
        "y_bajo": centro + GRUESO / 2,
        "nombre": recortar(nombre, letras),
        "cifra": cifra,
        **datos,
    }


def rotulos(filas: list[dict], ancho: int) -> list[dict]:
    """The names and figures of the rows, over whatever runs behind them."""
    nombre = {"type": "text", "align": "left", "fontWeight": "bold"}
    cifra = {"type": "text", "align": "left"}
    x_cifra = 0
    if ancho >= HOLGADO:
        cifra, x_cifra = {"type": "text", "align": "right"}, "width"
    return [
        capa(
            filas,
            marca | estilo,
            x={"value": x},
            y=campo(f"y_{cual}"),
            text=campo(cual, "nominal"),
        )
        for estilo in ({"style": "halo"}, {})
        for cual, marca, x in (("nombre", nombre, 0), ("cifra", cifra, x_cifra))
    ]


def barras(filas: list[dict], estilo: str, hasta: str) -> dict:
    """A bar of each row, from its place on the axis to the value of `hasta`."""
    return capa(
        filas,
        {"type": "rect", "style": estilo},
        x2={"field": hasta},
        y=campo("y_alto"),
        y2={"field": "y_bajo"},
    )


def eje_y(alto: int) -> dict:
    """Heights counted from the top, in pixels."""
    return campo("y", axis=None, scale={"domain": [alto, 0], "nice": False})
