"""What happened when somebody called or went, and what it raised."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.aviso import AvisoDeFinalidad
from afiliacion.models.contacto import Contacto
from captacion.models import Captacion, Telefono
from juntos.models import Distrito, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class Modalidad(models.TextChoices):
    PRESENCIAL = "presencial", "Visita en persona"
    TELEFONO = "telefono", "Llamada"


class Siguiente(models.TextChoices):
    """What an outcome leads to (DOMAIN §4)."""

    REQUISITOS = "requisitos", "Abrir la solicitud"
    REINTENTO = "reintento", "Volver a intentar"
    PRESENCIAL = "presencial", "Visitar en persona"
    MUDANZA = "mudanza", "Pasar a otro distrito"
    DIRECCION = "direccion", "Corregir la dirección"
    CERRAR_NO_ACEPTA = "no_acepta", "Cerrar: no acepta"
    CERRAR_CON_CUIDADO = "cerrada", "Cerrar con cuidado y avisar"
    CERRAR_NO_ELEGIBLE = "no_elegible", "Cerrar: no elegible"
    CERRAR_YA_USUARIA = "ya_usuaria", "Cerrar: ya es usuaria"


class Resultado(models.Model):
    """The outcome catalogue: editable in the admin, each with what happens next.

    `FALLECIMIENTO` and `PERDIDA_GESTACION` name the two outcomes that touch one person only.
    """

    FALLECIMIENTO = "fallecimiento"
    PERDIDA_GESTACION = "perdida_gestacion"

    codigo = models.CharField("código", max_length=24, primary_key=True)
    nombre = models.CharField(max_length=60)
    siguiente = models.CharField(max_length=12, choices=Siguiente.choices)
    por_telefono = models.BooleanField("vale por teléfono", default=True)
    en_persona = models.BooleanField("vale en persona", default=True)
    exige_motivo = models.BooleanField(default=False)
    dias_reintento = models.PositiveSmallIntegerField("días hasta el reintento", default=0)
    orden = models.PositiveSmallIntegerField()
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "resultado de visita"
        verbose_name_plural = "resultados de visita"
        ordering = ["orden"]
        constraints = [estado_valido("resultado", Siguiente, "siguiente")]

    def __str__(self) -> str:
        return self.nombre


class VisitaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> VisitaQuerySet:
        return en_territorio(self, usuario, campo="contacto__distrito")


class Visita(models.Model):
    """A contact or visit: a fact, never edited. `clave` makes a repeated POST harmless.

    `distrito_nuevo`, `direccion` and `referencia` are what it corrected of the contact; `version`
    is the contact's once it was written: whoever had read an older one did not know of it.
    """

    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="visitas")
    clave = models.UUIDField(default=uuid.uuid4, unique=True)
    modalidad = models.CharField(max_length=10, choices=Modalidad.choices)
    resultado = models.ForeignKey(Resultado, models.PROTECT, related_name="visitas")
    fecha = models.DateField()
    telefono = models.ForeignKey(Telefono, models.PROTECT, null=True, related_name="llamadas")
    motivo = models.CharField(max_length=200, blank=True)
    observacion = models.TextField("observación", blank=True)
    reintento_el = models.DateField(null=True)
    distrito_nuevo = models.ForeignKey(Distrito, models.PROTECT, null=True, related_name="+")
    direccion = models.CharField("dirección corregida", max_length=200, blank=True)
    referencia = models.CharField("referencia corregida", max_length=200, blank=True)
    version = models.PositiveIntegerField(null=True)
    # The version of the notice that was read to the family in it.
    aviso = models.ForeignKey(
        AvisoDeFinalidad, models.PROTECT, null=True, related_name="+", db_index=False
    )
    registrada_en = models.DateTimeField(default=timezone.now)
    registrada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="visitas")

    objects = VisitaQuerySet.as_manager()

    class Meta:
        ordering = ["-fecha", "-pk"]
        constraints = [estado_valido("visita", Modalidad, "modalidad")]

    def __str__(self) -> str:
        return f"Visita {self.pk}"


class TipoAlerta(models.TextChoices):
    VIOLENCIA = "violencia", "Gestante: violencia"
    SIN_CONTROL_PRENATAL = "sin_control_prenatal", "Gestante: sin control prenatal"
    SIN_DNI = "sin_dni", "Niña o niño: sin DNI"
    SIN_CRED = "sin_cred", "Niña o niño: sin control CRED"
    SIN_VACUNAS = "sin_vacunas", "Niña o niño: sin vacunas"
    SIN_HEMOGLOBINA = "sin_hemoglobina", "Niña o niño: sin dosaje de hemoglobina"
    ESTABLECIMIENTO = "establecimiento", "Establecimiento cerrado o sin insumos"
    CIERRE_CON_CUIDADO = "cierre_con_cuidado", "Pérdida o fallecimiento"


class EstadoAlerta(models.TextChoices):
    ABIERTA = "abierta", "Abierta"
    ATENDIDA = "atendida", "Atendida"


class AlertaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AlertaQuerySet:
        return en_territorio(self, usuario, campo="visita__contacto__distrito")


class Alerta(models.Model):
    """Something a visit found that somebody else must act on (DOMAIN §4)."""

    TRANSICIONES = {
        EstadoAlerta.ABIERTA: {EstadoAlerta.ATENDIDA},
        EstadoAlerta.ATENDIDA: {EstadoAlerta.ABIERTA},
    }

    visita = models.ForeignKey(Visita, models.PROTECT, related_name="alertas")
    captacion = models.ForeignKey(Captacion, models.PROTECT, null=True, related_name="alertas")
    incidencia = models.ForeignKey(
        "afiliacion.Incidencia", models.PROTECT, null=True, related_name="alertas"
    )
    tipo = models.CharField(max_length=24, choices=TipoAlerta.choices)
    estado = models.CharField(
        max_length=8, choices=EstadoAlerta.choices, default=EstadoAlerta.ABIERTA
    )
    atendida_en = models.DateTimeField(null=True)
    atendida_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = AlertaQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            estado_valido("alerta", TipoAlerta, "tipo"),
            estado_valido("alerta", EstadoAlerta),
            en_par("alerta", "atendida"),
            models.CheckConstraint(
                condition=Q(estado=EstadoAlerta.ATENDIDA, atendida_en__isnull=False)
                | (~Q(estado=EstadoAlerta.ATENDIDA) & Q(atendida_en__isnull=True)),
                name="alerta_atendida_con_actor",
            ),
            models.UniqueConstraint(fields=["visita", "tipo"], name="alerta_una_por_visita"),
            models.CheckConstraint(
                condition=Q(incidencia__isnull=True) | Q(tipo=TipoAlerta.ESTABLECIMIENTO),
                name="alerta_incidencia_de_establecimiento",
            ),
        ]

    def __str__(self) -> str:
        return f"Alerta {self.pk}"

    @property
    def se_puede_derivar(self) -> bool:
        """Open, of a kind that is told outside, and not waiting for an answer already.

        Reads `derivaciones` prefetched.
        """
        return (
            self.estado == EstadoAlerta.ABIERTA
            and self.tipo != TipoAlerta.CIERRE_CON_CUIDADO
            and not any(derivacion.esta_viva for derivacion in self.derivaciones.all())
        )
