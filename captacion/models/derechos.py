"""What a person obtained over her own data: corrections that stand, and limits to their use."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from captacion.models.persona import Persona
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido


class CampoRectificable(models.TextChoices):
    """What is corrected here: documents are a merge's, a child's birth its register's."""

    AP_PATERNO = "ap_paterno", "Apellido paterno"
    AP_MATERNO = "ap_materno", "Apellido materno"
    NOMBRES = "nombres", "Nombres"
    SEXO = "sexo", "Sexo"
    LENGUA = "lengua", "Lengua"


class Rectificacion(models.Model):
    """A value of a person's that she corrected, and what it was. It stands over later files.

    Each load puts it back after writing its people (`captacion/sql/comun/38_derechos.sql`).
    """

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="rectificaciones")
    campo = models.CharField(max_length=12, choices=CampoRectificable.choices)
    antes = models.CharField(max_length=80, blank=True)
    valor = models.CharField(max_length=80, blank=True)
    hecha_en = models.DateTimeField(default=timezone.now)
    hecha_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    reemplazada_en = models.DateTimeField(null=True)
    reemplazada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "rectificación"
        verbose_name_plural = "rectificaciones"
        ordering = ["-pk"]
        constraints = [
            estado_valido("rectificacion", CampoRectificable, "campo"),
            en_par("rectificacion", "reemplazada"),
            models.CheckConstraint(condition=~Q(antes=F("valor")), name="rectificacion_cambia"),
            models.UniqueConstraint(
                fields=["persona", "campo"],
                condition=Q(reemplazada_en__isnull=True),
                name="rectificacion_una_en_pie",
            ),
        ]

    def __str__(self) -> str:
        return f"Rectificación {self.pk}"


class TipoRestriccion(models.TextChoices):
    SIN_MENSAJES = "sin_mensajes", "No se le escriben mensajes de texto"
    SIN_TELEFONOS = "sin_telefonos", "No se guardan los teléfonos que digan los archivos"
    FUERA_DE_LISTAS = (
        "fuera_de_listas",
        "No va en las listas que se entregan a otros ni en la cola que se descarga",
    )


class RestriccionQuerySet(models.QuerySet):
    def vigentes(self, *tipos: str) -> RestriccionQuerySet:
        return self.filter(levantada_en__isnull=True, tipo__in=tipos or TipoRestriccion.values)


class Restriccion(models.Model):
    """A use of a person's data that she opposed, until it is lifted."""

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="restricciones")
    tipo = models.CharField(max_length=20, choices=TipoRestriccion.choices)
    puesta_en = models.DateTimeField(default=timezone.now)
    puesta_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    levantada_en = models.DateTimeField(null=True)
    levantada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = RestriccionQuerySet.as_manager()

    class Meta:
        verbose_name = "restricción"
        verbose_name_plural = "restricciones"
        ordering = ["-pk"]
        constraints = [
            estado_valido("restriccion", TipoRestriccion, "tipo"),
            en_par("restriccion", "levantada"),
            models.UniqueConstraint(
                fields=["persona", "tipo"],
                condition=Q(levantada_en__isnull=True),
                name="restriccion_una_en_pie",
            ),
        ]

    def __str__(self) -> str:
        return f"Restricción {self.pk}"
