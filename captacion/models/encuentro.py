"""Household registers meet: one of JUNTOS and one of the PGH that share members."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from captacion.models.carga import Carga
from captacion.models.hogar import Hogar
from juntos.models import Distrito, Rol


class Discrepancia(models.TextChoices):
    MIEMBROS = "miembros", "Miembros que solo figuran en uno de los dos"
    REPARTIDO = "repartido", "Los miembros del hogar de JUNTOS están en varios hogares del PGH"
    DOS_JUNTOS = "dos_juntos", "Alguien figura en dos hogares de JUNTOS"
    DISTRITO = "distrito", "Distrito distinto"
    NIVEL = "nivel", "Clasificación socioeconómica distinta"


class EncuentroQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> EncuentroQuerySet:
        """Of headquarters, and of the supervisor in whose districts either household is."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol == Rol.SEDE:
            return self
        if usuario.rol != Rol.SUPERVISORA:
            return self.none()
        suyos = Distrito.objects.visibles_para(usuario)
        return self.filter(Q(juntos__distrito__in=suyos) | Q(pgh__distrito__in=suyos))


class EncuentroDeHogares(models.Model):
    """A household of JUNTOS and one of the PGH with members in common, and where they disagree.

    Computed, and refreshed by the loads of either register (`69_encuentros`); members are those
    that the registers tell, not those of our links.
    """

    juntos = models.ForeignKey(
        Hogar,
        models.PROTECT,
        related_name="encuentros_con_pgh",
        db_index=False,
        db_constraint=False,
    )
    pgh = models.ForeignKey(
        Hogar, models.PROTECT, related_name="encuentros_con_juntos", db_constraint=False
    )
    comunes = models.PositiveIntegerField("miembros en común")
    de_juntos = models.PositiveIntegerField("miembros según JUNTOS")
    de_pgh = models.PositiveIntegerField("miembros según el PGH")
    discrepancias = ArrayField(models.CharField(max_length=12), default=list)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    objects = EncuentroQuerySet.as_manager()

    class Meta:
        verbose_name = "encuentro de hogares"
        verbose_name_plural = "encuentros de hogares"
        ordering = ["pk"]
        indexes = [
            # Those that agree have nothing to be found by.
            GinIndex(
                fields=["discrepancias"],
                condition=~Q(discrepancias=[]),
                name="encuentro_discrepancias",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["juntos", "pgh"], name="encuentro_unico"),
            models.CheckConstraint(
                condition=Q(comunes__gte=1)
                & Q(comunes__lte=F("de_juntos"))
                & Q(comunes__lte=F("de_pgh")),
                name="encuentro_con_comunes",
            ),
            models.CheckConstraint(
                condition=Q(discrepancias__contained_by=Discrepancia.values),
                name="encuentro_discrepancias_validas",
            ),
        ]

    def __str__(self) -> str:
        return f"Encuentro {self.pk}"
