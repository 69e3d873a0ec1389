"""What the State owes each child and each pregnant woman, and when: rules as data (DOMAIN §6)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from captacion.models import Fuente
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido


class Sujeto(models.TextChoices):
    """Whom a rule is about; also what its ages are counted from."""

    NINO = "nino", "Niña o niño"
    GESTANTE = "gestante", "Gestante"


class ItemCuidado(models.Model):
    """One kind of care, by the code of the contract: `neumococo`, `cred`, `apn`."""

    codigo = models.CharField("código", max_length=24, primary_key=True)
    nombre = models.CharField(max_length=60)
    # Two words at most, for a line of life on a phone.
    corto = models.CharField("nombre corto", max_length=20)
    sujeto = models.CharField(max_length=8, choices=Sujeto.choices)
    orden = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "ítem de cuidado"
        verbose_name_plural = "ítems de cuidado"
        ordering = ["orden"]
        constraints = [estado_valido("item_cuidado", Sujeto, "sujeto")]

    def __str__(self) -> str:
        return self.nombre


class Materia(models.TextChoices):
    """Norms of one subject matter follow each other in time, without overlap and without hole."""

    GESTANTES = "mc_gestantes", "Corresponsabilidades de la gestante"
    RECIEN_NACIDO = "mc_recien_nacido", "Paquete del recién nacido"
    MENORES_DE_UNO = "mc_menores_de_uno", "Corresponsabilidades hasta los 12 meses"
    CRED = "cred", "Controles de crecimiento y desarrollo"
    VACUNAS = "vacunas", "Esquema de vacunación"


class EstadoNorma(models.TextChoices):
    BORRADOR = "borrador", "Borrador"
    APROBADA = "aprobada", "Aprobada"
    RETIRADA = "retirada", "Retirada"


class Norma(models.Model):
    """A version of a norm. Only approved ones count; what was approved is never edited again.

    A correction is a new version: the former one is retired in the same transaction.
    """

    TRANSICIONES = {
        EstadoNorma.BORRADOR: {EstadoNorma.APROBADA, EstadoNorma.RETIRADA},
        EstadoNorma.APROBADA: {EstadoNorma.RETIRADA},
        EstadoNorma.RETIRADA: set(),
    }

    codigo = models.CharField("código", max_length=24)
    version = models.PositiveSmallIntegerField("versión", default=1)
    materia = models.CharField(max_length=20, choices=Materia.choices)
    titulo = models.CharField("título", max_length=200)
    fuente = models.CharField("documento que la aprueba", max_length=200)
    vigente_desde = models.DateField()
    vigente_hasta = models.DateField(null=True, blank=True)
    # What a household is paid for; the others are the calendar that the mother is told.
    condiciona_pago = models.BooleanField("condiciona la transferencia")
    estado = models.CharField(
        max_length=8, choices=EstadoNorma.choices, default=EstadoNorma.BORRADOR
    )
    # The version that this one corrects: retired when this one is approved.
    reemplaza = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="correcciones"
    )
    preparada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    preparada_en = models.DateTimeField(auto_now_add=True)
    aprobada_por = models.ForeignKey(
        Usuario, models.PROTECT, null=True, blank=True, related_name="+"
    )
    aprobada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["materia", "vigente_desde", "version"]
        constraints = [
            estado_valido("norma", EstadoNorma),
            estado_valido("norma", Materia, "materia"),
            en_par("norma", "aprobada"),
            models.UniqueConstraint(fields=["codigo", "version"], name="norma_version_unica"),
            models.CheckConstraint(
                condition=Q(vigente_hasta__isnull=True) | Q(vigente_hasta__gte=F("vigente_desde")),
                name="norma_vigencia_en_orden",
            ),
            models.CheckConstraint(
                condition=~Q(estado=EstadoNorma.APROBADA) | Q(aprobada_por__isnull=False),
                name="norma_aprobada_por_alguien",
            ),
            models.CheckConstraint(
                condition=~Q(aprobada_por=F("preparada_por")),
                name="norma_quien_prepara_no_aprueba",
            ),
            ExclusionConstraint(
                name="norma_sin_traslape",
                expressions=[
                    ("materia", RangeOperators.EQUAL),
                    (
                        Func(
                            "vigente_desde",
                            "vigente_hasta",
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(estado=EstadoNorma.APROBADA),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codigo} (versión {self.version})"

    def validate_constraints(self, exclude=None) -> None:
        """A form without the state is a draft's, which may overlap (Django would look for it)."""
        if exclude and "estado" in exclude:
            exclude = {*exclude, "materia"}
        super().validate_constraints(exclude=exclude)


