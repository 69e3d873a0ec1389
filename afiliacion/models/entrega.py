"""A list handed to a facility or a municipality, and its receipt."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.derivacion import Destino
from juntos.models import Distrito, Usuario
from juntos.restricciones import estado_valido
from juntos.territorio import en_territorio


class FormatoEntrega(models.TextChoices):
    XLSX = "xlsx", "Hoja de cálculo (.xlsx)"
    CSV = "csv", "Texto separado por comas (.csv)"


class EntregaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> EntregaQuerySet:
        return en_territorio(self, usuario)


class Entrega(models.Model):
    """What left the system, who took it out, for whom; never the list itself, only its sha256."""

    destino = models.CharField(max_length=16, choices=Destino.choices)
    distrito = models.ForeignKey(Distrito, models.PROTECT, related_name="entregas")
    establecimiento_codigo = models.CharField("código RENIPRESS", max_length=8, blank=True)
    lista = models.CharField("qué lista", max_length=200)
    filtros = models.CharField(max_length=200)
    formato = models.CharField(max_length=4, choices=FormatoEntrega.choices)
    recibe = models.CharField("quién recibe", max_length=120)
    oficina = models.CharField("cargo y oficina", max_length=120)
    filas = models.PositiveIntegerField()
    sha256 = models.CharField("huella del archivo", max_length=64)
    entregada_en = models.DateTimeField(default=timezone.now)
    entregada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="entregas")

    objects = EntregaQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            estado_valido("entrega", Destino, "destino"),
            estado_valido("entrega", FormatoEntrega, "formato"),
            models.CheckConstraint(
                condition=~Q(recibe="") & ~Q(oficina=""), name="entrega_con_destinatario"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="entrega_huella"
            ),
            models.CheckConstraint(
                condition=Q(destino="establecimiento", establecimiento_codigo__regex=r"^\d{8}$")
                | Q(destino="municipalidad", establecimiento_codigo=""),
                name="entrega_un_destino",
            ),
        ]

    def __str__(self) -> str:
        return f"Entrega {self.pk}"

    @property
    def numero(self) -> str:
        return f"{timezone.localtime(self.entregada_en).year}-{self.pk:06d}"
