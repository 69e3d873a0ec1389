"""The outbox of text messages: one row each, sent at most once."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.contacto import Contacto
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class EstadoMensaje(models.TextChoices):
    PENDIENTE = "pendiente", "Por enviar"
    EN_ENVIO = "en_envio", "Enviándose"
    ENVIADO = "enviado", "Enviado"
    FALLIDO = "fallido", "No se pudo enviar"


class MensajeQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> MensajeQuerySet:
        return en_territorio(self, usuario, campo="contacto__distrito")


class Mensaje(models.Model):
    """A text message to a household: the same text to the same number of a contact goes once.

    `clave` tells the provider that a second delivery of the row is the same message. Claimed
    before it is sent (`en_envio`): if the worker dies in between, it is sent again with its
    `clave`.
    """

    TRANSICIONES = {
        EstadoMensaje.PENDIENTE: {EstadoMensaje.EN_ENVIO},
        EstadoMensaje.EN_ENVIO: {EstadoMensaje.ENVIADO, EstadoMensaje.FALLIDO},
        EstadoMensaje.ENVIADO: set(),
        EstadoMensaje.FALLIDO: {EstadoMensaje.PENDIENTE},
    }

    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="mensajes")
    clave = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plantilla = models.CharField(max_length=40)
    numero = models.CharField("número", max_length=9)
    texto = models.CharField(max_length=160)
    estado = models.CharField(
        max_length=9, choices=EstadoMensaje.choices, default=EstadoMensaje.PENDIENTE
    )
    intentos = models.PositiveSmallIntegerField(default=0)
    pedido_en = models.DateTimeField(default=timezone.now)
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    tomado_en = models.DateTimeField(null=True)
    tomado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    enviado_en = models.DateTimeField(null=True)
    enviado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = MensajeQuerySet.as_manager()

    class Meta:
        verbose_name = "mensaje"
        indexes = [
            models.Index(
                fields=["pedido_en"],
                condition=Q(estado__in=["pendiente", "en_envio"]),
                name="mensaje_por_enviar",
            ),
        ]
        constraints = [
            estado_valido("mensaje", EstadoMensaje),
            en_par("mensaje", "tomado"),
            en_par("mensaje", "enviado"),
            models.CheckConstraint(
                condition=Q(estado=EstadoMensaje.ENVIADO, enviado_en__isnull=False)
                | (~Q(estado=EstadoMensaje.ENVIADO) & Q(enviado_en__isnull=True)),
                name="mensaje_enviado_con_fecha",
            ),
            models.CheckConstraint(
                condition=Q(numero__regex=r"^9\d{8}$"), name="mensaje_a_un_celular"
            ),
            models.UniqueConstraint(
                fields=["contacto", "numero", "plantilla"], name="mensaje_una_vez"
            ),
        ]

    def __str__(self) -> str:
        return f"Mensaje {self.pk}"
