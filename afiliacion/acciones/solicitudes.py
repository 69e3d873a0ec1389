"""The request to affiliate: prepared and sent by one person, resolved by another."""

import datetime as dt
import hashlib
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.acuerdos import AcuerdoInvalido, examinar
from afiliacion.acciones.contactos import ContactoCambiado, bloquear
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.acciones.requisitos import Expediente, requisitos_de
from afiliacion.models import (
    Acuerdo,
    Afiliacion,
    Contacto,
    EstadoContacto,
    EstadoSolicitud,
    EstadoTPI,
    InclusionTPI,
    Requisito,
    Solicitud,
)
from captacion.models import Captacion, ClasificacionSocioeconomica, Hogar, Persona
from juntos.estados import TransicionInvalida, transitar
from juntos.historia import por_que
from juntos.models import Evento, Parametro, Rol

__all__ = [
    "AcuerdoInvalido",
    "FaltanRequisitos",
    "abrir",
    "adjuntar_acuerdo",
    "aprobar",
    "aprobar_lote",
    "candidatas_a_titular",
    "elegir_titular",
    "enviar",
    "examinar_lote",
    "observar",
    "rechazar",
    "verificar",
]


class FaltanRequisitos(Exception):
    """Requirements not met: `requisitos` lists them, each with what to do."""

    def __init__(self, requisitos):
        self.requisitos = list(requisitos)
        super().__init__(
            " ".join(f"{r.get_codigo_display()}: {r.que_hacer}" for r in self.requisitos)
        )


SE_NIEGAN = (PermissionDenied, ValidationError, TransicionInvalida, FaltanRequisitos)


@transaction.atomic
def abrir(contacto: Contacto, *, por) -> Solicitud:
    """The live request of an open contact: the one that stands, else a new one."""
    exigir_territorio(contacto, por=por)
    actual = bloquear(contacto)
    if not actual.esta_abierto:
        raise ContactoCambiado(actual)
    solicitud = abrir_desde_visita(actual, por=por)
    contacto.refresh_from_db()
    return solicitud


def abrir_desde_visita(contacto: Contacto, *, por, en: dt.datetime | None = None) -> Solicitud:
    """The household accepts (`en`): its request opens, in the hands of `por` (contact locked).

    Without a classification in force the household goes to the municipal ULE (form S100) and the
    request waits in draft.
    """
    solicitud = contacto.solicitudes.filter(estado__in=Solicitud.VIVAS).first()
    if solicitud is None:
        solicitud = _crear(contacto, por=por, en=en or timezone.now())
    vigente = ClasificacionSocioeconomica.objects.vigentes(timezone.localdate())
    con_cse = vigente.filter(hogar=contacto.hogar_id).exists()
    destino = EstadoContacto.EN_SOLICITUD if con_cse else EstadoContacto.DERIVADA
    if contacto.estado != destino:
        transitar(contacto, destino, por=por, version=contacto.version + 1)
    return solicitud


def _crear(contacto: Contacto, *, por, en: dt.datetime) -> Solicitud:
    unidad = contacto.distrito and contacto.distrito.unidad_territorial_id
    solicitud = Solicitud(
        contacto=contacto,
        unidad_territorial_id=unidad or por.unidad_territorial_id,
        preparada_en=en,
        preparada_por=por,
    )
    solicitud.titular = Expediente.de(solicitud).titular_habitual()
    solicitud.save(force_insert=True)
    Evento.registrar(solicitud, "", solicitud.estado, por=por)
    verificar(solicitud)
    return solicitud


def anular_viva(contacto: Contacto, *, por, motivo: str, hasta: dt.datetime) -> bool:
    """The contact closes: its live request goes with it, unless it was opened after `hasta`.

    Gives whether one stands (contact locked).
    """
    vivas = contacto.solicitudes.filter(estado__in=Solicitud.VIVAS)
    for solicitud in vivas.filter(preparada_en__lte=hasta):
        transitar(solicitud, EstadoSolicitud.ANULADA, por=por, motivo=motivo)
    return vivas.exists()


def verificar(solicitud: Solicitud) -> list[Requisito]:
    """Check every requirement today and keep what changed; a resolved request stays as it was."""
    guardados = {r.codigo: r for r in solicitud.requisitos.select_related("carga")}
    if solicitud.estado not in Solicitud.VIVAS:
        return list(guardados.values())
    requisitos = requisitos_de(Expediente.de(solicitud))
    campos = ["cumple", "detalle", "que_hacer", "carga_id", "fila"]
    distintos = [
        requisito
        for requisito in requisitos
        if requisito.codigo not in guardados
        or any(getattr(requisito, c) != getattr(guardados[requisito.codigo], c) for c in campos)
    ]
    Requisito.objects.bulk_create(
        distintos,
        update_conflicts=True,
        unique_fields=["solicitud", "codigo"],
        update_fields=["cumple", "detalle", "que_hacer", "carga", "fila"],
    )
    cambiados = {r.codigo for r in distintos}
    return [r if r.codigo in cambiados else guardados[r.codigo] for r in requisitos]


