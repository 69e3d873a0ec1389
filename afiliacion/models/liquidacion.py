"""The money of a bimester: what it is computed from, its list, and what became of each payment."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from captacion.models import Hogar, Persona
from juntos.models import Distrito, Rol, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class ClaveTransferencia(models.TextChoices):
    """What the settlement reads: amounts in soles, switches 0 or 1, counts (DOMAIN §7)."""

    BASE = "base_bimestre", "Transferencia base por hogar y bimestre (S/)"
    TPI = "tpi_mes", "Transferencia de primera infancia por hogar y mes (S/)"
    BASE_EXIGE = "base_exige_cumplir", "La base exige cumplir (0 o 1)"
    MESES_TPI = "meses_tpi", "Meses desde el nacimiento hasta el último que se paga"
    TRAS_FPP = "dias_tras_fpp", "Días tras la FPP en que termina un embarazo sin desenlace"
    GESTACION_MINIMA = (
        "dias_gestacion_minima",
        "Días desde la FUR en que un parto es de ese embarazo",
    )
    SUSPENSIONES = "suspensiones_para_salir", "Bimestres seguidos sin pago para proponer la salida"
    BIMESTRES_DE_AJUSTE = "bimestres_de_ajuste", "Bimestres hacia atrás que un dato tardío ajusta"


class ParametroTransferencia(models.Model):
    """A number of the transfers with its validity: never edited in the past, followed by another.

    In force for a bimester is the row that holds its first day; for the TPI, that of each month.
    """

    clave = models.CharField(max_length=24, choices=ClaveTransferencia.choices)
    valor = models.DecimalField(max_digits=8, decimal_places=2)
    desde = models.DateField()
    hasta = models.DateField(null=True, blank=True)
    fuente = models.CharField(max_length=200)

    class Meta:
        verbose_name = "parámetro de transferencia"
        verbose_name_plural = "parámetros de transferencia"
        ordering = ["clave", "-desde"]
        constraints = [
            estado_valido("parametro_transferencia", ClaveTransferencia, "clave"),
            models.CheckConstraint(
                condition=Q(valor__gte=0), name="parametro_transferencia_no_negativo"
            ),
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="parametro_transferencia_vigencia_en_orden",
            ),
            ExclusionConstraint(
                name="parametro_transferencia_sin_traslape",
                expressions=[
                    ("clave", RangeOperators.EQUAL),
                    (
                        Func(
                            "desde",
                            "hasta",
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clave_display()} desde {self.desde:%d/%m/%Y}"


class EstadoLiquidacion(models.TextChoices):
    BORRADOR = "borrador", "Borrador"
    CALCULADA = "calculada", "Calculada"
    REVISADA = "revisada", "Revisada"
    APROBADA = "aprobada", "Aprobada"
    CONGELADA = "congelada", "Cerrada"
    EXPORTADA = "exportada", "Enviada al banco"
    CON_RESULTADOS = "con_resultados", "Con resultados de pago"


class LiquidacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> LiquidacionQuerySet:
        """The list is everyone's who works households; its lines are of each one's territory."""
        ve = usuario.is_authenticated and usuario.is_active and usuario.rol != Rol.ADMINISTRACION
        return self if ve else self.none()


class Liquidacion(models.Model):
    """One bimester's list, as of a cut-off. Approved by somebody else; closed, it never changes.

    `huella` is the sha256 of every line with its evidence, without ids: the same data give the
    same one in any database. `pedida`: who asked the worker for a calculation, and when.
    """

    TRANSICIONES = {
        EstadoLiquidacion.BORRADOR: {EstadoLiquidacion.CALCULADA},
        EstadoLiquidacion.CALCULADA: {EstadoLiquidacion.CALCULADA, EstadoLiquidacion.REVISADA},
        EstadoLiquidacion.REVISADA: {EstadoLiquidacion.CALCULADA, EstadoLiquidacion.APROBADA},
        EstadoLiquidacion.APROBADA: {EstadoLiquidacion.CALCULADA, EstadoLiquidacion.CONGELADA},
        EstadoLiquidacion.CONGELADA: {EstadoLiquidacion.EXPORTADA},
        EstadoLiquidacion.EXPORTADA: {EstadoLiquidacion.CON_RESULTADOS},
        EstadoLiquidacion.CON_RESULTADOS: {EstadoLiquidacion.CON_RESULTADOS},
    }
    CERRADAS = (
        EstadoLiquidacion.CONGELADA,
        EstadoLiquidacion.EXPORTADA,
        EstadoLiquidacion.CON_RESULTADOS,
    )

    periodo = models.CharField("bimestre", max_length=6, unique=True)
    desde = models.GeneratedField(
        expression=Func(
            "periodo",
            template="make_date(left(%(expressions)s, 4)::int, "
            "right(%(expressions)s, 1)::int * 2 - 1, 1)",
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    corte = models.DateField("fecha de corte")
    estado = models.CharField(
        max_length=14, choices=EstadoLiquidacion.choices, default=EstadoLiquidacion.BORRADOR
    )
    pedida_en = models.DateTimeField(null=True)
    pedida_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    calculada_en = models.DateTimeField(null=True)
    calculada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    revisada_en = models.DateTimeField(null=True)
    revisada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    aprobada_en = models.DateTimeField(null=True)
    aprobada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    congelada_en = models.DateTimeField(null=True)
    congelada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    exportada_en = models.DateTimeField(null=True)
    exportada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    hogares = models.PositiveIntegerField(default=0)
    suspendidos = models.PositiveIntegerField(default=0)
    base = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tpi = models.DecimalField("primera infancia", max_digits=14, decimal_places=2, default=0)
    ajuste = models.DecimalField("ajustes", max_digits=14, decimal_places=2, default=0)
    total = models.GeneratedField(
        expression=F("base") + F("tpi") + F("ajuste"),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    huella = models.CharField(max_length=64, blank=True)

    objects = LiquidacionQuerySet.as_manager()

    class Meta:
        verbose_name = "liquidación"
        verbose_name_plural = "liquidaciones"
        ordering = ["-periodo"]
        constraints = [
            estado_valido("liquidacion", EstadoLiquidacion),
            models.CheckConstraint(
                condition=Q(periodo__regex=r"^\d{4}-[1-6]$"), name="liquidacion_periodo"
            ),
            models.CheckConstraint(
                condition=Q(huella="") | Q(huella__regex=r"^[0-9a-f]{64}$"),
                name="liquidacion_huella",
            ),
            *(
                en_par("liquidacion", hecho)
                for hecho in (
                    "pedida",
                    "calculada",
                    "revisada",
                    "aprobada",
                    "congelada",
                    "exportada",
                )
            ),
            models.CheckConstraint(
                condition=Q(estado="borrador") | (Q(calculada_por__isnull=False) & ~Q(huella="")),
                name="liquidacion_calculada_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=["borrador", "calculada"]) | Q(revisada_por__isnull=False),
                name="liquidacion_revisada_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=["borrador", "calculada", "revisada"])
                | Q(aprobada_por__isnull=False),
                name="liquidacion_aprobada_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(aprobada_por__isnull=True)
                | (~Q(aprobada_por=F("calculada_por")) & ~Q(aprobada_por=F("revisada_por"))),
                name="liquidacion_quien_calcula_no_aprueba",
            ),
        ]

    def __str__(self) -> str:
        return f"Liquidación {self.periodo}"

    @property
    def esta_cerrada(self) -> bool:
        return self.estado in self.CERRADAS

    @property
    def se_calcula(self) -> bool:
        """Somebody asked for a calculation that has not ended."""
        return self.pedida_en is not None

    @property
    def hasta(self) -> dt.date:
        """The last day of its bimester."""
        siguiente = self.desde.replace(day=1) + dt.timedelta(days=62)
        return siguiente.replace(day=1) - dt.timedelta(days=1)

    @property
    def referencia(self) -> str:
        """By what the bank names it, there and back: another calculation has another one."""
        return f"JUNTOS-{self.periodo}-{self.huella[:12]}"


class PagoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> PagoQuerySet:
        return en_territorio(self, usuario)


class Pago(models.Model):
    """The line of one household in one settlement; nothing of it changes once approved.

    `es_usuario`: a user on the bimester's last day; else the line only brings months or
    adjustments. `suspensiones`: bimesters in a row without the base, this one included.
    """

    SE_FUNDE = False

    liquidacion = models.ForeignKey(
        Liquidacion, models.CASCADE, related_name="pagos", db_index=False, db_constraint=False
    )
    numero = models.PositiveIntegerField("línea")
    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="pagos", db_index=False, db_constraint=False
    )
    distrito = models.ForeignKey(
        Distrito, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    titular = models.ForeignKey(
        Persona, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    es_usuario = models.BooleanField()
    suspendido = models.BooleanField()
    suspensiones = models.PositiveSmallIntegerField()
    motivo = models.TextField(blank=True)
    base = models.DecimalField(max_digits=8, decimal_places=2)
    tpi = models.DecimalField("primera infancia", max_digits=8, decimal_places=2)
    ajuste = models.DecimalField("ajustes", max_digits=8, decimal_places=2)
    total = models.GeneratedField(
        expression=F("base") + F("tpi") + F("ajuste"),
        output_field=models.DecimalField(max_digits=8, decimal_places=2),
        db_persist=True,
    )

    objects = PagoQuerySet.as_manager()

    class Meta:
        ordering = ["liquidacion", "numero"]
        indexes = [models.Index(fields=["liquidacion", "distrito"], name="pago_distrito")]
        constraints = [
            models.UniqueConstraint(fields=["hogar", "liquidacion"], name="pago_uno_por_hogar"),
            models.UniqueConstraint(fields=["liquidacion", "numero"], name="pago_linea_unica"),
            models.CheckConstraint(
                condition=Q(base__gte=0, tpi__gte=0, total__gte=0), name="pago_no_negativo"
            ),
            models.CheckConstraint(
                condition=Q(suspendido=False) | Q(base=0), name="pago_suspendido_sin_base"
            ),
        ]

    def __str__(self) -> str:
        return f"Pago {self.pk}"


class ConceptoAjuste(models.TextChoices):
    BASE = "base", "Transferencia base"
    TPI = "tpi", "Primera infancia"
    ACUMULADO = "acumulado", "Pago que no llegó a cobrarse"


class AjusteQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AjusteQuerySet:
        return en_territorio(self, usuario, campo="hogar__distrito")


class Ajuste(models.Model):
    """Money of an earlier settlement that comes, or goes, in this one; it says why.

    `de` and `mes` are what it corrects; `antes` and `ahora` the result then and with what is known
    now; `detalle` the items that changed. What was paid too much is taken up to what there is to
    pay, and the rest the next time.
    """

    SE_FUNDE = False

    liquidacion = models.ForeignKey(
        Liquidacion, models.CASCADE, related_name="ajustes", db_index=False
    )
    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="+", db_constraint=False)
    concepto = models.CharField(max_length=9, choices=ConceptoAjuste.choices)
    de = models.ForeignKey(Liquidacion, models.PROTECT, related_name="ajustada_por")
    mes = models.DateField()
    monto = models.DecimalField(max_digits=8, decimal_places=2)
    antes = models.CharField(max_length=18)
    ahora = models.CharField(max_length=18)
    detalle = models.TextField(blank=True)

    objects = AjusteQuerySet.as_manager()

    class Meta:
        ordering = ["mes", "concepto"]
        constraints = [
            estado_valido("ajuste", ConceptoAjuste, "concepto"),
            models.UniqueConstraint(
                fields=["liquidacion", "hogar", "concepto", "de", "mes"], name="ajuste_unico"
            ),
            models.CheckConstraint(condition=~Q(monto=0), name="ajuste_con_monto"),
            models.CheckConstraint(
                condition=~Q(de=F("liquidacion")), name="ajuste_de_otra_liquidacion"
            ),
        ]

    def __str__(self) -> str:
        return f"Ajuste {self.pk}"
