"""What a family is told of its data when somebody first meets it (Ley 29733, article 18)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AvisoQuerySet(models.QuerySet):
    def vigente(self, hoy: dt.date | None = None) -> AvisoDeFinalidad | None:
        """The one in force on a day: the last that began."""
        hoy = hoy or timezone.localdate()
        return self.filter(vigente_desde__lte=hoy).order_by("-vigente_desde", "-version").first()


class AvisoDeFinalidad(models.Model):
    """A version of the notice, to be read aloud in a minute; never rewritten: another one follows.

    `Visita.aviso` says which version was read, when and by whom.
    """

    version = models.PositiveSmallIntegerField("versión", primary_key=True)
    texto = models.TextField()
    vigente_desde = models.DateField("vigente desde")

    objects = AvisoQuerySet.as_manager()

    class Meta:
        verbose_name = "aviso de finalidad"
        verbose_name_plural = "avisos de finalidad"
        ordering = ["-vigente_desde", "-version"]
        constraints = [
            models.CheckConstraint(condition=~Q(texto=""), name="avisodefinalidad_dice_algo"),
        ]

    def __str__(self) -> str:
        return f"Versión {self.version}"
