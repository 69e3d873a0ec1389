"""Alerts that somebody outside the programme must act on: referrals, and closed facilities."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.mensajes.revision import palabras_prohibidas
from afiliacion.models.visita import Alerta, TipoAlerta
from captacion.models import Captacion
from juntos.models import Distrito, Establecimiento, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class Destino(models.TextChoices):
    ESTABLECIMIENTO = "establecimiento", "Establecimiento de salud"
    MUNICIPALIDAD = "municipalidad", "Municipalidad"


class MotivoDerivacion(models.Model):
    """Why an alert goes to whom, and the sentence that its sheet carries (ADR 25).

    A municipality is told of papers and services, never of anybody's health: the database refuses
    any other alert for it.
    """

    SIN_SALUD = (TipoAlerta.SIN_DNI, TipoAlerta.ESTABLECIMIENTO)

    codigo = models.CharField("código", max_length=24, primary_key=True)
    nombre = models.CharField(max_length=80)
    tipo_alerta = models.CharField("alerta", max_length=24, choices=TipoAlerta.choices)
    destino = models.CharField(max_length=16, choices=Destino.choices)
    pedido = models.CharField("lo que se pide, en la hoja", max_length=200)
    nombra_persona = models.BooleanField("la hoja nombra a una persona", default=True)
    orden = models.PositiveSmallIntegerField(default=1)
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "motivo de derivación"
        verbose_name_plural = "motivos de derivación"
        ordering = ["orden", "codigo"]
        constraints = [
            estado_valido("motivo_derivacion", TipoAlerta, "tipo_alerta"),
            estado_valido("motivo_derivacion", Destino, "destino"),
            models.CheckConstraint(
                condition=~Q(destino="municipalidad")
                | Q(tipo_alerta__in=["sin_dni", "establecimiento"]),
                name="motivo_derivacion_municipalidad_sin_salud",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    def clean(self) -> None:
        if self.destino != Destino.MUNICIPALIDAD:
            return
        if self.tipo_alerta not in self.SIN_SALUD:
            raise ValidationError(
                {"destino": "A la municipalidad no se le dice nada de la salud de nadie."}
            )
        if halladas := palabras_prohibidas(f"{self.nombre} {self.pedido}", de_salud=True):
            raise ValidationError(
                {"pedido": f"A la municipalidad no se le escribe: {', '.join(halladas)}."}
            )


class EstadoDerivacion(models.TextChoices):
    ABIERTA = "abierta", "Entregada, sin acuse"
    RECIBIDA = "recibida", "Recibida"
    ATENDIDA = "atendida", "Atendida"
    SIN_RESPUESTA = "sin_respuesta", "Sin respuesta"
    ANULADA = "anulada", "Anulada"


class DerivacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> DerivacionQuerySet:
        return en_territorio(self, usuario, campo="alerta__visita__contacto__distrito")

    def vivas(self) -> DerivacionQuerySet:
        return self.filter(estado__in=Derivacion.VIVAS)


class Derivacion(models.Model):
    """An alert handed to a facility or a municipality on a numbered sheet, followed until closed.

    It goes to `establecimiento`, or to the municipality of `distrito`. A late answer still counts:
    what was closed without one may end attended.
    """

    TRANSICIONES = {
        EstadoDerivacion.ABIERTA: {
            EstadoDerivacion.RECIBIDA,
            EstadoDerivacion.ATENDIDA,
            EstadoDerivacion.SIN_RESPUESTA,
            EstadoDerivacion.ANULADA,
        },
        EstadoDerivacion.RECIBIDA: {
            EstadoDerivacion.ATENDIDA,
            EstadoDerivacion.SIN_RESPUESTA,
            EstadoDerivacion.ANULADA,
        },
        EstadoDerivacion.SIN_RESPUESTA: {EstadoDerivacion.ATENDIDA},
        EstadoDerivacion.ATENDIDA: set(),
        EstadoDerivacion.ANULADA: set(),
    }
    VIVAS = (EstadoDerivacion.ABIERTA, EstadoDerivacion.RECIBIDA)

    alerta = models.ForeignKey(Alerta, models.PROTECT, related_name="derivaciones")
    motivo = models.ForeignKey(MotivoDerivacion, models.PROTECT, related_name="+")
    captacion = models.ForeignKey(
        Captacion, models.PROTECT, null=True, related_name="derivaciones", verbose_name="de quién"
    )
    destino = models.CharField(max_length=16, choices=Destino.choices)
    establecimiento = models.ForeignKey(
        Establecimiento, models.PROTECT, null=True, related_name="derivaciones"
    )
    distrito = models.ForeignKey(Distrito, models.PROTECT, null=True, related_name="derivaciones")
    estado = models.CharField(
        max_length=13, choices=EstadoDerivacion.choices, default=EstadoDerivacion.ABIERTA
    )
    revisar_el = models.DateField("próxima revisión", null=True)
    emitida_en = models.DateTimeField(default=timezone.now)
    emitida_por = models.ForeignKey(Usuario, models.PROTECT, related_name="derivaciones")
    cerrada_en = models.DateTimeField(null=True)
    cerrada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = DerivacionQuerySet.as_manager()

    class Meta:
        verbose_name = "derivación"
        verbose_name_plural = "derivaciones"
        indexes = [
            models.Index(
                fields=["revisar_el"],
                condition=Q(estado__in=["abierta", "recibida"]),
                name="derivacion_viva",
            ),
        ]
        constraints = [
            estado_valido("derivacion", EstadoDerivacion),
            estado_valido("derivacion", Destino, "destino"),
            en_par("derivacion", "cerrada"),
            models.CheckConstraint(
                condition=Q(
                    destino="establecimiento", establecimiento__isnull=False, distrito__isnull=True
                )
                | Q(destino="municipalidad", establecimiento__isnull=True, distrito__isnull=False),
                name="derivacion_un_destino",
            ),
            models.CheckConstraint(
                condition=Q(
                    estado__in=["abierta", "recibida"],
                    cerrada_en__isnull=True,
                    revisar_el__isnull=False,
                )
                | (
                    ~Q(estado__in=["abierta", "recibida"])
                    & Q(cerrada_en__isnull=False, revisar_el__isnull=True)
                ),
                name="derivacion_viva_o_cerrada",
            ),
            models.UniqueConstraint(
                fields=["alerta"],
                condition=Q(estado__in=["abierta", "recibida"]),
                name="derivacion_una_viva_por_alerta",
            ),
        ]

    def __str__(self) -> str:
        return f"Derivación {self.pk}"

    @property
    def numero(self) -> str:
        """What the sheet bears and people quote."""
        return f"{timezone.localtime(self.emitida_en).year}-{self.pk:06d}"

    @property
    def a_quien(self) -> str:
        return str(self.establecimiento or f"Municipalidad de {self.distrito}")

    @property
    def esta_viva(self) -> bool:
        return self.estado in self.VIVAS


class Seguimiento(models.Model):
    """What was learned of a referral, and when to ask again: a fact, never edited."""

    derivacion = models.ForeignKey(Derivacion, models.PROTECT, related_name="seguimientos")
    nota = models.CharField(max_length=500)
    revisar_el = models.DateField(null=True)
    anotado_en = models.DateTimeField(default=timezone.now)
    anotado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(nota=""), name="seguimiento_con_nota"),
        ]

    def __str__(self) -> str:
        return f"Seguimiento {self.pk}"
