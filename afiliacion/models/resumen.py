"""The week in a few lines: who wants it by e-mail, and what was told to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.models import Usuario


class Suscripcion(models.Model):
    """A person's own word on the weekly e-mail; without a row, it is sent."""

    usuario = models.OneToOneField(Usuario, models.PROTECT, related_name="suscripcion")
    activa = models.BooleanField()
    cambiada_en = models.DateTimeField(default=timezone.now)
    cambiada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "suscripción al resumen"
        verbose_name_plural = "suscripciones al resumen"

    def __str__(self) -> str:
        return f"Suscripción de {self.usuario_id}"


class ResumenSemanal(models.Model):
    """One person's week was looked at, once: how many things it had to tell, and if they were sent.

    `semana` is its Monday.
    """

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="resumenes")
    semana = models.DateField()
    momento = models.DateTimeField(default=timezone.now)
    excepciones = models.PositiveIntegerField()
    por_correo = models.BooleanField()

    class Meta:
        verbose_name = "resumen semanal"
        verbose_name_plural = "resúmenes semanales"
        ordering = ["-semana", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["usuario", "semana"], name="resumen_uno_por_semana"),
            models.CheckConstraint(
                condition=Q(semana__iso_week_day=1), name="resumen_semana_en_lunes"
            ),
            models.CheckConstraint(
                condition=Q(por_correo=False) | Q(excepciones__gt=0),
                name="resumen_sin_nada_no_se_envia",
            ),
        ]

    def __str__(self) -> str:
        return f"Resumen {self.semana} de {self.usuario_id}"
