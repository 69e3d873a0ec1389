"""A call or a visit, and what follows from its outcome (DOMAIN §4)."""

import datetime as dt
import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Min, Q
from django.utils import timezone

from afiliacion.acciones.contactos import ContactoCambiado, bloquear, cambiar_distrito
from afiliacion.acciones.incidencias import avisar
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.acciones.solicitudes import abrir_desde_visita, anular_viva
from afiliacion.models import (
    Alerta,
    AvisoDeFinalidad,
    Caso,
    CausaIncidencia,
    Contacto,
    EstadoContacto,
    Modalidad,
    Resultado,
    Siguiente,
    TipoAlerta,
    Visita,
)
from captacion.models import Captacion, Miembro, RecienNacido, Telefono, TipoCaptacion
from juntos.calendario import habil_desde
from juntos.estados import transitar
from juntos.models import Distrito
from juntos.muro import abierto

# A visit may have been made before the file that opened the contact came in.
DIAS_ANTES_DE_ABRIR = 30
DIAS_REINTENTO_MAXIMO = 365
VUELVEN = (Siguiente.REINTENTO, Siguiente.PRESENCIAL, Siguiente.MUDANZA, Siguiente.DIRECCION)
CIERRES = {
    Siguiente.CERRAR_NO_ACEPTA: EstadoContacto.NO_ACEPTA,
    Siguiente.CERRAR_CON_CUIDADO: EstadoContacto.CERRADA,
    Siguiente.CERRAR_NO_ELEGIBLE: EstadoContacto.NO_ELEGIBLE,
    Siguiente.CERRAR_YA_USUARIA: EstadoContacto.YA_USUARIA,
}
DE_GESTANTE = (TipoAlerta.VIOLENCIA, TipoAlerta.SIN_CONTROL_PRENATAL)
DE_NINO = (
    TipoAlerta.SIN_DNI,
    TipoAlerta.SIN_CRED,
    TipoAlerta.SIN_VACUNAS,
    TipoAlerta.SIN_HEMOGLOBINA,
)


@dataclass(frozen=True, kw_only=True)
class DatosDeVisita:
    """What a form or a device says of a visit.

    `caso`: whom a loss or a death concerns; `causa`: why the facility does not serve, when that is
    one of the `alertas`; `aviso`: the version of the notice that was read.
    """

    clave: uuid.UUID
    modalidad: str
    resultado: Resultado
    fecha: dt.date
    telefono: Telefono | None = None
    telefono_nuevo: str = ""
    motivo: str = ""
    observacion: str = ""
    reintento_el: dt.date | None = None
    alertas: Collection[str] = ()
    causa: str = ""
    distrito_nuevo: Distrito | None = None
    direccion: str = ""
    referencia: str = ""
    caso: Caso | None = None
    aviso: int | None = None


UBICACION = frozenset({"distrito", "direccion", "referencia"})


@abierto()
def registrar_visita(contacto: Contacto, *, por, version: int, clave, **dicho) -> Visita:
    """Write down what happened and do what follows from it; the same `clave` twice is once.

    `dicho` are the other fields of DatosDeVisita. Raises ContactoCambiado when `version` is not
    the contact's any more or it is closed, and ValidationError with a sentence for each field
    that must be mended.
    """
    if repetida := _ya_registrada(contacto, clave=clave, por=por):
        return repetida
    exigir_territorio(contacto, por=por)
    actual = bloquear(contacto)
    # The first of two equal POSTs may have committed while the second waited for the lock.
    if repetida := _ya_registrada(contacto, clave=clave, por=por):
        return repetida
    if actual.version != version or not actual.esta_abierto:
        raise ContactoCambiado(actual)
    datos = DatosDeVisita(clave=clave, **dicho)
    visita, caso = asentar(actual, datos, por=por, momento=timezone.now())
    seguir(actual, visita, caso=caso, por=por)
    contacto.refresh_from_db()
    return visita


