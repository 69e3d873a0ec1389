"""What is expected of each figure, where and when, and who set it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from juntos.models import Rol, UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import ve_el_pais


class CodigoIndicador(models.TextChoices):
    """The figures that are a share, by their code (DOMAIN §8)."""

    CAPTACION_30D = "captacion_30d", "Captados antes de los 30 días"
    CAPTACION_8D = "captacion_8d", "Captados en los primeros 8 días"
    MISMO_DIA = "mismo_dia", "Captados el mismo día"
    CAPTACION_8D_DE_CAPTADOS = (
        "captacion_8d_de_captados",
        "En los primeros 8 días, de los captados antes de 30",
    )
    MISMO_DIA_DE_CAPTADOS = "mismo_dia_de_captados", "El mismo día, de los captados antes de 30"
    GESTANTES_IT = "gestantes_it", "Gestantes en el primer trimestre"
    AFILIACION_TEMPRANA = "afiliacion_temprana", "Hogares nuevos afiliados a tiempo"


class MetaIndicadorQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> MetaIndicadorQuerySet:
        """Those of the country are everybody's who works households; sede sees all of them."""
        if ve_el_pais(usuario):
            return self
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol == Rol.ADMINISTRACION:
            return self.none()
        return self.filter(Q(unidad=None) | Q(unidad=usuario.unidad_territorial_id))

    def en_pie(self) -> MetaIndicadorQuerySet:
        return self.filter(anulada_en__isnull=True)

    def vigentes(self, dia) -> MetaIndicadorQuerySet:
        return self.en_pie().filter(desde__lte=dia).filter(Q(hasta=None) | Q(hasta__gte=dia))


class MetaIndicador(models.Model):
    """The percentage expected of one figure, from–to (both days in), in the country or a unit.

    Never rewritten: another one ends it and follows; one that was wrong is annulled and stays.
    """

    indicador = models.CharField(max_length=32, choices=CodigoIndicador.choices)
    unidad = models.ForeignKey(UnidadTerritorial, models.PROTECT, null=True, related_name="metas")
    desde = models.DateField()
    hasta = models.DateField(null=True)
    valor = models.DecimalField("meta (%)", max_digits=4, decimal_places=1)
    fijada_en = models.DateTimeField(default=timezone.now)
    fijada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    terminada_en = models.DateTimeField(null=True)
    terminada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    anulada_en = models.DateTimeField(null=True)
    anulada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = MetaIndicadorQuerySet.as_manager()

    class Meta:
        verbose_name = "meta"
        ordering = ["indicador", "unidad__nombre", "-desde", "-pk"]
        constraints = [
            estado_valido("meta", CodigoIndicador, "indicador"),
            models.CheckConstraint(condition=Q(valor__gt=0, valor__lte=100), name="meta_en_cien"),
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")), name="meta_periodo"
            ),
            en_par("meta", "terminada"),
            en_par("meta", "anulada"),
            models.CheckConstraint(
                condition=Q(terminada_en__isnull=True) | Q(hasta__isnull=False),
                name="meta_terminada_con_fin",
            ),
            ExclusionConstraint(
                name="meta_sin_traslape",
                expressions=[
                    ("indicador", RangeOperators.EQUAL),
                    (Coalesce("unidad", Value(0)), RangeOperators.EQUAL),
                    (
                        Func(
                            "desde",
                            "hasta",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(anulada_en__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicador_display()}: {self.valor} %"
