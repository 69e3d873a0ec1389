"""Cohort curves: the share captured by day of life, a month over the same one of other years."""

from dataclasses import dataclass
from itertools import accumulate

from juntos.graficos.dibujo import campo, capa, eje_parte, lamina, vacia
from juntos.graficos.tema import HOLGADO
from juntos.graficos.textos import DURO, SIN_CASOS, caben, porcentaje, recortar

DIA_FINAL = 60
MARCAS = (7, 29)
AUN_NO_SE_SABE = "aún no se sabe"
# What the axis and the stroke of the key take beside its text, in pixels.
ANCHO_CLAVE = 90
TRAZOS = ([1, 0], [7, 4], [2, 3])


@dataclass(frozen=True)
class Curva:
    """`captados[d]`: how many were captured on exactly day d of life; a short name (nov. 2026).

    It ends on the last day that every child of the cohort has reached: a month of today is short.
    """

    nombre: str
    nacidos: int
    captados: tuple[int, ...]

    @property
    def acumulados(self) -> list[int]:
        return list(accumulate(self.captados))[: DIA_FINAL + 1]

    def al_dia(self, dia: int) -> str:
        """The share captured by that day of life, in words."""
        acumulados = self.acumulados
        if self.nacidos and dia >= len(acumulados):
            return AUN_NO_SE_SABE
        return porcentaje(acumulados[dia] if self.nacidos else 0, self.nacidos)


@dataclass(frozen=True)
class Curvas:
    titulo: str
    nota: str
    series: tuple[Curva, ...]


def alternativa(datos: Curvas) -> str:
    """Where each series stands on the two days."""
    if not any(serie.nacidos for serie in datos.series):
        return "Sin casos en el periodo."
    return " ".join(
        f"Al día {dia}: "
        + "; ".join(f"{s.al_dia(dia)} en {recortar(s.nombre, 40)}" for s in datos.series)
        + "."
        for dia in MARCAS
    )


def espec(datos: Curvas, *, ancho: int) -> dict:
    frase = alternativa(datos)
    if not any(serie.nacidos for serie in datos.series):
        return vacia(datos, frase, ancho=ancho)
    rotulos = _rotulos(datos.series, ancho)
    filas = [
        {"dia": dia, "valor": total / serie.nacidos, "serie": rotulo}
        for serie, rotulo in zip(datos.series, rotulos, strict=True)
        if serie.nacidos
        for dia, total in enumerate(serie.acumulados)
    ]
    clave = _clave(rotulos)
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=220 if ancho < HOLGADO else 300,
        layer=[
            *_marcas(),
            capa(filas, {"type": "line", "strokeWidth": 2.5}, **clave),
            capa(
                [f for f in filas if f["dia"] in MARCAS],
                {"type": "point", "filled": True, "size": 60, "opacity": 1},
                color=clave["color"],
            ),
        ],
        encoding={"x": _eje_dias(ancho), "y": eje_parte()},
    )


def _rotulos(series: tuple[Curva, ...], ancho: int) -> list[str]:
    """A line of the key for each: its name, and where it stands on the two days.

    Two that read alike differ by blanks at their end: the key tells series apart by their line.
    """
    rotulos = []
    for numero, serie in enumerate(series):
        dichos = [serie.al_dia(dia) for dia in MARCAS] if serie.nacidos else [SIN_CASOS]
        valores = " · ".join(dichos)
        if ancho < HOLGADO:
            valores = valores.replace(AUN_NO_SE_SABE, "aún no")
        nombre = recortar(serie.nombre, min(caben(ancho - ANCHO_CLAVE) - len(valores) - 3, 40))
        rotulos.append(f"{nombre} · {valores}{DURO * numero}")
    return rotulos


def _clave(rotulos: list[str]) -> dict:
    leyenda = {
        "title": f"serie · al{DURO}día{DURO}7 · al{DURO}día{DURO}29",
        "orient": "top",
        "direction": "vertical",
        "symbolType": "stroke",
        "symbolSize": 700,
        "symbolStrokeWidth": 3,
    }
    return {
        "color": campo("serie", "nominal", scale={"domain": rotulos}, legend=leyenda),
        "strokeDash": campo(
            "serie",
            "nominal",
            scale={"domain": rotulos, "range": list(TRAZOS[: len(rotulos)])},
            legend=leyenda,
        ),
    }


def _eje_dias(ancho: int) -> dict:
    dias = (0, 7, 29, 60) if ancho < HOLGADO else (0, 7, 14, 21, 29, 40, 50, 60)
    return campo(
        "dia",
        title="días de vida",
        scale={"domain": [0, DIA_FINAL]},
        axis={"values": list(dias), "grid": False},
    )


def _marcas() -> list[dict]:
    """Where the two indicators are read: until day 7, until day 29."""
    filas = [{"dia": dia} for dia in MARCAS]
    return [
        capa(
            filas,
            {"type": "rule", "style": "guia"},
            y={"value": 0},
            y2={"value": "height"},
        )
    ]