def asentar(
    contacto: Contacto,
    datos: DatosDeVisita,
    *,
    por,
    momento: dt.datetime,
    superados: Collection[str] = (),
    exige_caso: bool = True,
) -> tuple[Visita, Caso | None]:
    """Write a visit of a locked contact, with all but the move that its outcome leads to.

    `momento` is when it was written down. `superados` are the facts of the contact that others
    said later (UBICACION, "telefono"): they stand. Gives the case that a loss or death concerns.
    """
    resultado = datos.resultado
    visita = Visita(
        contacto=contacto,
        clave=datos.clave,
        modalidad=datos.modalidad,
        resultado=resultado,
        fecha=datos.fecha,
        telefono=datos.telefono if datos.modalidad == Modalidad.TELEFONO else None,
        motivo=datos.motivo.strip(),
        observacion=datos.observacion.strip(),
        version=contacto.version + 1,
        registrada_en=momento,
        registrada_por=por,
        distrito_nuevo=datos.distrito_nuevo if resultado.siguiente == Siguiente.MUDANZA else None,
        aviso=_aviso_leido(datos.aviso, el=timezone.localdate(momento)),
    )
    if resultado.siguiente in (Siguiente.MUDANZA, Siguiente.DIRECCION):
        visita.direccion, visita.referencia = datos.direccion.strip(), datos.referencia.strip()
    numero, escrito = normalizar_telefono(datos.telefono_nuevo), datos.telefono_nuevo.strip()
    caso = _caso_afectado(visita, datos.caso, exige=exige_caso)
    _validar(visita, reintento_el=datos.reintento_el, numero=numero, escrito=escrito)
    if not set(datos.alertas) <= set(TipoAlerta.values):
        raise ValidationError({"alertas": "Elija las alertas de la lista."})
    if datos.causa and datos.causa not in CausaIncidencia.values:
        raise ValidationError({"causa": "Elija la causa de la lista."})
    if resultado.siguiente in VUELVEN:
        visita.reintento_el = datos.reintento_el or proponer_reintento(
            contacto, resultado, desde=datos.fecha, hoy=timezone.localdate(momento)
        )
    visita.save()
    _anotar_en_contacto(contacto, visita, numero=numero, superados=superados)
    _levantar_alertas(visita, datos.alertas, caso=caso, causa=datos.causa)
    return visita, caso


def _aviso_leido(version: int | None, *, el: dt.date) -> AvisoDeFinalidad | None:
    """A version that nobody wrote, or that had not begun, was read to nobody."""
    if version is None:
        return None
    return AvisoDeFinalidad.objects.filter(version=version, vigente_desde__lte=el).first()


def proponer_reintento(
    contacto: Contacto, resultado: Resultado, *, desde: dt.date, hoy: dt.date | None = None
) -> dt.date:
    """The day to try again: a working day, not after the deadline while that is still ahead."""
    hoy = hoy or timezone.localdate()
    dia = habil_desde(max(desde + dt.timedelta(days=resultado.dias_reintento), hoy))
    return min(dia, contacto.vence_el) if contacto.vence_el >= hoy else dia


def normalizar_telefono(escrito: str) -> str:
    """The nine digits of a Peruvian mobile without its prefix, or "" when it is not one."""
    digitos = re.sub(r"[\s.()\-]", "", escrito)
    digitos = re.sub(r"^(\+51|0051|51)(?=9\d{8}$)", "", digitos)
    valido = re.fullmatch(r"9\d{8}", digitos, re.ASCII) and len(set(digitos)) > 1
    return digitos if valido else ""


def _ya_registrada(contacto: Contacto, *, clave, por) -> Visita | None:
    visita = Visita.objects.filter(clave=clave).first()
    if visita and (visita.contacto_id, visita.registrada_por_id) != (contacto.pk, por.pk):
        raise ContactoCambiado(contacto)
    return visita


def _caso_afectado(visita: Visita, caso: Caso | None, *, exige: bool) -> Caso | None:
    """Whom a loss or a death concerns: the one told, or the only one it can be."""
    if visita.resultado.siguiente != Siguiente.CERRAR_CON_CUIDADO:
        return None
    posibles = visita.contacto.casos.vivos()
    if visita.resultado_id == Resultado.PERDIDA_GESTACION:
        posibles = posibles.filter(captacion__tipo=TipoCaptacion.GESTANTE)
    posibles = list(posibles)
    if caso is not None:
        posibles = [posible for posible in posibles if posible.pk == caso.pk]
    if len(posibles) > 1:
        raise ValidationError({"caso": "Indique de quién se trata."})
    if not posibles and exige:
        raise ValidationError({"caso": "Este hogar no tiene a quien corresponda ese resultado."})
    return posibles[0] if posibles else None


