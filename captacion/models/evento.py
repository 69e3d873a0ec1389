"""Records that come one by one: who may send them, what came, and what became of each."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from captacion.models.carga import Carga, Fuente
from juntos.models import Rol, Usuario
from juntos.restricciones import estado_valido

# How many records are tried at once, by how often they have failed: a bad one ends up alone.
TAMANOS = (1000, 100, 10, 1, 1, 1)
INTENTOS = len(TAMANOS)
# One that failed alone waits: what failed may be the machine, not the record.
SOLO = TAMANOS.index(1) + 1
ESPERA = dt.timedelta(minutes=5)


class FuenteDeEventos(models.TextChoices):
    """The sources that may tell a birth, a pregnancy or a household as it happens."""

    PADRON_NOMINAL = Fuente.PADRON_NOMINAL.value, Fuente.PADRON_NOMINAL.label
    SIS_GESTANTES = Fuente.SIS_GESTANTES.value, Fuente.SIS_GESTANTES.label
    PGH = Fuente.PGH.value, Fuente.PGH.label
    JUNTOS = Fuente.JUNTOS.value, Fuente.JUNTOS.label


class ResultadoEvento(models.TextChoices):
    """Where in the ledger of its Carga a record went."""

    NUEVA = "nueva", "Nueva"
    ACTUALIZADA = "actualizada", "Actualizada"
    SIN_CAMBIO = "sin_cambio", "Sin cambio"
    RECHAZADA = "rechazada", "Rechazada"
    EN_REVISION = "en_revision", "En revisión"


class ClaveApi(models.Model):
    """The right of a source to send records. Of its token only a hash is kept."""

    fuente = models.CharField(max_length=20, choices=FuenteDeEventos.choices)
    nombre = models.CharField(max_length=80, help_text="Quién la usa: institución y sistema.")
    prefijo = models.CharField(max_length=8, unique=True)
    huella = models.CharField(max_length=64)
    activa = models.BooleanField(default=True)
    por_minuto = models.PositiveIntegerField(
        "llamadas por minuto", default=3000, validators=[MinValueValidator(1)]
    )
    creada_en = models.DateTimeField(default=timezone.now)
    creada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    ultimo_uso = models.DateTimeField("último uso", null=True, blank=True)
    # Until when the calls already made have used up the limit.
    gastado_hasta = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "clave de la API"
        verbose_name_plural = "claves de la API"
        ordering = ["fuente", "nombre"]
        constraints = [
            estado_valido("clave_api", FuenteDeEventos, "fuente"),
            models.CheckConstraint(condition=Q(por_minuto__gte=1), name="clave_api_por_minuto"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.prefijo})"


class EventoRecibidoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> EventoRecibidoQuerySet:
        """What came in is seen by administración; the source sees its own with `de_la_fuente`."""
        if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.ADMINISTRACION:
            return self
        return self.none()

    def de_la_fuente(self, clave: ClaveApi) -> EventoRecibidoQuerySet:
        return self.filter(fuente=clave.fuente)

    def listos(self, ahora: dt.datetime) -> EventoRecibidoQuerySet:
        """What waits to be processed, oldest first."""
        return self.filter(
            Q(intentos__lt=SOLO) | Q(ultimo_intento__lt=ahora - ESPERA), resultado=""
        ).order_by("pk")


class EventoRecibido(models.Model):
    """One record of one POST, as it came; its row of a Carga once it has been processed.

    The row is the truth: whatever has no `resultado` waits, and is taken up again by the sweeper.
    """

    fuente = models.CharField(max_length=20, choices=FuenteDeEventos.choices)
    llave = models.CharField("llave de idempotencia", max_length=200, blank=True)
    huella = models.CharField("huella del envío", max_length=64)
    posicion = models.PositiveSmallIntegerField("posición")
    registro = models.JSONField()
    recibido_en = models.DateTimeField(default=timezone.now)
    recibido_por = models.ForeignKey(ClaveApi, models.PROTECT, related_name="eventos")
    intentos = models.PositiveSmallIntegerField(default=0)
    ultimo_intento = models.DateTimeField("último intento", null=True)
    carga = models.ForeignKey(Carga, models.PROTECT, null=True, related_name="eventos")
    numero = models.PositiveIntegerField("fila", null=True)
    resultado = models.CharField(max_length=12, choices=ResultadoEvento.choices, blank=True)

    objects = EventoRecibidoQuerySet.as_manager()

    class Meta:
        verbose_name = "evento recibido"
        verbose_name_plural = "eventos recibidos"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["fuente", "id"], condition=Q(resultado=""), name="evento_recibido_espera"
            ),
        ]
        constraints = [
            estado_valido("evento_recibido", FuenteDeEventos, "fuente"),
            models.CheckConstraint(
                condition=Q(resultado__in=["", *ResultadoEvento.values]),
                name="evento_recibido_resultado_valido",
            ),
            models.CheckConstraint(
                condition=Q(resultado="", carga__isnull=True, numero__isnull=True)
                | (~Q(resultado="") & Q(carga__isnull=False, numero__isnull=False)),
                name="evento_recibido_procesado_con_fila",
            ),
            models.UniqueConstraint(
                fields=["recibido_por", "llave", "posicion"],
                condition=~Q(llave=""),
                name="evento_recibido_una_vez",
            ),
            models.UniqueConstraint(fields=["carga", "numero"], name="evento_recibido_fila"),
        ]

    def __str__(self) -> str:
        return f"Evento {self.pk}"

    @property
    def procesado(self) -> bool:
        return self.resultado != ""
