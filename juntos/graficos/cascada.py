"""Where the days go: a waterfall of the median days of each link, its ninth decile a thin mark."""

from dataclasses import dataclass
from itertools import pairwise

from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.filas import alto_fila, barras, eje_y, fila, rotulos
from juntos.graficos.textos import SIN_CASOS, dias, enumerar, recortar


@dataclass(frozen=True)
class Eslabon:
    """The days between two things that happened, over `casos`; without cases, nothing is known."""

    nombre: str
    mediana: float | None
    p90: float | None
    casos: int


@dataclass(frozen=True)
class Cascada:
    """`total` has its own median: those of the links do not add up to it."""

    titulo: str
    nota: str
    eslabones: tuple[Eslabon, ...]
    total: Eslabon | None = None


def alternativa(datos: Cascada) -> str:
    """Which link takes most days, and how many the whole way takes."""
    con_casos = [eslabon for eslabon in datos.eslabones if eslabon.casos]
    if not con_casos:
        return "Sin casos en el periodo."
    peor = max(con_casos, key=lambda eslabon: eslabon.mediana)
    frases = [
        f"Donde más días se van: {recortar(peor.nombre, 40)}, {dias(peor.mediana)} de mediana"
        f" y nueve de cada diez casos en {dias(peor.p90)} o menos"
    ]
    if datos.total and datos.total.casos:
        frases.append(f"De principio a fin, {dias(datos.total.mediana)} de mediana")
    vacios = [recortar(e.nombre, 40) for e in datos.eslabones if not e.casos]
    if vacios:
        frases.append(f"Sin casos: {enumerar(vacios)}")
    return ". ".join(frases) + "."


def espec(datos: Cascada, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not any(eslabon.casos for eslabon in datos.eslabones):
        return vacia(datos, frase, ancho=ancho)
    filas = _filas(datos, ancho)
    con_casos = [f for f in filas if f["p90"] is not None]
    alto = alto_fila(ancho) * len(filas)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto,
        clave="Barra: la mediana. Marca fina: nueve de cada diez casos, a más tardar.",
        layer=[
            _enlaces(filas),
            *_topes(con_casos),
            barras([f for f in con_casos if not f["total"]], "barra", "hasta"),
            barras([f for f in con_casos if f["total"]], "barra-total", "hasta"),
            *rotulos(filas, ancho),
        ],
        encoding={"x": _eje_dias(con_casos), "y": eje_y(alto)},
    )


def _filas(datos: Cascada, ancho: int) -> list[dict]:
    """Each link begins where the one before ended; the total, at the beginning."""
    filas, andado = [], 0.0
    partes = [*datos.eslabones, *([datos.total] if datos.total else [])]
    for numero, parte in enumerate(partes):
        desde = 0.0 if parte is datos.total else andado
        andado = desde + float(parte.mediana or 0)
        cifra = SIN_CASOS
        if parte.casos:
            cifra = f"{dias(parte.mediana)} · nueve de cada diez, {dias(parte.p90)}"
        filas.append(
            fila(
                numero * alto_fila(ancho),
                ancho,
                parte.nombre,
                cifra,
                desde=desde,
                hasta=andado,
                p90=desde + float(parte.p90) if parte.casos else None,
                total=parte is datos.total,
            )
        )
    return filas


def _eje_dias(filas: list[dict]) -> dict:
    return campo(
        "desde",
        title="días",
        scale={"domain": [0, max(f["p90"] for f in filas) or 1], "nice": True},
        axis={"tickCount": 5, "grid": False, "format": ",~f"},
    )


def _enlaces(filas: list[dict]) -> dict:
    """A thread from the end of each link down to where the next one begins."""
    hilos = [f | {"abajo": otra["y"]} for f, otra in pairwise(filas) if not otra["total"]]
    marca = {"type": "rule", "style": "guia"}
    return capa(hilos, marca, x=campo("hasta"), y2={"field": "abajo"})


def _topes(filas: list[dict]) -> list[dict]:
    return [
        capa(
            filas,
            {"type": "rule", "style": "tope-linea"},
            x=campo("hasta"),
            x2={"field": "p90"},
        ),
        capa(
            filas,
            {"type": "tick", "style": "tope", "orient": "vertical", "size": 16, "thickness": 3},
            x=campo("p90"),
        ),
    ]
