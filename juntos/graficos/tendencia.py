"""A share by month, beside its target: closed months solid, open cohorts hollow, gaps said."""

import datetime as dt
from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, lamina, techo, vacia
from juntos.graficos.tema import HOLGADO
from juntos.graficos.textos import SIN_CASOS, enumerar, mes, meta_en_palabras, porcentaje

CLAVE_ABIERTA = "○ cohorte abierta: aún hay quien no cumple 30 días"
# What a month's label takes on the axis, in pixels.
PASO_MES = 46


@dataclass(frozen=True)
class Mes:
    """A cohort: `mes` is its first day; `abierta`, that some of it may still be captured."""

    mes: dt.date
    numerador: int
    denominador: int
    abierta: bool = False

    @property
    def valor(self) -> float | None:
        return self.numerador / self.denominador if self.denominador else None

    @property
    def cifra(self) -> str:
        return porcentaje(self.numerador, self.denominador)


@dataclass(frozen=True)
class Tendencia:
    titulo: str
    nota: str
    meses: tuple[Mes, ...]
    meta: float | None = None


def alternativa(datos: Tendencia) -> str:
    """Where the closed months went, beside the target; which are open, which empty."""
    con_casos = [m for m in datos.meses if m.denominador]
    if not con_casos:
        return "Sin casos en el periodo."
    cerrados = [m for m in con_casos if not m.abierta]
    frases = [_recorrido(cerrados) if cerrados else "Aún no hay meses cerrados"]
    if datos.meta is not None:
        frases[0] += f"; la meta es {meta_en_palabras(datos.meta)}"
    abiertos = [f"{mes(m.mes)} va en {m.cifra}" for m in con_casos if m.abierta]
    if abiertos:
        frases.append(f"Cohorte abierta: {enumerar(abiertos)}")
    vacios = [mes(m.mes) for m in datos.meses if not m.denominador]
    if vacios:
        frases.append(f"Sin casos: {enumerar(vacios)}")
    return ". ".join(frases) + "."


def _recorrido(cerrados: list[Mes]) -> str:
    primero, ultimo = cerrados[0], cerrados[-1]
    if len(cerrados) == 1:
        return f"{ultimo.cifra} en {mes(ultimo.mes)}"
    desde = mes(primero.mes, con_anio=primero.mes.year != ultimo.mes.year)
    if primero.cifra == ultimo.cifra:
        return f"Empieza y termina en {ultimo.cifra}, de {desde} a {mes(ultimo.mes)}"
    verbo = "Sube" if primero.valor < ultimo.valor else "Baja"
    return f"{verbo} de {primero.cifra} en {desde} a {ultimo.cifra} en {mes(ultimo.mes)}"


def espec(datos: Tendencia, *, ancho: int) -> dict:
    frase = alternativa(datos)
    con_casos = [m for m in datos.meses if m.denominador]
    if not con_casos:
        return vacia(datos, frase, ancho=ancho)
    tope = techo([m.valor for m in con_casos] + [datos.meta or 0])
    return lamina(
        datos,
        frase,
        ancho=ancho,
        alto=220 if ancho < HOLGADO else 300,
        clave=CLAVE_ABIERTA if any(m.abierta for m in con_casos) else "",
        layer=[*_meta(datos), *_lineas(datos.meses), *_puntos(datos.meses), *_cifras(datos, tope)],
        encoding={"x": _eje_meses(datos.meses, ancho), "y": _eje_parte(tope)},
    )


