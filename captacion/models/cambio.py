"""What a source said before of a person or a household, and what it says now."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from captacion.models.carga import Carga
from captacion.models.hogar import Hogar
from captacion.models.persona import Persona


class CambioDato(models.Model):
    """A value that a later file of a source changed, before and after, as text.

    `campo` is a canonical column. Written by the load that changes it and kept for good. What
    changed of a household (its poverty level, its place) is told once, by `hogar` and the first
    of its rows; `persona` is that row's.
    """

    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="cambios", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    persona = models.ForeignKey(Persona, models.PROTECT, related_name="cambios")
    hogar = models.ForeignKey(Hogar, models.PROTECT, null=True, related_name="cambios")
    campo = models.CharField(max_length=40)
    antes = models.TextField(blank=True)
    despues = models.TextField("después", blank=True)

    class Meta:
        verbose_name = "cambio de un dato"
        verbose_name_plural = "cambios de datos"
        ordering = ["carga", "fila", "campo"]
        indexes = [models.Index(fields=["carga", "campo", "fila"], name="cambio_dato_lista")]
        constraints = [
            models.CheckConstraint(condition=~Q(antes=F("despues")), name="cambio_dato_cambia"),
        ]

    def __str__(self) -> str:
        return f"Cambio {self.pk}"
