"""An account is made by an administrator and opened by its owner: nobody else sets its password."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from juntos.estados import TransicionInvalida, transitar
from juntos.models import EstadoInvitacion, Evento, Invitacion, Parametro, Rol, Usuario

SAL = "juntos.cuentas.invitacion"
PIDA_OTRO = "Pida a la administración del sistema que le envíe otro."
NO_VALE = {
    "roto": "El enlace está incompleto. Cópielo entero del correo, hasta el final.",
    "vencido": f"El enlace venció. {PIDA_OTRO}",
    "reemplazado": "Después de este enlace se le envió otro: use el del correo más reciente.",
    "usado": "El enlace ya se usó. Entre con su usuario y su contraseña; si no fue usted quien lo"
    " usó, avise ahora mismo a la administración del sistema.",
    "anulado": f"El enlace se anuló. {PIDA_OTRO}",
    "cerrada": "Esta cuenta está cerrada. Si debe seguir trabajando con ella, avise a la"
    " administración del sistema.",
    "ajeno": "Este enlace es de otra persona, y usted ya entró con su cuenta. Para usarlo, salga"
    " primero de su cuenta.",
}


class EnlaceNoVale(Exception):
    """Why a link opens nothing, by its key of NO_VALE."""

    def __init__(self, motivo: str):
        self.motivo, self.mensaje = motivo, NO_VALE[motivo]
        super().__init__(motivo)


@transaction.atomic
def invitar(usuario: Usuario, *, por: Usuario) -> Invitacion:
    """A new account, without a password, and its invitation, still to be sent."""
    _exigir_que_administra(por)
    usuario.seguir_al_rol()
    usuario.set_unusable_password()
    usuario.save()
    Evento.registrar(usuario, "", "creada", por=por)
    return invitar_otra_vez(usuario, por=por)


@transaction.atomic
def invitar_otra_vez(usuario: Usuario, *, por: Usuario) -> Invitacion:
    """A link for an account that is there: who forgot her password makes another one herself."""
    _exigir_que_administra(por)
    if not usuario.is_active or not usuario.email or usuario == por:
        raise PermissionDenied("Se invita a otra persona, con la cuenta abierta y con correo.")
    for anterior in usuario.invitaciones.filter(estado=EstadoInvitacion.ABIERTA):
        anular(anterior, por=por)
    invitacion = Invitacion.objects.create(
        usuario=usuario, correo=usuario.email, creada_por=por, valida_hasta=_hasta_cuando()
    )
    Evento.registrar(invitacion, "", invitacion.estado, por=por)
    return invitacion


def enviar(invitacion: Invitacion, *, por: Usuario) -> bool:
    """Whether the server took it. Its link is a new one: the former ones open nothing any more.

    Outside of any transaction: what is written before stays if the server is away.
    """
    _exigir_que_administra(por)
    if not invitacion.usuario.is_active:
        raise PermissionDenied("La cuenta está cerrada.")
    suya = Invitacion.objects.filter(
        pk=invitacion.pk, estado=EstadoInvitacion.ABIERTA, envios=invitacion.envios
    )
    if not suya.update(
        envios=F("envios") + 1, valida_hasta=_hasta_cuando(), enviada_en=None, enviada_por=None
    ):
        raise TransicionInvalida(invitacion, invitacion.estado, "enviada")
    invitacion.refresh_from_db()
    try:
        _correo(invitacion).send()
    except OSError as error:
        # It may quote an address: only its kind.
        _anotar_envio(invitacion, "no_enviada", por=por, motivo=type(error).__name__)
        return False
    with transaction.atomic():
        Invitacion.objects.filter(pk=invitacion.pk, envios=invitacion.envios).update(
            enviada_en=timezone.now(), enviada_por=por
        )
        _anotar_envio(invitacion, "enviada", por=por)
    return True


def anular(invitacion: Invitacion, *, por: Usuario) -> None:
    _exigir_que_administra(por)
    transitar(
        invitacion,
        EstadoInvitacion.ANULADA,
        por=por,
        cerrada_por=por,
        cerrada_en=timezone.now(),
    )


def leer(testigo: str) -> Invitacion:
    """The invitation whose link this is, if it can still be used; else EnlaceNoVale."""
    try:
        pk, envio = signing.loads(testigo, salt=SAL)
    except signing.BadSignature:
        raise EnlaceNoVale("roto") from None
    invitacion = Invitacion.objects.select_related("usuario").filter(pk=pk).first()
    if invitacion is None:
        raise EnlaceNoVale("roto")
    if motivo := _por_que_no_vale(invitacion, envio):
        raise EnlaceNoVale(motivo)
    return invitacion


def _por_que_no_vale(invitacion: Invitacion, envio: int) -> str | None:
    if invitacion.estado == EstadoInvitacion.USADA:
        return "usado"
    if not invitacion.usuario.is_active:
        return "cerrada"
    if invitacion.estado == EstadoInvitacion.ANULADA:
        return "anulado"
    if envio != invitacion.envios:
        return "reemplazado"
    return "vencido" if invitacion.esta_vencida else None


@transaction.atomic
def aceptar(invitacion: Invitacion, *, clave: str) -> None:
    """She sets her password, once; whatever was open with the former one closes."""
    usuario = invitacion.usuario
    try:
        transitar(
            invitacion,
            EstadoInvitacion.USADA,
            por=usuario,
            cerrada_por=usuario,
            cerrada_en=timezone.now(),
        )
    except TransicionInvalida:
        raise EnlaceNoVale("usado") from None
    usuario.set_password(clave)
    usuario.save(update_fields=["password"])


def enlace_de(invitacion: Invitacion) -> str:
    testigo = signing.dumps([invitacion.pk, invitacion.envios], salt=SAL)
    return settings.URL_PUBLICA + reverse("juntos:invitacion", args=[testigo])


def _correo(invitacion: Invitacion) -> EmailMessage:
    contexto = {"invitacion": invitacion, "enlace": enlace_de(invitacion)}
    return EmailMessage(
        subject="Captación temprana: cree la contraseña de su cuenta",
        body=render_to_string("juntos/cuentas/invitacion.txt", contexto),
        to=[invitacion.correo],
    )


def _anotar_envio(invitacion: Invitacion, que: str, *, por: Usuario, motivo: str = "") -> None:
    Evento.registrar(invitacion, invitacion.estado, que, por=por, motivo=motivo)


def _hasta_cuando() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=Parametro.de("invitacion_horas"))


def _exigir_que_administra(por: Usuario) -> None:
    if por.rol != Rol.ADMINISTRACION:
        raise PermissionDenied("Las cuentas las crea la administración del sistema.")
