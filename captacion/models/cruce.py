"""What linkage knows beforehand: the weights, and the documents that name nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from captacion.models.carga import Carga
from juntos.models import Rol, Usuario
from juntos.restricciones import en_par, estado_valido


class OrigenPesos(models.TextChoices):
    SEMILLA = "semilla", "Con que empezó el sistema"
    ESTIMADA = "estimada", "Estimada con los datos"


class PesosCruce(models.Model):
    """A version of the Fellegi–Sunter weights; exactly one is in use.

    `pesos`: field → level → {"m": P(level | same), "u": P(level | others), "peso": log2(m/u)}.
    `previa`: the share of candidate pairs that are the same. Never changed: a link names the
    version that scored it.
    """

    origen = models.CharField(max_length=10, choices=OrigenPesos.choices)
    pesos = models.JSONField()
    previa = models.FloatField("proporción previa")
    pares = models.PositiveIntegerField("pares de que se estimó", default=0)
    activa = models.BooleanField(default=False)
    creada_en = models.DateTimeField()
    creada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "versión de los pesos"
        verbose_name_plural = "versiones de los pesos"
        ordering = ["-pk"]
        constraints = [
            estado_valido("pesos_cruce", OrigenPesos, "origen"),
            models.UniqueConstraint(
                fields=["activa"], condition=Q(activa=True), name="pesos_cruce_una_activa"
            ),
            models.CheckConstraint(
                condition=Q(previa__gt=0, previa__lt=1), name="pesos_cruce_previa_proporcion"
            ),
        ]

    def __str__(self) -> str:
        return f"Pesos {self.pk}"


class DocumentoObservadoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> DocumentoObservadoQuerySet:
        """Headquarters alone: the people who come with it are of the whole country."""
        if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE:
            return self
        return self.none()


class DocumentoObservado(models.Model):
    """A DNI that came with too many people: it links nobody until headquarters lifts it."""

    documento = models.CharField(max_length=8, unique=True)
    personas = models.PositiveIntegerField("personas distintas que lo traen")
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    observado_el = models.DateField()
    levantado_en = models.DateTimeField(null=True)
    levantado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = DocumentoObservadoQuerySet.as_manager()

    class Meta:
        verbose_name = "documento observado"
        verbose_name_plural = "documentos observados"
        ordering = ["-observado_el", "pk"]
        constraints = [en_par("documento_observado", "levantado")]

    def __str__(self) -> str:
        return f"Documento observado {self.pk}"
