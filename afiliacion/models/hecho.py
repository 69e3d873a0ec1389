"""What every figure of the tablero counts: each capture with its dates, as it was known when."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from captacion.models import Captacion, Carga, Fuente, Hogar, Lengua, NivelPobreza, TipoCaptacion
from juntos.models import Distrito, UnidadTerritorial, Usuario
from juntos.restricciones import estado_valido
from juntos.territorio import en_territorio


class HechoCaptacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> HechoCaptacionQuerySet:
        return en_territorio(self, usuario)

    def al(self, corte) -> HechoCaptacionQuerySet:
        """As they were known at the end of that day."""
        return self.filter(desde__lte=corte).filter(Q(hasta__isnull=True) | Q(hasta__gt=corte))


class HechoCaptacion(models.Model):
    """One version of what is known of a capture: from `desde` until the day before `hasta`.

    A version ends where a later file or a decision changed what had been known (a corrected birth
    date, another household or district); a step that comes (a contact, an affiliation) is added to
    the version that stands, for its date says from when it counts. `unidad` is the district's own
    when the capture was first seen: a district that goes to another one takes only what comes.

    Computed by the million: no foreign key is checked. The last version of a capture that went into
    another one's, when two people were one, ends and stays.
    """

    SE_FUNDE = False

    captacion = models.ForeignKey(
        Captacion,
        models.DO_NOTHING,
        related_name="hechos",
        db_index=False,
        db_constraint=False,
    )
    desde = models.DateField()
    hasta = models.DateField(null=True)
    tipo = models.CharField(max_length=14, choices=TipoCaptacion.choices)
    hogar = models.ForeignKey(
        Hogar, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    en_hogar_usuario = models.BooleanField()
    # A late capture of an initial load existed before the system: no figure counts it.
    cuenta = models.BooleanField()
    evento_el = models.DateField()
    en_fuente_el = models.DateField()
    registrada_el = models.DateField()
    enlazada_el = models.DateField()
    limite_el = models.DateField()
    contactada_el = models.DateField(null=True)
    enviada_el = models.DateField(null=True)
    afiliada_el = models.DateField(null=True)
    pagada_el = models.DateField(null=True)
    distrito = models.ForeignKey(
        Distrito,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    unidad = models.ForeignKey(
        UnidadTerritorial,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    centro_poblado_codigo = models.CharField(max_length=10, blank=True)
    establecimiento_codigo = models.CharField(max_length=8, blank=True)
    gestora = models.ForeignKey(
        Usuario, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    nivel = models.CharField(max_length=16, choices=NivelPobreza.choices, blank=True)
    lengua = models.CharField(max_length=1, choices=Lengua.choices, blank=True)
    fuente = models.CharField(max_length=20, choices=Fuente.choices)

    objects = HechoCaptacionQuerySet.as_manager()

    class Meta:
        indexes = [
            # Loads come by date: a range of births or affiliations is a run of pages.
            BrinIndex(fields=["evento_el"], name="hecho_evento_bloques"),
            models.Index(
                fields=["unidad", "evento_el"], name="hecho_unidad", condition=Q(cuenta=True)
            ),
            models.Index(
                fields=["distrito", "evento_el"], name="hecho_distrito", condition=Q(cuenta=True)
            ),
            models.Index(
                fields=["afiliada_el"],
                name="hecho_afiliada",
                condition=Q(afiliada_el__isnull=False),
            ),
        ]
        constraints = [
            estado_valido("hecho", TipoCaptacion, "tipo"),
            estado_valido("hecho", Fuente, "fuente"),
            models.CheckConstraint(
                condition=Q(nivel__in=["", *NivelPobreza.values])
                & Q(lengua__in=["", *Lengua.values]),
                name="hecho_nivel_y_lengua",
            ),
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gt=F("desde")), name="hecho_periodo"
            ),
            models.UniqueConstraint(
                fields=["captacion"], condition=Q(hasta__isnull=True), name="hecho_uno_vigente"
            ),
            models.UniqueConstraint(fields=["captacion", "desde"], name="hecho_version_unica"),
        ]

    def __str__(self) -> str:
        return f"Hecho {self.pk}"


class Refresco(models.Model):
    """The facts were brought to what a load told, or to all that was known: which, and when."""

    carga = models.OneToOneField(Carga, models.PROTECT, null=True, related_name="refresco")
    momento = models.DateTimeField(default=timezone.now)
    nuevos = models.PositiveIntegerField(default=0)
    corregidos = models.PositiveIntegerField(default=0)
    cambio = models.DateTimeField(null=True, help_text="Cuándo cambió por última vez una cifra.")

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "momento"
        indexes = [
            models.Index(
                fields=["-momento"], condition=Q(carga__isnull=True), name="refresco_de_todos"
            )
        ]

    def __str__(self) -> str:
        return f"Refresco {self.pk}"


class CuentaMensual(models.Model):
    """How many captures of a month each figure counts, in a district: what the page adds up.

    Only of months whose every child is thirty days old (`hechos.sql` counts; no figure of theirs
    depends on the day any more, but by a correction or a step, which counts them again). With
    `detalle`, by poverty, language and source too; without, all of them in one row.
    """

    CUENTAS = (
        "nacidos", "captados", "captados_8d", "captados_mismo_dia", "gestantes",
        "gestantes_oportunas", "casos", "alcanzados", "usuarios", "pagados",
    )  # fmt: skip

    mes = models.DateField()
    detalle = models.BooleanField()
    distrito = models.ForeignKey(
        Distrito,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    unidad = models.ForeignKey(
        UnidadTerritorial,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    nivel = models.CharField(max_length=16, blank=True)
    lengua = models.CharField(max_length=1, blank=True)
    fuente = models.CharField(max_length=20, blank=True)
    nacidos = models.PositiveIntegerField()
    captados = models.PositiveIntegerField()
    captados_8d = models.PositiveIntegerField()
    captados_mismo_dia = models.PositiveIntegerField()
    gestantes = models.PositiveIntegerField()
    gestantes_oportunas = models.PositiveIntegerField()
    casos = models.PositiveIntegerField()
    alcanzados = models.PositiveIntegerField()
    usuarios = models.PositiveIntegerField()
    pagados = models.PositiveIntegerField()

    class Meta:
        verbose_name = "cuenta mensual"
        verbose_name_plural = "cuentas mensuales"
        constraints = [
            models.UniqueConstraint(
                fields=["detalle", "mes", "distrito", "unidad", "nivel", "lengua", "fuente"],
                nulls_distinct=False,
                name="cuenta_mensual_unica",
            ),
        ]

    def __str__(self) -> str:
        return f"Cuenta {self.pk}"
