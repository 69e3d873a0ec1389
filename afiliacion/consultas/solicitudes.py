"""Requests as their readers need them: how long they wait, what is complete, what is odd."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from afiliacion.consultas.contacto import captaciones_de, dudas_de, trabaja, visitas_de
from afiliacion.consultas.hogar import Integrante, integrantes, rige
from afiliacion.consultas.requisitos import requisitos_hoy
from afiliacion.models import (
    Acuerdo,
    Alerta,
    Caso,
    CodigoRequisito,
    EstadoAlerta,
    EstadoSolicitud,
    Modalidad,
    Requisito,
    Solicitud,
    Visita,
)
from captacion.models import Captacion, ClasificacionSocioeconomica, TipoCaptacion, Vinculo
from juntos.calendario import sumar_habiles
from juntos.models import Parametro, Usuario

POR_PAGINA = 50
DONDE = {
    CodigoRequisito.AGR: ("#acuerdo", "Adjuntar el acuerdo"),
    CodigoRequisito.TITULAR: ("#titular", "Elegir titular"),
}
FILTROS = {
    "preparacion": ("En preparación", (EstadoSolicitud.BORRADOR,)),
    "observadas": ("Observadas", (EstadoSolicitud.OBSERVADA,)),
    "enviadas": ("Enviadas", (EstadoSolicitud.ENVIADA,)),
    "resueltas": (
        "Resueltas",
        (EstadoSolicitud.APROBADA, EstadoSolicitud.RECHAZADA, EstadoSolicitud.ANULADA),
    ),
}


@dataclass
class EnBandeja:
    """A request with what its reader asks of it before opening it."""

    solicitud: Solicitud
    integrantes: list[Integrante]
    vence_el: dt.date | None
    rarezas: list[str]

    @property
    def faltan(self) -> list:
        return [r for r in self.solicitud.requisitos.all() if not r.cumple]

    @property
    def vencida(self) -> bool:
        return bool(self.vence_el) and self.vence_el < timezone.localdate()


@dataclass(frozen=True)
class Umbrales:
    """From where on a classification ends soon, and requests of one day are many."""

    cse_hasta: dt.date
    muchas_en_un_dia: int


@dataclass
class Bandeja:
    """The inbox of one person under one filter."""

    filtro: str
    cuentas: list[tuple[str, str, int]]
    pagina: Page
    vencidas: int


def filtro_de(usuario: Usuario, pedido: str) -> str:
    """The filter asked for; else the one that answers this role's question."""
    if pedido in FILTROS:
        return pedido
    return "preparacion" if usuario.es_gestora else "enviadas"


def al_alcance(usuario: Usuario) -> QuerySet[Solicitud]:
    """Managers read the requests that they prepared; the others, those of their territory."""
    visibles = Solicitud.objects.visibles_para(usuario)
    return visibles.filter(preparada_por=usuario) if usuario.es_gestora else visibles


def bandeja(usuario: Usuario, *, filtro: str, numero: str) -> Bandeja:
    hoy, valores = timezone.localdate(), Parametro.valores()
    plazo = valores["dias_aprobacion"]
    alcance = al_alcance(usuario)
    por_estado = dict(alcance.values_list("estado").annotate(n=Count("pk")).order_by())
    estados = FILTROS[filtro][1]
    orden = ["-pk"] if filtro == "resueltas" else ["enviada_en", "preparada_en", "pk"]
    pagina = Paginator(
        con_evidencia(alcance.filter(estado__in=estados)).order_by(*orden), POR_PAGINA
    ).get_page(numero)
    pagina.object_list = en_bandeja(list(pagina.object_list), hoy=hoy, valores=valores)
    enviadas = alcance.filter(estado=EstadoSolicitud.ENVIADA).values_list("enviada_en", flat=True)
    return Bandeja(
        filtro=filtro,
        cuentas=[
            (clave, etiqueta, sum(por_estado.get(e, 0) for e in suyos))
            for clave, (etiqueta, suyos) in FILTROS.items()
        ],
        pagina=pagina,
        vencidas=sum(vence_el(en, plazo) < hoy for en in enviadas),
    )


