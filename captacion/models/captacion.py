"""The link from a person to a household, and the capture that it makes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from captacion.models.carga import Carga
from captacion.models.cruce import PesosCruce
from captacion.models.hogar import Hogar
from captacion.models.persona import Gestante, Persona, RecienNacido
from juntos.models import Distrito, Rol, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class ReglaVinculo(models.TextChoices):
    """Why the system links: the first that fires wins (issue order: JUNTOS before PGH)."""

    PROPIO_JUNTOS = "propio_juntos", "Su documento figura en el padrón de JUNTOS"
    MADRE_JUNTOS = "madre_juntos", "El documento de la madre figura en el padrón de JUNTOS"
    PROPIO_PGH = "propio_pgh", "Su documento figura en el PGH"
    MADRE_PGH = "madre_pgh", "El documento de la madre figura en el PGH"
    JEFE_JUNTOS = "jefe_juntos", "El documento del jefe de familia figura en el padrón de JUNTOS"
    JEFE_PGH = "jefe_pgh", "El documento del jefe de familia figura en el PGH"
    PARECIDO_JUNTOS = "parecido_juntos", "Sus datos se parecen a los del padrón de JUNTOS"
    PARECIDO_PGH = "parecido_pgh", "Sus datos se parecen a los del PGH"
    ENCUENTRO_JUNTOS = (
        "encuentro_juntos",
        "Su hogar del PGH es también uno del padrón de JUNTOS",
    )
    PROVISIONAL = "provisional", "Ningún padrón conoce todavía este hogar"


class EstadoVinculo(models.TextChoices):
    AUTOMATICO = "automatico", "Automático"
    POR_REVISAR = "por_revisar", "Por revisar"
    CONFIRMADO = "confirmado", "Confirmado"
    DESCARTADO = "descartado", "Descartado"
    REEMPLAZADO = "reemplazado", "Reemplazado"


class VinculoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> VinculoQuerySet:
        """Links of people captured in the user's districts."""
        if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE:
            return self
        personas = Captacion.objects.visibles_para(usuario).values("persona")
        return self.filter(persona__in=personas)


