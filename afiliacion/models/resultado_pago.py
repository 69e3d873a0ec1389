"""How the bank is told whom to pay, and what it answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.liquidacion import Liquidacion, Pago
from juntos.models import Usuario
from juntos.restricciones import estado_valido
from juntos.territorio import en_territorio


class FormatoBanco(models.Model):
    """The layout of the bank's files, as a TOML text an administrator edits; one is in use."""

    nombre = models.CharField(max_length=60, unique=True)
    definicion = models.TextField("definición (TOML)")
    en_uso = models.BooleanField(default=False)

    class Meta:
        verbose_name = "formato del banco"
        verbose_name_plural = "formatos del banco"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["en_uso"], condition=Q(en_uso=True), name="formato_banco_uno_en_uso"
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class CausaRechazo(models.Model):
    """Why the bank did not pay: editable in the admin."""

    codigo = models.CharField("código", max_length=24, primary_key=True)
    nombre = models.CharField(max_length=80)
    orden = models.PositiveSmallIntegerField()
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "causa de rechazo"
        verbose_name_plural = "causas de rechazo"
        ordering = ["orden"]

    def __str__(self) -> str:
        return self.nombre


class ArchivoResultados(models.Model):
    """A file of results that went in whole; a refused one leaves no row."""

    liquidacion = models.ForeignKey(
        Liquidacion, models.PROTECT, related_name="archivos_de_resultados"
    )
    nombre = models.CharField(max_length=200)
    sha256 = models.CharField("huella del archivo", max_length=64)
    filas = models.PositiveIntegerField()
    importado_en = models.DateTimeField(default=timezone.now)
    importado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "archivo de resultados"
        verbose_name_plural = "archivos de resultados"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["liquidacion", "sha256"], name="archivo_resultados_una_vez"
            )
        ]

    def __str__(self) -> str:
        return f"Archivo de resultados {self.pk}"


class TipoResultado(models.TextChoices):
    PAGADA = "pagada", "Pagada"
    RECHAZADA = "rechazada", "Rechazada por el banco"
    ACUMULADA = "acumulada", "Acumulada: sin tarjeta"


class ResultadoPagoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> ResultadoPagoQuerySet:
        return en_territorio(self, usuario, campo="pago__distrito")


class ResultadoPago(models.Model):
    """What became of a line: what was not paid comes back in a later settlement."""

    pago = models.OneToOneField(Pago, models.PROTECT, related_name="resultado")
    resultado = models.CharField(max_length=9, choices=TipoResultado.choices)
    causa = models.ForeignKey(CausaRechazo, models.PROTECT, null=True, related_name="+")
    fecha = models.DateField()
    archivo = models.ForeignKey(ArchivoResultados, models.PROTECT, related_name="resultados")
    fila = models.PositiveIntegerField()

    objects = ResultadoPagoQuerySet.as_manager()

    class Meta:
        verbose_name = "resultado de pago"
        verbose_name_plural = "resultados de pago"
        constraints = [
            estado_valido("resultado_pago", TipoResultado, "resultado"),
            models.CheckConstraint(
                condition=Q(resultado=TipoResultado.RECHAZADA, causa__isnull=False)
                | (~Q(resultado=TipoResultado.RECHAZADA) & Q(causa__isnull=True)),
                name="resultado_pago_rechazo_con_causa",
            ),
        ]

    def __str__(self) -> str:
        return f"Resultado del pago {self.pago_id}"
