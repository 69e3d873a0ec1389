"""The team of a Unidad Territorial: what each manager has in hand, and what could even it out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from afiliacion.consultas.cola import PRONTO, q_sin_gestion
from afiliacion.models import Contacto, Reasignacion, Salida, Visita
from juntos.calendario import restar_habiles
from juntos.models import Asignacion, Ausencia, Distrito, Parametro, Rol, Usuario

# Less than this is not worth a household's change of face.
MINIMO_A_MOVER = 3
PROPUESTAS = 5


def gestoras_de(usuario) -> QuerySet[Usuario]:
    """The managers of a supervisor's Unidad Territorial who still work."""
    return Usuario.objects.filter(
        rol=Rol.GESTORA, is_active=True, unidad_territorial=usuario.unidad_territorial_id
    ).order_by("last_name", "first_name", "pk")


@dataclass
class Carga:
    """What one manager has in hand today."""

    gestora: Usuario
    abiertos: int = 0
    por_vencer: int = 0
    sin_gestion: int = 0
    visitas: int = 0
    ultima_visita_el: dt.date | None = None
    distritos: list[Distrito] = field(default_factory=list)
    ausencias: list[Ausencia] = field(default_factory=list)
    sin_actividad: bool = False

    @property
    def ausente(self) -> Ausencia | None:
        hoy = timezone.localdate()
        return next((a for a in self.ausencias if a.desde <= hoy <= a.hasta), None)


@dataclass(frozen=True)
class Propuesta:
    """So many contacts that nobody has visited yet, from one manager to another of the district."""

    de: Usuario
    a: Usuario
    distrito: Distrito
    cuantos: int


@dataclass
class Equipo:
    cargas: list[Carga]
    propuestas: list[Propuesta]
    sin_asignar: int
    dias: int

    @property
    def maximo(self) -> int:
        return max((c.abiertos for c in self.cargas), default=0)


def equipo(usuario, *, hoy: dt.date) -> Equipo:
    dias = Parametro.de("dias_sin_gestion")
    cargas = {g.pk: Carga(g) for g in gestoras_de(usuario)}
    visibles = Contacto.objects.visibles_para(usuario).abiertos()
    _contar_contactos(cargas, visibles, hoy=hoy, dias=dias)
    _contar_visitas(cargas, hoy=hoy)
    for asignacion in (
        Asignacion.objects.vigentes(hoy)
        .filter(usuario__in=cargas)
        .select_related("distrito")
        .order_by("distrito__nombre")
    ):
        cargas[asignacion.usuario_id].distritos.append(asignacion.distrito)
    for ausencia in (
        Ausencia.objects.filter(usuario__in=cargas, hasta__gte=hoy)
        .select_related("usuario", "cubre")
        .order_by("desde")
    ):
        cargas[ausencia.usuario_id].ausencias.append(ausencia)
    corte = restar_habiles(hoy, dias)
    for carga in cargas.values():
        carga.sin_actividad = not carga.ausente and (
            carga.ultima_visita_el is None or carga.ultima_visita_el <= corte
        )
    return Equipo(
        cargas=list(cargas.values()),
        propuestas=proponer(list(cargas.values()), visibles),
        sin_asignar=visibles.filter(asignada_a__isnull=True).count(),
        dias=dias,
    )


def _contar_contactos(cargas: dict[int, Carga], visibles: QuerySet, *, hoy, dias: int) -> None:
    cuentas = (
        visibles.filter(asignada_a__in=cargas)
        .order_by()
        .values("asignada_a")
        .annotate(
            abiertos=Count("pk"),
            por_vencer=Count("pk", filter=PRONTO.q(hoy)),
            sin_gestion=Count("pk", filter=q_sin_gestion(hoy, dias)),
        )
    )
    for cuenta in cuentas:
        carga = cargas[cuenta["asignada_a"]]
        carga.abiertos = cuenta["abiertos"]
        carga.por_vencer = cuenta["por_vencer"]
        carga.sin_gestion = cuenta["sin_gestion"]


def _contar_visitas(cargas: dict[int, Carga], *, hoy: dt.date) -> None:
    lunes = hoy - dt.timedelta(days=hoy.weekday())
    visitas = (
        Visita.objects.filter(registrada_por__in=cargas)
        .order_by()
        .values("registrada_por")
        .annotate(de_la_semana=Count("pk", filter=Q(fecha__gte=lunes)), ultima=Max("fecha"))
    )
    for visita in visitas:
        carga = cargas[visita["registrada_por"]]
        carga.visitas, carga.ultima_visita_el = visita["de_la_semana"], visita["ultima"]


