"""The report of a month: its figures as they were published, and the captures that they counted."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Func, Q

from captacion.models import Captacion, Hogar, TipoCaptacion
from juntos.models import Distrito, Rol, UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio, ve_el_pais


class EstadoInforme(models.TextChoices):
    BORRADOR = "borrador", "Borrador"
    APROBADO = "aprobado", "Aprobado"


class InformeMensualQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> InformeMensualQuerySet:
        """An approved one is everybody's who works households; a draft is only of sede."""
        if ve_el_pais(usuario):
            return self
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol == Rol.ADMINISTRACION:
            return self.none()
        return self.filter(estado=EstadoInforme.APROBADO)


class InformeMensual(models.Model):
    """One month's figures as of a cut-off. Approved by somebody else, it never changes.

    `cifras`: those of the country, of the month before and of each unit, with the targets and the
    parameters of then. `huella`: the sha256 of them and of every row that they counted.
    """

    TRANSICIONES = {
        EstadoInforme.BORRADOR: {EstadoInforme.BORRADOR, EstadoInforme.APROBADO},
        EstadoInforme.APROBADO: set(),
    }

    periodo = models.CharField("mes", max_length=7, unique=True)
    desde = models.GeneratedField(
        expression=Func(
            "periodo",
            template="make_date(left(%(expressions)s, 4)::int, right(%(expressions)s, 2)::int, 1)",
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    corte = models.DateField("fecha de corte")
    estado = models.CharField(
        max_length=8, choices=EstadoInforme.choices, default=EstadoInforme.BORRADOR
    )
    cifras = models.JSONField()
    huella = models.CharField(max_length=64)
    preparado_en = models.DateTimeField()
    preparado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    aprobado_en = models.DateTimeField(null=True)
    aprobado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = InformeMensualQuerySet.as_manager()

    class Meta:
        verbose_name = "informe mensual"
        verbose_name_plural = "informes mensuales"
        ordering = ["-periodo"]
        constraints = [
            estado_valido("informe", EstadoInforme),
            models.CheckConstraint(
                condition=Q(periodo__regex=r"^20\d\d-(0[1-9]|1[0-2])$"), name="informe_periodo"
            ),
            models.CheckConstraint(
                condition=Q(huella__regex=r"^[0-9a-f]{64}$"), name="informe_huella"
            ),
            en_par("informe", "aprobado"),
            models.CheckConstraint(
                condition=Q(estado=EstadoInforme.APROBADO, aprobado_por__isnull=False)
                | (~Q(estado=EstadoInforme.APROBADO) & Q(aprobado_por__isnull=True)),
                name="informe_aprobado_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(aprobado_por__isnull=True) | ~Q(aprobado_por=F("preparado_por")),
                name="informe_quien_prepara_no_aprueba",
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def numero(self) -> str:
        return f"JUNTOS-IM-{self.periodo}"

    @property
    def hasta(self) -> dt.date:
        """The last day of its month."""
        siguiente = self.desde.replace(day=28) + dt.timedelta(days=4)
        return siguiente.replace(day=1) - dt.timedelta(days=1)

    @property
    def esta_aprobado(self) -> bool:
        return self.estado == EstadoInforme.APROBADO


class HechoPublicadoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> HechoPublicadoQuerySet:
        return en_territorio(self, usuario)


class HechoPublicado(models.Model):
    """A capture as a report counted it: in which of its counts, with the dates known then.

    A copy: the facts' versions may be written again for days that have passed (ADR 35). `distrito`
    and `unidad` are those of then. Written by the ten thousand: no foreign key is checked.
    """

    SE_FUNDE = False
    # What of the household's is counted once for each.
    DE_HOGARES = {"hogares_nuevos": "afiliadas", "hogares_temprano": "afiliadas_temprano"}

    informe = models.ForeignKey(
        InformeMensual, models.CASCADE, related_name="hechos", db_index=False, db_constraint=False
    )
    captacion = models.ForeignKey(
        Captacion, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    tipo = models.CharField(max_length=14, choices=TipoCaptacion.choices)
    hogar = models.ForeignKey(
        Hogar, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    en_hogar_usuario = models.BooleanField()
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
    evento_el = models.DateField()
    registrada_el = models.DateField()
    limite_el = models.DateField()
    afiliada_el = models.DateField(null=True)
    nacidos = models.BooleanField()
    captados = models.BooleanField()
    captados_8d = models.BooleanField()
    captados_mismo_dia = models.BooleanField()
    nacidos_abiertos = models.BooleanField()
    gestantes = models.BooleanField()
    gestantes_oportunas = models.BooleanField()
    afiliadas = models.BooleanField()
    afiliadas_temprano = models.BooleanField()
    evento_fuente = models.IntegerField(null=True)
    fuente_registro = models.IntegerField(null=True)
    registro_contacto = models.IntegerField(null=True)
    contacto_afiliacion = models.IntegerField(null=True)

    objects = HechoPublicadoQuerySet.as_manager()

    class Meta:
        constraints = [
            estado_valido("hecho_publicado", TipoCaptacion, "tipo"),
            models.UniqueConstraint(fields=["informe", "captacion"], name="hecho_publicado_unico"),
        ]

    def __str__(self) -> str:
        return f"Hecho publicado {self.pk}"
