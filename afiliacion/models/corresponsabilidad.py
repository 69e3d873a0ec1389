"""Each item of care that a child or a pregnant woman is owed, and what is known of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from afiliacion.models.norma import ItemCuidado, Regla
from afiliacion.models.visita import Visita
from captacion.models import Atencion, Gestante, Persona
from juntos.models import Distrito, UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido


class OrigenCuidado(models.TextChoices):
    FUENTE = "fuente", "Registro del establecimiento"
    VISITA = "visita", "Constatado en visita"
    PADRON = "padron", "Padrón Nominal"


class Cuidado(models.Model):
    """Care given once, however many sources tell it (same person and item, a day apart at most).

    `dado` is false when a person has confirmed that it was not given: only that, and never a
    missing record, makes an item `no_cumple`. A correction annuls the row and writes another.
    """

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="cuidados", db_constraint=False
    )
    item = models.ForeignKey(ItemCuidado, models.PROTECT, related_name="+", db_index=False)
    dado_el = models.DateField()
    dosis_dicha = models.PositiveSmallIntegerField(null=True)
    # The day from which we know: a cut-off restates what was known then.
    conocido_el = models.DateField()
    dado = models.BooleanField(default=True)
    origen = models.CharField(max_length=8, choices=OrigenCuidado.choices)
    atencion = models.ForeignKey(
        Atencion, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    visita = models.ForeignKey(Visita, models.PROTECT, null=True, related_name="cuidados")
    registrado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    anulado_en = models.DateTimeField(null=True)
    anulado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    anulado_motivo = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            estado_valido("cuidado", OrigenCuidado, "origen"),
            en_par("cuidado", "anulado"),
            models.CheckConstraint(
                condition=(~Q(origen=OrigenCuidado.FUENTE) | Q(atencion__isnull=False))
                & (~Q(origen=OrigenCuidado.VISITA) | Q(registrado_por__isnull=False))
                & (Q(origen=OrigenCuidado.VISITA) | Q(dado=True)),
                name="cuidado_con_procedencia",
            ),
            models.UniqueConstraint(
                fields=["persona", "item", "dado_el", "dado"],
                condition=Q(anulado_en__isnull=True),
                name="cuidado_una_vez",
            ),
        ]

    def __str__(self) -> str:
        return f"Cuidado {self.pk}"


class Situacion(models.TextChoices):
    """What is known of an item, whatever the day. The state also asks the day: see `EstadoItem`."""

    EN_VENTANA = "en_ventana", "Dado en su plazo"
    FUERA = "fuera", "Dado fuera de su plazo"
    NO_DADO = "no_dado", "Se constató que no se dio"
    SIN_DATO = "sin_dato", "Nadie lo registró"
    NO_APLICA = "no_aplica", "No le corresponde"
    EXONERADO = "exonerado", "Exonerado"


class EstadoItem(models.TextChoices):
    """The state of an item as of a day (DOMAIN §6), computed by `corresponsabilidad_estado`."""

    CUMPLE = "cumple", "Cumple"
    NO_CUMPLE = "no_cumple", "No cumple"
    PENDIENTE = "pendiente_en_plazo", "En plazo"
    FUERA_DE_PLAZO = "fuera_de_plazo", "Fuera de plazo"
    SIN_DATO = "sin_dato", "Sin dato"
    NO_APLICA = "no_aplica", "No le corresponde"
    EXONERADO = "exonerado", "Exonerado"


class Corresponsabilidad(models.Model):
    """One rule applied to one person: its window in dates, and the care that answered it.

    Nothing here ages: the state as of a day is `corresponsabilidad_estado(situacion, hasta, day)`.
    Computed from the rest by `acciones.calendario`: a merge of people does not move it, and who
    deletes a pregnancy or a care does not look for its rows here among so many.
    """

    SE_FUNDE = False

    persona = models.ForeignKey(
        Persona,
        models.CASCADE,
        related_name="corresponsabilidades",
        db_constraint=False,
        db_index=False,
    )
    gestante = models.ForeignKey(
        Gestante,
        models.DO_NOTHING,
        null=True,
        related_name="corresponsabilidades",
        db_constraint=False,
        db_index=False,
    )
    regla = models.ForeignKey(
        Regla, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    desde = models.DateField()
    hasta = models.DateField()
    exigible_el = models.DateField(null=True)
    situacion = models.CharField(max_length=10, choices=Situacion.choices)
    cuidado = models.ForeignKey(
        Cuidado, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    dado_el = models.DateField(null=True)

    class Meta:
        verbose_name = "corresponsabilidad"
        verbose_name_plural = "corresponsabilidades"
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "gestante", "regla"],
                nulls_distinct=False,
                name="corresponsabilidad_unica",
            ),
            estado_valido("corresponsabilidad", Situacion, "situacion"),
            models.CheckConstraint(
                condition=Q(hasta__gte=F("desde")), name="corresponsabilidad_ventana_en_orden"
            ),
        ]

    def __str__(self) -> str:
        return f"Corresponsabilidad {self.pk}"


class Exoneracion(models.Model):
    """By resolution, nobody of a territory is asked for an item that falls due in some days (F)."""

    resolucion = models.CharField("número de resolución", max_length=60)
    motivo = models.CharField(max_length=200)
    # Empty is the whole country.
    unidad_territorial = models.ForeignKey(
        UnidadTerritorial, models.PROTECT, null=True, blank=True, related_name="+"
    )
    distrito = models.ForeignKey(Distrito, models.PROTECT, null=True, blank=True, related_name="+")
    # Empty is every item.
    item = models.ForeignKey(ItemCuidado, models.PROTECT, null=True, blank=True, related_name="+")
    desde = models.DateField()
    hasta = models.DateField()
    registrada_en = models.DateTimeField(auto_now_add=True)
    registrada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    anulada_en = models.DateTimeField(null=True, blank=True)
    anulada_por = models.ForeignKey(
        Usuario, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "exoneración"
        verbose_name_plural = "exoneraciones"
        ordering = ["-desde", "-pk"]
        constraints = [
            en_par("exoneracion", "anulada"),
            models.CheckConstraint(
                condition=Q(hasta__gte=F("desde")), name="exoneracion_fechas_en_orden"
            ),
            models.CheckConstraint(
                condition=Q(unidad_territorial__isnull=True) | Q(distrito__isnull=True),
                name="exoneracion_un_territorio",
            ),
        ]

    def __str__(self) -> str:
        return self.resolucion
