"""Where the days go: a waterfall of the median days of each link, its ninth decile as a thin mark."""

from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.textos import caben, cuenta, dias, recortar

ALTO_FILA = 56


@dataclass(frozen=True)
class Eslabon:
    """The days between two things that happened, over `casos`; without cases, nothing is known."""

    nombre: str
    mediana: float | None
    p90: float | None
    casos: int


@dataclass(frozen=True)
class Cascada:
    titulo: str
    nota: str
    eslabones: tuple[Eslabon, ...]
    total: Eslabon | None = None


def alternativa(datos: Cascada) -> str:
    """ "Donde más días se van: contacto, 9 días de mediana (nueve de cada diez, hasta 25 días)…" """
    con_casos = [e for e in datos.eslabones if e.casos]
    if not con_casos:
        return "Sin casos en el periodo."
    peor = max(con_casos, key=lambda e: e.mediana)
    frases = [
        f"Donde más días se van: {recortar(peor.nombre, 40)}, {dias(peor.mediana)} de mediana"
        f" (nueve de cada diez, hasta {dias(peor.p90)})"
    ]
    if datos.total and datos.total.casos:
        frases.append(f"De principio a fin, {dias(datos.total.mediana)} de mediana")
    frases += [f"Sin casos: {recortar(e.nombre, 40)}" for e in datos.eslabones if not e.casos]
    return ". ".join(frases) + "."


def espec(datos: Cascada, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not any(e.casos for e in datos.eslabones):
        return vacia(datos, frase, ancho=ancho)
    filas = _filas(datos, ancho)
    con_casos = [fila for fila in filas if fila["p90"] is not None]
    y = campo("fila", "ordinal", axis=None, scale={"paddingInner": 0, "paddingOuter": 0})
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=ALTO_FILA * len(filas) + 60,
        clave="Barra: la mediana. Marca roja (90 %): nueve de cada diez casos, a más tardar.",
        layer=[*_barras(con_casos), *_enlaces(filas), *_topes(con_casos), *_textos(filas)],
        encoding={"x": _eje_dias(con_casos), "y": y},
    )


def _filas(datos: Cascada, ancho: int) -> list[dict]:
    """Each link begins where the one before ended; the total, at the beginning."""
    filas, andado = [], 0.0
    partes = [*datos.eslabones, *([datos.total] if datos.total else [])]
    for numero, parte in enumerate(partes):
        desde = 0.0 if parte is datos.total else andado
        andado = desde + (parte.mediana or 0)
        cifra = f"{dias(parte.mediana)} · 90 %: {dias(parte.p90)}" if parte.casos else "sin casos"
        filas.append(
            {
                "fila": numero,
                "nombre": recortar(parte.nombre, caben(ancho - 40) - len(cifra)),
                "cifra": cifra,
                "casos": cuenta(parte.casos, "caso", "casos"),
                "desde": desde,
                "hasta": andado,
                "p90": desde + parte.p90 if parte.casos else None,
                "total": parte is datos.total,
            }
        )
    return filas


def _eje_dias(filas: list[dict]) -> dict:
    return campo(
        "desde",
        title="días",
        scale={"domain": [0, max(fila["p90"] for fila in filas) or 1], "nice": True},
        axis={"tickCount": 5, "domain": False, "ticks": False, "format": ",~f"},
    )


def _barras(filas: list[dict]) -> list[dict]:
    return [
        capa(
            [f for f in filas if f["total"] is total],
            {"type": "bar", "style": estilo, "height": 16, "yOffset": 12},
            x2={"field": "hasta"},
        )
        for total, estilo in ((False, "barra"), (True, "barra-total"))
    ]


def _enlaces(filas: list[dict]) -> list[dict]:
    """A thread from the end of each link down to where the next one begins."""
    pares = zip(filas, filas[1:], strict=False)
    hilos = [fila | {"abajo": fila["fila"] + 1} for fila, otra in pares if not otra["total"]]
    marca = {"type": "rule", "style": "guia", "yOffset": 12, "y2Offset": 12}
    return [capa(hilos, marca, x=campo("hasta"), y2={"field": "abajo"})]


def _topes(filas: list[dict]) -> list[dict]:
    return [
        capa(
            filas,
            {"type": "rule", "style": "tope-linea", "yOffset": 12},
            x=campo("hasta"),
            x2={"field": "p90"},
        ),
        capa(
            filas,
            {"type": "tick", "style": "tope", "size": 16, "thickness": 3, "yOffset": 12},
            x=campo("p90"),
        ),
    ]


def _textos(filas: list[dict]) -> list[dict]:
    renglon = {"type": "text", "dy": -12}
    return [
        capa(
            filas,
            renglon | {"align": "left", "style": "cifra"},
            x={"value": 0},
            text=campo("nombre", "nominal"),
        ),
        capa(
            filas,
            renglon | {"align": "right"},
            x={"value": "width"},
            text=campo("cifra", "nominal"),
        ),
    ]
