"""A health facility that does not serve: one incident, however many visits told of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.models import Establecimiento, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class CausaIncidencia(models.TextChoices):
    CERRADO = "cerrado", "Cerrado"
    SIN_INSUMOS = "sin_insumos", "Sin vacunas o insumos"
    SIN_PERSONAL = "sin_personal", "Sin personal"
    SIN_PRECISAR = "sin_precisar", "No atiende"

    @classmethod
    def conocidas(cls) -> list[tuple[str, str]]:
        """Those that a person may choose, as choices."""
        return [(causa.value, causa.label) for causa in cls if causa != cls.SIN_PRECISAR]


class EstadoIncidencia(models.TextChoices):
    ABIERTA = "abierta", "Abierta"
    RESUELTA = "resuelta", "Resuelta"


class IncidenciaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> IncidenciaQuerySet:
        """Those that a visible visit told of, wherever the facility stands."""
        propias = en_territorio(
            Incidencia.objects.all(), usuario, campo="alertas__visita__contacto__distrito"
        )
        return self.filter(pk__in=propias.values("pk"))


class Incidencia(models.Model):
    """One facility and one cause: opened by the first visit that told it, closed once for all.

    A later report opens it again: `abierta_en` and `abierta_por` are of who said it first this
    time. The facility is known by its code; `establecimiento` while the catalogue has it.
    """

    TRANSICIONES = {
        EstadoIncidencia.ABIERTA: {EstadoIncidencia.RESUELTA},
        EstadoIncidencia.RESUELTA: {EstadoIncidencia.ABIERTA},
    }

    establecimiento_codigo = models.CharField("código RENIPRESS", max_length=8)
    establecimiento = models.ForeignKey(
        Establecimiento, models.PROTECT, null=True, related_name="incidencias"
    )
    causa = models.CharField(max_length=12, choices=CausaIncidencia.choices)
    estado = models.CharField(
        max_length=8, choices=EstadoIncidencia.choices, default=EstadoIncidencia.ABIERTA
    )
    abierta_en = models.DateTimeField(default=timezone.now)
    abierta_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    resuelta_en = models.DateTimeField(null=True)
    resuelta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = IncidenciaQuerySet.as_manager()

    class Meta:
        ordering = ["abierta_en", "pk"]
        constraints = [
            estado_valido("incidencia", EstadoIncidencia),
            estado_valido("incidencia", CausaIncidencia, "causa"),
            en_par("incidencia", "resuelta"),
            models.UniqueConstraint(
                fields=["establecimiento_codigo", "causa"], name="incidencia_una_por_causa"
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoIncidencia.RESUELTA, resuelta_en__isnull=False)
                | Q(estado=EstadoIncidencia.ABIERTA, resuelta_en__isnull=True),
                name="incidencia_resuelta_con_actor",
            ),
            models.CheckConstraint(
                condition=Q(establecimiento_codigo__regex=r"^\d{8}$"),
                name="incidencia_codigo_ocho_digitos",
            ),
        ]

    def __str__(self) -> str:
        return f"Incidencia {self.pk}"

    @property
    def donde(self) -> str:
        return str(self.establecimiento or f"Establecimiento {self.establecimiento_codigo}")
