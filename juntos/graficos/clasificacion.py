"""A ranking with what chance may have done: Wilson's interval decides the order.

The best are those whose lower bound is highest, the worst those whose upper bound is lowest: a
district of three births has a wide interval and tops neither end.
"""

from dataclasses import dataclass

from juntos.estadistica import wilson
from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.filas import alto_fila, eje_y, fila, rotulos
from juntos.graficos.textos import DURO, cuenta, meta_en_palabras, porcentaje, recortar

ALTO_GRUPO = 34


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
    """The two ends, each with its interval."""
    if not datos.mejores:
        return "Sin casos en el periodo."
    grupos = datos.grupos
    dichos = f"el más alto es {_con_intervalo(grupos[0][1][0])}"
    if len(datos.mejores) > 1:
        dichos += f"; el más bajo, {_con_intervalo(grupos[-1][1][-1])}"
    frase = f"De {cuenta(len(datos.mejores), 'territorio', 'territorios')} con casos, {dichos}."
    vacias = len(datos.filas) - len(datos.mejores)
    return f"{frase} Sin casos: {vacias:,}." if vacias else frase


def _con_intervalo(fila: Fila) -> str:
    bajo, alto = (porcentaje(round(limite * 1000), 1000) for limite in fila.intervalo)
    return (
        f"{recortar(fila.nombre, 40)}: {fila.cifra} de {fila.denominador:,}"
        f" (con 95 % de confianza, de {bajo} a {alto})"
    )


def espec(datos: Clasificacion, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not datos.mejores:
        return vacia(datos, frase, ancho=ancho)
    filas, grupos, alto = _colocadas(datos, ancho)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto,
        clave=_clave(datos),
        layer=[
            *_intervalos(filas, datos.meta),
            *rotulos(filas, ancho),
            capa(
                grupos,
                {"type": "text", "align": "left", "style": "suave"},
                x={"value": 0},
                text=campo("nombre", "nominal"),
            ),
        ],
        encoding={
            "x": campo(
                "valor",
                title=None,
                scale={"domain": [0, 1]},
                axis={"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "grid": False},
            ),
            "y": eje_y(alto),
        },
    )


def _clave(datos: Clasificacion) -> str:
    clave = f"Punto: lo observado. Línea: intervalo de 95{DURO}% de confianza."
    return (
        clave if datos.meta is None else f"{clave} Raya: la meta, {meta_en_palabras(datos.meta)}."
    )


def _colocadas(datos: Clasificacion, ancho: int) -> tuple[list[dict], list[dict], int]:
    """The rows and the names of their groups, each at its height, and where the last one ends."""
    filas, grupos, y = [], [], 0
    for nombre, suyas in datos.grupos:
        grupos.append({"y": y + 12, "nombre": nombre})
        y += ALTO_GRUPO
        for una in suyas:
            bajo, alto = una.intervalo
            valor = una.numerador / una.denominador
            cifra = f"{una.cifra} de {una.denominador:,}"
            filas.append(fila(y, ancho, una.nombre, cifra, valor=valor, bajo=bajo, alto=alto))
            y += alto_fila(ancho)
    return filas, grupos, y


def _intervalos(filas: list[dict], meta: float | None) -> list[dict]:
    metas = [{"valor": meta, "y": f["y"]} for f in filas if meta is not None]
    return [
        capa(filas, {"type": "rule", "style": "suelo"}, x={"value": 0}, x2={"value": "width"}),
        capa(
            metas,
            {"type": "tick", "style": "raya", "orient": "vertical", "size": 20, "thickness": 2},
        ),
        capa(filas, {"type": "rule", "style": "intervalo"}, x=campo("bajo"), x2={"field": "alto"}),
        capa(filas, {"type": "point", "style": "punto"}),
    ]
