"""The line of life of a calendar, drawn on the server: a strip for each kind of care, today across.

Places are percentages of the strip, so that shapes keep their size on any screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from afiliacion.consultas.calendario import Item
from afiliacion.consultas.estados_a_la_vista import Aspecto, aspecto_de

MESES_DEL_NINO = (1, 2, 4, 6, 9, 12, 18, 24, 36)
SEMANAS_DE_GESTACION = (14, 28, 40)
DIAS_DE_UN_MES = 30.44
PRIMER_ANIO = 365
POR_DELANTE = 120
# So thin would not be seen.
ANCHO_MINIMO = 1.5


@dataclass(frozen=True)
class Marca:
    """One dose: its window as a bar, and a shape where it was given or where it begins."""

    aspecto: Aspecto
    desde: str
    ancho: str
    x: str


@dataclass(frozen=True)
class Pista:
    """One kind of care, and how it goes as a whole: the state that most asks for somebody."""

    nombre: str
    aspecto: Aspecto
    dadas: int
    pedidas: int
    marcas: list[Marca]


@dataclass(frozen=True)
class Division:
    x: str
    texto: str


@dataclass(frozen=True)
class Linea:
    hoy: str
    divisiones: list[Division]
    pistas: list[Pista]
    aspectos: list[Aspecto]


@dataclass(frozen=True)
class Escala:
    """Days to percentages. A child's first weeks, with most of the care, take more of the strip."""

    cero: dt.date
    dias: int
    raiz: bool

    def x(self, dia: dt.date) -> float:
        parte = min(max((dia - self.cero).days / self.dias, 0), 1)
        # Room for half a shape at both ends.
        return 3 + 94 * (parte**0.5 if self.raiz else parte)

    def alcanza(self, dia: dt.date) -> bool:
        return (dia - self.cero).days <= self.dias


def trazar(items: Sequence[Item], *, cero: dt.date, hoy: dt.date) -> Linea:
    """The strips in the order in which each kind of care begins; what is far ahead is not drawn."""
    escala = _escala(items, cero=cero, hoy=hoy)
    por_clase: dict[str, list[Item]] = {}
    for item in items:
        if escala.alcanza(item.desde):
            por_clase.setdefault(item.item, []).append(item)
    pistas = [_pista(suyos, escala=escala, hoy=hoy) for suyos in por_clase.values()]
    a_la_vista = {marca.aspecto for pista in pistas for marca in pista.marcas}
    return Linea(
        hoy=_tanto(escala.x(hoy)),
        divisiones=list(_divisiones(escala)),
        pistas=pistas,
        aspectos=sorted(a_la_vista, key=lambda aspecto: aspecto.urgencia),
    )


def _escala(items: Sequence[Item], *, cero: dt.date, hoy: dt.date) -> Escala:
    ultimo = max((item.hasta - cero).days for item in items)
    if items[0].gestante_id:
        return Escala(cero, ultimo, raiz=False)
    return Escala(cero, min(ultimo, max(PRIMER_ANIO, (hoy - cero).days + POR_DELANTE)), raiz=True)


def _divisiones(escala: Escala) -> Iterable[Division]:
    if not escala.raiz:
        for semana in SEMANAS_DE_GESTACION:
            dia = escala.cero + dt.timedelta(weeks=semana)
            yield Division(_tanto(escala.x(dia)), f"{semana} sem.")
        return
    for meses in MESES_DEL_NINO:
        dia = escala.cero + dt.timedelta(days=round(meses * DIAS_DE_UN_MES))
        if escala.alcanza(dia):
            yield Division(_tanto(escala.x(dia)), f"{meses} m")


def _pista(items: list[Item], *, escala: Escala, hoy: dt.date) -> Pista:
    marcas = [_marca(item, escala=escala, hoy=hoy) for item in items]
    return Pista(
        nombre=items[0].nombre,
        aspecto=min((marca.aspecto for marca in marcas), key=lambda aspecto: aspecto.urgencia),
        dadas=sum(item.dado_el is not None for item in items),
        pedidas=len(items),
        marcas=marcas,
    )


def _marca(item: Item, *, escala: Escala, hoy: dt.date) -> Marca:
    desde, hasta = escala.x(item.desde), escala.x(item.hasta)
    return Marca(
        aspecto=aspecto_de(item, hoy=hoy),
        desde=_tanto(desde),
        ancho=_tanto(max(hasta - desde, ANCHO_MINIMO)),
        x=_tanto(escala.x(item.dado_el or item.desde)),
    )


def _tanto(parte: float) -> str:
    """Text, so that no template writes it with a decimal comma."""
    return f"{parte:.2f}%"
