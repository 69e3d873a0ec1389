"""A household: its people, what the registers say of it, and its line of life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from afiliacion.consultas.hitos import Hito, de_los_registros
from afiliacion.consultas.vidas import Vida, vidas_de
from afiliacion.models import (
    Afiliacion,
    Contacto,
    EstadoContacto,
    EstadoSolicitud,
    InclusionTPI,
    Pago,
    Solicitud,
    Visita,
)
from captacion.models import (
    Captacion,
    Carga,
    ClasificacionSocioeconomica,
    EstadoVinculo,
    Hogar,
    Miembro,
    Persona,
    Sexo,
    TipoCaptacion,
    Vinculo,
)
from juntos.models import Evento, Usuario
from juntos.templatetags.juntos import edad, semanas

DIAS_RECIEN_NACIDO = 30


@dataclass
class Integrante:
    """A person of a household, with what the programme saw of her and where it was read."""

    persona: Persona
    parentesco: str = ""
    es_titular: bool = False
    es_madre: bool = False
    captacion: Captacion | None = None
    carga: Carga | None = None
    fila: int | None = None

    @property
    def establecimiento(self) -> str:
        """Where she is attended, as the source says it."""
        dicho = self.captacion and (self.captacion.recien_nacido or self.captacion.gestante)
        if not dicho:
            return ""
        codigo = dicho.establecimiento_codigo
        return str(dicho.establecimiento or (f"código {codigo}" if codigo else "no identificado"))

    @property
    def que_es(self) -> str:
        """What she is to the programme today: "recién nacida, 12 días", "gestante, 9 semanas"."""
        if self.captacion and self.captacion.gestante_id:
            return f"Gestante, {semanas(self.captacion.evento_el)}"
        nacio = self.persona.fecha_nacimiento
        if nacio is None:
            return "Edad desconocida"
        if not self.captacion:
            return edad(nacio)
        femenino = self.persona.sexo == Sexo.FEMENINO
        if (timezone.localdate() - nacio).days < DIAS_RECIEN_NACIDO:
            return f"Recién {'nacida' if femenino else 'nacido'}, {edad(nacio)}"
        return f"{'Niña' if femenino else 'Niño'}, {edad(nacio)}"


@dataclass
class FichaHogar:
    """Everything the page of a household shows, read once."""

    hogar: Hogar
    integrantes: list[Integrante]
    captaciones: list[Captacion]
    clasificaciones: list[ClasificacionSocioeconomica]
    vigente: ClasificacionSocioeconomica | None
    contactos: list[Contacto]
    solicitudes: list[Solicitud]
    vinculos: list[Vinculo]
    inclusiones: list[InclusionTPI]
    afiliacion: Afiliacion | None
    linea: list[Hito]
    pagos: list[Pago]
    vidas: list[Vida]


def buscar(usuario) -> QuerySet[Hogar]:
    return Hogar.objects.visibles_para(usuario).select_related(
        "distrito__unidad_territorial", "carga"
    )


def ficha(hogar: Hogar, *, por: Usuario) -> FichaHogar:
    """What `por` may see of it: the work done elsewhere belongs to those who did it."""
    hoy = timezone.localdate()
    captaciones = _captaciones(hogar)
    clasificaciones = list(
        hogar.clasificaciones.select_related("carga").order_by("-carga_id", "-desde", "-pk")
    )
    contactos = list(
        Contacto.objects.visibles_para(por)
        .filter(hogar=hogar)
        .select_related("distrito", "asignada_a", "cerrado_por")
        .order_by("-pk")
    )
    solicitudes = list(
        Solicitud.objects.visibles_para(por)
        .filter(contacto__hogar=hogar)
        .select_related("contacto", "titular", "preparada_por", "resuelta_por")
        .order_by("-pk")
    )
    visitas = list(
        Visita.objects.visibles_para(por)
        .filter(contacto__hogar=hogar)
        .select_related("resultado", "registrada_por")
    )
    inclusiones = list(hogar.inclusiones_tpi.select_related("captacion__persona").order_by("pk"))
    afiliacion = (
        Afiliacion.objects.filter(hogar=hogar).select_related("titular", "aprobada_por").first()
    )
    suyos = integrantes(hogar.pk, captaciones)
    return FichaHogar(
        hogar=hogar,
        integrantes=suyos,
        captaciones=captaciones,
        clasificaciones=clasificaciones,
        vigente=next((c for c in clasificaciones if rige(c, hoy)), None),
        contactos=contactos,
        solicitudes=solicitudes,
        vinculos=_vinculos(hogar, captaciones),
        inclusiones=inclusiones,
        afiliacion=afiliacion,
        linea=linea_de_vida(
            captaciones,
            contactos=contactos,
            visitas=visitas,
            solicitudes=solicitudes,
            inclusiones=inclusiones,
            afiliacion=afiliacion,
            usuario_desde=hogar.usuario_desde if not afiliacion else None,
            hoy=hoy,
        ),
        pagos=list(
            Pago.objects.filter(Q(hogar=hogar) | Q(hogar__unido_a=hogar))
            .select_related("liquidacion", "resultado__causa")
            .order_by("-liquidacion__periodo")
        ),
        vidas=vidas_de([uno.persona for uno in suyos], hoy=hoy),
    )


def integrantes(hogar_id: int, captaciones: list[Captacion]) -> list[Integrante]:
    """The newborns and pregnant women first, then their mothers, then the rest by age."""
    madres = {
        c.recien_nacido.madre_id: c.recien_nacido.madre
        for c in captaciones
        if c.recien_nacido and c.recien_nacido.madre
    }
    todas = {
        m.persona_id: Integrante(m.persona, m.parentesco, m.es_titular, carga=m.carga, fila=m.fila)
        for m in Miembro.objects.filter(hogar=hogar_id).select_related("persona", "carga")
    }
    for captacion in captaciones:
        todas.setdefault(
            captacion.persona_id,
            Integrante(captacion.persona, carga=captacion.carga, fila=captacion.fila),
        ).captacion = captacion
    for pk, madre in madres.items():
        todas.setdefault(pk, Integrante(madre)).es_madre = True
    return sorted(
        todas.values(),
        key=lambda i: (
            i.captacion is None,
            not i.es_madre,
            i.persona.fecha_nacimiento or dt.date.max,
            i.persona.pk,
        ),
    )


def linea_de_vida(
    captaciones: Iterable[Captacion],
    *,
    contactos: Iterable[Contacto] = (),
    visitas: Iterable[Visita] = (),
    solicitudes: Iterable[Solicitud] = (),
    inclusiones: Iterable[InclusionTPI] = (),
    afiliacion: Afiliacion | None = None,
    usuario_desde: dt.date | None = None,
    hoy: dt.date,
) -> list[Hito]:
    """From the first event to the last, with today in its place; the oldest first."""
    captaciones, contactos = list(captaciones), list(contactos)
    hitos = []
    if usuario_desde:
        hitos.append(Hito(usuario_desde, "El hogar es usuario de JUNTOS", clase="bien"))
    for captacion in captaciones:
        hitos += _de_captacion(captacion)
    hitos += [_de_apertura(c) for c in contactos]
    hitos += [_de_visita(v) for v in visitas]
    hitos += _de_solicitudes({s.pk: s for s in solicitudes})
    hitos += [
        _de_cierre(c) for c in contactos if c.cerrado_en and c.estado != EstadoContacto.AFILIADA
    ]
    if afiliacion:
        hitos.append(_de_afiliacion(afiliacion))
    hitos += [_de_inclusion(i) for i in inclusiones]
    hitos += de_los_registros(captaciones)
    hitos.append(Hito(hoy, "Hoy", clase="hoy"))
    for captacion in captaciones:
        hitos += [h for h in _por_venir(captacion) if h.fecha >= hoy]
    return sorted(hitos, key=lambda hito: hito.fecha)


def _de_captacion(captacion: Captacion) -> list[Hito]:
    nombre = captacion.persona.nombre_completo
    gestante = captacion.tipo == TipoCaptacion.GESTANTE
    return [
        Hito(
            captacion.evento_el,
            f"Última regla de {nombre}" if gestante else f"Nace {nombre}",
            captacion.gestante.get_origen_fur_display().capitalize() if gestante else "",
            clase="evento",
        ),
        Hito(
            captacion.en_fuente_el,
            f"Aparece en {captacion.carga.get_fuente_display()}",
            _tras((captacion.en_fuente_el - captacion.evento_el).days, gestante),
            carga=captacion.carga,
            fila=captacion.fila,
        ),
        Hito(
            captacion.registrada_el,
            "Queda registrada en el programa" if gestante else "Queda en el registro del programa",
            f"{_tras(captacion.dias, gestante)} Captación "
            + ("temprana." if captacion.oportuna else "tardía."),
            clase="bien" if captacion.oportuna else "pronto",
        ),
    ]


def _tras(dias: int, gestante: bool) -> str:
    if gestante:
        semanas = dias // 7
        return f"A {'la semana' if semanas == 1 else f'las {semanas} semanas'} de embarazo."
    if dias == 0:
        return "El mismo día del nacimiento."
    return f"{dias} {'día' if dias == 1 else 'días'} después del nacimiento."


def _por_venir(captacion: Captacion) -> list[Hito]:
    nombre = captacion.persona.nombre_completo
    hitos = []
    if not (captacion.afiliada_el or captacion.en_hogar_usuario):
        hitos.append(Hito(captacion.limite_el, f"Vence el plazo de {nombre}", clase="limite"))
    if captacion.tipo == TipoCaptacion.GESTANTE:
        fpp = captacion.gestante.fpp
        hitos.append(Hito(fpp, f"Fecha probable de parto de {nombre}", clase="limite"))
    return hitos


def _de_apertura(contacto: Contacto) -> Hito:
    url = reverse("afiliacion:contacto", args=[contacto.pk])
    return Hito(contacto.abierto_el, "Se abre el contacto", url=url)


def _de_visita(visita: Visita) -> Hito:
    return Hito(
        visita.fecha,
        f"{visita.get_modalidad_display()}: {visita.resultado}",
        " ".join(filter(None, [f"{visita.registrada_por}.", visita.motivo])),
        clase="visita",
    )


def _de_solicitudes(solicitudes: dict[int, Solicitud]) -> list[Hito]:
    """Each move of each request, from the log: an observed one may be sent twice."""
    if not solicitudes:
        return []
    hitos = [
        Hito(
            timezone.localdate(s.preparada_en),
            "Se abre la solicitud de afiliación",
            f"La prepara {s.preparada_por}.",
            url=reverse("afiliacion:solicitud", args=[s.pk]),
        )
        for s in solicitudes.values()
    ]
    eventos = Evento.objects.filter(
        modelo=Solicitud._meta.label_lower,
        objeto_id__in=solicitudes,
        a__in=set(EstadoSolicitud.values) - {EstadoSolicitud.BORRADOR},
    )
    return hitos + [
        Hito(
            timezone.localdate(evento.ocurrido_en),
            f"Solicitud {EstadoSolicitud(evento.a).label.lower()}",
            f"{evento.ocurrido_por}.",
            clase="bien" if evento.a == EstadoSolicitud.APROBADA else "",
            url=reverse("afiliacion:solicitud", args=[evento.objeto_id]),
        )
        for evento in eventos.select_related("ocurrido_por").order_by("pk")
    ]


def _de_cierre(contacto: Contacto) -> Hito:
    return Hito(
        timezone.localdate(contacto.cerrado_en),
        f"Se cierra el contacto: {contacto.get_estado_display().lower()}",
        contacto.motivo_cierre,
        url=reverse("afiliacion:contacto", args=[contacto.pk]),
    )


def _de_afiliacion(afiliacion: Afiliacion) -> Hito:
    return Hito(
        afiliacion.afiliada_el,
        "El hogar queda afiliado a JUNTOS",
        f"Titular: {afiliacion.titular}. Aprobó {afiliacion.aprobada_por}.",
        clase="bien",
    )


def _de_inclusion(inclusion: InclusionTPI) -> Hito:
    return Hito(
        inclusion.abierta_el,
        "Evaluación para la transferencia de primera infancia",
        f"{inclusion.captacion.persona}: {inclusion.get_estado_display().lower()}.",
    )


def _captaciones(hogar: Hogar) -> list[Captacion]:
    return list(
        hogar.captaciones.select_related(
            "persona",
            "carga",
            "recien_nacido__madre",
            "recien_nacido__establecimiento",
            "gestante__establecimiento",
        ).order_by("evento_el", "pk")
    )


def rige(clasificacion: ClasificacionSocioeconomica, hoy: dt.date) -> bool:
    """In force by the register's own dates: `vigentes()` over rows already read."""
    return (clasificacion.desde is None or clasificacion.desde <= hoy) and (
        clasificacion.hasta is None or clasificacion.hasta >= hoy
    )


def _vinculos(hogar: Hogar, captaciones: list[Captacion]) -> list[Vinculo]:
    """Links to this household, standing or doubtful, and the doubtful ones of its people."""
    personas = [c.persona_id for c in captaciones]
    return list(
        Vinculo.objects.filter(Q(hogar=hogar) | Q(persona__in=personas))
        .exclude(estado__in=[EstadoVinculo.DESCARTADO, EstadoVinculo.REEMPLAZADO])
        .select_related("persona", "hogar__distrito", "carga")
        .order_by("persona", "orden")
    )