def candidatas_a_titular(solicitud: Solicitud) -> list[Persona]:
    """Who may be chosen as titular, the mother or pregnant woman first."""
    return Expediente.de(solicitud).candidatas()


@transaction.atomic
def elegir_titular(solicitud: Solicitud, *, titular: Persona, por) -> Solicitud:
    actual = _en_preparacion(solicitud, por=por)
    if not Expediente.de(actual).puede_ser_titular(titular):
        raise ValidationError({"titular": "Elija a una persona adulta del hogar que tenga DNI."})
    if actual.titular_id != titular.pk:
        actual.titular = titular
        actual.save(update_fields=["titular"])
        motivo = f"Titular: persona {titular.pk}"
        Evento.registrar(actual, actual.estado, actual.estado, por=por, motivo=motivo)
        verificar(actual)
    solicitud.refresh_from_db()
    return solicitud


@transaction.atomic
def adjuntar_acuerdo(solicitud: Solicitud, *, archivo, por) -> Acuerdo:
    """Keep the agreement privately under a random name; the same file twice is one agreement."""
    actual = _en_preparacion(solicitud, por=por)
    maximo = Parametro.de("acuerdo_mb")
    if not archivo.size:
        raise AcuerdoInvalido("El archivo está vacío.")
    if archivo.size > maximo * 1024 * 1024:
        raise AcuerdoInvalido(f"El archivo pasa de {maximo} MB: tome la foto más liviana.")
    archivo.seek(0)
    contenido = archivo.read()
    huella = hashlib.sha256(contenido).hexdigest()
    if igual := actual.acuerdos.filter(sha256=huella).first():
        return igual
    tipo, extension, limpio = examinar(contenido)
    acuerdo = Acuerdo(
        solicitud=actual, tipo=tipo, tamano=len(limpio), sha256=huella, subido_por=por
    )
    acuerdo.archivo.save(f"{uuid.uuid4().hex}{extension}", ContentFile(limpio), save=False)
    acuerdo.save(force_insert=True)
    verificar(actual)
    return acuerdo


@transaction.atomic
def enviar(solicitud: Solicitud, *, por) -> Solicitud:
    """Send to approval, with every requirement met today; FaltanRequisitos says which are not."""
    actual = _en_preparacion(solicitud, por=por)
    _exigir_requisitos(actual)
    if actual.contacto.estado != EstadoContacto.EN_SOLICITUD:
        transitar(
            actual.contacto,
            EstadoContacto.EN_SOLICITUD,
            por=por,
            version=actual.contacto.version + 1,
        )
    transitar(actual, EstadoSolicitud.ENVIADA, por=por, enviada_por=por, enviada_en=timezone.now())
    solicitud.refresh_from_db()
    return solicitud


@transaction.atomic
def observar(solicitud: Solicitud, *, por, motivo: str) -> Solicitud:
    """Back to the manager, with what must be mended; the contact stays in request."""
    actual = _por_resolver(solicitud, EstadoSolicitud.OBSERVADA, por=por)
    with por_que(motivo):
        _escribir_motivo(actual, motivo)
        transitar(actual, EstadoSolicitud.OBSERVADA, por=por)
    solicitud.refresh_from_db()
    return solicitud


@transaction.atomic
def rechazar(solicitud: Solicitud, *, por, motivo: str) -> Solicitud:
    """Refuse this request; the contact goes back to the manager, who may prepare another.

    A household that is not eligible is closed by its classification or by a visit, not here.
    """
    actual = _por_resolver(solicitud, EstadoSolicitud.RECHAZADA, por=por)
    with por_que(motivo):
        _escribir_motivo(actual, motivo)
        transitar(
            actual,
            EstadoSolicitud.RECHAZADA,
            por=por,
            resuelta_por=por,
            resuelta_en=timezone.now(),
        )
    contacto = actual.contacto
    transitar(contacto, EstadoContacto.EN_GESTION, por=por, version=contacto.version + 1)
    solicitud.refresh_from_db()
    return solicitud


@transaction.atomic
def aprobar(solicitud: Solicitud, *, por) -> Afiliacion:
    """Affiliate the household: its affiliation, its dates, its way into the TPI.

    The requirements are checked again today. Of two who approve at once, the second gets
    TransicionInvalida.
    """
    actual = _por_resolver(solicitud, EstadoSolicitud.APROBADA, por=por)
    _exigir_aprobable(actual)
    ahora, contacto = timezone.now(), actual.contacto
    transitar(actual, EstadoSolicitud.APROBADA, por=por, resuelta_por=por, resuelta_en=ahora)
    afiliacion = Afiliacion.objects.create(
        hogar_id=contacto.hogar_id,
        solicitud=actual,
        titular_id=actual.titular_id,
        afiliada_el=timezone.localdate(),
        preparada_por_id=actual.preparada_por_id,
        aprobada_en=ahora,
        aprobada_por=por,
    )
    _incorporar_hogar(afiliacion, por=por)
    transitar(
        contacto,
        EstadoContacto.AFILIADA,
        por=por,
        cerrado_en=ahora,
        cerrado_por=por,
        motivo_cierre="",
        reintento_el=None,
        version=contacto.version + 1,
    )
    solicitud.refresh_from_db()
    return afiliacion


