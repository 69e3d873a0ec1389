"""What came from a device without signal: each record applied exactly once, in any order.

Under the lock of its contact a record is looked for by its id, applied, and kept with its
outcome, in the transaction of its sending. What each may still do when others acted meanwhile is in
docs/adr/0022-visitas-sin-senal.md.
"""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DatoInvalido
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from pydantic import ValidationError

from afiliacion.acciones.contactos import bloquear
from afiliacion.acciones.hechos_de_campo import Hecho, aplicar, contactos_al_alcance
from afiliacion.esquemas import DATOS, Sobre, en_palabras, identidad
from afiliacion.models import (
    Adjunto,
    Contacto,
    Dispositivo,
    EstadoRegistro,
    Marca,
    RegistroDeCampo,
    TipoRegistro,
)
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Rol, Usuario
from juntos.muro import abierto
from juntos.turnos import insistir

DESCONOCIDO = "Ese hogar no está en su ruta."
CON_OTROS_DATOS = "Ya había llegado con otros datos: queda para que lo vea la supervisora."
SEGUNDOS_MAXIMOS = 2_000_000_000
SEGUNDOS_DE_VIAJE = 300
CUARENTENA_MAXIMA = 400
EN_ESPERA = [Marca.SIN_VISITA, Marca.SIN_SOLICITUD, Marca.FALTA_ADJUNTO]


@dataclass(frozen=True)
class Leido:
    """A record as it came: what could be read of it, and the sentence of what could not."""

    pk: uuid.UUID
    tipo: TipoRegistro
    contacto: int | None
    hecho_en: dt.datetime
    cuerpo: dict
    falla: str = ""


@dataclass(frozen=True)
class Desenlace:
    """How a record ended, in the fields of its row."""

    estado: EstadoRegistro
    motivo: str = ""
    marcas: Collection[Marca] = ()
    visita_id: int | None = None

    def campos(self) -> dict:
        return {
            "estado": self.estado,
            "motivo": self.motivo[:600],
            "marcas": list(self.marcas),
            "visita_id": self.visita_id,
        }


def atraso(reloj: dt.datetime) -> int:
    """How many seconds a device's clock is behind ours."""
    segundos = round((timezone.now() - reloj).total_seconds())
    return max(-SEGUNDOS_MAXIMOS, min(SEGUNDOS_MAXIMOS, segundos))


@abierto()
def recibir(
    registros: Sequence[dict], *, dispositivo: Dispositivo, reloj: int
) -> list[RegistroDeCampo]:
    """Apply the records of a request in the order in which they were made; answer in theirs.

    Raises NoSeEntiende when one has no id: then none is applied.
    """
    leidos = [_leer(registro) for registro in registros]
    insistir(lambda: _bloquear_todos(leidos, por=dispositivo.usuario))
    guardados = {
        id(leido): _recibir_uno(leido, dispositivo=dispositivo, reloj=reloj)
        for leido in sorted(leidos, key=lambda uno: (uno.hecho_en, uno.pk))
    }
    return [guardados[id(leido)] for leido in leidos]


def _leer(registro: dict) -> Leido:
    pk = identidad(registro)
    try:
        sobre = Sobre.model_validate(registro)
    except ValidationError as error:
        tipo, cuerpo = TipoRegistro.DESCONOCIDO, {"registro": registro}
        return Leido(pk, tipo, None, timezone.now(), cuerpo, en_palabras(error))
    falla = ""
    try:
        DATOS[sobre.tipo].model_validate(sobre.datos)
    except ValidationError as error:
        falla = en_palabras(error)
    tipo = TipoRegistro(sobre.tipo)
    return Leido(pk, tipo, sobre.contacto, sobre.hecho_en, sobre.datos, falla)


