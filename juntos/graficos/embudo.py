"""From the event to the payment: how many reach each step, and what share of the one before."""

from dataclasses import dataclass
from itertools import pairwise

from juntos.graficos.dibujo import campo, lamina, vacia
from juntos.graficos.filas import alto_fila, barras, eje_y, fila, rotulos
from juntos.graficos.textos import cuenta, porcentaje, recortar


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
    """How many arrive of those who began, and before which step most of them stay."""
    if not datos.pasos or not datos.pasos[0].casos:
        return "Sin casos en el periodo."
    primero, ultimo = datos.pasos[0], datos.pasos[-1]
    frase = (
        f"De {primero.casos:,} en «{recortar(primero.nombre, 40)}» llegan {ultimo.casos:,} a"
        f" «{recortar(ultimo.nombre, 40)}» ({porcentaje(ultimo.casos, primero.casos)})"
    )
    perdidas = [(antes.casos - paso.casos, paso) for antes, paso in pairwise(datos.pasos)]
    cuantos, paso = max(perdidas, key=lambda perdida: perdida[0], default=(0, primero))
    if cuantos <= 0:
        return f"{frase}."
    return (
        f"{frase}. Donde más se quedan: antes de «{recortar(paso.nombre, 40)}»,"
        f" {cuenta(cuantos, 'caso', 'casos')}."
    )


def espec(datos: Embudo, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not datos.pasos or not datos.pasos[0].casos:
        return vacia(datos, frase, ancho=ancho)
    filas = _filas(datos.pasos, ancho)
    alto = alto_fila(ancho) * len(filas)
    mayor = max(paso.casos for paso in datos.pasos)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto,
        layer=[
            barras(filas, "fondo-barra", "antes"),
            barras(filas, "barra", "casos"),
            *rotulos(filas, ancho),
        ],
        encoding={"x": campo("cero", axis=None, scale={"domain": [0, mayor]}), "y": eje_y(alto)},
    )


def _filas(pasos: tuple[Paso, ...], ancho: int) -> list[dict]:
    """The steps, each over the ground of the one before: what is missing shows."""
    filas = []
    for numero, paso in enumerate(pasos):
        antes = pasos[numero - 1].casos if numero else paso.casos
        cifra = f"{paso.casos:,}"
        if numero:
            cifra += f" · {porcentaje(paso.casos, antes)} del paso anterior"
        y = numero * alto_fila(ancho)
        filas.append(fila(y, ancho, paso.nombre, cifra, cero=0, casos=paso.casos, antes=antes))
    return filas
