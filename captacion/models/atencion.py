"""Care given to a person, as a source told it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from captacion.models.carga import Carga, Fuente
from captacion.models.persona import Persona
from juntos.models import Establecimiento
from juntos.restricciones import estado_valido


class TipoDocumento(models.TextChoices):
    DNI = "DNI", "DNI"
    CE = "CE", "carné de extranjería"
    PASS = "PASS", "pasaporte"
    DIE = "DIE", "documento de identidad extranjero"
    CNV = "CNV", "CNV"


class Atencion(models.Model):
    """One coded item of care, by the key with which its source told it (ADR 11).

    `codigo` is of the source's own catalogue: an item of HIS, the *prestación* of a FUA; `valor` is
    its lab value, or the number of the prenatal visit. Who was cared for is a document: `persona`
    is empty while no register knows it, and is filled by the load that brings the person.
    Measures are what was measured: haemoglobin is not corrected for altitude, and nothing is
    diagnosed here.
    """

    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    clave = models.CharField(max_length=80)
    persona = models.ForeignKey(
        Persona, models.PROTECT, null=True, related_name="atenciones", db_constraint=False
    )
    tipo_documento = models.CharField(max_length=4, choices=TipoDocumento.choices)
    documento = models.CharField(max_length=18)
    atendida_el = models.DateField("fecha de atención")
    establecimiento_codigo = models.CharField(max_length=8, blank=True)
    establecimiento = models.ForeignKey(
        Establecimiento,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    codigo = models.CharField("código", max_length=20)
    tipo_diagnostico = models.CharField("tipo de diagnóstico", max_length=4, blank=True)
    valor = models.CharField(max_length=20, blank=True)
    peso = models.DecimalField("peso en kg", max_digits=6, decimal_places=3, null=True)
    talla = models.DecimalField("talla en cm", max_digits=6, decimal_places=3, null=True)
    hemoglobina = models.DecimalField(
        "hemoglobina medida en g/dL", max_digits=6, decimal_places=3, null=True
    )
    fur = models.DateField("fecha de última regla dicha", null=True)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()

    class Meta:
        verbose_name = "atención"
        verbose_name_plural = "atenciones"
        indexes = [
            # What waits for its person, found by the document that a load brings.
            models.Index(
                fields=["documento"], condition=Q(persona__isnull=True), name="atencion_suelta"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fuente__in=[Fuente.HIS, Fuente.FUA]), name="atencion_fuente_valida"
            ),
            estado_valido("atencion", TipoDocumento, "tipo_documento"),
            models.UniqueConstraint(fields=["clave", "fuente"], name="atencion_unica"),
            models.CheckConstraint(
                condition=~Q(documento="") & ~Q(codigo=""), name="atencion_con_documento_y_codigo"
            ),
        ]

    def __str__(self) -> str:
        return f"Atención {self.pk}"
