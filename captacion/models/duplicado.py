"""One person with two records: the pair that waits, what a merge moved, the documents it leaves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from captacion.models.captacion import Captacion
from captacion.models.carga import Carga
from captacion.models.hogar_duplicado import HogarDuplicado
from captacion.models.persona import Persona, RecienNacido
from juntos.models import Rol, Usuario
from juntos.restricciones import en_par, estado_valido


class ReglaDuplicado(models.TextChoices):
    DNI_CASI_IGUAL = (
        "dni_casi_igual",
        "Tienen el mismo nombre completo y sus DNI difieren en un dígito: uno figura en un padrón "
        "de hogares y el otro solo en el archivo de nacimientos o gestantes",
    )
    DOS_DOCUMENTOS = (
        "dos_documentos",
        "Tienen el mismo nombre completo y la misma fecha de nacimiento, una con DNI y la otra con "
        "otro documento",
    )
    MISMO_NACIMIENTO = (
        "mismo_nacimiento",
        "Son de la misma madre y del mismo día, sin nada que las contradiga: puede ser una niña o "
        "un niño con CNV que ya tiene DNI",
    )


class EstadoDuplicado(models.TextChoices):
    POR_REVISAR = "por_revisar", "Por revisar"
    CONFIRMADO = "confirmado", "Son la misma persona"
    DESCARTADO = "descartado", "No son la misma persona"


class DuplicadoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> DuplicadoQuerySet:
        """Pairs with somebody captured in the user's districts, or the mother of one."""
        if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE:
            return self
        captadas = Captacion.objects.visibles_para(usuario).values("persona")
        madres = RecienNacido.objects.filter(persona__in=captadas, madre__isnull=False)
        suyas = Persona.objects.filter(
            Q(pk__in=captadas) | Q(pk__in=madres.values("madre"))
        ).values("pk")
        return self.filter(Q(persona__in=suyas) | Q(otra__in=suyas))

    def por_decidir(self) -> DuplicadoQuerySet:
        """What waits for a person: neither side was emptied by another merge."""
        vaciadas = Duplicado.objects.filter(estado=EstadoDuplicado.CONFIRMADO).values("otra")
        return self.filter(estado=EstadoDuplicado.POR_REVISAR).exclude(
            Q(persona__in=vaciadas) | Q(otra__in=vaciadas)
        )


class Duplicado(models.Model):
    """Two records that may be one person: `persona` stays, a merge empties `otra` into her.

    `puntaje` is the sum, in bits, of `aportes`: field → {"nivel": …, "peso": …}, as in a Vinculo.
    A pair is told once, whatever was decided of it: what is not the same stays so.
    """

    TRANSICIONES = {
        EstadoDuplicado.POR_REVISAR: {EstadoDuplicado.CONFIRMADO, EstadoDuplicado.DESCARTADO},
        EstadoDuplicado.CONFIRMADO: {EstadoDuplicado.POR_REVISAR},
        EstadoDuplicado.DESCARTADO: {EstadoDuplicado.POR_REVISAR},
    }

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="duplicados", db_constraint=False
    )
    otra = models.ForeignKey(Persona, models.PROTECT, related_name="+", db_constraint=False)
    regla = models.CharField(max_length=20, choices=ReglaDuplicado.choices)
    estado = models.CharField(
        max_length=12, choices=EstadoDuplicado.choices, default=EstadoDuplicado.POR_REVISAR
    )
    puntaje = models.FloatField()
    aportes = models.JSONField()
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    decidido_en = models.DateTimeField(null=True)
    decidido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = DuplicadoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["-puntaje"], condition=Q(estado="por_revisar"), name="duplicado_por_revisar"
            ),
        ]
        constraints = [
            estado_valido("duplicado", EstadoDuplicado),
            estado_valido("duplicado", ReglaDuplicado, "regla"),
            en_par("duplicado", "decidido"),
            models.CheckConstraint(
                condition=Q(estado=EstadoDuplicado.POR_REVISAR, decidido_en__isnull=True)
                | (~Q(estado=EstadoDuplicado.POR_REVISAR) & Q(decidido_en__isnull=False)),
                name="duplicado_decision_con_actor",
            ),
            models.CheckConstraint(condition=~Q(persona=F("otra")), name="duplicado_son_dos"),
            models.UniqueConstraint(
                Least("persona", "otra"), Greatest("persona", "otra"), name="duplicado_par_unico"
            ),
            models.UniqueConstraint(
                fields=["otra"],
                condition=Q(estado=EstadoDuplicado.CONFIRMADO),
                name="duplicado_se_vacia_una_vez",
            ),
        ]

    def __str__(self) -> str:
        return f"Duplicado {self.pk}"


class FusionMovida(models.Model):
    """One thing that a merge changed, in the order of `pk`: undone from the last to the first.

    The merge is of two people (`duplicado`) or of two households (`hogar_duplicado`).
    `campo` of the object went from `antes` to `despues`. Without a `campo` it is the whole row:
    taken away (`antes`, all its values) or written (`despues`).
    """

    duplicado = models.ForeignKey(Duplicado, models.PROTECT, null=True, related_name="movidas")
    hogar_duplicado = models.ForeignKey(
        HogarDuplicado, models.PROTECT, null=True, related_name="movidas"
    )
    modelo = models.CharField(max_length=60)
    objeto_id = models.BigIntegerField()
    campo = models.CharField(max_length=40, blank=True)
    antes = models.JSONField(null=True)
    despues = models.JSONField(null=True)
    deshecha = models.BooleanField(default=False)

    class Meta:
        verbose_name = "movimiento de una fusión"
        verbose_name_plural = "movimientos de fusiones"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duplicado__isnull=False, hogar_duplicado__isnull=True)
                | Q(duplicado__isnull=True, hogar_duplicado__isnull=False),
                name="fusion_movida_de_una_fusion",
            ),
        ]

    def __str__(self) -> str:
        return f"Movimiento {self.pk}"


class DocumentoAlias(models.Model):
    """Another document under which files may bring a person: whoever had it is she (a merge).

    `documento` is "<type>:<number>", the DNI included: "DNI:…", "CUI:…", "CNV:…", "CE:…".
    """

    documento = models.CharField(max_length=24)
    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="otros_documentos", db_constraint=False
    )

    class Meta:
        verbose_name = "otro documento"
        verbose_name_plural = "otros documentos"
        constraints = [
            models.UniqueConstraint(fields=["documento"], name="documento_alias_unico"),
        ]

    def __str__(self) -> str:
        return f"Otro documento {self.pk}"