def con_evidencia(solicitudes: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
    """Requests with all that `en_bandeja` reads, in a fixed number of queries."""
    en_persona = Visita.objects.filter(
        contacto=OuterRef("contacto"), modalidad=Modalidad.PRESENCIAL
    )
    casos = Caso.objects.select_related(
        "captacion__persona", "captacion__recien_nacido", "captacion__gestante"
    ).order_by("captacion__limite_el")
    clases = ClasificacionSocioeconomica.objects.order_by("-carga_id", "-desde", "-pk")
    return (
        solicitudes.select_related(
            "contacto__hogar",
            "contacto__distrito",
            "titular",
            "preparada_por",
            "enviada_por",
            "resuelta_por",
            "unidad_territorial",
        )
        .prefetch_related(
            "requisitos",
            "acuerdos",
            Prefetch("contacto__casos", casos),
            Prefetch("contacto__hogar__clasificaciones", clases),
        )
        .annotate(con_visita=Exists(en_persona))
    )


def en_bandeja(
    solicitudes: list[Solicitud],
    *,
    hoy: dt.date | None = None,
    valores: dict[str, int] | None = None,
) -> list[EnBandeja]:
    hoy = hoy or timezone.localdate()
    valores = valores or Parametro.valores()
    plazo = valores["dias_aprobacion"]
    umbrales = Umbrales(
        sumar_habiles(hoy, valores["dias_cse_pronto"]), valores["solicitudes_en_un_dia"]
    )
    seguidas, repetidos = _enviadas_por_dia(solicitudes), _acuerdos_repetidos(solicitudes)
    return [
        EnBandeja(
            solicitud=s,
            integrantes=[
                Integrante(c.captacion.persona, captacion=c.captacion)
                for c in s.contacto.casos.all()
            ],
            vence_el=(
                vence_el(s.enviada_en, plazo) if s.estado == EstadoSolicitud.ENVIADA else None
            ),
            rarezas=list(
                _rarezas(s, hoy=hoy, umbrales=umbrales, seguidas=seguidas, repetidos=repetidos)
            ),
        )
        for s in solicitudes
    ]


def vence_el(enviada_en: dt.datetime, plazo: int) -> dt.date:
    """The last day to resolve: so many working days after it was sent."""
    return sumar_habiles(timezone.localdate(enviada_en), plazo)


def _enviadas_por_dia(solicitudes: list[Solicitud]) -> Counter:
    """How many requests each person sent on the days of these ones."""
    dias = {timezone.localdate(s.enviada_en) for s in solicitudes if s.enviada_en}
    if not dias:
        return Counter()
    enviadas = Solicitud.objects.filter(
        enviada_en__date__in=dias, enviada_por__in={s.enviada_por_id for s in solicitudes}
    ).values_list("enviada_por", "enviada_en")
    return Counter((por, timezone.localdate(en)) for por, en in enviadas)


def _acuerdos_repetidos(solicitudes: list[Solicitud]) -> set[str]:
    """Agreements whose very file also stands in another household's request."""
    huellas = {a.sha256 for s in solicitudes for a in s.acuerdos.all()}
    return set(
        Acuerdo.objects.filter(sha256__in=huellas)
        .values("sha256")
        .annotate(hogares=Count("solicitud__contacto__hogar", distinct=True))
        .filter(hogares__gt=1)
        .values_list("sha256", flat=True)
    )


def _rarezas(
    solicitud: Solicitud,
    *,
    hoy: dt.date,
    umbrales: Umbrales,
    seguidas: Counter,
    repetidos: set[str],
):
    """What a careful reader would stop at; none of it forbids approval by itself."""
    captaciones = [c.captacion for c in solicitud.contacto.casos.all()]
    for captacion in captaciones:
        if not captacion.oportuna:
            yield f"Captación tardía: {_edad_al_captar(captacion)}."
    madres = _madres(captaciones)
    if solicitud.titular_id and madres and solicitud.titular_id not in madres:
        yield "La persona titular no es la madre ni la gestante."
    vigente = next(
        (c for c in solicitud.contacto.hogar.clasificaciones.all() if rige(c, hoy)), None
    )
    if vigente and vigente.hasta and vigente.hasta <= umbrales.cse_hasta:
        yield f"La clasificación socioeconómica vence el {vigente.hasta:%d/%m/%Y}."
    if solicitud.estado in Solicitud.VIVAS and not vigente:
        yield "Hoy no tiene clasificación socioeconómica vigente."
    if not solicitud.con_visita:
        yield "No hay ninguna visita en persona."
    if any(a.sha256 in repetidos for a in solicitud.acuerdos.all()):
        yield "El mismo archivo de acuerdo está en la solicitud de otro hogar."
    if solicitud.enviada_en:
        dia = timezone.localdate(solicitud.enviada_en)
        cuantas = seguidas[(solicitud.enviada_por_id, dia)]
        if cuantas >= umbrales.muchas_en_un_dia:
            yield f"La misma persona envió {cuantas} solicitudes el {dia:%d/%m/%Y}."


def _edad_al_captar(captacion: Captacion) -> str:
    if captacion.tipo == TipoCaptacion.GESTANTE:
        return f"a las {captacion.dias // 7} semanas de embarazo"
    return f"{captacion.dias} días después del nacimiento"


def _madres(captaciones: list[Captacion]) -> set[int]:
    return {
        c.persona_id if c.tipo == TipoCaptacion.GESTANTE else c.recien_nacido.madre_id
        for c in captaciones
    } - {None}


@dataclass
class Expediente:
    """All the evidence of one request, for who completes it and for who signs it."""

    en_bandeja: EnBandeja
    requisitos: list[Requisito]
    integrantes: list[Integrante]
    visitas: list[Visita]
    dudas: list[Vinculo]
    acuerdos: list[Acuerdo]
    se_prepara: bool  # by whoever reads it, now
    se_resuelve: bool

    @property
    def solicitud(self) -> Solicitud:
        return self.en_bandeja.solicitud

    @property
    def faltan(self) -> list[Requisito]:
        return [r for r in self.requisitos if not r.cumple]

    @property
    def donde(self) -> tuple[str, str] | None:
        """The part of the page where the first missing requirement is met, and its button."""
        return DONDE.get(self.faltan[0].codigo) if self.faltan else None


def expediente(solicitud: Solicitud, *, por: Usuario) -> Expediente:
    contacto = solicitud.contacto
    captaciones = captaciones_de(contacto)
    acuerdos = list(solicitud.acuerdos.select_related("subido_por"))
    return Expediente(
        en_bandeja=en_bandeja([solicitud])[0],
        requisitos=requisitos_hoy(solicitud),
        integrantes=integrantes(contacto.hogar_id, captaciones),
        visitas=visitas_de(contacto),
        dudas=dudas_de(captaciones),
        acuerdos=acuerdos,
        se_prepara=trabaja(por) and solicitud.estado in Solicitud.EDITABLES,
        se_resuelve=(
            por.es_supervisora
            and solicitud.estado == EstadoSolicitud.ENVIADA
            and por.pk not in _autoras(solicitud, acuerdos)
        ),
    )


def _autoras(solicitud: Solicitud, acuerdos: list[Acuerdo]) -> set[int]:
    """Those who prepared it in any part: they do not resolve it."""
    return {
        solicitud.preparada_por_id,
        solicitud.enviada_por_id,
        *(a.subido_por_id for a in acuerdos),
    }


@dataclass
class Lote:
    """Several requests at once: those that go (or went) and those that do not, each with why."""

    van: list[EnBandeja]
    no_van: list[tuple[EnBandeja, str]]


def examinado(pares: list[tuple[Solicitud, str]]) -> Lote:
    impedimentos = {s.pk: impedimento for s, impedimento in pares}
    items = en_bandeja([s for s, _ in pares])
    return Lote(
        van=[i for i in items if not impedimentos[i.solicitud.pk]],
        no_van=[(i, impedimentos[i.solicitud.pk]) for i in items if impedimentos[i.solicitud.pk]],
    )


def aprobado(
    pedidas: list[Solicitud], negadas: list[tuple[Solicitud, str]], *, por: Usuario
) -> Lote:
    """What stands approved by `por`, by this POST or by the same one a moment ago."""
    hechas = set(
        Solicitud.objects.filter(
            pk__in=[s.pk for s in pedidas], estado=EstadoSolicitud.APROBADA, resuelta_por=por
        ).values_list("pk", flat=True)
    )
    motivos = {s.pk: motivo for s, motivo in negadas}
    return examinado([(s, "" if s.pk in hechas else motivos.get(s.pk, "")) for s in pedidas])


def numeros(textos: list[str]) -> list[int]:
    """Ids that came in a form; anything else is not one."""
    return [int(t) for t in textos[:POR_PAGINA] if t.isascii() and t.isdecimal() and len(t) < 18]


def recien_atendida(usuario: Usuario, texto: str) -> Alerta | None:
    """The alert that was attended a moment ago, to offer its undo."""
    return (
        Alerta.objects.visibles_para(usuario)
        .filter(pk__in=numeros([texto]), estado=EstadoAlerta.ATENDIDA, atendida_por=usuario)
        .first()
    )


def alertas(usuario: Usuario, *, estado: str) -> QuerySet[Alerta]:
    """Alerts of the user's territory: the open ones from the oldest, the others backwards.

    Those of an incident are attended with it, and shown as one.
    """
    orden = "pk" if estado == EstadoAlerta.ABIERTA else "-atendida_en"
    return (
        Alerta.objects.visibles_para(usuario)
        .filter(estado=estado, incidencia__isnull=True)
        .prefetch_related("derivaciones")
        .select_related(
            "visita__contacto__distrito",
            "visita__registrada_por",
            "visita__resultado",
            "captacion__persona",
            "atendida_por",
        )
        .order_by(orden)
    )
