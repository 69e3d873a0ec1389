"""What may be taken away of what is held of a person, and what the law has us keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from afiliacion.models import Adjunto, Contacto, EstadoMensaje, Mensaje, RegistroDeCampo, Visita
from captacion.acciones.derechos import restringir
from captacion.models import Persona, Telefono, TipoRestriccion

RETIRADO = "[Retirado a pedido de la persona]"


@dataclass(frozen=True)
class Clase:
    """A kind of data that may be taken away; `hallar` finds it, `retirar` says how many went."""

    codigo: str
    nombre: str
    hallar: Callable[[Persona], QuerySet]
    retirar: Callable


def contactos_de(persona: Persona) -> QuerySet[Contacto]:
    """The contacts opened for her, or for a child of hers."""
    suyos = Contacto.objects.filter(
        Q(casos__captacion__persona=persona) | Q(casos__captacion__recien_nacido__madre=persona)
    )
    return Contacto.objects.filter(pk__in=suyos.values("pk"))


def _telefonos(persona: Persona) -> QuerySet[Telefono]:
    return Telefono.objects.filter(persona=persona)


def _textos(persona: Persona) -> QuerySet[Visita]:
    escritas = ~Q(observacion__in=["", RETIRADO]) | ~Q(motivo__in=["", RETIRADO])
    return Visita.objects.filter(escritas, contacto__in=contactos_de(persona))


def _registros(persona: Persona) -> QuerySet[RegistroDeCampo]:
    return RegistroDeCampo.objects.filter(contacto__in=contactos_de(persona)).exclude(cuerpo={})


def _mensajes(persona: Persona) -> QuerySet[Mensaje]:
    """Not those that wait or leave this minute: they are in the hands of who sends."""
    return Mensaje.objects.filter(
        contacto__in=contactos_de(persona),
        estado__in=[EstadoMensaje.ENVIADO, EstadoMensaje.FALLIDO],
    )


def fotos_de(persona: Persona) -> QuerySet[Adjunto]:
    """Pictures of her visits: not an agreement, nor the proof of a care that counted."""
    contactos = contactos_de(persona)
    return Adjunto.objects.filter(
        Q(visita__contacto__in=contactos) | Q(registro__contacto__in=contactos),
        solicitud__isnull=True,
        cuidados__isnull=True,
    ).distinct()


def _retirar_telefonos(persona: Persona, *, por) -> int:
    suyos = _telefonos(persona)
    numeros = list(suyos.values_list("numero", flat=True))
    Visita.objects.filter(telefono__in=suyos).update(telefono=None)
    Contacto.objects.filter(pk__in=contactos_de(persona), telefono__in=numeros).update(telefono="")
    restringir(persona, tipo=TipoRestriccion.SIN_TELEFONOS, por=por)
    return suyos.delete()[0]


def _retirar_textos(persona: Persona, *, por) -> int:
    contactos = contactos_de(persona)
    visitas = Visita.objects.filter(contacto__in=contactos)
    cuantos = _textos(persona).count()
    visitas.exclude(observacion="").update(observacion=RETIRADO)
    visitas.exclude(motivo="").update(motivo=RETIRADO)
    return cuantos


def _retirar_registros(persona: Persona, *, por) -> int:
    return _registros(persona).update(cuerpo={})


def _retirar_mensajes(persona: Persona, *, por) -> int:
    return _mensajes(persona).delete()[0]


def _retirar_fotos(persona: Persona, *, por) -> int:
    fotos = list(fotos_de(persona))
    Adjunto.objects.filter(pk__in=[foto.pk for foto in fotos]).delete()
    for foto in fotos:
        transaction.on_commit(lambda archivo=foto.archivo: archivo.storage.delete(archivo.name))
    return len(fotos)


RETIRABLES = {
    clase.codigo: clase
    for clase in (
        Clase("telefonos", "Teléfonos", _telefonos, _retirar_telefonos),
        Clase("textos", "Lo que se escribió en las visitas", _textos, _retirar_textos),
        Clase(
            "registros_de_campo",
            "Copias de lo que envió el teléfono de la gestora",
            _registros,
            _retirar_registros,
        ),
        Clase("mensajes", "Mensajes de texto enviados", _mensajes, _retirar_mensajes),
        Clase("fotos", "Fotos de las visitas", fotos_de, _retirar_fotos),
    )
}
# Kind → its name and why it stays.
SE_CONSERVAN = {
    "identidad": (
        "Su identidad y lo que dicen los registros del Estado",
        "Vienen del Padrón Nominal, el SIS y el padrón de hogares, que los llevan por ley: su "
        "retiro se pide a RENIEC, al SIS o al MIDIS.",
    ),
    "afiliacion": (
        "Solicitudes, acuerdos y afiliaciones",
        "Sustentan un derecho reconocido y el uso de recursos públicos.",
    ),
    "cuidados": (
        "Atenciones y cuidados verificados",
        "Son la prueba de lo que se pagó o dejó de pagarse.",
    ),
    "pagos": (
        "Pagos y verificaciones",
        "La ley obliga a conservar el sustento de los pagos con recursos públicos.",
    ),
    "visitas": (
        "Fecha y resultado de las visitas",
        "Prueban la atención que se dio; sus textos sí pueden retirarse.",
    ),
    "bitacora": (
        "Quién hizo y quién miró cada cosa",
        "Es el registro de seguridad que protege a la misma persona; no dice nombres.",
    ),
}


def contar(persona: Persona) -> list[tuple[Clase, int]]:
    return [(clase, clase.hallar(persona).count()) for clase in RETIRABLES.values()]
