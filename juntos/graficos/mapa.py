"""A dot per district where it stands: its size the births, its colour and shape the indicator.

No tiles and no outlines: the districts draw the country. Sinusoidal projection: equal areas.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from juntos.graficos.dibujo import campo, capa, lamina, lienzo, vacia
from juntos.graficos.tema import HOLGADO, LETRA, MARGEN, RENGLON
from juntos.graficos.textos import SIN_CASOS, cuenta, meta_en_palabras, recortar

CORTES = (0.5, 0.65, 0.8, 0.9)
# So few dots do not cover each other: the smallest may be larger.
PUNTOS_SUELTOS = 300
FORMAS = ("triangle-down", "diamond", "circle", "circle", "circle", "cross")
# The smallest piece of land that a map shows, in degrees: one district alone is not the world.
GRADOS_MINIMOS = 0.6
ANCHO_MAPA, BORDE = 640, 16
ALTO_CLAVES = 330  # one under the other; ALTO_CLAVE, side by side
ALTO_CLAVE = 172


@dataclass(frozen=True)
class Punto:
    """A district, and the name of its group; without coordinates it is counted and not drawn."""

    nombre: str
    longitud: float | None
    latitud: float | None
    numerador: int
    denominador: int
    zona: str = ""


@dataclass(frozen=True)
class Mapa:
    titulo: str
    nota: str
    puntos: tuple[Punto, ...]
    indicador: str = "captados"
    cortes: tuple[float, float, float, float] = CORTES

    @property
    def clases(self) -> tuple[str, ...]:
        """The five bands, low to high, as the key names them."""
        dichos = [meta_en_palabras(corte) for corte in self.cortes]
        return (
            f"menos de {dichos[0]}",
            *(f"{desde} a {hasta}" for desde, hasta in pairwise(dichos)),
            f"{dichos[-1]} o más",
        )

    def clase(self, punto: Punto) -> str:
        if not punto.denominador:
            return SIN_CASOS
        return self.clases[bisect_right(self.cortes, punto.numerador / punto.denominador)]


def alternativa(datos: Mapa) -> str:
    """How many districts are in the highest band and in the lowest."""
    clases = [datos.clase(punto) for punto in datos.puntos]
    con_casos = len(clases) - clases.count(SIN_CASOS)
    if not con_casos:
        return "Sin casos en el periodo."
    bajo, alto = datos.clases[0], datos.clases[-1]
    frase = (
        f"De {cuenta(con_casos, 'distrito', 'distritos')} con casos, en {alto}:"
        f" {clases.count(alto):,}; en {bajo}: {clases.count(bajo):,}"
    )
    if con_casos < len(clases):
        frase += f"; sin casos: {len(clases) - con_casos:,}"
    sin_lugar = sum(1 for punto in datos.puntos if not _tiene_lugar(punto))
    if sin_lugar:
        frase += f". Sin coordenadas, no se dibujan: {sin_lugar:,}"
    return f"{frase}."


def espec(datos: Mapa, *, ancho: int) -> dict:
    frase = alternativa(datos)
    puntos = [punto for punto in datos.puntos if _tiene_lugar(punto)]
    if not any(punto.denominador for punto in puntos):
        return vacia(datos, frase, ancho=ancho)
    holgado = ancho >= HOLGADO
    ancho_mapa = ANCHO_MAPA if holgado else ancho - 2 * MARGEN
    filas, alto_mapa = _en_pixeles(_en_el_plano(datos, puntos), ancho_mapa)
    alto = max(alto_mapa, ALTO_CLAVES) if holgado else alto_mapa + ALTO_CLAVE
    donde_clave = (ancho_mapa + 30, 20) if holgado else (0, alto_mapa + 12)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto,
        layer=[
            _puntos(filas, datos, holgado, donde_clave),
            *(_rotulos(filas) if holgado else []),
        ],
        encoding=lienzo(ancho, alto),
    )


def _tiene_lugar(punto: Punto) -> bool:
    return punto.longitud is not None and punto.latitud is not None


def _en_el_plano(datos: Mapa, puntos: list[Punto]) -> list[dict]:
    """The districts projected, in degrees, the large ones first: a small one is never hidden."""
    centro = sum(float(punto.longitud) for punto in puntos) / len(puntos)
    return [
        {
            "x": (float(punto.longitud) - centro) * cos(radians(float(punto.latitud))),
            "y": -float(punto.latitud),
            "nacidos": punto.denominador,
            "clase": datos.clase(punto),
            "zona": recortar(punto.zona, 24),
        }
        for punto in sorted(puntos, key=lambda p: (-p.denominador, p.nombre))
    ]


def _en_pixeles(filas: list[dict], ancho: int) -> tuple[list[dict], int]:
    """The same rows in a frame of that width, and its height: a degree is as long both ways."""
    medio_x, medio_y = (
        (max(f[eje] for f in filas) + min(f[eje] for f in filas)) / 2 for eje in "xy"
    )
    grados_x, grados_y = (
        max(max(f[eje] for f in filas) - min(f[eje] for f in filas), GRADOS_MINIMOS) for eje in "xy"
    )
    alto = round(ancho * min(max(grados_y / grados_x, 0.7), 1.45))
    escala = min((ancho - 2 * BORDE) / grados_x, (alto - 2 * BORDE) / grados_y)
    return [
        fila
        | {
            "x": round(ancho / 2 + (fila["x"] - medio_x) * escala, 1),
            "y": round(alto / 2 + (fila["y"] - medio_y) * escala, 1),
        }
        for fila in filas
    ], alto


def _puntos(filas: list[dict], datos: Mapa, holgado: bool, donde_clave: tuple[int, int]) -> dict:
    clases = [*datos.clases, SIN_CASOS]
    x, y = donde_clave
    clave = {"orient": "none", "direction": "vertical", "legendX": x, "legendY": y}
    clave_tamano = clave | ({"legendY": y + 190} if holgado else {"legendX": x + 165})
    sueltos = len(filas) <= PUNTOS_SUELTOS
    mayor = max(fila["nacidos"] for fila in filas)
    return capa(
        filas,
        {"type": "point", "style": "borde", "filled": True, "opacity": 0.9},
        color=campo(
            "clase",
            "ordinal",
            scale={"domain": clases},
            legend=clave | {"title": recortar(datos.indicador, 16), "symbolSize": 130},
        ),
        shape=campo("clase", "ordinal", scale={"domain": clases, "range": list(FORMAS)}),
        size=campo(
            "nacidos",
            scale={"domain": [0, mayor], "range": [50 if sueltos else 14, 500 if holgado else 220]},
            legend=clave_tamano | {"title": "nacidos", "values": _tamanos(mayor), "format": ",d"},
        ),
    )


def _tamanos(mayor: int) -> list[int]:
    """Round numbers of births for the key: the largest, about a third of it, a small one."""
    cifra = 10 ** (len(str(mayor)) - 1)
    tope = mayor // cifra * cifra
    return sorted({tope, max(cifra * (tope // cifra // 3), cifra // 2, 1), max(cifra // 10, 1)})


def _rotulos(filas: list[dict]) -> list[dict]:
    """The name of each group in the middle of its districts, unless it covers a larger one's."""
    zonas = defaultdict(list)
    for fila in filas:
        if fila["zona"]:
            zonas[fila["zona"]].append(fila)
    puestos = []
    for zona, suyas in sorted(zonas.items(), key=lambda par: (-len(par[1]), par[0])):
        x, y = (sum(f[eje] for f in suyas) / len(suyas) for eje in "xy")
        medio = len(zona) * LETRA * 0.3
        if all(
            abs(y - otro["y"]) > RENGLON or abs(x - otro["x"]) > medio + otro["medio"]
            for otro in puestos
        ):
            puestos.append({"x": x, "y": y, "zona": zona, "medio": medio})
    texto = campo("zona", "nominal")
    return [
        capa(puestos, {"type": "text", "style": "halo"}, text=texto),
        capa(puestos, {"type": "text"}, text=texto),
    ]
