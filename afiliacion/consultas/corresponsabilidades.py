"""Whose care is due this week, who has none told, what was given late: household by household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from afiliacion.consultas.articulacion import Lista as ListaDeEntrega
from afiliacion.consultas.articulacion import ambito
from afiliacion.consultas.calendario import calendario_guardado
from afiliacion.consultas.hogar import Integrante
from afiliacion.consultas.restringidos import captaciones_restringidas
from afiliacion.consultas.vidas import Cuidado, cuidado_de
from afiliacion.models import Destino, EstadoItem
from captacion.models import Captacion, Hogar, TipoRestriccion
from juntos.models import Distrito, Establecimiento, Parametro, Rol, UnidadTerritorial, Usuario

SQL = Path(__file__).resolve().parents[1] / "sql" / "cuidados" / "por_atender.sql"
POR_PAGINA = 25
POR_ATENDER = "por_atender"
COLUMNAS = ("Nombre", "Documento", "Quién es", "Qué le toca", "Lugar")
VER = {
    POR_ATENDER: ("Por atender", {EstadoItem.PENDIENTE, EstadoItem.SIN_DATO}),
    "semana": ("Terminan en 7 días", {EstadoItem.PENDIENTE}),
    "sin_dato": ("Sin dato", {EstadoItem.SIN_DATO}),
    "fuera": ("Fuera de plazo", {EstadoItem.FUERA_DE_PLAZO}),
    "no_dio": ("No se dio", {EstadoItem.NO_CUMPLE}),
}


@dataclass(frozen=True)
class Grupo:
    """What one household has in one state at one facility; the columns of por_atender.sql."""

    hogar_id: int
    establecimiento: str
    estado: str
    primero: dt.date
    filas: list[int]


@dataclass(frozen=True)
class Pendientes:
    """The household's people with something to attend to, and what."""

    por_persona: list[tuple[Captacion, list[Cuidado]]]

    @property
    def hogar(self) -> Hogar:
        return self.por_persona[0][0].hogar


@dataclass(frozen=True)
class Lista:
    """What a choice of district, facility and state shows, with the counts of the other choices."""

    ver: str
    cuentas: list[tuple[str, str, int]]
    establecimientos: list[tuple[str, str]]
    pagina: Page


def distritos_de(usuario: Usuario, *, unidad: str = "", distrito: str = "") -> QuerySet[Distrito]:
    """The user's, or one of them; sede, who sees the country, chooses a unit first."""
    suyos = Distrito.objects.visibles_para(usuario)
    if distrito:
        return suyos.filter(pk=distrito)
    if usuario.rol != Rol.SEDE:
        return suyos
    return suyos.filter(unidad_territorial__codigo=unidad) if unidad else suyos.none()


def unidades_de(usuario: Usuario) -> QuerySet[UnidadTerritorial]:
    """Those to choose from: only sede has more than one."""
    if usuario.rol != Rol.SEDE:
        return UnidadTerritorial.objects.none()
    return UnidadTerritorial.objects.all()


def cuantos_por_atender(usuario: Usuario, *, hoy: dt.date) -> int:
    """Households of the user's districts on the list that the page opens with."""
    grupos = _leer(distritos_de(usuario), hoy=hoy)
    return len(_hogares(grupos, POR_ATENDER))


def lista(
    distritos: Collection[Distrito], *, ver: str, establecimiento: str, numero, hoy: dt.date
) -> Lista:
    todos = _leer(distritos, hoy=hoy)
    suyos = [g for g in todos if establecimiento in ("", g.establecimiento)]
    ver = ver if ver in VER else POR_ATENDER
    hogares = _hogares(suyos, ver)
    pagina = Paginator(hogares, POR_PAGINA).get_page(numero)
    de_la_pagina = [g for g in suyos if g.hogar_id in pagina.object_list and _entra(g, ver)]
    pagina.object_list = _detalle(pagina.object_list, de_la_pagina, hoy=hoy)
    return Lista(
        ver=ver,
        cuentas=[(clave, VER[clave][0], len(_hogares(suyos, clave))) for clave in VER],
        establecimientos=_establecimientos(todos),
        pagina=pagina,
    )


