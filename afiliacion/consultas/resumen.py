"""The week in a few lines: only what is not as it should be, and where to look at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from afiliacion.consultas.cola import NUNCA, PRONTO, SEMANA, q_asignacion
from afiliacion.consultas.indicadores import Ambito, Razon, por
from afiliacion.consultas.metas import elegir, metas_del
from afiliacion.models import Contacto, EstadoInforme, InformeMensual
from captacion.consultas import fuentes
from juntos.models import Distrito, Parametro, Rol, UnidadTerritorial, Usuario

# The figure that is watched: the programme's own.
INDICADOR = "captacion_30d"
UN_DIA, SEMANAS = dt.timedelta(days=1), dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Linea:
    """One of them in words and, when it has one, the query of the tablero that shows it alone."""

    texto: str
    consulta: str = ""

    def __str__(self) -> str:
        return self.texto


@dataclass(frozen=True)
class Excepcion:
    """One thing out of the ordinary: how many, where its list is, and, on screen, which."""

    clave: str
    cuenta: int
    singular: str
    plural: str
    direccion: str
    lineas: tuple[Linea, ...] = ()

    @property
    def palabras(self) -> str:
        return self.singular if self.cuenta == 1 else self.plural

    @property
    def lleva_aqui(self) -> bool:
        """Whether the summary itself is its list."""
        return self.direccion.startswith(reverse("afiliacion:resumen"))

    @property
    def frase(self) -> str:
        """Without anybody's name or place: what an e-mail may say."""
        return f"{self.cuenta:,} {self.palabras}"


def excepciones(usuario: Usuario, *, hoy: dt.date) -> list[Excepcion]:
    match usuario.rol:
        case Rol.GESTORA:
            todas = [_suyos_de_la_semana(usuario, hoy)]
        case Rol.SUPERVISORA:
            todas = [*_de_distritos(usuario, hoy), _sin_visita(usuario, hoy), _tardias(usuario)]
        case Rol.SEDE:
            todas = [_de_unidades(hoy), _tardias(usuario), *_de_archivos(), _informes(usuario)]
        case _:
            todas = []
    return [excepcion for excepcion in todas if excepcion.cuenta]


# --- Each role's


def _suyos_de_la_semana(usuario, hoy) -> Excepcion:
    suyos = Contacto.objects.visibles_para(usuario).abiertos()
    return Excepcion(
        "contactos",
        suyos.filter(SEMANA.q(hoy), q_asignacion("mias", usuario)).count(),
        "contacto suyo vence hoy o en 7 días",
        "contactos suyos vencen hoy o en 7 días",
        f"{reverse('afiliacion:cola')}?vence={SEMANA.codigo}&asignacion=mias",
    )


def _sin_visita(usuario, hoy) -> Excepcion:
    suyos = Contacto.objects.visibles_para(usuario).abiertos()
    return Excepcion(
        "contactos",
        suyos.filter(PRONTO.q(hoy), ultima_visita_el__isnull=True).count(),
        "contacto vence hoy o en 3 días sin ninguna visita",
        "contactos vencen hoy o en 3 días sin ninguna visita",
        f"{reverse('afiliacion:cola')}?vence={PRONTO.codigo}&gestion={NUNCA}",
    )


def _de_distritos(usuario, hoy) -> list[Excepcion]:
    suyos = tuple(Distrito.objects.visibles_para(usuario).values_list("pk", flat=True))
    debajo = _debajo_de_la_meta("distrito", hoy, distritos=suyos)
    caen = _que_caen("distrito", hoy, distritos=suyos)
    return [
        Excepcion(
            "debajo",
            len(debajo),
            "distrito por debajo de la meta",
            "distritos por debajo de la meta",
            f"{reverse('afiliacion:resumen')}#debajo",
            debajo,
        ),
        Excepcion(
            "caen",
            len(caen),
            "distrito que baja frente a sus 4 semanas anteriores",
            "distritos que bajan frente a sus 4 semanas anteriores",
            f"{reverse('afiliacion:resumen')}#caen",
            caen,
        ),
    ]


def _de_unidades(hoy) -> Excepcion:
    debajo = _debajo_de_la_meta("unidad", hoy)
    return Excepcion(
        "debajo",
        len(debajo),
        "Unidad Territorial por debajo de la meta",
        "Unidades Territoriales por debajo de la meta",
        f"{reverse('afiliacion:resumen')}#debajo",
        debajo,
    )


def _tardias(usuario) -> Excepcion:
    tardias = fuentes.tardias(timezone.now())
    de_sede = usuario.rol == Rol.SEDE
    return Excepcion(
        "tardias",
        len(tardias),
        "fuente de datos con retraso",
        "fuentes de datos con retraso",
        reverse("captacion:cargas") if de_sede else f"{reverse('afiliacion:bandeja')}#fuentes",
        tuple(Linea(f"{t.fuente.label}: se esperaba el {_dia(t.esperada)}") for t in tardias),
    )


