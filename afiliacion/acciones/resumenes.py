"""The weekly e-mail: once for each person and week, only when there is something to tell."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from afiliacion.consultas.resumen import excepciones
from afiliacion.models import ResumenSemanal, Suscripcion
from juntos.models import Parametro, Rol, Usuario
from juntos.muro import tras_el_muro

bitacora = logging.getLogger(__name__)


def enviar_los_que_tocan(*, ahora: dt.datetime) -> int:
    """From the day and the hour of the week on: everybody whose week was not looked at yet.

    Whom the server does not take is tried again by the next turn, and holds up nobody.
    """
    local = timezone.localtime(ahora)
    lunes = local.date() - dt.timedelta(days=local.weekday())
    dia = min(max(Parametro.de("resumen_dia"), 1), 7)
    hora = min(Parametro.de("resumen_hora"), 23)
    if (local.isoweekday(), local.hour) < (dia, hora):
        return 0
    enviados = 0
    for usuario in _quienes(lunes):
        try:
            enviados += enviar(usuario, semana=lunes, hoy=local.date())
        except OSError as error:
            # It may quote an address: only its kind.
            bitacora.warning("No salió el resumen de %s: %s", usuario.pk, type(error).__name__)
    return enviados


@transaction.atomic
def enviar(usuario: Usuario, *, semana: dt.date, hoy: dt.date) -> bool:
    """Whether it was sent; the row is written first, so that nobody else sends it meanwhile.

    A server that does not take it leaves no row.
    """
    with tras_el_muro(usuario):
        todas = excepciones(usuario, hoy=hoy)
    _, nuevo = ResumenSemanal.objects.get_or_create(
        usuario=usuario,
        semana=semana,
        defaults={"excepciones": len(todas), "por_correo": bool(todas)},
    )
    if not nuevo or not todas:
        return False
    _correo(usuario, todas).send()
    return True


def cambiar_suscripcion(*, activa: bool, por: Usuario) -> None:
    Suscripcion.objects.update_or_create(
        usuario=por,
        defaults={"activa": activa, "cambiada_en": timezone.now(), "cambiada_por": por},
    )


def recibe(usuario: Usuario) -> bool:
    return not Suscripcion.objects.filter(usuario=usuario, activa=False).exists()


def _quienes(semana: dt.date):
    return (
        Usuario.objects.filter(is_active=True, rol__in=[Rol.GESTORA, Rol.SUPERVISORA, Rol.SEDE])
        .exclude(email="")
        .exclude(suscripcion__activa=False)
        .exclude(pk__in=ResumenSemanal.objects.filter(semana=semana).values("usuario"))
        .order_by("pk")
    )


def _correo(usuario: Usuario, todas: list) -> EmailMessage:
    """Counts and links: what an e-mail says may be read by anybody on its way."""
    base = settings.URL_PUBLICA
    contexto = {
        "excepciones": [(e.frase, base + e.direccion) for e in todas],
        "pagina": base + reverse("afiliacion:resumen"),
    }
    cuantos = f"{len(todas)} aviso{'' if len(todas) == 1 else 's'} de esta semana"
    return EmailMessage(
        subject=f"Captación temprana: {cuantos}",
        body=render_to_string("afiliacion/resumen/correo.txt", contexto),
        to=[usuario.email],
    )
