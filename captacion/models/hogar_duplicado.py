"""One household under two codes of one register: the pair that waits for a person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from captacion.models.carga import Carga
from captacion.models.hogar import Hogar
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido


class EstadoHogarDuplicado(models.TextChoices):
    POR_REVISAR = "por_revisar", "Por revisar"
    CONFIRMADO = "confirmado", "Son el mismo hogar"
    DESCARTADO = "descartado", "Son dos hogares"


class HogarDuplicadoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> HogarDuplicadoQuerySet:
        suyos = Hogar.objects.visibles_para(usuario).values("pk")
        return self.filter(Q(hogar__in=suyos) | Q(otro__in=suyos))

    def por_decidir(self) -> HogarDuplicadoQuerySet:
        """What waits for a person: neither side was emptied by another merge."""
        return self.filter(
            estado=EstadoHogarDuplicado.POR_REVISAR,
            hogar__unido_a__isnull=True,
            otro__unido_a__isnull=True,
        )


class HogarDuplicado(models.Model):
    """Two households of one register with members in common: a merge empties `otro` into `hogar`.

    A pair is told once, whatever was decided of it. The emptied household keeps its code and says
    whose it is (`Hogar.unido_a`): by it the next file finds the one that stays.
    """

    TRANSICIONES = {
        EstadoHogarDuplicado.POR_REVISAR: {
            EstadoHogarDuplicado.CONFIRMADO,
            EstadoHogarDuplicado.DESCARTADO,
        },
        EstadoHogarDuplicado.CONFIRMADO: {EstadoHogarDuplicado.POR_REVISAR},
        EstadoHogarDuplicado.DESCARTADO: {EstadoHogarDuplicado.POR_REVISAR},
    }

    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="duplicados")
    otro = models.ForeignKey(Hogar, models.PROTECT, related_name="+")
    comunes = models.PositiveIntegerField("miembros en común")
    estado = models.CharField(
        max_length=12,
        choices=EstadoHogarDuplicado.choices,
        default=EstadoHogarDuplicado.POR_REVISAR,
    )
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    decidido_en = models.DateTimeField(null=True)
    decidido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = HogarDuplicadoQuerySet.as_manager()

    class Meta:
        verbose_name = "hogar duplicado"
        verbose_name_plural = "hogares duplicados"
        ordering = ["pk"]
        constraints = [
            estado_valido("hogar_duplicado", EstadoHogarDuplicado),
            en_par("hogar_duplicado", "decidido"),
            models.CheckConstraint(
                condition=Q(estado=EstadoHogarDuplicado.POR_REVISAR, decidido_en__isnull=True)
                | (~Q(estado=EstadoHogarDuplicado.POR_REVISAR) & Q(decidido_en__isnull=False)),
                name="hogar_duplicado_decision_con_actor",
            ),
            models.CheckConstraint(condition=Q(comunes__gte=2), name="hogar_duplicado_con_comunes"),
            models.CheckConstraint(condition=~Q(hogar=F("otro")), name="hogar_duplicado_son_dos"),
            models.UniqueConstraint(
                Least("hogar", "otro"), Greatest("hogar", "otro"), name="hogar_duplicado_par_unico"
            ),
        ]

    def __str__(self) -> str:
        return f"Hogar duplicado {self.pk}"
