"""What people changed, row by row: written by the database itself (docs/adr/0043)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from juntos.models.personal import Usuario
from juntos.restricciones import estado_valido


class OperacionCambio(models.TextChoices):
    CREADA = "creada", "Se creó"
    CAMBIADA = "cambiada", "Se cambió"
    BORRADA = "borrada", "Se borró"


class Cambio(models.Model):
    """One row that a person wrote, and how it was: append-only, by the trigger `historia`.

    Of a change, `antes` and `despues` hold the columns that changed; of a new or a deleted row, all
    of them. `solicitud` is the id that the logs carry; `vista` the name of the view or the task.
    """

    tabla = models.CharField(max_length=63)
    objeto = models.CharField(max_length=80)
    operacion = models.CharField("operación", max_length=8, choices=OperacionCambio.choices)
    antes = models.JSONField(null=True)
    despues = models.JSONField("después", null=True)
    cambiado_en = models.DateTimeField("cuándo")
    cambiado_por = models.ForeignKey(
        Usuario, models.PROTECT, related_name="+", db_index=False, verbose_name="quién"
    )
    solicitud = models.CharField(max_length=36)
    vista = models.CharField("dónde", max_length=100)
    motivo = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["tabla", "objeto"], name="cambio_de_que"),
            models.Index(fields=["cambiado_por", "cambiado_en"], name="cambio_de_quien"),
        ]
        constraints = [
            estado_valido("cambio", OperacionCambio, "operacion"),
            models.CheckConstraint(
                condition=Q(operacion=OperacionCambio.CREADA, antes__isnull=True)
                | Q(operacion=OperacionCambio.BORRADA, despues__isnull=True)
                | ~Q(operacion__in=[OperacionCambio.CREADA, OperacionCambio.BORRADA])
                & Q(antes__isnull=False, despues__isnull=False),
                name="cambio_dice_como_era",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tabla} {self.objeto}: {self.get_operacion_display()}"