class Vinculo(models.Model):
    """A person belongs to a household, by a rule: it stands, waits for a person, or was set aside.

    A person has one standing link at most; the candidates of a doubtful one are told by `orden`.
    `duda` says why it waits: `jefe_solo`, `dos_hogares`, `nombre_discorde`, `identidad_ambigua`,
    `decision_discutida`, `parecido` (no document in common, or not enough beside it),
    `dos_padrones` (a household of JUNTOS shares some members with hers of the PGH).
    `puntaje` is the sum, in bits, of `aportes`: field → {"nivel": …, "peso": …}, by the weights of
    `pesos`. Empty where an equal document with nothing against it said all.
    """

    TRANSICIONES = {
        EstadoVinculo.AUTOMATICO: {EstadoVinculo.REEMPLAZADO},
        EstadoVinculo.POR_REVISAR: {
            EstadoVinculo.CONFIRMADO,
            EstadoVinculo.DESCARTADO,
            EstadoVinculo.REEMPLAZADO,
        },
        EstadoVinculo.CONFIRMADO: {EstadoVinculo.POR_REVISAR},
        EstadoVinculo.DESCARTADO: {EstadoVinculo.POR_REVISAR},
        EstadoVinculo.REEMPLAZADO: set(),
    }
    EN_PIE = (EstadoVinculo.AUTOMATICO, EstadoVinculo.CONFIRMADO)

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="vinculos", db_index=False, db_constraint=False
    )
    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="vinculos", db_constraint=False)
    regla = models.CharField(max_length=16, choices=ReglaVinculo.choices)
    estado = models.CharField(max_length=12, choices=EstadoVinculo.choices)
    duda = models.CharField(max_length=20, blank=True)
    orden = models.PositiveSmallIntegerField(default=1)
    puntaje = models.FloatField(null=True)
    aportes = models.JSONField(null=True)
    pesos = models.ForeignKey(
        PesosCruce, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="vinculos", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    decidido_en = models.DateTimeField(null=True)
    decidido_por = models.ForeignKey(
        Usuario, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = VinculoQuerySet.as_manager()

    class Meta:
        verbose_name = "vínculo"
        indexes = [
            models.Index(
                fields=["decidido_por"],
                condition=Q(decidido_por__isnull=False),
                name="vinculo_decidido",
            ),
            # The few that wait for a person or were decided, without the millions that stand.
            models.Index(
                fields=["persona"],
                condition=~Q(estado__in=[EstadoVinculo.AUTOMATICO, EstadoVinculo.REEMPLAZADO]),
                name="vinculo_dudoso",
            ),
        ]
        constraints = [
            estado_valido("vinculo", EstadoVinculo),
            estado_valido("vinculo", ReglaVinculo, "regla"),
            en_par("vinculo", "decidido"),
            models.CheckConstraint(
                condition=~Q(estado__in=[EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO])
                | Q(decidido_en__isnull=False),
                name="vinculo_decision_con_actor",
            ),
            models.CheckConstraint(
                condition=Q(puntaje__isnull=True, aportes__isnull=True, pesos__isnull=True)
                | Q(puntaje__isnull=False, aportes__isnull=False, pesos__isnull=False),
                name="vinculo_puntaje_con_aportes",
            ),
            models.UniqueConstraint(
                fields=["persona"],
                condition=Q(estado__in=[EstadoVinculo.AUTOMATICO, EstadoVinculo.CONFIRMADO]),
                name="vinculo_uno_en_pie",
            ),
            models.UniqueConstraint(
                fields=["persona", "hogar"],
                condition=~Q(estado=EstadoVinculo.REEMPLAZADO),
                name="vinculo_par_unico",
            ),
        ]

    def __str__(self) -> str:
        return f"Vínculo {self.pk}"


class TipoCaptacion(models.TextChoices):
    RECIEN_NACIDO = "recien_nacido", "Recién nacido"
    GESTANTE = "gestante", "Gestante"


class CaptacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> CaptacionQuerySet:
        return en_territorio(self, usuario)


class Captacion(models.Model):
    """A newborn or a pregnant woman reached by the programme, with the dates of her way.

    event (birth or FUR) → seen in a source → registered → affiliated. `limite_el` is the last day
    on which the capture is early (birth + 29, FUR + 97: parameters, DOMAIN §5); `dias` the age in
    days at registration. Late captures stay, and count as late.
    """

    tipo = models.CharField(max_length=14, choices=TipoCaptacion.choices)
    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="captaciones", db_constraint=False
    )
    recien_nacido = models.OneToOneField(
        RecienNacido, models.PROTECT, null=True, related_name="captacion", db_constraint=False
    )
    gestante = models.OneToOneField(
        Gestante, models.PROTECT, null=True, related_name="captacion", db_constraint=False
    )
    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="captaciones", db_constraint=False
    )
    distrito = models.ForeignKey(
        Distrito,
        models.PROTECT,
        null=True,
        related_name="captaciones",
        db_index=False,
        db_constraint=False,
    )
    evento_el = models.DateField("nacimiento o FUR")
    en_fuente_el = models.DateField("visto en la fuente")
    registrada_el = models.DateField()
    afiliada_el = models.DateField(null=True)
    limite_el = models.DateField()
    en_hogar_usuario = models.BooleanField("hogar ya usuario al registrar")
    inicial = models.BooleanField(default=False)
    dias = models.GeneratedField(
        expression=Func(
            "registrada_el", "evento_el", template="(%(expressions)s)", arg_joiner=" - "
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    oportuna = models.GeneratedField(
        expression=Q(registrada_el__lte=F("limite_el")),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="captaciones_hechas", db_constraint=False
    )
    fila = models.PositiveIntegerField()

    objects = CaptacionQuerySet.as_manager()

    class Meta:
        verbose_name = "captación"
        verbose_name_plural = "captaciones"
        indexes = [
            models.Index(fields=["registrada_el"], name="captacion_registrada"),
            models.Index(fields=["distrito"], name="captacion_distrito"),
        ]
        constraints = [
            estado_valido("captacion", TipoCaptacion, "tipo"),
            models.CheckConstraint(
                condition=Q(
                    tipo=TipoCaptacion.RECIEN_NACIDO,
                    recien_nacido__isnull=False,
                    gestante__isnull=True,
                )
                | Q(
                    tipo=TipoCaptacion.GESTANTE,
                    recien_nacido__isnull=True,
                    gestante__isnull=False,
                ),
                name="captacion_de_una_cosa",
            ),
            models.CheckConstraint(
                condition=Q(registrada_el__gte=F("evento_el")), name="captacion_tras_el_evento"
            ),
        ]

    def __str__(self) -> str:
        return f"Captación {self.pk}"
