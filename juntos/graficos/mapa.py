"""A dot per district where it stands: its size the births, its colour and shape the indicator.

No tiles and no outlines: the districts draw the country. Sinusoidal projection: equal areas.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from math import cos, radians

from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.textos import SIN_CASOS, cuenta, meta_en_palabras, recortar

CORTES = (0.5, 0.65, 0.8, 0.9)
FORMAS = ("triangle-down", "diamond", "circle", "circle", "circle")
# The smallest piece of land that a map shows, in degrees: one district alone is not the world.
GRADOS_MINIMOS = 0.6
MARGEN = 0.04
ANCHO_HOLGADO = 600
ZONAS_ROTULADAS = 30


@dataclass(frozen=True)
class Punto:
    """A district; without coordinates it is counted and not drawn. `zona`: the name of its group."""

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
    cortes: tuple[float, float, float, float] = CORTES

    @property
    def clases(self) -> tuple[str, ...]:
        """The five bands, low to high, as the key names them."""
        dichos = [meta_en_palabras(corte) for corte in self.cortes]
        return (
            f"menos de {dichos[0]}",
            *(f"{desde} a {hasta}" for desde, hasta in zip(dichos, dichos[1:], strict=False)),
            f"{dichos[-1]} o más",
        )

    def clase(self, punto: Punto) -> str:
        if not punto.denominador:
            return SIN_CASOS
        return self.clases[bisect_right(self.cortes, punto.numerador / punto.denominador)]


def alternativa(datos: Mapa) -> str:
    """ "De 1,700 distritos con casos, 312 alcanzan 90 % o más y 45 menos de 50 %; …" """
    clases = [datos.clase(punto) for punto in datos.puntos]
    con_casos = len(clases) - clases.count(SIN_CASOS)
    if not con_casos:
        return "Sin casos en el periodo."
    bajo, alto = datos.clases[0], datos.clases[-1]
    frase = (
        f"De {cuenta(con_casos, 'distrito', 'distritos')} con casos, {clases.count(alto):,} en"
        f" {alto} y {clases.count(bajo):,} en {bajo}"
    )
    if con_casos < len(clases):
        frase += f"; {len(clases) - con_casos:,} sin casos"
    sin_lugar = sum(1 for punto in datos.puntos if not _tiene_lugar(punto))
    if sin_lugar:
        frase += f". Sin coordenadas, no se dibujan: {sin_lugar:,}"
    return f"{frase}."


def espec(datos: Mapa, *, ancho: int) -> dict:
    frase = alternativa(datos)
    puntos = [punto for punto in datos.puntos if _tiene_lugar(punto)]
    if not puntos or not any(punto.denominador for punto in puntos):
        return vacia(datos, frase, ancho=ancho)
    holgado = ancho >= ANCHO_HOLGADO
    filas = _filas(datos, puntos)
    encuadre = _encuadre(filas, ancho, holgado)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=encuadre.alto + (0 if holgado else 290),
        layer=[
            _vacios([f for f in filas if not f["nacidos"]]),
            _puntos([f for f in filas if f["nacidos"]], datos.clases, holgado),
            *(_rotulos(filas) if holgado else []),
        ],
        encoding={
            "x": campo("x", axis=None, scale={"domain": list(encuadre.x), "nice": False}),
            "y": campo("y", axis=None, scale={"domain": list(encuadre.y), "nice": False}),
        },
    )


def _tiene_lugar(punto: Punto) -> bool:
    return punto.longitud is not None and punto.latitud is not None


def _filas(datos: Mapa, puntos: list[Punto]) -> list[dict]:
    """The districts on a plane, the large ones first: a small one is never hidden."""
    centro = sum(float(punto.longitud) for punto in puntos) / len(puntos)
    return [
        {
            "x": (float(punto.longitud) - centro) * cos(radians(float(punto.latitud))),
            "y": float(punto.latitud),
            "nacidos": punto.denominador,
            "clase": datos.clase(punto),
            "zona": recortar(punto.zona, 24),
        }
        for punto in sorted(puntos, key=lambda p: (-p.denominador, p.nombre))
    ]


@dataclass(frozen=True)
class Encuadre:
    x: tuple[float, float]
    y: tuple[float, float]
    alto: int


def _encuadre(filas: list[dict], ancho: int, holgado: bool) -> Encuadre:
    """The frame, and the land in it: a degree is as long upwards as sideways."""
    ancho_mapa = min(ancho - 290, 620) if holgado else ancho - 16
    xs, ys = [f["x"] for f in filas], [f["y"] for f in filas]
    mitad_x = max(max(xs) - min(xs), GRADOS_MINIMOS) * (0.5 + MARGEN)
    mitad_y = max(max(ys) - min(ys), GRADOS_MINIMOS) * (0.5 + MARGEN)
    proporcion = min(max(mitad_y / mitad_x, 0.6), 1.45)
    mitad_x, mitad_y = max(mitad_x, mitad_y / proporcion), max(mitad_y, mitad_x * proporcion)
    en_x, en_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Encuadre(
        (en_x - mitad_x, en_x + mitad_x),
        (en_y - mitad_y, en_y + mitad_y),
        round(ancho_mapa * proporcion),
    )


def _vacios(filas: list[dict]) -> dict:
    return capa(filas, {"type": "point", "style": "neutro", "size": 14})


def _puntos(filas: list[dict], clases: tuple[str, ...], holgado: bool) -> dict:
    posicion = {"orient": "right" if holgado else "bottom", "direction": "vertical"}
    mayor = max(fila["nacidos"] for fila in filas)
    return capa(
        filas,
        {"type": "point", "style": "borde", "filled": True, "opacity": 0.9},
        color=campo(
            "clase",
            "ordinal",
            scale={"domain": list(clases)},
            legend=posicion | {"title": "captados", "symbolSize": 130},
        ),
        shape=campo("clase", "ordinal", scale={"domain": list(clases), "range": list(FORMAS)}),
        size=campo(
            "nacidos",
            scale={"domain": [0, mayor], "range": [12, 500 if holgado else 220]},
            legend=posicion | {"title": "nacidos", "values": _tamanos(mayor), "format": ","},
        ),
    )


def _tamanos(mayor: int) -> list[int]:
    """Three round numbers of births for the key."""
    cifra = 10 ** (len(str(mayor)) - 1)
    tope = mayor // cifra * cifra
    return sorted(
        {max(1, tope // 10), max(1, tope // 3 // max(cifra // 10, 1) * max(cifra // 10, 1)), tope}
    )


def _rotulos(filas: list[dict]) -> list[dict]:
    """The name of each group in the middle of its districts."""
    zonas = defaultdict(list)
    for fila in filas:
        zonas[fila["zona"]].append(fila)
    zonas.pop("", None)
    if len(zonas) > ZONAS_ROTULADAS:
        return []
    centros = [
        {
            "x": sum(f["x"] for f in suyas) / len(suyas),
            "y": sum(f["y"] for f in suyas) / len(suyas),
            "zona": zona,
        }
        for zona, suyas in sorted(zonas.items())
    ]
    texto = campo("zona", "nominal")
    return [
        capa(centros, {"type": "text", "style": "halo"}, text=texto),
        capa(centros, {"type": "text"}, text=texto),
    ]
