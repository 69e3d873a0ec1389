"""A household, or its early-childhood transfer, on its way out: proposed, then decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from captacion.models import Hogar
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class AlcanceSalida(models.TextChoices):
    HOGAR = "hogar", "El hogar deja el programa"
    TPI = "tpi", "El hogar deja la transferencia de primera infancia"


class CausaSalida(models.Model):
    """Why a household leaves, and what: editable in the admin. The codes named are the system's."""

    EDAD = "cumple_edad"
    AMBITO = "fuera_de_ambito"
    CSE = "cse_vencida"
    FALLECIMIENTO = "fallecimiento"
    RENUNCIA = "renuncia"
    DUPLICADO = "duplicado"
    SUSPENSIONES = "tres_suspensiones"

    codigo = models.CharField("código", max_length=24, primary_key=True)
    nombre = models.CharField(max_length=80)
    alcance = models.CharField(max_length=5, choices=AlcanceSalida.choices)
    # Those that only a person knows of; the others are found in the data.
    a_mano = models.BooleanField("la propone una persona", default=False)
    orden = models.PositiveSmallIntegerField()
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "causa de salida"
        verbose_name_plural = "causas de salida"
        ordering = ["orden"]
        constraints = [estado_valido("causa_salida", AlcanceSalida, "alcance")]

    def __str__(self) -> str:
        return self.nombre


class EstadoSalida(models.TextChoices):
    PROPUESTA = "propuesta", "Por decidir"
    ACEPTADA = "aceptada", "Aceptada"
    DESCARTADA = "descartada", "Descartada"


class SalidaPropuestaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> SalidaPropuestaQuerySet:
        return en_territorio(self, usuario, campo="hogar__distrito")


class SalidaPropuesta(models.Model):
    """Nobody leaves by herself: a supervisor accepts or sets aside, another person proposed.

    `sale_el` is the last day of the stay and `entrada_el` its first: a household that comes back
    starts another stay, and this row keeps the former one.
    """

    TRANSICIONES = {
        EstadoSalida.PROPUESTA: {EstadoSalida.ACEPTADA, EstadoSalida.DESCARTADA},
        EstadoSalida.ACEPTADA: set(),
        EstadoSalida.DESCARTADA: set(),
    }

    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="salidas")
    causa = models.ForeignKey(CausaSalida, models.PROTECT, related_name="+")
    detalle = models.CharField(max_length=250)
    entrada_el = models.DateField(null=True)
    sale_el = models.DateField()
    estado = models.CharField(
        max_length=10, choices=EstadoSalida.choices, default=EstadoSalida.PROPUESTA
    )
    propuesta_en = models.DateTimeField(default=timezone.now)
    propuesta_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    resuelta_en = models.DateTimeField(null=True)
    resuelta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    motivo_descarte = models.CharField(max_length=250, blank=True)

    objects = SalidaPropuestaQuerySet.as_manager()

    class Meta:
        verbose_name = "salida propuesta"
        verbose_name_plural = "salidas propuestas"
        ordering = ["-pk"]
        constraints = [
            estado_valido("salida_propuesta", EstadoSalida),
            en_par("salida_propuesta", "resuelta"),
            models.CheckConstraint(
                condition=Q(estado="propuesta", resuelta_por__isnull=True)
                | (~Q(estado="propuesta") & Q(resuelta_por__isnull=False)),
                name="salida_propuesta_resuelta_con_actor",
            ),
            models.CheckConstraint(
                condition=~Q(resuelta_por=F("propuesta_por")),
                name="salida_propuesta_quien_propone_no_resuelve",
            ),
            models.CheckConstraint(
                condition=Q(entrada_el__isnull=True) | Q(sale_el__gte=F("entrada_el")),
                name="salida_propuesta_fechas_en_orden",
            ),
            models.CheckConstraint(
                condition=~Q(estado="descartada") | ~Q(motivo_descarte=""),
                name="salida_propuesta_descarte_con_motivo",
            ),
            models.UniqueConstraint(
                fields=["hogar", "causa"],
                condition=Q(estado="propuesta"),
                name="salida_propuesta_una_por_decidir",
            ),
        ]

    def __str__(self) -> str:
        return f"Salida propuesta {self.pk}"
