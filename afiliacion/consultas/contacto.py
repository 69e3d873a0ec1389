"""One contact: who is in it, what happened, what is missing, what to do now."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.visitas import personas_de
from afiliacion.consultas.hogar import Hito, Integrante, integrantes, linea_de_vida
from afiliacion.consultas.requisitos import requisitos_de_contacto
from afiliacion.models import (
    Contacto,
    EstadoContacto,
    EstadoSolicitud,
    Modalidad,
    Requisito,
    Resultado,
    Siguiente,
    Solicitud,
    Visita,
)
from captacion.models import Captacion, EstadoVinculo, OrigenHogar, Persona, Telefono, Vinculo
from juntos.models import Asignacion, Evento, Rol, Usuario
from juntos.muro import abierto
from juntos.templatetags.juntos import hace, semanas

LLAMADAS_FALLIDAS = (Siguiente.REINTENTO, Siguiente.PRESENCIAL)
CAMBIOS_VISTOS = 3


@dataclass
class LineaTelefonica:
    """A phone and what happened at it."""

    telefono: Telefono
    llamadas: list[Visita] = field(default_factory=list)

    @property
    def ultima(self) -> Visita | None:
        return self.llamadas[0] if self.llamadas else None

    @property
    def falla(self) -> bool:
        return bool(self.ultima) and self.ultima.resultado.siguiente in LLAMADAS_FALLIDAS


@dataclass(frozen=True)
class Paso:
    """The next step: one sentence and one button, or no button when there is nothing to press."""

    frase: str
    boton: str = ""
    url: str = ""
    publica: bool = False  # the button sends a form instead of opening a page
    telefono: Telefono | None = None  # the button dials it


@dataclass
class Ficha:
    """Everything the page of a contact shows, read once."""

    contacto: Contacto
    captaciones: list[Captacion]
    referente: Persona | None
    integrantes: list[Integrante]
    visitas: list[Visita]
    telefonos: list[LineaTelefonica]
    solicitudes: list[Solicitud]
    solicitud: Solicitud | None  # the live one
    dudas: list[Vinculo]
    linea: list[Hito]
    requisitos: list[Requisito]
    razon: str
    paso: Paso

    @property
    def faltan(self) -> list[Requisito]:
        return [r for r in self.requisitos if not r.cumple]

    @property
    def cumplidos(self) -> list[Requisito]:
        return [r for r in self.requisitos if r.cumple]

    @property
    def se_puede_reabrir(self) -> bool:
        return EstadoContacto.EN_GESTION in Contacto.TRANSICIONES[self.contacto.estado] and (
            not self.contacto.esta_abierto
        )


def buscar(usuario) -> QuerySet[Contacto]:
    """Contacts that `usuario` may see, with what their page names."""
    return Contacto.objects.visibles_para(usuario).select_related(
        "hogar__distrito",
        "distrito__unidad_territorial",
        "asignada_a",
        "cerrado_por",
        "ultimo_resultado",
    )


def ficha(contacto: Contacto, *, por: Usuario) -> Ficha:
    hoy = timezone.localdate()
    captaciones = captaciones_de(contacto)
    visitas = visitas_de(contacto)
    solicitudes = list(
        contacto.solicitudes.select_related(
            "titular", "preparada_por", "enviada_por", "resuelta_por"
        ).order_by("-pk")
    )
    viva = next((s for s in solicitudes if s.estado in Solicitud.VIVAS), None)
    lineas = lineas_telefonicas(contacto, captaciones, visitas)
    dudas = dudas_de(captaciones)
    nueva = Ficha(
        contacto=contacto,
        captaciones=captaciones,
        referente=referente(captaciones),
        integrantes=integrantes(contacto.hogar_id, captaciones),
        visitas=visitas,
        telefonos=lineas,
        solicitudes=solicitudes,
        solicitud=viva,
        dudas=dudas,
        linea=linea_de_vida(
            captaciones,
            contactos=[contacto],
            visitas=visitas,
            solicitudes=solicitudes,
            hoy=hoy,
        ),
        requisitos=requisitos_de_contacto(contacto, viva),
        razon=razon(contacto, captaciones),
        paso=Paso(""),
    )
    nueva.paso = proximo_paso(nueva, por=por, hoy=hoy)
    return nueva


def captaciones_de(contacto: Contacto) -> list[Captacion]:
    return list(
        Captacion.objects.filter(caso__contacto=contacto)
        .select_related(
            "persona",
            "carga",
            "recien_nacido__madre",
            "recien_nacido__establecimiento",
            "gestante__establecimiento",
        )
        .order_by("limite_el", "pk")
    )


def referente(captaciones: list[Captacion]) -> Persona | None:
    """Whom the household is called by: the mother, the pregnant woman, else the child."""
    if not captaciones:
        return None
    primera = captaciones[0]
    return (primera.recien_nacido and primera.recien_nacido.madre) or primera.persona


def visitas_de(contacto: Contacto) -> list[Visita]:
    return list(
        contacto.visitas.select_related("resultado", "telefono", "registrada_por").prefetch_related(
            "alertas__derivaciones"
        )
    )


def telefonos_de(contacto: Contacto) -> QuerySet[Telefono]:
    """Phones of the household's people and of the mothers of its newborns, the latest first."""
    return Telefono.objects.filter(persona__in=personas_de(contacto)).select_related("persona")