def para_establecimiento(distrito: Distrito, codigo: str, *, usuario: Usuario) -> ListaDeEntrega:
    """Whom a facility should look for: care that ends this week or that it did not tell."""
    hoy = timezone.localdate()
    grupos = [
        grupo
        for grupo in _leer(ambito(distrito, usuario), hoy=hoy)
        if grupo.establecimiento == codigo and _entra(grupo, POR_ATENDER)
    ]
    hogares = _detalle(_hogares(grupos, POR_ATENDER), grupos, hoy=hoy)
    fuera = captaciones_restringidas(TipoRestriccion.FUERA_DE_LISTAS)
    nombre = Establecimiento.objects.filter(pk=codigo).values_list("nombre", flat=True).first()
    return ListaDeEntrega(
        destino=Destino.ESTABLECIMIENTO,
        distrito=distrito,
        codigo=codigo,
        titulo=f"Cuidados por dar o por registrar en {nombre or f'establecimiento {codigo}'}",
        alcance=f"Plazos que terminan en 7 días y cuidados sin registro, al {hoy:%d/%m/%Y}",
        columnas=COLUMNAS,
        filas=[
            _fila(captacion, suyos)
            for pendientes in hogares
            for captacion, suyos in pendientes.por_persona
            if captacion.pk not in fuera
        ],
    )


def _fila(captacion: Captacion, cuidados: list[Cuidado]) -> list:
    hogar = captacion.hogar
    return [
        captacion.persona.nombre_completo,
        captacion.persona.documento,
        Integrante(captacion.persona, captacion=captacion).que_es,
        ". ".join(uno.motivo for uno in cuidados),
        ", ".join(filter(None, (str(hogar.distrito or ""), hogar.centro_poblado))),
    ]


def _leer(distritos: Collection[Distrito], *, hoy: dt.date) -> list[Grupo]:
    valores = Parametro.valores() | {"distritos": [d.pk for d in distritos], "hoy": hoy}
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(), valores)
        return [Grupo(*fila) for fila in cursor.fetchall()]


def _entra(grupo: Grupo, ver: str) -> bool:
    return grupo.estado in VER[ver][1]


def _hogares(grupos: list[Grupo], ver: str) -> list[int]:
    """Households, the one whose time ends first at the head; those past it, after."""
    urgencias: dict[int, tuple] = {}
    for grupo in grupos:
        if _entra(grupo, ver):
            urgencia = (grupo.estado != EstadoItem.PENDIENTE, grupo.primero)
            urgencias[grupo.hogar_id] = min(urgencias.get(grupo.hogar_id, urgencia), urgencia)
    return sorted(urgencias, key=lambda hogar: (urgencias[hogar], hogar))


def _detalle(hogares: list[int], grupos: list[Grupo], *, hoy: dt.date) -> list[Pendientes]:
    captaciones = list(
        Captacion.objects.filter(hogar__in=hogares)
        .select_related(
            "persona",
            "gestante",
            "hogar__distrito",
            "recien_nacido__establecimiento",
            "gestante__establecimiento",
        )
        .order_by("evento_el", "pk")
    )
    claves = {fila for grupo in grupos for fila in grupo.filas}
    items = calendario_guardado([c.persona_id for c in captaciones], corte=hoy)
    por_persona: dict[tuple, list[Cuidado]] = {}
    for item in items:
        if item.clave in claves:
            cuidado = cuidado_de(item, hoy=hoy)
            por_persona.setdefault((item.persona_id, item.gestante_id), []).append(cuidado)
    por_hogar: dict[int, Pendientes] = {hogar: Pendientes([]) for hogar in hogares}
    for captacion in captaciones:
        if suyos := por_persona.get((captacion.persona_id, captacion.gestante_id)):
            suyos.sort(key=lambda uno: (uno.item.estado != EstadoItem.PENDIENTE, uno.item.hasta))
            por_hogar[captacion.hogar_id].por_persona.append((captacion, suyos))
    return list(por_hogar.values())


def _establecimientos(grupos: list[Grupo]) -> list[tuple[str, str]]:
    """Code and name of those that attend somebody of the list."""
    codigos = {grupo.establecimiento for grupo in grupos} - {""}
    nombres = dict(Establecimiento.objects.filter(pk__in=codigos).values_list("pk", "nombre"))
    return sorted(((c, nombres.get(c, f"Código {c}")) for c in codigos), key=lambda par: par[1])