def sin_actividad(usuario, *, hoy: dt.date) -> list[Carga]:
    """Managers at work who have visited and called nobody in the days of the parameter."""
    return [carga for carga in equipo(usuario, hoy=hoy).cargas if carga.sin_actividad]


def proponer(cargas: list[Carga], visibles: QuerySet) -> list[Propuesta]:
    """Moves that even out the load between two managers of the same district, the largest first.

    Only contacts that nobody has visited or called, and to nobody who is absent.
    """
    por_mover = defaultdict(int)
    for gestora, distrito, cuenta in (
        que_se_mueven(visibles)
        .order_by()
        .values("asignada_a", "distrito")
        .values_list("asignada_a", "distrito", Count("pk"))
    ):
        por_mover[gestora, distrito] = cuenta
    abiertos = {c.gestora.pk: c.abiertos for c in cargas}
    propuestas = []
    while len(propuestas) < PROPUESTAS:
        mejor = _mejor_movimiento(cargas, abiertos, por_mover)
        if mejor is None or mejor.cuantos < MINIMO_A_MOVER:
            break
        propuestas.append(mejor)
        abiertos[mejor.de.pk] -= mejor.cuantos
        abiertos[mejor.a.pk] += mejor.cuantos
        por_mover[mejor.de.pk, mejor.distrito.pk] -= mejor.cuantos
    return propuestas


def que_se_mueven(visibles: QuerySet) -> QuerySet:
    return visibles.filter(ultima_visita_el__isnull=True, asignada_a__isnull=False)


def _mejor_movimiento(cargas: list[Carga], abiertos, por_mover) -> Propuesta | None:
    en_distrito = defaultdict(list)
    for carga in cargas:
        for distrito in carga.distritos:
            en_distrito[distrito].append(carga)
    movimientos = [
        Propuesta(
            de.gestora,
            a.gestora,
            distrito,
            min(
                (abiertos[de.gestora.pk] - abiertos[a.gestora.pk]) // 2,
                por_mover[de.gestora.pk, distrito.pk],
            ),
        )
        for distrito, suyas in en_distrito.items()
        for de in suyas
        for a in suyas
        if de is not a and not a.ausente
    ]
    return max(movimientos, key=lambda p: (p.cuantos, -p.de.pk, -p.a.pk), default=None)


@dataclass(frozen=True)
class Destino:
    """Who could take a batch: what she has already, and how many of it are in her districts."""

    carga: Carga
    atiende: int


def destinos(lote: Reasignacion, usuario, *, hoy: dt.date) -> list[Destino]:
    por_distrito = dict(
        lote.items.values("contacto__distrito").values_list("contacto__distrito", Count("pk"))
    )
    return sorted(
        (
            Destino(carga, sum(por_distrito.get(d.pk, 0) for d in carga.distritos))
            for carga in equipo(usuario, hoy=hoy).cargas
        ),
        key=lambda d: (-d.atiende, d.carga.abiertos, d.carga.gestora.pk),
    )


@dataclass
class Resultado:
    """What a batch did: those that moved, those that changed meanwhile and those out of reach."""

    movidos: int
    cambiaron: list[Contacto]
    devueltos: int
    a: list[Usuario]


def resultado(lote: Reasignacion) -> Resultado:
    items = list(lote.items.select_related("a"))
    quedan = [i.contacto_id for i in items if not i.movido]
    return Resultado(
        movidos=sum(i.movido for i in items),
        cambiaron=list(
            Contacto.objects.filter(pk__in=quedan)
            .select_related("distrito", "asignada_a")
            .order_by("pk")
        ),
        devueltos=sum(i.devuelto for i in items),
        a=sorted({i.a for i in items if i.movido}, key=lambda u: u.pk),
    )


def salidas_de_hoy(usuario) -> list[Salida]:
    salidas = Salida.objects.visibles_para(usuario).filter(
        deshecha_en__isnull=True, registrada_por=usuario
    )
    return [salida for salida in salidas.select_related("usuario") if salida.se_deshace]


def distritos_que_deja(usuaria: Usuario) -> list[Distrito]:
    """Those that she is assigned, and any other where she has an open contact in hand."""
    asignados = Asignacion.objects.vigentes().filter(usuario=usuaria).values("distrito")
    en_manos = Contacto.objects.abiertos().filter(asignada_a=usuaria).values("distrito")
    return list(
        Distrito.objects.filter(Q(pk__in=asignados) | Q(pk__in=en_manos)).order_by("nombre", "pk")
    )
