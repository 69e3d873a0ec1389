"""What each household was found to have met in each month, and the evidence, kept as it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from afiliacion.models.corresponsabilidad import Cuidado, EstadoItem
from afiliacion.models.liquidacion import Liquidacion
from afiliacion.models.norma import Regla
from captacion.models import Captacion, Hogar, Persona, TipoCaptacion
from juntos.restricciones import estado_valido
from juntos.territorio import en_territorio


class ResultadoMes(models.TextChoices):
    """The worst of its items. Only the first is paid; the last is not called non-compliance."""

    CUMPLE = "cumple", "Cumple"
    NO_CUMPLE = "no_cumple", "No cumple"
    FUERA_DE_PLAZO = "fuera_de_plazo", "Fuera de plazo"
    SIN_DATO = "sin_dato", "Sin dato: no se pudo verificar"


class VerificacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> VerificacionQuerySet:
        return en_territorio(self, usuario, campo="hogar__distrito")


class Verificacion(models.Model):
    """A household in a month in which somebody of it was entitled; `tpi` is what that pays."""

    SE_FUNDE = False

    liquidacion = models.ForeignKey(
        Liquidacion,
        models.CASCADE,
        related_name="verificaciones",
        db_index=False,
        db_constraint=False,
    )
    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    mes = models.DateField()
    resultado = models.CharField(max_length=14, choices=ResultadoMes.choices)
    tpi = models.DecimalField("primera infancia", max_digits=8, decimal_places=2)
    motivo = models.TextField(blank=True)

    objects = VerificacionQuerySet.as_manager()

    class Meta:
        verbose_name = "verificación"
        verbose_name_plural = "verificaciones"
        ordering = ["mes"]
        constraints = [
            estado_valido("verificacion", ResultadoMes, "resultado"),
            # Never twice for two children.
            models.UniqueConstraint(
                fields=["liquidacion", "hogar", "mes"], name="verificacion_una_por_mes"
            ),
            models.CheckConstraint(
                condition=Q(resultado=ResultadoMes.CUMPLE, tpi__gte=0) | Q(tpi=0),
                name="verificacion_paga_si_cumple",
            ),
        ]

    def __str__(self) -> str:
        return f"Verificación {self.pk}"


class EvidenciaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> EvidenciaQuerySet:
        return en_territorio(self, usuario, campo="hogar__distrito")


class Evidencia(models.Model):
    """One item counted for one entitled member in one month, as it was known at the cut-off.

    A member to whom nothing fell due in the month has one row without item.
    """

    SE_FUNDE = False

    liquidacion = models.ForeignKey(
        Liquidacion, models.CASCADE, related_name="evidencias", db_index=False, db_constraint=False
    )
    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    mes = models.DateField()
    # The capture may be taken in by another one later; who it was is told beside it.
    captacion = models.ForeignKey(
        Captacion, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    tipo = models.CharField(max_length=14, choices=TipoCaptacion.choices)
    evento_el = models.DateField()
    regla = models.ForeignKey(
        Regla, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    resultado = models.CharField(max_length=18, choices=EstadoItem.choices)
    desde = models.DateField(null=True)
    hasta = models.DateField(null=True)
    exigible_el = models.DateField(null=True)
    cuidado = models.ForeignKey(
        Cuidado, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    dado_el = models.DateField(null=True)

    objects = EvidenciaQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["liquidacion", "hogar"], name="evidencia_hogar")]
        constraints = [
            estado_valido("evidencia", EstadoItem, "resultado"),
            estado_valido("evidencia", TipoCaptacion, "tipo"),
            models.CheckConstraint(
                condition=Q(regla__isnull=False) | Q(resultado=EstadoItem.NO_APLICA),
                name="evidencia_sin_item_no_aplica",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidencia {self.pk}"
