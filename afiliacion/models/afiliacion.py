"""The household is in: its affiliation, and its way into the early-childhood transfer (TPI)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from afiliacion.models.solicitud import Solicitud
from captacion.models import Captacion, Hogar, Persona
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class AfiliacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AfiliacionQuerySet:
        return en_territorio(self, usuario, campo="solicitud__contacto__distrito")


class Afiliacion(models.Model):
    hogar = models.OneToOneField(Hogar, models.PROTECT, related_name="afiliacion")
    solicitud = models.OneToOneField(Solicitud, models.PROTECT, related_name="afiliacion")
    titular = models.ForeignKey(Persona, models.PROTECT, related_name="+")
    afiliada_el = models.DateField()
    preparada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    aprobada_en = models.DateTimeField()
    aprobada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    objects = AfiliacionQuerySet.as_manager()

    class Meta:
        verbose_name = "afiliación"
        verbose_name_plural = "afiliaciones"
        constraints = [
            en_par("afiliacion", "aprobada"),
            models.CheckConstraint(
                condition=~Q(aprobada_por=F("preparada_por")),
                name="afiliacion_quien_prepara_no_aprueba",
            ),
        ]

    def __str__(self) -> str:
        return f"Afiliación {self.pk}"


class EstadoTPI(models.TextChoices):
    EN_EVALUACION = "en_evaluacion", "En evaluación"
    INCLUIDA = "incluida", "Incluida"
    NO_INCLUIDA = "no_incluida", "No incluida"


class InclusionTPIQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> InclusionTPIQuerySet:
        return en_territorio(self, usuario, campo="captacion__distrito")


class InclusionTPI(models.Model):
    """A capture's way into the early-childhood transfer of its household (DOMAIN §7).

    Opened at once for a user household; included when a household is affiliated.
    """

    TRANSICIONES = {
        EstadoTPI.EN_EVALUACION: {EstadoTPI.INCLUIDA, EstadoTPI.NO_INCLUIDA},
        EstadoTPI.INCLUIDA: {EstadoTPI.NO_INCLUIDA},
        EstadoTPI.NO_INCLUIDA: {EstadoTPI.EN_EVALUACION},
    }

    captacion = models.OneToOneField(Captacion, models.PROTECT, related_name="inclusion_tpi")
    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="inclusiones_tpi")
    estado = models.CharField(max_length=14, choices=EstadoTPI.choices)
    abierta_el = models.DateField()

    objects = InclusionTPIQuerySet.as_manager()

    class Meta:
        verbose_name = "inclusión en TPI"
        verbose_name_plural = "inclusiones en TPI"
        constraints = [estado_valido("inclusion_tpi", EstadoTPI)]

    def __str__(self) -> str:
        return f"Inclusión TPI {self.pk}"