def _validar(visita: Visita, *, reintento_el, numero: str, escrito: str) -> None:
    resultado, errores = visita.resultado, {}
    vale = {
        Modalidad.TELEFONO: resultado.por_telefono,
        Modalidad.PRESENCIAL: resultado.en_persona,
    }
    if visita.modalidad not in vale:
        errores["modalidad"] = "Indique si fue una visita o una llamada."
    elif not resultado.activo or not vale[visita.modalidad]:
        errores["resultado"] = "Ese resultado no corresponde: elija otro."
    if resultado.exige_motivo and not visita.motivo:
        errores["motivo"] = "Escriba el motivo."
    elif len(visita.motivo) > 200:
        errores["motivo"] = "Resuma el motivo en 200 letras."
    if sentencia := _fecha_imposible(visita):
        errores["fecha"] = sentencia
    if resultado.siguiente == Siguiente.MUDANZA and visita.distrito_nuevo is None:
        errores["distrito_nuevo"] = "Indique a qué distrito se mudó."
    if escrito and not numero:
        errores["telefono_nuevo"] = "Escriba un celular de nueve dígitos que empiece en 9."
    if visita.telefono and not Telefono.objects.filter(
        pk=visita.telefono_id, persona__in=personas_de(visita.contacto)
    ):
        errores["telefono"] = "Ese teléfono no es de este hogar."
    if reintento_el and resultado.siguiente in VUELVEN:
        hoy = timezone.localdate(visita.registrada_en)
        ultimo = hoy + dt.timedelta(days=DIAS_REINTENTO_MAXIMO)
        if not max(hoy, visita.fecha) <= reintento_el <= ultimo:
            errores["reintento_el"] = "Elija un día desde hoy y dentro de un año."
    for campo in ("direccion", "referencia"):
        if len(getattr(visita, campo)) > 200:
            errores[campo] = "Resuma en 200 letras."
    if errores:
        raise ValidationError(errores)


def _fecha_imposible(visita: Visita) -> str:
    if visita.fecha > timezone.localdate():
        return "La fecha no puede ser posterior a hoy."
    if visita.fecha < visita.contacto.abierto_el - dt.timedelta(days=DIAS_ANTES_DE_ABRIR):
        return "La fecha es demasiado antigua para este contacto: revise el mes y el año."
    evento = visita.contacto.casos.aggregate(primero=Min("captacion__evento_el"))["primero"]
    if evento and visita.fecha < evento:
        return "La fecha es anterior al nacimiento o al inicio de la gestación."
    return ""


def personas_de(contacto: Contacto) -> list[int]:
    """Ids of those whose phones the household answers: captured people, mothers and members.

    Read first, each by its own index: asked within the question for the phones, PostgreSQL reads
    every phone of the country, and the wall asks of each whose it is.
    """
    miembros = Miembro.objects.filter(hogar=contacto.hogar_id).values_list("persona")
    captados = Captacion.objects.filter(caso__contacto=contacto).values_list("persona")
    madres = RecienNacido.objects.filter(captacion__caso__contacto=contacto).values_list("madre")
    return [persona for (persona,) in miembros.union(captados, madres) if persona]


def _anotar_en_contacto(
    contacto: Contacto, visita: Visita, *, numero: str, superados: Collection[str]
) -> None:
    """Bring to the contact what the queue shows of its last visit, and what was corrected."""
    contacto.version = visita.version
    if _es_la_ultima(visita):
        contacto.ultima_visita_el = visita.fecha
        contacto.ultimo_resultado = visita.resultado
        contacto.reintento_el = visita.reintento_el if contacto.esta_abierto else None
    if numero:
        guardar_telefono(
            contacto, numero=numero, visto_el=visita.fecha, manda="telefono" not in superados
        )
    if visita.resultado.siguiente == Siguiente.MUDANZA and "distrito" not in superados:
        cambiar_distrito(contacto, distrito=visita.distrito_nuevo, por=visita.registrada_por)
    if visita.resultado.siguiente in (Siguiente.MUDANZA, Siguiente.DIRECCION):
        _corregir_direccion(contacto, visita, superados)
    contacto.save()


def _es_la_ultima(visita: Visita) -> bool:
    """By the day of the visit and, on one day, by when it was written down."""
    ultima = visita.contacto.ultima_visita_el
    if ultima is None or visita.fecha != ultima:
        return ultima is None or visita.fecha > ultima
    despues = Q(fecha=visita.fecha, registrada_en__gt=visita.registrada_en)
    return not visita.contacto.visitas.filter(despues).exists()


def _corregir_direccion(contacto: Contacto, visita: Visita, superados: Collection[str]) -> None:
    """A household that moved left its old address; one that did not keeps what was not said."""
    for campo in {"direccion", "referencia"} - set(superados):
        dicho = getattr(visita, campo)
        if dicho or visita.resultado.siguiente == Siguiente.MUDANZA:
            setattr(contacto, campo, dicho)


