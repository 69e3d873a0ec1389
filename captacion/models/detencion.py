"""Why a load was stopped for a person to decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from captacion.models.carga import Carga


class Detencion(models.Model):
    """What the circuit breaker saw in a file and the limits it went by: counts, never a cell.

    The first rejected rows, as they came, are FilaObservada of the same Carga until it is rerun.
    """

    carga = models.OneToOneField(Carga, models.PROTECT, primary_key=True, related_name="detencion")
    leidas = models.PositiveIntegerField()
    rechazadas = models.PositiveIntegerField()
    repetidas = models.PositiveIntegerField()
    limite_rechazadas = models.PositiveIntegerField()
    limite_repetidas = models.PositiveIntegerField()
    motivos = models.JSONField(help_text="Cada motivo y sus filas, el más frecuente primero.")

    class Meta:
        verbose_name = "detención"
        verbose_name_plural = "detenciones"
        constraints = [
            models.CheckConstraint(
                condition=Q(repetidas__lte=F("rechazadas")) & Q(rechazadas__lte=F("leidas")),
                name="detencion_cuentas",
            ),
        ]

    def __str__(self) -> str:
        return f"Detención de la carga {self.carga_id}"
