"""Small multiples: the same months of every Unidad Territorial on the same scale, sorted."""

import datetime as dt
from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, lamina, lienzo, techo, vacia
from juntos.graficos.tema import HOLGADO, MARGEN, RENGLON
from juntos.graficos.tendencia import Mes
from juntos.graficos.textos import (
    SIN_CASOS,
    mes,
    meta_en_palabras,
    recortar,
    renglones,
)

ALTO_PANEL = 64
ANCHO_PANEL, ANCHO_PANEL_HOLGADO = 138, 196
ENTRE_PANELES, ENTRE_FILAS = 24, 26


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
    """The two ends in their last closed month, and how many reach the target."""
    con_casos = [p for p in datos.ordenados if p.ultimo]
    if not con_casos:
        return "Sin casos en el periodo."
    extremos = con_casos[:: max(len(con_casos) - 1, 1)]
    frases = [
        "En su último mes cerrado, "
        + "; ".join(
            f"{cual} {recortar(p.nombre, 40)}, con {p.ultimo.cifra} en {mes(p.ultimo.mes)}"
            for cual, p in zip(("la más alta es", "la más baja,"), extremos, strict=False)
        )
    ]
    if datos.meta is not None:
        llegan = sum(p.ultimo.valor >= datos.meta for p in con_casos)
        frases.append(f"Llegan a {meta_en_palabras(datos.meta)}: {llegan} de {len(con_casos)}")
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
        encoding=lienzo(ancho, alto),
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
    nombres: tuple[list[str], ...]  # in lines
    fechas: tuple[dt.date, ...]
    tope: float

    @classmethod
    def de(cls, datos: Multiplos, ancho: int, tope: float) -> "Rejilla":
        minimo = ANCHO_PANEL_HOLGADO if ancho >= HOLGADO else ANCHO_PANEL
        columnas = max((ancho + ENTRE_PANELES) // (minimo + ENTRE_PANELES), 1)
        ancho_panel = (ancho + ENTRE_PANELES) / columnas - ENTRE_PANELES
        return cls(
            columnas=columnas,
            ancho=ancho_panel,
            nombres=tuple(renglones(p.nombre, ancho_panel, tope=2) for p in datos.ordenados),
            fechas=tuple(sorted({m.mes for p in datos.paneles for m in p.meses})),
            tope=tope,
        )

    @property
    def alto_fila(self) -> int:
        return max(map(len, self.nombres)) * RENGLON + 8 + ALTO_PANEL + ENTRE_FILAS

    @property
    def alto(self) -> int:
        """Of the sheet."""
        return -(-len(self.nombres) // self.columnas) * self.alto_fila - ENTRE_FILAS + MARGEN

    def x(self, numero: int, parte: float = 0) -> float:
        izquierda = numero % self.columnas * (self.ancho + ENTRE_PANELES)
        return round(izquierda + parte * self.ancho, 1)

    def y(self, numero: int, valor: float = 0) -> float:
        suelo = (numero // self.columnas + 1) * self.alto_fila - ENTRE_FILAS
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
    """Over each panel its name; in it, where the line leaves room, its last value."""
    nombres, cifras = [], []
    for n, panel in paneles:
        techo_panel = rejilla.y(n, rejilla.tope)
        renglones_nombre = rejilla.nombres[n]
        y = techo_panel - 8 - (len(renglones_nombre) - 1) * RENGLON
        nombres.append({"x": rejilla.x(n), "y": y, "texto": renglones_nombre})
        arriba = panel.ultimo and panel.ultimo.valor < rejilla.tope / 2
        y = techo_panel + 12 if arriba else rejilla.y(n) - 13
        cifra = panel.ultimo.cifra if panel.ultimo else SIN_CASOS
        cifras.append({"x": rejilla.x(n, 1), "y": y, "texto": cifra})
    texto = campo("texto", "nominal")
    cifra = {"type": "text", "align": "right", "fontWeight": "bold"}
    return [
        capa(
            nombres,
            {"type": "text", "align": "left", "baseline": "bottom", "lineHeight": RENGLON},
            text=texto,
        ),
        capa(cifras, cifra | {"style": "halo"}, text=texto),
        capa(cifras, cifra, text=texto),
    ]
