"""A share by month, beside its target: closed months solid, open cohorts hollow, gaps said."""

import datetime as dt
from dataclasses import dataclass

from juntos.graficos.dibujo import campo, capa, eje_parte, lamina, techo, vacia
from juntos.graficos.tema import HOLGADO
from juntos.graficos.textos import SIN_CASOS, enumerar, mes, meta_en_palabras, porcentaje

# What a month's label takes on the axis, in pixels.
PASO_MES = 46
# Months nearer than this have small points.
PASO_PUNTO = 12


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
        clave=_clave([m for m in con_casos if m.abierta]),
        layer=[
            *_meta(datos),
            *_lineas(datos.meses),
            *_puntos(datos.meses, ancho),
            *_cifras(datos, tope),
        ],
        encoding={"x": _eje_meses(datos.meses, ancho), "y": eje_parte(tope)},
    )


def _clave(abiertos: list[Mes]) -> str:
    if not abiertos:
        return ""
    van = enumerar([m.cifra for m in abiertos])
    return f"○ cohorte abierta, con quienes aún no cumplen 30 días: va en {van}"


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


def _puntos(meses: tuple[Mes, ...], ancho: int) -> list[dict]:
    con_casos = [m for m in meses if m.denominador]
    vacios = [_fila(m) | {"texto": SIN_CASOS} for m in meses if not m.denominador]
    punto = {"type": "point", "size": 60 if ancho / len(meses) > PASO_PUNTO else 14}
    return [
        capa([_fila(m) for m in con_casos if not m.abierta], punto | {"style": "punto"}),
        capa([_fila(m) for m in con_casos if m.abierta], punto | {"style": "hueco"}),
        capa(
            vacios,
            {"type": "text", "style": "suave", "angle": 270, "align": "left"},
            text=campo("texto", "nominal"),
            y={"value": "height"},
        ),
    ]


def _cifras(datos: Tendencia, tope: float) -> list[dict]:
    """The value of the first closed month and of the last one; the open ones are in the key."""
    cerrados = [m for m in datos.meses if m.denominador and not m.abierta]
    filas = [_fila(m) | _lugar(m, vecino, datos.meta, tope) for m, vecino in _extremos(cerrados)]
    rotulo = {
        "type": "text",
        "fontWeight": "bold",
        **{clave: {"expr": f"datum.{clave}"} for clave in ("align", "baseline", "dx", "dy")},
    }
    texto = campo("cifra", "nominal")
    return [capa(filas, rotulo | {"style": "halo"}, text=texto), capa(filas, rotulo, text=texto)]


def _extremos(cerrados: list[Mes]) -> list[tuple[Mes, Mes]]:
    """The first and the last month, each with the one beside it."""
    if len(cerrados) < 2:
        return [(m, m) for m in cerrados]
    return [(cerrados[0], cerrados[1]), (cerrados[-1], cerrados[-2])]


def _lugar(m: Mes, vecino: Mes, meta: float | None, tope: float) -> dict:
    """Where a value is written: to the inside, on the side that line and target leave free."""
    es_primero = m.mes <= vecino.mes
    tapa_meta = meta is not None and 0 <= meta - m.valor < 0.2 * tope
    abajo = (vecino.valor > m.valor or tapa_meta) and m.valor > 0.12 * tope
    return {
        "align": "left" if es_primero else "right",
        "dx": -8 if es_primero else 4,
        "baseline": "top" if abajo else "bottom",
        "dy": 10 if abajo else -9,
    }
