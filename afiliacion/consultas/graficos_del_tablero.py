"""What each chart of the tablero draws: the figures of the page, for juntos.graficos."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

from afiliacion.consultas import indicadores as cifras
from afiliacion.consultas import tablero
from afiliacion.consultas.indicadores import Ambito, Cuentas
from juntos.graficos import cascada, clasificacion, curvas, embudo, mapa, multiplos, tendencia
from juntos.models import Distrito, UnidadTerritorial

INDICADOR = "captacion_30d"
DIAS_DE_CURVA = 61
UN_DIA = dt.timedelta(days=1)


@dataclass(frozen=True)
class Grafico:
    """A chart: what draws it, what it draws, its name for people, and how wide a page shows it."""

    modulo: ModuleType
    datos: Callable[[Ambito], object]
    nombre: str
    ancho: str = "amplio"


def _nota(ambito: Ambito) -> str:
    return f"Del {ambito.desde:%d/%m/%Y} al {ambito.hasta:%d/%m/%Y}, corte {ambito.corte:%d/%m/%Y}"


def _mes(cuentas: Cuentas, mes: dt.date) -> tendencia.Mes:
    """A month with births that are not thirty days old is told hollow, by the others of it."""
    razon = cuentas[INDICADOR]
    abierta = bool(cuentas.nacidos_abiertos)
    return tendencia.Mes(mes, razon.numerador, razon.denominador, abierta=abierta)


def _meses(ambito: Ambito) -> list[dt.date]:
    meses, mes = [], ambito.desde.replace(day=1)
    while mes <= ambito.hasta:
        meses.append(mes)
        mes = _siguiente(mes)
    return meses


def _siguiente(mes: dt.date) -> dt.date:
    return (mes + 31 * UN_DIA).replace(day=1)


def _tendencia(ambito: Ambito) -> tendencia.Tendencia:
    por_mes = {c.grupo: _mes(c, c.grupo) for c in cifras.por(ambito, "mes")}
    meses = tuple(por_mes.get(mes, tendencia.Mes(mes, 0, 0)) for mes in _meses(ambito))
    esperada = tablero.meta(ambito, INDICADOR)
    return tendencia.Tendencia(cifras.NOMBRES[INDICADOR], _nota(ambito), meses, esperada)


def _curvas(ambito: Ambito) -> curvas.Curvas:
    """The last month of which every child is thirty days old, over the same of a year before."""
    plazo = dt.timedelta(days=30)
    meses = _meses(ambito)
    cerrados = [mes for mes in meses if _siguiente(mes) + plazo <= ambito.corte]
    ultimo = cerrados[-1] if cerrados else meses[0]
    de_un_mes = replace(ambito, desde=ultimo, hasta=_siguiente(ultimo) - UN_DIA)
    series = tuple(_curva(uno) for uno in (tablero.un_anio_antes(de_un_mes), de_un_mes))
    titulo = "Captados según los días de nacidos"
    return curvas.Curvas(titulo, f"Corte {ambito.corte:%d/%m/%Y}", series)


def _curva(ambito: Ambito) -> curvas.Curva:
    edades = dict(cifras.curva(ambito))
    captados = tuple(edades.get(dia, 0) for dia in range(DIAS_DE_CURVA))
    nombre = tablero.nombres_de("mes", [ambito.desde])[ambito.desde].lower()
    mes, anio = nombre.split()
    return curvas.Curva(f"{mes[:3]}. {anio}", sum(edades.values()), captados)


def _cascada(ambito: Ambito) -> cascada.Cascada:
    eslabones = tuple(
        cascada.Eslabon(t.nombre, t.dias.mediana, t.dias.p90, t.dias.n)
        for t in tablero.cascada(ambito)
    )
    return cascada.Cascada("Dónde se van los días", _nota(ambito), eslabones)


def _embudo(ambito: Ambito) -> embudo.Embudo:
    pasos = tuple(embudo.Paso(nombre, n.valor) for nombre, n, _ in tablero.embudo(ambito))
    return embudo.Embudo("Del nacimiento al pago", _nota(ambito), pasos)


def _mapa(ambito: Ambito) -> mapa.Mapa:
    lugares = Distrito.objects.in_bulk()
    puntos = tuple(
        mapa.Punto(
            nombre=str(lugares[c.grupo]),
            longitud=_grados(lugares[c.grupo].longitud),
            latitud=_grados(lugares[c.grupo].latitud),
            numerador=c[INDICADOR].numerador,
            denominador=c[INDICADOR].denominador,
            zona=lugares[c.grupo].departamento,
        )
        for c in cifras.por(ambito, "distrito")
        if c.grupo in lugares
    )
    return mapa.Mapa(f"{cifras.NOMBRES[INDICADOR]}, por distrito", _nota(ambito), puntos)


def _grados(valor) -> float | None:
    return None if valor is None else float(valor)


def _clasificacion(ambito: Ambito) -> clasificacion.Clasificacion:
    cuentas = cifras.por(ambito, "distrito")
    nombres = tablero.nombres_de("distrito", [c.grupo for c in cuentas if c.grupo])
    filas = tuple(
        clasificacion.Fila(nombres[c.grupo], c[INDICADOR].numerador, c[INDICADOR].denominador)
        for c in cuentas
        if c.grupo in nombres
    )
    titulo = f"{cifras.NOMBRES[INDICADOR]}: los distritos"
    return clasificacion.Clasificacion(titulo, _nota(ambito), filas)


def _multiplos(ambito: Ambito) -> multiplos.Multiplos:
    nombres = dict(UnidadTerritorial.objects.values_list("pk", "nombre"))
    unidades = [c.grupo for c in cifras.por(ambito, "unidad") if c.grupo in nombres]
    paneles = [
        multiplos.Panel(nombres[unidad], _tendencia(replace(ambito, unidad=unidad)).meses)
        for unidad in unidades
    ]
    titulo = f"{cifras.NOMBRES[INDICADOR]}, por Unidad Territorial"
    return multiplos.Multiplos(titulo, _nota(ambito), tuple(paneles))


GRAFICOS = {
    "tendencia": Grafico(tendencia, _tendencia, ancho="medio", nombre="Mes a mes"),
    "curvas": Grafico(curvas, _curvas, ancho="medio", nombre="A los cuántos días"),
    "cascada": Grafico(cascada, _cascada, "Dónde se van los días"),
    "mapa": Grafico(mapa, _mapa, ancho="medio", nombre="Mapa de los distritos"),
    "clasificacion": Grafico(
        clasificacion, _clasificacion, ancho="medio", nombre="Los distritos, en orden"
    ),
    "embudo": Grafico(embudo, _embudo, "Del nacimiento al pago"),
    "multiplos": Grafico(multiplos, _multiplos, "Cada Unidad Territorial"),
}
# The country's: of one unit there is nothing to compare.
DE_LA_SEDE = {"multiplos"}
