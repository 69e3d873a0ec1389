"""Which calendars are to be computed again, and what a computation took away or moved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from afiliacion.models.corresponsabilidad import Exoneracion, Situacion
from afiliacion.models.norma import Regla
from captacion.models import Carga, Gestante, Persona


class Recalculo(models.Model):
    """Calendars to be brought up to date: of whom a load tells, of one person, of the territory of
    an exoneration; with none of the three, of everybody. `fin` empty: it waits, or is being done.
    """

    carga = models.OneToOneField(Carga, models.PROTECT, null=True, related_name="recalculo")
    persona = models.ForeignKey(
        Persona, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    exoneracion = models.ForeignKey(Exoneracion, models.PROTECT, null=True, related_name="+")
    creado = models.DateTimeField(default=timezone.now)
    latido = models.DateTimeField(null=True)
    intentos = models.PositiveSmallIntegerField(default=0)
    fin = models.DateTimeField(null=True)
    personas = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "recálculo"
        indexes = [
            models.Index(fields=["creado"], condition=Q(fin__isnull=True), name="recalculo_espera")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(carga__isnull=True, persona__isnull=True)
                | Q(carga__isnull=True, exoneracion__isnull=True)
                | Q(persona__isnull=True, exoneracion__isnull=True),
                name="recalculo_un_motivo",
            ),
        ]

    def __str__(self) -> str:
        return f"Recálculo {self.pk}"


class CambioDeItem(models.Model):
    """An item whose state changed other than by care that arrived: old → new, kept for good.

    Because a birth date or a FUR was corrected, or something that counted does not any more.
    `antes` or `despues` empty: the item was not, or is not, asked of this person.
    """

    recalculo = models.ForeignKey(Recalculo, models.PROTECT, null=True, related_name="cambios")
    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="cambios_de_items", db_constraint=False
    )
    regla = models.ForeignKey(Regla, models.PROTECT, related_name="+", db_index=False)
    gestante = models.ForeignKey(
        Gestante,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    anotado = models.DateTimeField(default=timezone.now)
    antes = models.CharField(max_length=10, blank=True)
    despues = models.CharField("después", max_length=10, blank=True)
    desde_antes = models.DateField(null=True)
    desde_despues = models.DateField(null=True)

    class Meta:
        verbose_name = "cambio de un ítem"
        verbose_name_plural = "cambios de ítems"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(antes=F("despues")), name="cambio_de_item_cambia"),
            models.CheckConstraint(
                condition=Q(antes__in=["", *Situacion.values])
                & Q(despues__in=["", *Situacion.values]),
                name="cambio_de_item_situacion_valida",
            ),
        ]

    def __str__(self) -> str:
        return f"Cambio de ítem {self.pk}"