def _de_archivos() -> list[Excepcion]:
    cambios = fuentes.cambios()
    encogen = tuple(
        Linea(f"{c.llegada.fuente.label}: {c.carga.leidas:,} filas; antes, {c.antes:,.0f}")
        for c in cambios
        if c.se_encoge
    )
    rechazan = tuple(
        Linea(
            f"{c.llegada.fuente.label}: {_cien(c.rechazo)} rechazadas;"
            f" antes, {_cien(c.rechazo_antes)}"
        )
        for c in cambios
        if c.rechaza_mas
    )
    cargas = reverse("captacion:cargas")
    return [
        Excepcion(
            "encogen",
            len(encogen),
            "fuente con menos filas que de costumbre",
            "fuentes con menos filas que de costumbre",
            cargas,
            encogen,
        ),
        Excepcion(
            "rechazan",
            len(rechazan),
            "fuente con más rechazos que de costumbre",
            "fuentes con más rechazos que de costumbre",
            cargas,
            rechazan,
        ),
    ]


def _informes(usuario) -> Excepcion:
    esperan = InformeMensual.objects.visibles_para(usuario).filter(estado=EstadoInforme.BORRADOR)
    esperan = esperan.exclude(preparado_por=usuario)
    return Excepcion(
        "informes",
        esperan.count(),
        "informe mensual espera su aprobación",
        "informes mensuales esperan su aprobación",
        reverse("afiliacion:informes"),
        tuple(Linea(informe.numero) for informe in esperan),
    )


# --- The figure


def _debajo_de_la_meta(dimension: str, hoy: dt.date, **ambito) -> tuple[Linea, ...]:
    """The groups of a dimension below their target in the last four weeks that are closed."""
    hasta = _ultimo_cerrado(hoy)
    cifras = _cifras(dimension, hasta - SEMANAS + UN_DIA, hasta, hoy, **ambito)
    metas = metas_del(hoy)
    unidades = _unidades(dimension, cifras)
    debajo = {}
    for grupo, razon in cifras.items():
        meta = elegir(metas, INDICADOR, unidades[grupo])
        if meta and 100 * razon.valor < meta.valor:
            debajo[grupo] = f"{_cuanto(razon)}; meta {meta.valor:.1f} %"
    return _con_nombre(dimension, debajo)


def _que_caen(dimension: str, hoy: dt.date, **ambito) -> tuple[Linea, ...]:
    """The groups whose last closed week is well below the four weeks before it."""
    hasta = _ultimo_cerrado(hoy)
    semana = hasta - dt.timedelta(days=6)
    ultima = _cifras(dimension, semana, hasta, hoy, **ambito)
    antes = _cifras(dimension, semana - SEMANAS, semana - UN_DIA, hoy, **ambito)
    puntos = Parametro.de("resumen_caida")
    caen = {
        grupo: f"{_cuanto(ultima[grupo])}; antes, {_cuanto(antes[grupo])}"
        for grupo in ultima.keys() & antes.keys()
        if 100 * (antes[grupo].valor - ultima[grupo].valor) >= puntos
    }
    return _con_nombre(dimension, caen)


def _ultimo_cerrado(hoy: dt.date) -> dt.date:
    """The last day whose births were all 30 days old yesterday."""
    return hoy - UN_DIA - dt.timedelta(days=Parametro.de("dias_captacion_recien_nacido") + 1)


def _cifras(dimension, desde, hasta, hoy, **ambito) -> dict[object, Razon]:
    """Of the groups with enough births to say something."""
    minimo = max(Parametro.de("resumen_minimo"), 1)
    grupos = por(Ambito(desde=desde, hasta=hasta, corte=hoy - UN_DIA, **ambito), dimension)
    return {
        c.grupo: c[INDICADOR]
        for c in grupos
        if c.grupo is not None and c[INDICADOR].denominador >= minimo
    }


def _unidades(dimension: str, grupos) -> dict:
    if dimension == "unidad":
        return {grupo: grupo for grupo in grupos}
    return dict(Distrito.objects.filter(pk__in=grupos).values_list("pk", "unidad_territorial_id"))


def _con_nombre(dimension: str, dichos: dict) -> tuple[Linea, ...]:
    modelo: type[Model] = {"unidad": UnidadTerritorial, "distrito": Distrito}[dimension]
    nombres = modelo.objects.in_bulk(list(dichos))
    campo = {"unidad": "unidad", "distrito": "ubigeo"}[dimension]
    lineas = (Linea(f"{nombres[g]}: {dicho}", f"{campo}={g}") for g, dicho in dichos.items())
    return tuple(sorted(lineas, key=str))


def _cuanto(razon: Razon) -> str:
    return f"{_cien(razon.valor)} ({razon.numerador:,} de {razon.denominador:,})"


def _cien(parte: float) -> str:
    return f"{100 * parte:.1f} %"


def _dia(instante: dt.datetime) -> str:
    return f"{timezone.localtime(instante):%d/%m/%Y %H:%M}"