def lineas_telefonicas(
    contacto: Contacto, captaciones: list[Captacion], visitas: list[Visita]
) -> list[LineaTelefonica]:
    """Every phone with its calls; the ones that answered or were never tried first."""
    lineas = {t.pk: LineaTelefonica(t) for t in telefonos_de(contacto)}
    for visita in visitas:
        if visita.telefono_id in lineas:
            lineas[visita.telefono_id].llamadas.append(visita)
    return sorted(lineas.values(), key=lambda linea: linea.falla)


def dudas_de(captaciones: list[Captacion]) -> list[Vinculo]:
    """Possible households of these people that still wait for a person's decision."""
    return list(
        Vinculo.objects.filter(
            persona__in=[c.persona_id for c in captaciones], estado=EstadoVinculo.POR_REVISAR
        )
        .select_related("persona", "hogar__distrito")
        .order_by("persona", "orden")
    )


@dataclass(frozen=True)
class Cambio:
    cuando: dt.datetime
    quien: Usuario
    que: str


def cambios_desde(contacto: Contacto, desde: dt.datetime | None) -> list[Cambio]:
    """What was done to this contact since `desde`, newest first; the latest facts if unknown."""
    visitas = contacto.visitas.select_related("resultado", "registrada_por")
    eventos = Evento.objects.filter(
        modelo=Contacto._meta.label_lower, objeto_id=contacto.pk
    ).select_related("ocurrido_por")
    if desde:
        visitas = visitas.filter(registrada_en__gte=desde)
        eventos = eventos.filter(ocurrido_en__gte=desde)
    cambios = [
        Cambio(v.registrada_en, v.registrada_por, f"{v.get_modalidad_display()}: {v.resultado}")
        for v in visitas[:CAMBIOS_VISTOS]
    ] + [Cambio(e.ocurrido_en, e.ocurrido_por, decir(e)) for e in eventos[:CAMBIOS_VISTOS]]
    return sorted(cambios, key=lambda c: c.cuando, reverse=True)[:CAMBIOS_VISTOS]


def decir(evento: Evento) -> str:
    """An event of a contact in people's words."""
    if evento.de == evento.a:
        return evento.motivo
    if evento.a in EstadoContacto.values:
        return f"Pasó a «{EstadoContacto(evento.a).label}»"
    return evento.a.replace("_", " ").capitalize()


def gestoras_de(contacto: Contacto) -> QuerySet[Usuario]:
    """Managers who cover the contact's district today."""
    vigentes = Asignacion.objects.vigentes().filter(distrito=contacto.distrito_id)
    return Usuario.objects.filter(
        rol=Rol.GESTORA, is_active=True, pk__in=vigentes.values("usuario")
    ).order_by("last_name", "first_name", "pk")


def se_ubica(contacto: Contacto, *, por: Usuario) -> bool:
    """Sede finds a territory for the contacts that have none."""
    return contacto.esta_abierto and contacto.distrito_id is None and por.rol == Rol.SEDE


def trabaja(usuario: Usuario) -> bool:
    """Whether this role works contacts; the actions have the last word."""
    return usuario.es_gestora or usuario.es_supervisora


def proximo_paso(ficha: Ficha, *, por: Usuario, hoy: dt.date) -> Paso:
    """What to do now with this household: one sentence, one button."""
    contacto = ficha.contacto
    if not contacto.esta_abierto:
        return _paso_cerrado(ficha)
    if ficha.solicitud:
        return _paso_de_solicitud(ficha, por)
    paso = _paso_de_campo(ficha, hoy)
    return paso if trabaja(por) else Paso(paso.frase)


def _paso_de_campo(ficha: Ficha, hoy: dt.date) -> Paso:
    contacto, ultimo = ficha.contacto, ficha.contacto.ultimo_resultado
    if ultimo and ultimo.siguiente == Siguiente.REQUISITOS:
        return Paso(
            "La familia aceptó: abrir la solicitud de afiliación.",
            "Abrir solicitud",
            reverse("afiliacion:solicitud-abrir", args=[contacto.pk]),
            publica=True,
        )
    return _paso_de_busqueda(ficha, ultimo, hoy)


