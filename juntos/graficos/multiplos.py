"""Small multiples: the same months of every Unidad Territorial on the same scale, sorted."""

import datetime as dt
from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, lamina, techo, vacia
from juntos.graficos.tema import MARGEN
from juntos.graficos.tendencia import Mes
from juntos.graficos.textos import (
    SIN_CASOS,
    caben,
    enumerar,
    mes,
    meta_en_palabras,
    recortar,
)

ALTO_ROTULO, ALTO_PANEL = 26, 60
PASO_FILA = ALTO_ROTULO + ALTO_PANEL + 20
ANCHO_PANEL = 140
ENTRE_PANELES = 18


@dataclass(frozen=True)
class Panel:
    nombre: str
    meses: tuple[Mes, ...]

    @property
    def ultimo(self) -> Mes | None:
        """The last closed month with cases."""
        return next((m for m in self.meses[::-1] if m.denominador and not m.abierta), None)


@dataclass(frozen=True)
class Multiplos:
    titulo: str
    nota: str
    paneles: tuple[Panel, ...]
    meta: float | None = None

    @property
    def ordenados(self) -> list[Panel]:
        """By the last value, the highest first; those without cases at the end."""
        return sorted(
            self.paneles,
            key=lambda p: (-p.ultimo.valor if p.ultimo else 1.0, p.nombre),
        )


def alternativa(datos: Multiplos) -> str:
    """ "Último mes cerrado, la más alta: …, 95.1 %; la más baja: …, 61.0 %. 12 de 35 …" """
    con_casos = [p for p in datos.ordenados if p.ultimo]
    if not con_casos:
        return "Sin casos en el periodo."
    frases = [
        "En su último mes cerrado, "
        + enumerar(
            [
                f"{cual}: {recortar(p.nombre, 40)}, {p.ultimo.cifra} ({mes(p.ultimo.mes)})"
                for cual, p in (("la más alta", con_casos[0]), ("la más baja", con_casos[-1]))
            ]
        )
    ]
    if datos.meta is not None:
        llegan = sum(p.ultimo.valor >= datos.meta for p in con_casos)
        frases.append(f"{llegan} de {len(con_casos)} llegan a {meta_en_palabras(datos.meta)}")
    if len(con_casos) < len(datos.paneles):
        frases.append(f"Sin casos: {len(datos.paneles) - len(con_casos)}")
    return ". ".join(frases) + "."


def espec(datos: Multiplos, *, ancho: int) -> dict:
    frase = alternativa(datos)
    valores = [m.valor for p in datos.paneles for m in p.meses if m.denominador]
    if not valores:
        return vacia(datos, frase, ancho=ancho)
    rejilla = Rejilla.de(datos, ancho - 2 * MARGEN, techo([*valores, datos.meta or 0]))
    alto = rejilla.alto
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=alto,
        clave=_clave(rejilla.tope, datos.meta),
        layer=_capas(datos, rejilla),
        encoding={
            "x": campo("x", axis=None, scale={"domain": [0, ancho - 2 * MARGEN], "nice": False}),
            "y": campo("y", axis=None, scale={"domain": [alto, 0], "nice": False}),
        },
    )


def _clave(tope: float, meta: float | None) -> str:
    """What the panels share: where their scale ends, and the target."""
    escala = f"Cada recuadro va de 0 a {meta_en_palabras(tope)}"
    return escala if meta is None else f"{escala}; línea cortada, la meta: {meta_en_palabras(meta)}"


@dataclass(frozen=True)
class Rejilla:
    """Where each panel and each value of it stands, in pixels of the sheet."""

    columnas: int
    ancho: float  # of a panel
    alto: int  # of the sheet
    fechas: tuple[dt.date, ...]
    tope: float

    @classmethod
    def de(cls, datos: Multiplos, ancho: int, tope: float) -> "Rejilla":
        columnas = max((ancho + ENTRE_PANELES) // (ANCHO_PANEL + ENTRE_PANELES), 1)
        columnas = min(columnas, len(datos.paneles))
        return cls(
            columnas=columnas,
            ancho=(ancho + ENTRE_PANELES) / columnas - ENTRE_PANELES,
            alto=-(-len(datos.paneles) // columnas) * PASO_FILA,
            fechas=tuple(sorted({m.mes for p in datos.paneles for m in p.meses})),
            tope=tope,
        )

    def x(self, numero: int, parte: float = 0) -> float:
        izquierda = numero % self.columnas * (self.ancho + ENTRE_PANELES)
        return round(izquierda + parte * self.ancho, 1)

    def y(self, numero: int, valor: float = 0) -> float:
        suelo = numero // self.columnas * PASO_FILA + ALTO_ROTULO + ALTO_PANEL
        return round(suelo - valor / self.tope * ALTO_PANEL, 1)

    def fila(self, numero: int, m: Mes) -> dict:
        parte = self.fechas.index(m.mes) / max(len(self.fechas) - 1, 1)
        y = None if m.valor is None else self.y(numero, m.valor)
        return {"x": self.x(numero, parte), "y": y, "panel": numero}


def _capas(datos: Multiplos, rejilla: Rejilla) -> list[dict]:
    paneles = list(enumerate(datos.ordenados))
    suelos, metas = (
        [
            {"x": rejilla.x(n), "hasta": rejilla.x(n, 1), "y": rejilla.y(n, valor)}
            for n, _ in paneles
        ]
        for valor in (0, datos.meta or 0)
    )
    valores = [rejilla.fila(n, m) for n, p in paneles for m in p.meses if not m.abierta]
    ultimos = [rejilla.fila(n, p.ultimo) for n, p in paneles if p.ultimo]
    linea = {"type": "line", "style": "serie", "invalid": "break-paths-filter-domains"}
    return [
        capa(suelos, {"type": "rule", "style": "suelo"}, x2={"field": "hasta"}),
        *(
            [capa(metas, {"type": "rule", "style": "meta"}, x2={"field": "hasta"})]
            if datos.meta is not None
            else []
        ),
        capa(valores, linea, detail=campo("panel", "nominal")),
        capa(ultimos, {"type": "point", "style": "punto"}),
        *_rotulos(paneles, rejilla),
    ]


def _rotulos(paneles: list[tuple[int, Panel]], rejilla: Rejilla) -> list[dict]:
    """Over each panel, its name and its last value."""
    nombres, cifras = [], []
    for n, panel in paneles:
        cifra = panel.ultimo.cifra if panel.ultimo else SIN_CASOS
        nombre = recortar(panel.nombre, caben(rejilla.ancho) - len(cifra) - 1)
        y = rejilla.y(n) - ALTO_PANEL - 6
        nombres.append({"x": rejilla.x(n), "y": y, "texto": nombre})
        cifras.append({"x": rejilla.x(n, 1), "y": y, "texto": cifra})
    texto = campo("texto", "nominal")
    rotulo = {"type": "text", "baseline": "bottom"}
    return [
        capa(nombres, rotulo | {"align": "left"}, text=texto),
        capa(cifras, rotulo | {"align": "right", "style": "cifra"}, text=texto),
    ]
