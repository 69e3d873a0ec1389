"""Tasks that ended as nobody expected, until they end well or a person decides."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.colas import NOMBRES
from juntos.models.personal import Rol, Usuario
from juntos.restricciones import en_par, estado_valido


class EstadoTarea(models.TextChoices):
    INTERRUMPIDA = "interrumpida", "Interrumpida"
    FALLIDA = "fallida", "Por resolver"
    TERMINADA = "terminada", "Terminó sola"
    REINTENTADA = "reintentada", "Reintentada"
    DESCARTADA = "descartada", "Descartada"


ABIERTAS = (EstadoTarea.INTERRUMPIDA, EstadoTarea.FALLIDA)
DECIDIDAS = (EstadoTarea.REINTENTADA, EstadoTarea.DESCARTADA)


class TareaFallidaQuerySet(models.QuerySet):
    def abiertas(self) -> TareaFallidaQuerySet:
        return self.filter(estado__in=ABIERTAS)

    def visibles_para(self, usuario) -> TareaFallidaQuerySet:
        """Those that a person has to look at, or did: of whoever administers the system."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol != Rol.ADMINISTRACION:
            return self.none()
        return self.exclude(estado=EstadoTarea.INTERRUMPIDA)

    def agotadas(self, tarea: str, intentos: int) -> list[int]:
        """The rows (by key) at which `tarea` failed so often that only a person rings it again."""
        filas = self.filter(estado=EstadoTarea.FALLIDA, tarea=tarea, intentos__gte=intentos)
        return [argumentos[0] for argumentos in filas.values_list("argumentos", flat=True)]


class TareaFallida(models.Model):
    """A task that ended in an error nobody expects, or whose workers died: one open row for each
    task and its arguments, which are ids and codes. The error is told by its kind alone.
    """

    TRANSICIONES = {
        EstadoTarea.INTERRUMPIDA: {EstadoTarea.FALLIDA, EstadoTarea.TERMINADA},
        EstadoTarea.FALLIDA: {
            EstadoTarea.TERMINADA,
            EstadoTarea.REINTENTADA,
            EstadoTarea.DESCARTADA,
        },
        EstadoTarea.TERMINADA: set(),
        EstadoTarea.REINTENTADA: set(),
        EstadoTarea.DESCARTADA: set(),
    }

    tarea = models.CharField(max_length=80)
    argumentos = models.JSONField(default=list)
    error = models.CharField(max_length=80)
    intentos = models.PositiveSmallIntegerField(default=1)
    estado = models.CharField(
        max_length=12, choices=EstadoTarea.choices, default=EstadoTarea.INTERRUMPIDA
    )
    primera_vez = models.DateTimeField(default=timezone.now)
    ultima_vez = models.DateTimeField(default=timezone.now)
    decidida_en = models.DateTimeField(null=True)
    decidida_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = TareaFallidaQuerySet.as_manager()

    class Meta:
        verbose_name = "tarea fallida"
        verbose_name_plural = "tareas fallidas"
        ordering = ["-ultima_vez"]
        constraints = [
            estado_valido("tarea_fallida", EstadoTarea),
            en_par("tarea_fallida", "decidida"),
            models.CheckConstraint(
                condition=Q(estado__in=DECIDIDAS, decidida_por__isnull=False)
                | (~Q(estado__in=DECIDIDAS) & Q(decidida_por__isnull=True)),
                name="tarea_fallida_decidida_por_alguien",
            ),
            models.UniqueConstraint(
                fields=["tarea", "argumentos"],
                condition=Q(estado__in=ABIERTAS),
                name="tarea_fallida_una_abierta",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tarea} {self.argumentos}"

    @property
    def nombre(self) -> str:
        return NOMBRES.get(self.tarea, self.tarea)
