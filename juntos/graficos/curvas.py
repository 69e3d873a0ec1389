"""Cohort curves: the share captured by day of life, a month over the same one of other years."""

from dataclasses import dataclass
from itertools import accumulate

from juntos.graficos.dibujo import campo, capa, lamina, vacia
from juntos.graficos.tema import HOLGADO
from juntos.graficos.textos import DURO, porcentaje, recortar

DIA_FINAL = 60
MARCAS = (7, 29)
TRAZOS = ([1, 0], [7, 4], [2, 3])


@dataclass(frozen=True)
class Curva:
    """`captados[d]`: how many were captured on exactly day d of life.

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
            return "aún no se sabe"
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
    series = [_con_rotulo(serie, ancho) for serie in datos.series]
    filas = [
        {"dia": dia, "valor": total / serie.nacidos, "serie": rotulo}
        for serie, rotulo in series
        if serie.nacidos
        for dia, total in enumerate(serie.acumulados)
    ]
    rotulos = [rotulo for _, rotulo in series]
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
        encoding={"x": _eje_dias(ancho), "y": _EJE_PARTE},
    )


_EJE_PARTE = campo(
    "valor",
    title=None,
    scale={"domain": [0, 1]},
    axis={"format": "%", "tickCount": 5, "domain": False, "ticks": False},
)


def _con_rotulo(serie: Curva, ancho: int) -> tuple[Curva, str]:
    """A series and its line of the key: its name, and where it stands on the two days."""
    nombre = recortar(serie.nombre, 14 if ancho < HOLGADO else 40)
    if not serie.nacidos:
        return serie, f"{nombre} · {serie.al_dia(0)}"
    corto = "aún no" if ancho < HOLGADO else "aún no se sabe"
    valores = [serie.al_dia(dia).replace("aún no se sabe", corto) for dia in MARCAS]
    return serie, f"{nombre} · {' · '.join(valores)}"


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
