"""A ranking with what chance may have done: Wilson's interval decides the order.

The best are those whose lower bound is highest, the worst those whose upper bound is lowest: a
district of three births has a wide interval and tops neither end.
"""

from dataclasses import dataclass

from juntos.estadistica import wilson
from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.textos import caben, cuenta, enumerar, porcentaje, recortar

ALTO_FILA = 54
ALTO_ROTULO = 34


@dataclass(frozen=True)
class Fila:
    nombre: str
    numerador: int
    denominador: int

    @property
    def intervalo(self) -> tuple[float, float]:
        return wilson(self.numerador, self.denominador)

    @property
    def cifra(self) -> str:
        return porcentaje(self.numerador, self.denominador)


@dataclass(frozen=True)
class Clasificacion:
    """`cuantas` of each end are shown; all of them, when there are no more than both."""

    titulo: str
    nota: str
    filas: tuple[Fila, ...]
    cuantas: int = 10
    meta: float | None = None

    @property
    def mejores(self) -> list[Fila]:
        """Highest lower bound first; without cases there is no place in a ranking."""
        con_casos = [fila for fila in self.filas if fila.denominador]
        return sorted(con_casos, key=lambda f: (-f.intervalo[0], -f.intervalo[1], f.nombre))

    @property
    def grupos(self) -> list[tuple[str, list[Fila]]]:
        """The two ends, each under its name; the worst of all is the last row."""
        mejores = self.mejores
        if len(mejores) <= 2 * self.cuantas:
            return [("De más a menos", mejores)]
        arriba = mejores[: self.cuantas]
        resto = mejores[self.cuantas :]
        resto.sort(key=lambda f: (f.intervalo[1], f.intervalo[0], f.nombre))
        abajo = resto[: self.cuantas][::-1]
        return [("Los más altos", arriba), ("Los más bajos", abajo)]


def alternativa(datos: Clasificacion) -> str:
    """ "Más alto con seguridad: … (95 % de confianza: de … a …); más bajo: …" """
    if not datos.mejores:
        return "Sin casos en el periodo."
    grupos = datos.grupos
    extremos = [("el más alto", grupos[0][1][0])]
    if len(datos.mejores) > 1:
        extremos.append(("el más bajo", grupos[-1][1][-1]))
    dichos = enumerar([f"{cual}: {_con_intervalo(fila)}" for cual, fila in extremos])
    frase = f"De {cuenta(len(datos.mejores), 'territorio', 'territorios')} con casos, {dichos}."
    vacias = len(datos.filas) - len(datos.mejores)
    return f"{frase} Sin casos: {vacias:,}." if vacias else frase


def _con_intervalo(fila: Fila) -> str:
    bajo, alto = (porcentaje(round(limite * 1000), 1000) for limite in fila.intervalo)
    return (
        f"{recortar(fila.nombre, 40)}, {fila.cifra} de {fila.denominador:,}"
        f" (con 95 % de confianza, de {bajo} a {alto})"
    )


def espec(datos: Clasificacion, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not datos.mejores:
        return vacia(datos, frase, ancho=ancho)
    filas, rotulos, alto = _colocadas(datos, ancho)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto + 40,
        clave="Punto: lo observado. Línea: intervalo de confianza de 95 %; con pocos casos es larga.",
        layer=[*_meta(datos, alto), *_intervalos(filas), *_textos(filas, rotulos)],
        encoding={
            "x": campo(
                "valor",
                title=None,
                scale={"domain": [0, 1]},
                axis={"format": "%", "tickCount": 5, "domain": False, "ticks": False},
            ),
            "y": campo("y", axis=None, scale={"domain": [alto, 0], "nice": False}),
        },
    )


def _colocadas(datos: Clasificacion, ancho: int) -> tuple[list[dict], list[dict], int]:
    """The rows and the names of their groups, each at its height, and where the last one ends."""
    filas, rotulos, y = [], [], 0
    for nombre, suyas in datos.grupos:
        rotulos.append({"y": y + 14, "nombre": nombre})
        y += ALTO_ROTULO
        for fila in suyas:
            cifra = f"{fila.cifra} de {fila.denominador:,}"
            bajo, alto = fila.intervalo
            filas.append(
                {
                    "y": y + 36,
                    "y_texto": y + 14,
                    "nombre": recortar(fila.nombre, caben(ancho - 40) - len(cifra)),
                    "cifra": cifra,
                    "valor": fila.numerador / fila.denominador,
                    "bajo": bajo,
                    "alto": alto,
                }
            )
            y += ALTO_FILA
    return filas, rotulos, y


def _meta(datos: Clasificacion, alto: int) -> list[dict]:
    if datos.meta is None:
        return []
    return [
        capa(
            [{"valor": datos.meta, "y": 0, "hasta": alto}],
            {"type": "rule", "style": "meta"},
            y2={"field": "hasta"},
        )
    ]


def _intervalos(filas: list[dict]) -> list[dict]:
    return [
        capa(filas, {"type": "rule", "style": "intervalo"}, x=campo("bajo"), x2={"field": "alto"}),
        capa(filas, {"type": "point", "style": "punto", "size": 110}),
    ]


def _textos(filas: list[dict], rotulos: list[dict]) -> list[dict]:
    izquierda, derecha = {"value": 0}, {"value": "width"}
    y = campo("y_texto")
    nombre, cifra = campo("nombre", "nominal"), campo("cifra", "nominal")
    return [
        capa(
            rotulos, {"type": "text", "align": "left", "style": "suave"}, x=izquierda, text=nombre
        ),
        capa(filas, {"type": "text", "align": "left"}, x=izquierda, y=y, text=nombre),
        capa(
            filas, {"type": "text", "align": "right", "style": "cifra"}, x=derecha, y=y, text=cifra
        ),
    ]
