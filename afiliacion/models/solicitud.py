"""The request to affiliate a household: prepared by one person, approved by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from afiliacion.models.contacto import Contacto
from captacion.models import Carga, Persona
from juntos.models import UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class EstadoSolicitud(models.TextChoices):
    BORRADOR = "borrador", "En preparación"
    ENVIADA = "enviada", "Enviada"
    OBSERVADA = "observada", "Observada"
    APROBADA = "aprobada", "Aprobada"
    RECHAZADA = "rechazada", "Rechazada"
    ANULADA = "anulada", "Anulada"


class SolicitudQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> SolicitudQuerySet:
        return en_territorio(self, usuario, campo="contacto__distrito")


class Solicitud(models.Model):
    """Maker ≠ checker, and only a supervisor of `unidad_territorial` resolves.

    The action refuses both, and so does the database: a check for the first, the trigger
    `solicitud_resuelve_su_unidad` for the second.
    """

    TRANSICIONES = {
        EstadoSolicitud.BORRADOR: {EstadoSolicitud.ENVIADA, EstadoSolicitud.ANULADA},
        EstadoSolicitud.OBSERVADA: {EstadoSolicitud.ENVIADA, EstadoSolicitud.ANULADA},
        EstadoSolicitud.ENVIADA: {
            EstadoSolicitud.OBSERVADA,
            EstadoSolicitud.APROBADA,
            EstadoSolicitud.RECHAZADA,
            EstadoSolicitud.ANULADA,
        },
        EstadoSolicitud.APROBADA: set(),
        EstadoSolicitud.RECHAZADA: set(),
        EstadoSolicitud.ANULADA: set(),
    }
    EDITABLES = (EstadoSolicitud.BORRADOR, EstadoSolicitud.OBSERVADA)
    VIVAS = (EstadoSolicitud.BORRADOR, EstadoSolicitud.OBSERVADA, EstadoSolicitud.ENVIADA)

    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="solicitudes")
    unidad_territorial = models.ForeignKey(UnidadTerritorial, models.PROTECT, related_name="+")
    estado = models.CharField(
        max_length=10, choices=EstadoSolicitud.choices, default=EstadoSolicitud.BORRADOR
    )
    titular = models.ForeignKey(Persona, models.PROTECT, null=True, related_name="+")
    preparada_en = models.DateTimeField(default=timezone.now)
    preparada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="solicitudes")
    enviada_en = models.DateTimeField(null=True)
    enviada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    resuelta_en = models.DateTimeField(null=True)
    resuelta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    motivo = models.TextField("observación o motivo", blank=True)

    objects = SolicitudQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "solicitudes"
        ordering = ["enviada_en", "pk"]
        constraints = [
            estado_valido("solicitud", EstadoSolicitud),
            en_par("solicitud", "enviada"),
            en_par("solicitud", "resuelta"),
            models.CheckConstraint(
                condition=Q(resuelta_por__isnull=True)
                | (~Q(resuelta_por=F("preparada_por")) & ~Q(resuelta_por=F("enviada_por"))),
                name="solicitud_quien_prepara_no_resuelve",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=["aprobada", "rechazada"])
                | Q(resuelta_en__isnull=False, enviada_en__isnull=False),
                name="solicitud_resuelta_con_actor",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=["observada", "rechazada"]) | ~Q(motivo=""),
                name="solicitud_motivo_escrito",
            ),
            models.UniqueConstraint(
                fields=["contacto"],
                condition=Q(estado__in=["borrador", "observada", "enviada"]),
                name="solicitud_una_viva_por_contacto",
            ),
        ]

    def __str__(self) -> str:
        return f"Solicitud {self.pk}"


class CodigoRequisito(models.TextChoices):
    CSE = "CSE", "Clasificación socioeconómica vigente"
    MO = "MO", "Miembro objetivo"
    DNI = "DNI", "Documento de todos los miembros"
    SERV = "SERV", "Establecimiento de salud identificado"
    AMBITO = "AMBITO", "Distrito de intervención"
    AGR = "AGR", "Acuerdo de Compromiso"
    TITULAR = "TITULAR", "Titular con documento"


class Requisito(models.Model):
    """One requirement of a request as last checked: its state, why, and where it was read."""

    solicitud = models.ForeignKey(Solicitud, models.CASCADE, related_name="requisitos")
    codigo = models.CharField(max_length=8, choices=CodigoRequisito.choices)
    cumple = models.BooleanField()
    detalle = models.CharField(max_length=250)
    que_hacer = models.CharField("qué hacer", max_length=250, blank=True)
    carga = models.ForeignKey(Carga, models.PROTECT, null=True, related_name="+")
    fila = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            estado_valido("requisito", CodigoRequisito, "codigo"),
            models.UniqueConstraint(fields=["solicitud", "codigo"], name="requisito_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.codigo} de la solicitud {self.solicitud_id}"


class AcuerdoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AcuerdoQuerySet:
        return en_territorio(self, usuario, campo="solicitud__contacto__distrito")


class Acuerdo(models.Model):
    """The Acuerdo de Compromiso as recorded: photo, PDF or audio, stored privately."""

    solicitud = models.ForeignKey(Solicitud, models.PROTECT, related_name="acuerdos")
    archivo = models.FileField(upload_to="acuerdos/%Y/%m", max_length=255)
    tipo = models.CharField(max_length=40)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    sha256 = models.CharField(max_length=64)
    subido_en = models.DateTimeField(default=timezone.now)
    subido_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    objects = AcuerdoQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["solicitud", "sha256"], name="acuerdo_una_vez"),
        ]

    def __str__(self) -> str:
        return f"Acuerdo {self.pk}"
