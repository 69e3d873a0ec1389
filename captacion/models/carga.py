"""One file that came in, and what became of each of its rows."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido


class Fuente(models.TextChoices):
    PADRON_NOMINAL = "padron_nominal", "Padrón Nominal (RENIEC)"
    SIS_GESTANTES = "sis_gestantes", "Gestantes (SIS)"
    PGH = "pgh", "Padrón General de Hogares (SISFOH)"
    JUNTOS = "juntos", "Padrón de JUNTOS"
    HIS = "his", "Atenciones (HIS)"
    FUA = "fua", "Atenciones y gestantes (FUA del SIS)"


class EstadoCarga(models.TextChoices):
    RECIBIDA = "recibida", "Recibida"
    EN_PROCESO = "en_proceso", "En proceso"
    PROCESADA = "procesada", "Procesada"
    RECHAZADA = "rechazada", "Rechazada"
    DETENIDA = "detenida", "Detenida"
    CANCELADA = "cancelada", "Cancelada"
    FALLIDA = "fallida", "Fallida"


# Nothing more happens to these by itself; a person may still try the last two again.
TERMINADAS = (
    EstadoCarga.PROCESADA,
    EstadoCarga.RECHAZADA,
    EstadoCarga.CANCELADA,
    EstadoCarga.FALLIDA,
)


class CargaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> CargaQuerySet:
        """Loads are seen by those who bring files in: sede and administración."""
        if usuario.is_authenticated and usuario.is_active and usuario.carga_archivos:
            return self
        return self.none()


class Carga(models.Model):
    """A file from its arrival to its ledger.

    The ledger adds up (`leidas = nuevas + actualizadas + sin_cambio + rechazadas + en_revision`,
    enforced here). A Carga is its own dated record, so its own moves leave no Evento: an unchanged
    file changes nothing in any table but this one. Nor is it ever deleted (the trigger
    `carga_no_se_borra` refuses), so that the rows that tell their `carga` need no foreign key
    checked one by one: the load that writes them is the Carga.
    """

    DEJA_EVENTO = False
    TRANSICIONES = {
        EstadoCarga.RECIBIDA: {
            EstadoCarga.EN_PROCESO,
            EstadoCarga.RECHAZADA,
            EstadoCarga.CANCELADA,
        },
        EstadoCarga.EN_PROCESO: {
            EstadoCarga.PROCESADA,
            EstadoCarga.RECHAZADA,
            EstadoCarga.DETENIDA,
            EstadoCarga.CANCELADA,
            EstadoCarga.FALLIDA,
            EstadoCarga.RECIBIDA,
        },
        EstadoCarga.DETENIDA: {EstadoCarga.RECIBIDA, EstadoCarga.CANCELADA},
        EstadoCarga.FALLIDA: {EstadoCarga.RECIBIDA},
        EstadoCarga.CANCELADA: {EstadoCarga.RECIBIDA},
        EstadoCarga.RECHAZADA: {EstadoCarga.RECIBIDA},
        EstadoCarga.PROCESADA: set(),
    }

    fuente = models.CharField(max_length=20, choices=Fuente.choices, blank=True)
    perfil = models.CharField(max_length=40, blank=True)
    archivo = models.FileField(upload_to="cargas/%Y/%m", max_length=255)
    nombre_archivo = models.CharField("archivo", max_length=255)
    sha256 = models.CharField(max_length=64)
    tamano = models.BigIntegerField("tamaño en bytes")
    inicial = models.BooleanField(
        default=False, help_text="Trae lo anterior al sistema: sus captaciones tardías no cuentan."
    )
    corte_completo = models.BooleanField(
        default=False,
        help_text="Trae todo lo que la fuente tiene: lo que falta en él, ya no viene.",
    )
    fecha_proceso = models.DateField()
    estado = models.CharField(
        max_length=12, choices=EstadoCarga.choices, default=EstadoCarga.RECIBIDA
    )
    motivo = models.TextField(blank=True)
    repite_a = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    paso = models.CharField(max_length=80, blank=True)
    paso_desde = models.DateTimeField(null=True)
    bytes_leidos = models.BigIntegerField(default=0)
    filas_leidas = models.PositiveIntegerField(default=0)
    pasos = models.JSONField(default=list, help_text="Cada paso y los segundos que tomó.")
    intentos = models.PositiveSmallIntegerField(default=0)
    inicio = models.DateTimeField(null=True)
    latido = models.DateTimeField(null=True)
    fin = models.DateTimeField(null=True)
    recibida_en = models.DateTimeField(default=timezone.now)
    recibida_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    cancelada_en = models.DateTimeField(null=True)
    cancelada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    autorizada_en = models.DateTimeField(null=True)
    autorizada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    codificacion = models.CharField("codificación", max_length=20, blank=True)
    delimitador = models.CharField(max_length=4, blank=True)
    formato_fechas = models.CharField("formato de las fechas", max_length=60, blank=True)
    encabezado = ArrayField(models.TextField(), default=list)
    leidas = models.PositiveIntegerField(default=0)
    nuevas = models.PositiveIntegerField(default=0)
    actualizadas = models.PositiveIntegerField(default=0)
    sin_cambio = models.PositiveIntegerField(default=0)
    rechazadas = models.PositiveIntegerField(default=0)
    en_revision = models.PositiveIntegerField(default=0)
    avisos = models.PositiveIntegerField(default=0)
    ausentes = models.PositiveIntegerField("ya no vienen", default=0)
    captaciones = models.PositiveIntegerField(default=0)
    contactos = models.PositiveIntegerField(default=0)
    segundos = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    pico_mb = models.PositiveIntegerField(default=0)

    # What retention took away: the Carga itself stays.
    filas_expiradas_el = models.DateField(null=True)
    filas_expiradas = models.PositiveIntegerField(default=0)
    archivo_retirado_el = models.DateField(null=True)

    objects = CargaQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            estado_valido("carga", EstadoCarga),
            en_par("carga", "cancelada"),
            en_par("carga", "autorizada"),
            models.CheckConstraint(
                condition=Q(fuente__in=["", *Fuente.values]), name="carga_fuente_valida"
            ),
            models.CheckConstraint(
                condition=Q(
                    leidas=F("nuevas")
                    + F("actualizadas")
                    + F("sin_cambio")
                    + F("rechazadas")
                    + F("en_revision")
                ),
                name="carga_libro_cuadra",
            ),
            models.CheckConstraint(
                condition=Q(ausentes=0) | Q(corte_completo=True), name="carga_ausentes_de_corte"
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(estado__in=[EstadoCarga.PROCESADA, EstadoCarga.EN_PROCESO]),
                name="carga_archivo_una_vez",
            ),
            models.CheckConstraint(
                condition=Q(filas_expiradas_el__isnull=True, filas_expiradas=0)
                | Q(filas_expiradas_el__isnull=False, filas_expiradas__gt=0),
                name="carga_filas_expiradas_con_fecha",
            ),
            models.CheckConstraint(
                condition=Q(archivo_retirado_el__isnull=True) | Q(estado__in=TERMINADAS),
                name="carga_sin_archivo_terminada",
            ),
        ]
        indexes = [
            models.Index(
                fields=["fuente", "-recibida_en"],
                condition=Q(estado=EstadoCarga.PROCESADA),
                name="carga_ultima_de_fuente",
            ),
        ]

    def __str__(self) -> str:
        return f"Carga {self.pk} · {self.nombre_archivo}"


class TipoObservacion(models.TextChoices):
    RECHAZADA = "rechazada", "Rechazada"
    EN_REVISION = "en_revision", "En revisión"
    AVISO = "aviso", "Aviso"


class FilaObservada(models.Model):
    """A row rejected, waiting for review or in with a warning; its cells as they came."""

    carga = models.ForeignKey(
        Carga,
        models.PROTECT,
        related_name="filas_observadas",
        db_index=False,
        db_constraint=False,
    )
    numero = models.PositiveIntegerField("fila")
    tipo = models.CharField(max_length=12, choices=TipoObservacion.choices)
    motivos = ArrayField(models.CharField(max_length=40))
    celdas = ArrayField(models.TextField())

    class Meta:
        verbose_name = "fila observada"
        verbose_name_plural = "filas observadas"
        ordering = ["numero"]
        constraints = [
            estado_valido("fila_observada", TipoObservacion, "tipo"),
            models.UniqueConstraint(
                fields=["carga", "tipo", "numero"], name="fila_observada_unica"
            ),
        ]

    def __str__(self) -> str:
        return f"Fila {self.numero} de la carga {self.carga_id}"


class RegistroFuente(models.Model):
    """What a source last said of one of its keys: the hash of the row, and where it was read.

    `ausente_desde`: the full cut that no longer brought the key; empty again when it comes back.
    Care given needs no person here: whose it is, and since when that is known, its Atencion tells.
    """

    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    clave = models.CharField(max_length=80)
    huella = models.BigIntegerField()
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    persona = models.ForeignKey(
        "captacion.Persona",
        models.PROTECT,
        null=True,
        related_name="registros",
        db_index=False,
        db_constraint=False,
    )
    hogar = models.ForeignKey(
        "captacion.Hogar",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    avisos = ArrayField(models.CharField(max_length=40), default=list)
    ausente_desde = models.ForeignKey(
        Carga,
        models.PROTECT,
        null=True,
        related_name="registros_ausentes",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        verbose_name = "registro de fuente"
        verbose_name_plural = "registros de fuente"
        indexes = [
            # Only of what is absent: the others, nearly all, are not in it.
            models.Index(
                fields=["ausente_desde"],
                condition=Q(ausente_desde__isnull=False),
                name="registro_fuente_ausente",
            ),
            # The page of a household asks which registers still bring its people.
            models.Index(fields=["persona"], name="registro_fuente_persona"),
        ]
        constraints = [
            estado_valido("registro_fuente", Fuente, "fuente"),
            models.UniqueConstraint(fields=["clave", "fuente"], name="registro_fuente_unico"),
            models.CheckConstraint(
                condition=Q(persona__isnull=False) | Q(fuente__in=[Fuente.HIS, Fuente.FUA]),
                name="registro_fuente_con_persona",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fuente} {self.pk}"