def _bloquear_todos(leidos: Collection[Leido], *, por: Usuario) -> None:
    """Before anything else, and in one order: two phones with the same households wait."""
    suyos = contactos_al_alcance(por=por).filter(pk__in={leido.contacto for leido in leidos})
    list(suyos.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def _recibir_uno(leido: Leido, *, dispositivo: Dispositivo, reloj: int) -> RegistroDeCampo:
    por = dispositivo.usuario
    alcance = contactos_al_alcance(por=por).select_for_update(of=("self",), no_key=True)
    contacto = alcance.filter(pk=leido.contacto).first()
    if ya := RegistroDeCampo.objects.filter(pk=leido.pk).first():
        return _otra_vez(ya, leido, dispositivo=dispositivo, reloj=reloj)
    fila = _fila(leido, contacto, dispositivo=dispositivo, reloj=reloj)
    if leido.falla or not contacto:
        desenlace = Desenlace(EstadoRegistro.RECHAZADO, leido.falla or DESCONOCIDO)
    else:
        desenlace = _aplicar(_hecho(fila))
    for campo, valor in desenlace.campos().items():
        setattr(fila, campo, valor)
    if contacto:
        fila.save(force_insert=True)
        return _con_lo_que_esperaba(fila)
    # Nothing was locked: the same record may have come in meanwhile.
    return RegistroDeCampo.objects.get_or_create(pk=leido.pk, defaults=_columnas(fila))[0]


def _fila(leido: Leido, contacto, *, dispositivo: Dispositivo, reloj: int) -> RegistroDeCampo:
    """The row of a record, before its outcome is known."""
    return RegistroDeCampo(
        pk=leido.pk,
        dispositivo=dispositivo,
        contacto=contacto,
        tipo=leido.tipo,
        cuerpo=leido.cuerpo,
        hecho_en=leido.hecho_en,
        hecho_por=dispositivo.usuario,
        reloj=reloj,
        momento=_momento(leido.hecho_en, reloj),
    )


def _momento(hecho_en: dt.datetime, reloj: int) -> dt.datetime:
    """When it was made, by our clock; what a request takes on its way is no error of a clock."""
    errado = dt.timedelta(seconds=reloj if abs(reloj) > SEGUNDOS_DE_VIAJE else 0)
    return min(hecho_en + errado, timezone.now())


def _columnas(fila: RegistroDeCampo) -> dict:
    campos = RegistroDeCampo._meta.concrete_fields
    return {c.attname: getattr(fila, c.attname) for c in campos if not c.primary_key}


def _hecho(fila: RegistroDeCampo, *, responde: Usuario | None = None) -> Hecho:
    return Hecho(
        pk=fila.pk,
        contacto=fila.contacto,
        datos=DATOS[fila.tipo].model_validate(fila.cuerpo),
        por=fila.hecho_por,
        responde=responde or fila.hecho_por,
        hecho_en=fila.hecho_en,
        momento=fila.momento,
        reloj=fila.reloj,
    )


def _aplicar(hecho: Hecho) -> Desenlace:
    """Do it (contact locked); what cannot be done leaves nothing behind but its sentence."""
    try:
        with transaction.atomic():
            visita, marcas = aplicar(hecho)
    except DatoInvalido as error:
        return Desenlace(EstadoRegistro.RECHAZADO, " ".join(error.messages))
    return _observado(marcas, visita and visita.pk)


def _observado(marcas: Collection[Marca], visita_id: int | None) -> Desenlace:
    if not marcas:
        return Desenlace(EstadoRegistro.APLICADO, visita_id=visita_id)
    motivo = f"Quedó guardado y lo verá la supervisora. {'. '.join(m.label for m in marcas)}."
    return Desenlace(EstadoRegistro.OBSERVADO, motivo, marcas, visita_id)


def _otra_vez(
    ya: RegistroDeCampo, leido: Leido, *, dispositivo: Dispositivo, reloj: int
) -> RegistroDeCampo:
    """The same record gets the same answer; with other contents, the second is kept to be seen.

    The id of another person's record is answered as a household that is not hers.
    """
    if ya.hecho_por_id != dispositivo.usuario_id:
        return RegistroDeCampo(
            pk=leido.pk, **Desenlace(EstadoRegistro.RECHAZADO, DESCONOCIDO).campos()
        )
    if ya.cuerpo == leido.cuerpo or ya.contacto_id is None or leido.falla:
        return ya
    contenido = json.dumps(leido.cuerpo, sort_keys=True)
    desenlace = Desenlace(
        EstadoRegistro.OBSERVADO, CON_OTROS_DATOS, [Marca.OTRA_VERSION], ya.visita_id
    )
    fila = _fila(leido, ya.contacto, dispositivo=dispositivo, reloj=reloj)
    RegistroDeCampo.objects.get_or_create(
        pk=uuid.uuid5(ya.pk, contenido),
        defaults=_columnas(fila) | {"tipo": ya.tipo} | desenlace.campos(),
    )
    return RegistroDeCampo(pk=ya.pk, contacto_id=ya.contacto_id, **desenlace.campos())


# --- What waited for something that came after it


def _con_lo_que_esperaba(registro: RegistroDeCampo) -> RegistroDeCampo:
    """Hang its pictures, and try again what of this household waited for this record."""
    if registro.contacto_id:
        _colgar_adjuntos(registro)
        completar_pendientes(registro.contacto, de=registro.hecho_por)
    return registro


def _colgar_adjuntos(registro: RegistroDeCampo) -> None:
    if nombrados := adjuntos_de(registro):
        sueltos = Adjunto.objects.filter(pk__in=nombrados, registro__isnull=True)
        sueltos.filter(subido_por=registro.hecho_por_id).update(
            registro=registro, visita=registro.visita_id
        )


def llego_adjunto(adjunto: Adjunto) -> None:
    """A picture has come: the record that names it, if any, takes it."""
    nombrado = str(adjunto.pk)
    registro = (
        RegistroDeCampo.objects.asentados()
        .filter(
            Q(tipo=TipoRegistro.VISITA, cuerpo__fotos__contains=[nombrado])
            | Q(tipo=TipoRegistro.ACUERDO, cuerpo__firma=nombrado),
            hecho_por=adjunto.subido_por_id,
        )
        .first()
    )
    if registro:
        bloquear(registro.contacto)
        _con_lo_que_esperaba(registro)


def adjuntos_de(registro: RegistroDeCampo) -> list[uuid.UUID]:
    """The ids of the pictures that a record names."""
    if registro.estado not in (EstadoRegistro.APLICADO, EstadoRegistro.OBSERVADO):
        return []
    datos = DATOS[registro.tipo].model_validate(registro.cuerpo)
    if registro.tipo == TipoRegistro.VISITA:
        return datos.fotos
    return [datos.firma] if registro.tipo == TipoRegistro.ACUERDO else []


def completar_pendientes(contacto: Contacto, *, de) -> None:
    """Apply what of a person waits at a locked contact and need not wait any more."""
    pendientes = RegistroDeCampo.objects.filter(
        contacto=contacto,
        hecho_por=de,
        estado=EstadoRegistro.OBSERVADO,
        marcas__overlap=EN_ESPERA,
        revisado_en__isnull=True,
    )
    # Almost never one: that is what is asked of each record that comes.
    if not pendientes.exists():
        return
    for registro in pendientes.select_related("contacto", "hecho_por"):
        desenlace = _aplicar(_hecho(registro))
        if desenlace.estado == EstadoRegistro.APLICADO:
            transitar(registro, por=de, a=desenlace.estado, **_sin_estado(desenlace))
        elif desenlace.marcas and set(desenlace.marcas) != set(registro.marcas):
            registro.marcas, registro.motivo = list(desenlace.marcas), desenlace.motivo
            registro.save(update_fields=["marcas", "motivo"])


def _sin_estado(desenlace: Desenlace) -> dict:
    return {c: v for c, v in desenlace.campos().items() if c != "estado"}


# --- Quarantine, and the supervisor's word


@abierto()
def guardar_en_cuarentena(registros: Sequence[dict], *, clave: uuid.UUID) -> int:
    """Keep, without applying, what a phone that was taken out of service still carried.

    Of a phone that nobody knows, or past the limit of each, nothing is kept. Gives how many were.
    """
    dispositivo = Dispositivo.objects.select_related("usuario").filter(clave=clave).first()
    if dispositivo is None:
        return 0
    quedan = (
        CUARENTENA_MAXIMA
        - dispositivo.registros.filter(estado=EstadoRegistro.EN_CUARENTENA).count()
    )
    leidos = [_leer(registro) for registro in registros][: max(quedan, 0)]
    alcance, filas = _contactos_que_llevaba(dispositivo.usuario), []
    for leido in leidos:
        contacto = alcance.filter(pk=leido.contacto).first()
        fila = _fila(leido, contacto, dispositivo=dispositivo, reloj=0)
        columnas = _columnas(fila) | Desenlace(EstadoRegistro.EN_CUARENTENA, leido.falla).campos()
        filas.append(RegistroDeCampo(pk=leido.pk, **columnas))
    return len(RegistroDeCampo.objects.bulk_create(filas, ignore_conflicts=True))


def _contactos_que_llevaba(usuario: Usuario) -> QuerySet[Contacto]:
    """Of somebody whose territory is closed to her by now: also those of where she was assigned."""
    suyos = Contacto.objects.filter(distrito__in=usuario.asignaciones.values("distrito"))
    return contactos_al_alcance(por=usuario) | suyos


@transaction.atomic
def revisar(registro: RegistroDeCampo, *, por) -> RegistroDeCampo:
    """A supervisor has seen a flagged record: it leaves her list."""
    actual = _por_revisar(registro, EstadoRegistro.OBSERVADO, por=por)
    actual.revisado_en, actual.revisado_por = timezone.now(), por
    actual.save(update_fields=["revisado_en", "revisado_por"])
    return actual


@transaction.atomic
def aplicar_de_cuarentena(registro: RegistroDeCampo, *, por) -> RegistroDeCampo:
    """Apply, as of whoever made it, what came from a phone taken out of service.

    Raises ValidationError with the sentence of what cannot be applied: it goes on waiting.
    """
    actual = _por_revisar(registro, EstadoRegistro.EN_CUARENTENA, por=por)
    if actual.contacto is None or actual.motivo:
        raise DatoInvalido(actual.motivo or "No se sabe de qué hogar es: solo se puede descartar.")
    actual.contacto = bloquear(actual.contacto)
    desenlace = _aplicar(_hecho(actual, responde=por))
    if desenlace.estado == EstadoRegistro.RECHAZADO:
        raise DatoInvalido(desenlace.motivo)
    visto = {"revisado_en": timezone.now(), "revisado_por": por}
    transitar(actual, desenlace.estado, por=por, **_sin_estado(desenlace), **visto)
    return _con_lo_que_esperaba(actual)


@transaction.atomic
def descartar(registro: RegistroDeCampo, *, por, motivo: str) -> RegistroDeCampo:
    """Leave unapplied, and say why, what came from a phone taken out of service."""
    if not motivo.strip():
        raise DatoInvalido({"motivo": "Escriba por qué se descarta."})
    actual = _por_revisar(registro, EstadoRegistro.EN_CUARENTENA, por=por)
    visto = {"revisado_en": timezone.now(), "revisado_por": por}
    transitar(actual, EstadoRegistro.RECHAZADO, por=por, motivo=motivo.strip()[:600], **visto)
    return actual


def _por_revisar(registro: RegistroDeCampo, estado: EstadoRegistro, *, por) -> RegistroDeCampo:
    """The record as it stands, locked, while it waits for this supervisor."""
    if por.rol != Rol.SUPERVISORA:
        raise PermissionDenied("Lo revisa la supervisora.")
    visibles = RegistroDeCampo.objects.visibles_para(por)
    if not visibles.filter(pk=registro.pk).exists():
        raise PermissionDenied("Este registro no es de su territorio.")
    actual = RegistroDeCampo.objects.select_for_update(of=("self",)).get(pk=registro.pk)
    if actual.estado != estado or actual.revisado_en is not None:
        raise TransicionInvalida(actual, actual.estado, actual.estado)
    return actual