def _paso_cerrado(ficha: Ficha) -> Paso:
    contacto = ficha.contacto
    hogar = reverse("afiliacion:hogar", args=[contacto.hogar_id])
    if contacto.estado == EstadoContacto.AFILIADA:
        return Paso("El hogar ya está afiliado: no falta nada aquí.", "Ver el hogar", hogar)
    if contacto.reunida_con_id:
        return Paso(
            "El trabajo sigue en el contacto del hogar al que pertenece.",
            "Ver ese contacto",
            reverse("afiliacion:contacto", args=[contacto.reunida_con_id]),
        )
    return Paso("Este contacto está cerrado: no hay nada pendiente.")


def _paso_de_solicitud(ficha: Ficha, por: Usuario) -> Paso:
    solicitud = ficha.solicitud
    url = reverse("afiliacion:solicitud", args=[solicitud.pk])
    if solicitud.estado == EstadoSolicitud.ENVIADA:
        if por.es_supervisora:
            return Paso("La solicitud espera su decisión.", "Revisar la solicitud", url)
        return Paso("La solicitud espera la aprobación de la supervisora.", "Ver la solicitud", url)
    if solicitud.estado == EstadoSolicitud.OBSERVADA:
        return Paso(f"Corregir la solicitud: {solicitud.motivo}", "Corregir la solicitud", url)
    if ficha.faltan:
        return Paso(ficha.faltan[0].que_hacer, "Completar la solicitud", url)
    return Paso("La solicitud está completa: enviarla a aprobación.", "Ver la solicitud", url)


def _paso_de_busqueda(ficha: Ficha, ultimo: Resultado | None, hoy: dt.date) -> Paso:
    contacto = ficha.contacto
    registrar = reverse("afiliacion:visita-registrar", args=[contacto.pk])
    lugar = contacto.centro_poblado or contacto.distrito or "su domicilio"
    cuando = ""
    if contacto.reintento_el and contacto.reintento_el > hoy:
        cuando = f" el {contacto.reintento_el:%d/%m/%Y}"
    if contacto.estado == EstadoContacto.DERIVADA:
        return Paso(
            "Preguntar si ya pidió su clasificación (formato S100) en la Unidad Local de "
            f"Empadronamiento de su municipalidad{cuando}.",
            "Registrar contacto",
            registrar,
        )
    if ultimo and ultimo.siguiente == Siguiente.DIRECCION and not contacto.direccion:
        return Paso("Averiguar la dirección correcta del hogar.", "Registrar contacto", registrar)
    en_persona = ultimo and ultimo.siguiente == Siguiente.PRESENCIAL
    linea = next((linea for linea in ficha.telefonos if not linea.falla), None)
    if linea is None or en_persona:
        return Paso(
            f"Visitar al hogar en {lugar}{cuando}.",
            "Registrar visita",
            f"{registrar}?modalidad={Modalidad.PRESENCIAL}",
        )
    telefono = linea.telefono
    return Paso(
        f"{'Volver a llamar' if linea.ultima else 'Llamar'} a {telefono.persona}{cuando}.",
        f"Llamar al {telefono.numero}",
        f"tel:+51{telefono.numero}",
        telefono=telefono,
    )


def ya_registrada(clave: str, *, contacto: int, por: Usuario) -> bool:
    """Whether `por` already recorded the visit of this form: the same POST, once more.

    It may have moved the household out of her territory.
    """
    try:
        unica = uuid.UUID(clave)
    except ValueError:
        return False
    with abierto():
        return Visita.objects.filter(clave=unica, contacto=contacto, registrada_por=por).exists()


RAZONES = {
    OrigenHogar.JUNTOS: "su hogar figura en el padrón de JUNTOS pero no está activo",
    OrigenHogar.PGH: "su hogar figura en el Padrón General de Hogares y no es usuario de JUNTOS",
    OrigenHogar.PROVISIONAL: "ningún padrón conoce todavía su hogar",
}


def razon(contacto: Contacto, captaciones: list[Captacion]) -> str:
    """Why this household is in the queue, in one sentence."""
    if not captaciones:
        return "No queda ninguna persona captada en este contacto."
    primera, *otras = captaciones
    nombre = primera.persona.nombre_completo
    if primera.gestante_id:
        hecho = f"{nombre} tiene {semanas(primera.evento_el)} de embarazo"
    else:
        hecho = f"{nombre} nació {hace(primera.evento_el)}"
    mas = f" (y {len(otras)} más)" if otras else ""
    return f"{hecho}{mas}, y {RAZONES[contacto.hogar.origen]}."