def examinar_lote(solicitudes, *, por) -> list[tuple[Solicitud, str]]:
    """Each request with what prevents its approval by `por` today ("" when nothing does)."""
    return [(solicitud, _impedimento(solicitud, por=por)) for solicitud in solicitudes]


def aprobar_lote(solicitudes, *, por) -> list[tuple[Solicitud, str]]:
    """Approve each in its own transaction; return those that were not, each with why."""
    negadas = []
    for solicitud in solicitudes:
        try:
            aprobar(solicitud, por=por)
        except SE_NIEGAN as negativa:
            negadas.append((solicitud, _en_palabras(negativa)))
    return negadas


def _impedimento(solicitud: Solicitud, *, por) -> str:
    try:
        _exigir_resolutora(solicitud, EstadoSolicitud.APROBADA, por=por)
        _exigir_aprobable(solicitud)
    except SE_NIEGAN as negativa:
        return _en_palabras(negativa)
    return ""


def _en_palabras(negativa: Exception) -> str:
    if isinstance(negativa, TransicionInvalida):
        return f"Ya no espera aprobación: {negativa.objeto.get_estado_display().lower()}."
    if isinstance(negativa, ValidationError):
        return " ".join(negativa.messages)
    return str(negativa)


def _en_preparacion(solicitud: Solicitud, *, por) -> Solicitud:
    """The request as it stands, its contact locked, while it may still be prepared."""
    exigir_territorio(solicitud.contacto, por=por)
    actual = _bloquear(solicitud)
    if actual.estado not in Solicitud.EDITABLES:
        raise TransicionInvalida(actual, actual.estado, EstadoSolicitud.ENVIADA)
    return actual


def _por_resolver(solicitud: Solicitud, a: EstadoSolicitud, *, por) -> Solicitud:
    """The request as it stands, its contact locked, once `por` may resolve it."""
    actual = _bloquear(solicitud)
    _exigir_resolutora(actual, a, por=por)
    return actual


def _bloquear(solicitud: Solicitud) -> Solicitud:
    """Whoever moves a request locks its contact first: that lock guards both."""
    contacto = bloquear(solicitud.contacto)
    actual = Solicitud.objects.get(pk=solicitud.pk)
    actual.contacto = contacto
    return actual


def _exigir_resolutora(solicitud: Solicitud, a: EstadoSolicitud, *, por) -> None:
    if por.rol != Rol.SUPERVISORA or por.unidad_territorial_id != solicitud.unidad_territorial_id:
        raise PermissionDenied("Solo resuelve la supervisora de su Unidad Territorial.")
    if por.pk in (solicitud.preparada_por_id, solicitud.enviada_por_id) or (
        solicitud.acuerdos.filter(subido_por=por).exists()
    ):
        raise PermissionDenied("Quien prepara una solicitud no la resuelve.")
    if solicitud.estado != EstadoSolicitud.ENVIADA:
        raise TransicionInvalida(solicitud, solicitud.estado, a)


def _exigir_aprobable(solicitud: Solicitud) -> None:
    if solicitud.contacto.hogar.es_usuario:
        raise ValidationError("El hogar ya es usuario de JUNTOS: no hace falta afiliarlo.")
    _exigir_requisitos(solicitud)


def _exigir_requisitos(solicitud: Solicitud) -> None:
    if faltan := [r for r in verificar(solicitud) if not r.cumple]:
        raise FaltanRequisitos(faltan)


def _escribir_motivo(solicitud: Solicitud, motivo: str) -> None:
    """The text for the manager stays in the request: the log of events keeps no free text."""
    if not motivo.strip():
        raise ValidationError({"motivo": "Escriba el motivo."})
    solicitud.motivo = motivo.strip()
    solicitud.save(update_fields=["motivo"])


def _incorporar_hogar(afiliacion: Afiliacion, *, por) -> None:
    """The household is a user from today, and its captures are affiliated and in the TPI."""
    hoy, hogar = afiliacion.afiliada_el, afiliacion.hogar_id
    Hogar.objects.filter(pk=hogar).update(es_usuario=True, usuario_desde=hoy, en_tpi=True)
    captaciones = Captacion.objects.filter(hogar=hogar, caso__cerrado_por_visita__isnull=True)
    captaciones.filter(afiliada_el__isnull=True).update(afiliada_el=hoy)
    for captacion in captaciones.select_related("inclusion_tpi"):
        _incluir_en_tpi(captacion, hoy=hoy, por=por)


def _incluir_en_tpi(captacion: Captacion, *, hoy, por) -> None:
    inclusion = getattr(captacion, "inclusion_tpi", None) or InclusionTPI.objects.create(
        captacion=captacion,
        hogar_id=captacion.hogar_id,
        estado=EstadoTPI.EN_EVALUACION,
        abierta_el=hoy,
    )
    if inclusion.estado == EstadoTPI.NO_INCLUIDA:
        transitar(inclusion, EstadoTPI.EN_EVALUACION, por=por)
    if inclusion.estado == EstadoTPI.EN_EVALUACION:
        transitar(inclusion, EstadoTPI.INCLUIDA, por=por)