def _eje_meses(meses: tuple[Mes, ...], ancho: int) -> dict:
    """Every month that fits, the last one always; the year under each January and the first."""
    salto = -(-len(meses) * PASO_MES // (ancho - 70))
    nombrados = [m.mes.isoformat() for m in meses[::-1][::salto]]
    con_anio = f"datum.index == 0 || utcmonth(datum.value) < {salto}"
    return campo(
        "mes",
        "temporal",
        title=None,
        scale={"type": "utc", "padding": 14},
        axis={
            "values": nombrados[::-1],
            "grid": False,
            "labelOverlap": False,
            "labelExpr": f"[utcFormat(datum.value, '%b'),"
            f" {con_anio} ? utcFormat(datum.value, '%Y') : '']",
        },
    )


def _eje_parte(tope: float) -> dict:
    return campo(
        "valor",
        title=None,
        scale={"domain": [0, tope]},
        axis={"format": "%", "tickCount": 5, "domain": False, "ticks": False},
    )


def _meta(datos: Tendencia) -> list[dict]:
    if datos.meta is None:
        return []
    fila = {"valor": datos.meta, "texto": f"meta {meta_en_palabras(datos.meta)}"}
    rotulo = {"type": "text", "align": "left", "baseline": "bottom", "dy": -3, "dx": 4}
    sin_eje = {"x": {"value": 0}, "text": campo("texto", "nominal")}
    return [
        capa([fila], {"type": "rule", "style": "meta"}, x={"value": 0}, x2={"value": "width"}),
        capa([fila], rotulo | {"style": "halo"}, **sin_eje),
        capa([fila], rotulo, **sin_eje),
    ]


def _fila(m: Mes) -> dict:
    return {"mes": m.mes.isoformat(), "valor": m.valor, "cifra": m.cifra}


def _lineas(meses: tuple[Mes, ...]) -> list[dict]:
    """The line of the closed months, and a dashed one from the last of them into the open ones."""
    cerradas = [_fila(m) | ({"valor": None} if m.abierta else {}) for m in meses]
    abiertas = [
        _fila(m)
        for m, siguiente in zip(meses, (*meses[1:], None), strict=True)
        if m.abierta or (siguiente and siguiente.abierta)
    ]
    linea = {"type": "line", "style": "serie", "invalid": "break-paths-filter-domains"}
    return [capa(cerradas, linea), capa(abiertas, linea | {"strokeDash": [5, 4]})]


def _puntos(meses: tuple[Mes, ...]) -> list[dict]:
    con_casos = [m for m in meses if m.denominador]
    vacios = [_fila(m) | {"texto": SIN_CASOS} for m in meses if not m.denominador]
    return [
        capa([_fila(m) for m in con_casos if not m.abierta], {"type": "point", "style": "punto"}),
        capa([_fila(m) for m in con_casos if m.abierta], {"type": "point", "style": "hueco"}),
        capa(
            vacios,
            {"type": "text", "style": "suave", "angle": 270, "align": "left"},
            text=campo("texto", "nominal"),
            y={"value": "height"},
        ),
    ]


def _cifras(datos: Tendencia, tope: float) -> list[dict]:
    """The value of the first closed month, the last one, and the last of all."""
    con_casos = [m for m in datos.meses if m.denominador]
    cerrados = [m for m in con_casos if not m.abierta]
    elegidos = dict.fromkeys((*cerrados[:1], *cerrados[-1:], *con_casos[-1:]))
    filas = [_fila(m) | _lugar(m, con_casos, tope) for m in elegidos]
    rotulo = {
        "type": "text",
        "fontWeight": "bold",
        **{clave: {"expr": f"datum.{clave}"} for clave in ("align", "baseline", "dx", "dy")},
    }
    texto = campo("cifra", "nominal")
    return [capa(filas, rotulo | {"style": "halo"}, text=texto), capa(filas, rotulo, text=texto)]


def _lugar(m: Mes, con_casos: list[Mes], tope: float) -> dict:
    """Where a month's value is written: to the inside, on the side that the line leaves free."""
    if m is con_casos[0]:
        sube = len(con_casos) > 1 and con_casos[1].valor >= m.valor
        lado = {"align": "left", "dx": -8}
    else:
        sube = con_casos[con_casos.index(m) - 1].valor <= m.valor
        lado = {"align": "right", "dx": 8 if m is con_casos[-1] else 0}
    abajo = (sube or m.abierta) and m.valor > 0.2 * tope
    return lado | ({"baseline": "top", "dy": 10} if abajo else {"baseline": "bottom", "dy": -9})