def guardar_telefono(
    contacto: Contacto, *, numero: str, visto_el: dt.date, manda: bool = True
) -> None:
    """The new number is the mother's or the pregnant woman's; without one, the child's.

    With `manda` it is the one by which the household is called (the caller saves the contact).
    """
    caso = contacto.casos.vivos().order_by("captacion__limite_el", "pk").first()
    if caso:
        captacion = caso.captacion
        madre = captacion.recien_nacido.madre if captacion.recien_nacido else None
        telefono, nuevo = Telefono.objects.get_or_create(
            persona=madre or captacion.persona,
            numero=numero,
            defaults={"visto_el": visto_el, "fuente": "visita"},
        )
        if not nuevo and (telefono.visto_el is None or telefono.visto_el < visto_el):
            telefono.visto_el = visto_el
            telefono.save(update_fields=["visto_el"])
    if manda:
        contacto.telefono = numero


def _levantar_alertas(visita: Visita, alertas, *, caso: Caso | None, causa: str) -> None:
    tipos = {TipoAlerta(tipo) for tipo in alertas}
    if visita.resultado.siguiente == Siguiente.CERRAR_CON_CUIDADO:
        tipos.add(TipoAlerta.CIERRE_CON_CUIDADO)
    for tipo in sorted(tipos):
        de = caso if tipo == TipoAlerta.CIERRE_CON_CUIDADO else unico_caso(visita, tipo)
        levantar_alerta(visita, tipo, captacion=de and de.captacion, causa=causa)


def levantar_alerta(visita: Visita, tipo: TipoAlerta, *, captacion, causa: str = "") -> Alerta:
    """The alert of this kind that a visit raises; said twice, it is one."""
    if ya := visita.alertas.filter(tipo=tipo).first():
        return ya
    if tipo == TipoAlerta.ESTABLECIMIENTO:
        return avisar(visita, causa=causa, captacion=captacion)
    return Alerta.objects.create(visita=visita, tipo=tipo, captacion=captacion)


def unico_caso(visita: Visita, tipo: TipoAlerta) -> Caso | None:
    """The person an alert speaks of, when only one of the household can be meant."""
    casos = visita.contacto.casos.vivos()
    if tipo in DE_GESTANTE:
        casos = casos.filter(captacion__tipo=TipoCaptacion.GESTANTE)
    elif tipo in DE_NINO:
        casos = casos.filter(captacion__tipo=TipoCaptacion.RECIEN_NACIDO)
    posibles = list(casos[:2])
    return posibles[0] if len(posibles) == 1 else None


def seguir(contacto: Contacto, visita: Visita, *, caso: Caso | None, por) -> None:
    """Do what the outcome leads to (contact locked); a request opened later than it stands."""
    siguiente = visita.resultado.siguiente
    if caso and cerrar_caso(contacto, visita, caso):
        siguiente = None
    if siguiente == Siguiente.REQUISITOS:
        abrir_desde_visita(contacto, por=por, en=visita.registrada_en)
    elif siguiente in CIERRES:
        _cerrar(contacto, visita, por=por)
    elif contacto.estado == EstadoContacto.PENDIENTE:
        transitar(contacto, EstadoContacto.EN_GESTION, por=por)


def _cerrar(contacto: Contacto, visita: Visita, *, por) -> None:
    nombre, siguiente = visita.resultado.nombre, visita.resultado.siguiente
    con_cuidado = siguiente == Siguiente.CERRAR_CON_CUIDADO
    hasta = timezone.now() if con_cuidado else visita.registrada_en
    if anular_viva(contacto, por=por, motivo=nombre, hasta=hasta):
        return
    transitar(
        contacto,
        CIERRES[siguiente],
        por=por,
        motivo=nombre,
        cerrado_en=timezone.now(),
        cerrado_por=por,
        motivo_cierre=visita.motivo or nombre,
        reintento_el=None,
    )


def cerrar_caso(contacto: Contacto, visita: Visita, caso: Caso) -> bool:
    """Close the case with care; whether the contact goes on for others of the household."""
    caso.cerrado_por_visita = visita
    caso.save(update_fields=["cerrado_por_visita"])
    vivos = contacto.casos.vivos()
    if not vivos:
        return False
    tipos = set(vivos.values_list("captacion__tipo", flat=True))
    contacto.vence_el = vivos.aggregate(el=Min("captacion__limite_el"))["el"]
    contacto.con_recien_nacido = TipoCaptacion.RECIEN_NACIDO in tipos
    contacto.con_gestante = TipoCaptacion.GESTANTE in tipos
    contacto.save(update_fields=["vence_el", "con_recien_nacido", "con_gestante"])
    return True
