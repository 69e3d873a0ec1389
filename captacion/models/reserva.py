"""Who has which doubt in hand, who left it for later, and what was decided by a rule at once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from juntos.models import Evento, Usuario
from juntos.restricciones import en_par


class ReservaCruce(models.Model):
    """A doubt in one reviewer's hands until `hasta`; nobody else is shown it meanwhile.

    `clase` is the kind of pair and `unidad` what all its candidates share: for links, the person.
    Not a foreign key: it outlives nothing, and a kind of pair may have any unit.
    """

    clase = models.CharField(max_length=20)
    unidad = models.BigIntegerField()
    reservada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    reservada_en = models.DateTimeField()
    hasta = models.DateTimeField()

    class Meta:
        verbose_name = "cruce en revisión"
        verbose_name_plural = "cruces en revisión"
        constraints = [
            models.UniqueConstraint(fields=["clase", "unidad"], name="reserva_cruce_unica"),
            models.CheckConstraint(
                condition=Q(hasta__gt=F("reservada_en")), name="reserva_cruce_hasta_despues"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clase} {self.unidad}"


class AplazoCruce(models.Model):
    """A reviewer left a doubt for later: for her it goes to the end of the queue."""

    clase = models.CharField(max_length=20)
    unidad = models.BigIntegerField()
    aplazado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+", db_index=False)
    aplazado_en = models.DateTimeField()

    class Meta:
        verbose_name = "cruce aplazado"
        verbose_name_plural = "cruces aplazados"
        constraints = [
            models.UniqueConstraint(
                fields=["clase", "unidad", "aplazado_por"], name="aplazo_cruce_unico"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clase} {self.unidad}"


class LoteDeDecisionesQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> LoteDeDecisionesQuerySet:
        """A batch is its author's: what it decided is in her territory, maybe not in another's."""
        return self.filter(hecho_por=usuario) if usuario.is_authenticated else self.none()


class LoteDeDecisiones(models.Model):
    """Doubtful links confirmed together because all met `filtro`, undone together too.

    `pedidos`: the links that the author saw. `eventos`: the decisions that were made; what was
    asked for and has none was lost to somebody who moved it first.
    """

    filtro = models.JSONField()
    pedidos = ArrayField(models.BigIntegerField())
    eventos = models.ManyToManyField(Evento, related_name="lotes_de_decisiones")
    hecho_en = models.DateTimeField()
    hecho_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    deshecho_en = models.DateTimeField(null=True)
    deshecho_por = models.ForeignKey(
        Usuario, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = LoteDeDecisionesQuerySet.as_manager()

    class Meta:
        verbose_name = "lote de decisiones"
        verbose_name_plural = "lotes de decisiones"
        ordering = ["-hecho_en", "-pk"]
        constraints = [en_par("lote_decisiones", "deshecho")]

    def __str__(self) -> str:
        return f"Lote {self.pk}"
