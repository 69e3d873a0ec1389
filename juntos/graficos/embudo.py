"""From the event to the payment: how many reach each step, and what share of the one before."""

from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.textos import caben, cuenta, porcentaje, recortar

ALTO_FILA = 58


@dataclass(frozen=True)
class Paso:
    nombre: str
    casos: int


@dataclass(frozen=True)
class Embudo:
    titulo: str
    nota: str
    pasos: tuple[Paso, ...]


def alternativa(datos: Embudo) -> str:
    """ "De 1,250 nacidos llegan a pagado 812 (65.0 %). Donde más se pierden: …" """
    if not datos.pasos or not datos.pasos[0].casos:
        return "Sin casos en el periodo."
    primero, ultimo = datos.pasos[0], datos.pasos[-1]
    frase = (
        f"De {primero.casos:,} en «{recortar(primero.nombre, 40)}» llegan {ultimo.casos:,} a"
        f" «{recortar(ultimo.nombre, 40)}» ({porcentaje(ultimo.casos, primero.casos)})"
    )
    perdidas = [
        (antes.casos - paso.casos, paso)
        for antes, paso in zip(datos.pasos, datos.pasos[1:], strict=False)
    ]
    if not perdidas or max(perdidas, key=lambda p: p[0])[0] <= 0:
        return f"{frase}."
    cuantos, paso = max(perdidas, key=lambda p: p[0])
    return (
        f"{frase}. Donde más se quedan: antes de «{recortar(paso.nombre, 40)}»,"
        f" {cuenta(cuantos, 'caso', 'casos')}."
    )


def espec(datos: Embudo, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not datos.pasos or not datos.pasos[0].casos:
        return vacia(datos, frase, ancho=ancho)
    filas = _filas(datos.pasos, ancho)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=ALTO_FILA * len(filas),
        layer=[
            capa(
                filas,
                {"type": "bar", "style": "fondo-barra", "height": 18, "yOffset": 12},
                x2={"field": "antes"},
            ),
            capa(
                filas,
                {"type": "bar", "style": "barra", "height": 18, "yOffset": 12},
                x2={"field": "casos"},
            ),
            capa(
                filas,
                {"type": "text", "dy": -12, "align": "left", "style": "cifra"},
                x={"value": 0},
                text=campo("nombre", "nominal"),
            ),
            capa(
                filas,
                {"type": "text", "dy": -12, "align": "right"},
                x={"value": "width"},
                text=campo("cifra", "nominal"),
            ),
        ],
        encoding={
            "x": campo("cero", axis=None, scale={"domain": [0, max(p.casos for p in datos.pasos)]}),
            "y": campo("fila", "ordinal", axis=None, scale={"padding": 0}),
        },
    )


def _filas(pasos: tuple[Paso, ...], ancho: int) -> list[dict]:
    filas = []
    for numero, paso in enumerate(pasos):
        antes = pasos[numero - 1].casos if numero else paso.casos
        parte = f" · {porcentaje(paso.casos, antes)}" if numero else ""
        if numero and ancho >= 600:
            parte += " del paso anterior"
        cifra = f"{paso.casos:,}{parte}"
        filas.append(
            {
                "fila": numero,
                "cero": 0,
                "casos": paso.casos,
                "antes": max(antes, paso.casos),
                "nombre": recortar(paso.nombre, caben(ancho - 30) - len(cifra)),
                "cifra": cifra,
            }
        )
    return filas
