"""A call or a visit, and what follows from its outcome (DOMAIN §4)."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from afiliacion.acciones.contactos import ContactoCambiado, bloquear, cambiar_distrito
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.acciones.solicitudes import abrir_desde_visita, anular_viva
from afiliacion.models import (
    Alerta,
    Caso,
    Contacto,
    EstadoContacto,
    Modalidad,
    Resultado,
    Siguiente,
    TipoAlerta,
    Visita,
)
from captacion.models import Persona, Telefono, TipoCaptacion
from juntos.calendario import habil_desde
from juntos.estados import transitar

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


@transaction.atomic
def registrar_visita(
    contacto: Contacto,
    *,
    por,
    version: int,
    clave,
    modalidad: str,
    resultado: Resultado,
    fecha: dt.date,
    telefono: Telefono | None = None,
    telefono_nuevo: str = "",
    motivo: str = "",
    observacion: str = "",
    reintento_el: dt.date | None = None,
    alertas=(),
    distrito_nuevo=None,
    direccion: str = "",
    referencia: str = "",
    caso: Caso | None = None,
) -> Visita:
    """Write down what happened and do what follows from it; the same `clave` twice is once.

    `caso` says whom a loss or a death concerns when the household has more than one.
    Raises ContactoCambiado when `version` is not the contact's any more or it is closed, and
    ValidationError with a sentence for each field that must be mended.
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
    visita = Visita(
        contacto=actual,
        clave=clave,
        modalidad=modalidad,
        resultado=resultado,
        fecha=fecha,
        telefono=telefono if modalidad == Modalidad.TELEFONO else None,
        motivo=motivo.strip(),
        observacion=observacion.strip(),
        registrada_por=por,
        distrito_nuevo=distrito_nuevo if resultado.siguiente == Siguiente.MUDANZA else None,
    )
    if resultado.siguiente in (Siguiente.MUDANZA, Siguiente.DIRECCION):
        visita.direccion, visita.referencia = direccion.strip(), referencia.strip()
    numero = normalizar_telefono(telefono_nuevo)
    caso = _caso_afectado(visita, caso)
    _validar(visita, reintento_el=reintento_el, numero=numero, escrito=telefono_nuevo.strip())
    if not set(alertas) <= set(TipoAlerta.values):
        raise ValidationError({"alertas": "Elija las alertas de la lista."})
    if resultado.siguiente in VUELVEN:
        visita.reintento_el = reintento_el or proponer_reintento(actual, resultado, desde=fecha)
    visita.save()
    _anotar_en_contacto(actual, visita, numero=numero)
    _levantar_alertas(visita, alertas, caso=caso)
    _seguir(actual, visita, caso=caso, por=por)
    contacto.refresh_from_db()
    return visita


def proponer_reintento(contacto: Contacto, resultado: Resultado, *, desde: dt.date) -> dt.date:
    """The day to try again: a working day, not after the deadline while that is still ahead."""
    hoy = timezone.localdate()
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


def _caso_afectado(visita: Visita, caso: Caso | None) -> Caso | None:
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
    if not posibles:
        raise ValidationError({"caso": "Este hogar no tiene a quien corresponda ese resultado."})
    return posibles[0]


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
    if visita.telefono and not _personas(visita.contacto).filter(telefonos=visita.telefono_id):
        errores["telefono"] = "Ese teléfono no es de este hogar."
    if reintento_el and resultado.siguiente in VUELVEN:
        hoy = timezone.localdate()
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


def _personas(contacto: Contacto):
    """Those whose phones the household answers: captured people, mothers and members."""
    return Persona.objects.filter(
        Q(captaciones__caso__contacto=contacto)
        | Q(hijos__captacion__caso__contacto=contacto)
        | Q(membresias__hogar=contacto.hogar_id)
    )


def _anotar_en_contacto(contacto: Contacto, visita: Visita, *, numero: str) -> None:
    """Bring to the contact what the queue shows of its last visit."""
    contacto.version += 1
    if contacto.ultima_visita_el is None or visita.fecha >= contacto.ultima_visita_el:
        contacto.ultima_visita_el = visita.fecha
        contacto.ultimo_resultado = visita.resultado
        contacto.reintento_el = visita.reintento_el
    if numero:
        _guardar_telefono(contacto, numero=numero, visto_el=visita.fecha)
    if visita.resultado.siguiente == Siguiente.MUDANZA:
        cambiar_distrito(contacto, distrito=visita.distrito_nuevo, por=visita.registrada_por)
        contacto.direccion, contacto.referencia = visita.direccion, visita.referencia
    elif visita.resultado.siguiente == Siguiente.DIRECCION:
        contacto.direccion = visita.direccion or contacto.direccion
        contacto.referencia = visita.referencia or contacto.referencia
    contacto.save()


def _guardar_telefono(contacto: Contacto, *, numero: str, visto_el: dt.date) -> None:
    """The new number is the mother's or the pregnant woman's; without one, the child's."""
    caso = contacto.casos.vivos().order_by("captacion__limite_el", "pk").first()
    if caso:
        captacion = caso.captacion
        madre = captacion.recien_nacido.madre if captacion.recien_nacido else None
        Telefono.objects.update_or_create(
            persona=madre or captacion.persona,
            numero=numero,
            defaults={"visto_el": visto_el},
            create_defaults={"visto_el": visto_el, "fuente": "visita"},
        )
    contacto.telefono = numero


def _levantar_alertas(visita: Visita, alertas, *, caso: Caso | None) -> None:
    tipos = {TipoAlerta(tipo) for tipo in alertas}
    if visita.resultado.siguiente == Siguiente.CERRAR_CON_CUIDADO:
        tipos.add(TipoAlerta.CIERRE_CON_CUIDADO)
    for tipo in sorted(tipos):
        de = caso if tipo == TipoAlerta.CIERRE_CON_CUIDADO else _unico_caso(visita, tipo)
        Alerta.objects.create(visita=visita, tipo=tipo, captacion=de and de.captacion)


def _unico_caso(visita: Visita, tipo: TipoAlerta) -> Caso | None:
    """The person an alert speaks of, when only one of the household can be meant."""
    casos = visita.contacto.casos.vivos()
    if tipo in DE_GESTANTE:
        casos = casos.filter(captacion__tipo=TipoCaptacion.GESTANTE)
    elif tipo in DE_NINO:
        casos = casos.filter(captacion__tipo=TipoCaptacion.RECIEN_NACIDO)
    posibles = list(casos[:2])
    return posibles[0] if len(posibles) == 1 else None


def _seguir(contacto: Contacto, visita: Visita, *, caso: Caso | None, por) -> None:
    """Do what the outcome leads to."""
    siguiente = visita.resultado.siguiente
    if caso and _quedan_otros(contacto, visita, caso):
        siguiente = None
    if siguiente == Siguiente.REQUISITOS:
        abrir_desde_visita(contacto, por=por)
    elif siguiente in CIERRES:
        anular_viva(contacto, por=por, motivo=visita.resultado.nombre)
        transitar(
            contacto,
            CIERRES[siguiente],
            por=por,
            motivo=visita.resultado.nombre,
            cerrado_en=timezone.now(),
            cerrado_por=por,
            motivo_cierre=visita.motivo or visita.resultado.nombre,
            reintento_el=None,
        )
    elif contacto.estado == EstadoContacto.PENDIENTE:
        transitar(contacto, EstadoContacto.EN_GESTION, por=por)


def _quedan_otros(contacto: Contacto, visita: Visita, caso: Caso) -> bool:
    """Close the case with care; the contact goes on for the others of the household, if any."""
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