class EstudioDeNorma(models.Model):
    """What would change if a draft were approved, as it was computed once: nothing was written.

    `hogares`: the keys of those with somebody whose state would change, the first ones.
    """

    norma = models.ForeignKey(Norma, models.CASCADE, related_name="estudios")
    pedido_en = models.DateTimeField(default=timezone.now)
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    latido = models.DateTimeField(null=True)
    fin = models.DateTimeField(null=True)
    vistas = models.PositiveIntegerField("personas examinadas", default=0)
    cambian = models.PositiveIntegerField("personas que cambian", default=0)
    hogares_cambian = models.PositiveIntegerField(default=0)
    hogares = models.JSONField(default=list)
    # State before → state after → how many items.
    estados = models.JSONField(default=list)

    class Meta:
        verbose_name = "estudio de una norma"
        verbose_name_plural = "estudios de normas"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Estudio {self.pk}"


class Referencia(models.TextChoices):
    NACIMIENTO = "nacimiento", "nacimiento"
    FUR = "fur", "fecha de última regla"
    DOSIS_PREVIA = "dosis_previa", "dosis anterior"


class Unidad(models.TextChoices):
    DIAS = "dias", "días"
    SEMANAS = "semanas", "semanas"
    MESES = "meses", "meses de calendario"


class Regla(models.Model):
    """One dose, control or delivery that a norm asks for, and its window.

    `desde` and `hasta` are in `unidad` from `referencia`, both days inside the window. In calendar
    months `desde` is the day of the month and `hasta` the eve of the next one. `exigible` is in
    days from birth or FUR: from then on it is asked for.
    """

    norma = models.ForeignKey(Norma, models.CASCADE, related_name="reglas")
    item = models.ForeignKey(ItemCuidado, models.PROTECT, related_name="reglas")
    dosis = models.PositiveSmallIntegerField(default=1)
    articulo = models.CharField("artículo", max_length=60, blank=True)
    referencia = models.CharField(max_length=12, choices=Referencia.choices)
    unidad = models.CharField(max_length=8, choices=Unidad.choices, default=Unidad.DIAS)
    desde = models.PositiveSmallIntegerField()
    hasta = models.PositiveSmallIntegerField(null=True, blank=True)
    # Never later, whatever the previous dose: rotavirus, 240 days.
    tope_dias = models.PositiveSmallIntegerField("nunca después de (días)", null=True, blank=True)
    exigible = models.PositiveSmallIntegerField("exigible desde (días)", null=True, blank=True)
    # Pairs of days of age and days of gap: up to that age, that gap to the previous one.
    brechas = ArrayField(
        ArrayField(models.PositiveSmallIntegerField(), size=2), default=list, blank=True
    )
    # One of: rules of one group with different alternatives.
    grupo = models.CharField(max_length=24, blank=True)
    alternativa = models.CharField(max_length=24, blank=True)
    # Filters; empty is everybody. Grams at birth, completed weeks at birth.
    peso_desde = models.PositiveSmallIntegerField("peso desde (g)", null=True, blank=True)
    peso_hasta = models.PositiveSmallIntegerField("peso hasta (g)", null=True, blank=True)
    semanas_desde = models.PositiveSmallIntegerField(null=True, blank=True)
    semanas_hasta = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["norma", "item__orden", "dosis", "pk"]
        constraints = [
            estado_valido("regla", Referencia, "referencia"),
            estado_valido("regla", Unidad, "unidad"),
            models.UniqueConstraint(
                fields=["norma", "item", "dosis", "alternativa"], name="regla_unica"
            ),
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="regla_ventana_en_orden",
            ),
            models.CheckConstraint(
                condition=Q(hasta__isnull=False) | Q(tope_dias__isnull=False),
                name="regla_con_fin",
            ),
            models.CheckConstraint(
                condition=~Q(referencia=Referencia.DOSIS_PREVIA) | Q(dosis__gt=1),
                name="regla_dosis_previa_existe",
            ),
            models.CheckConstraint(
                condition=Q(grupo="", alternativa="") | (~Q(grupo="") & ~Q(alternativa="")),
                name="regla_alternativa_con_grupo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.dosis}"


class CodigoDeCuidado(models.Model):
    """How a source writes an item of care: code, lab value, and the dose that it says if any."""

    fuente = models.CharField(
        max_length=20, choices=[(f.value, f.label) for f in (Fuente.HIS, Fuente.FUA)]
    )
    codigo = models.CharField("código", max_length=20)
    # Empty is any value; else the exact lab values, upper case.
    valores = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    item = models.ForeignKey(ItemCuidado, models.PROTECT, related_name="codigos")
    # A part of a whole (syphilis of `examenes`): the item is given when every part is.
    parte = models.CharField(max_length=20, blank=True)
    dosis = models.PositiveSmallIntegerField(null=True, blank=True)
    activo = models.BooleanField(default=True)
    fuente_del_dato = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "código de cuidado"
        verbose_name_plural = "códigos de cuidado"
        ordering = ["fuente", "codigo"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fuente__in=[Fuente.HIS, Fuente.FUA]),
                name="codigo_cuidado_fuente_valida",
            ),
            models.UniqueConstraint(
                fields=["fuente", "codigo", "valores", "item"], name="codigo_cuidado_unico"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fuente} {self.codigo}"
