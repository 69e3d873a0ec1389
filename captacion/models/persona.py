"""People, and what makes a person matter to early capture: a birth or a pregnancy."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat

from captacion.models.carga import Carga, Fuente
from juntos.models import Distrito, Establecimiento
from juntos.restricciones import estado_valido


class Sexo(models.TextChoices):
    MASCULINO = "M", "Masculino"
    FEMENINO = "F", "Femenino"


class Lengua(models.TextChoices):
    CASTELLANO = "1", "castellano"
    QUECHUA = "2", "quechua"
    AYMARA = "3", "aymara"
    AMAZONICA = "4", "lengua amazónica"
    OTRA = "5", "otra lengua"


DOCUMENTOS = ("dni", "cui", "cnv", "otro_documento")
PARTICULAS = {"DE", "DEL", "LA", "LAS", "LOS", "Y"}


def digitos(campo: str, minimo: int, maximo: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{campo}__isnull": True})
        | Q(**{f"{campo}__regex": rf"^\d{{{minimo},{maximo}}}$"}),
        name=f"persona_{campo}_digitos",
    )


class Persona(models.Model):
    """A person of a register. Documents are text; each names one person at most.

    `otro_documento` is "<type>:<number>" (CE, PASS, DIE). `clave_nombre` sorts and searches:
    upper case without accents, the same on every PostgreSQL. A CUI equal to the DNI is not kept
    apart: the DNI answers for it.
    """

    dni = models.CharField("DNI", max_length=8, null=True)
    cui = models.CharField("CUI", max_length=8, null=True)
    cnv = models.CharField("CNV", max_length=12, null=True)
    otro_documento = models.CharField(max_length=24, null=True)
    ap_paterno = models.CharField("apellido paterno", max_length=60, blank=True)
    ap_materno = models.CharField("apellido materno", max_length=60, blank=True)
    nombres = models.CharField(max_length=80, blank=True)
    sexo = models.CharField(max_length=1, choices=Sexo.choices, blank=True)
    fecha_nacimiento = models.DateField(null=True)
    lengua = models.CharField(max_length=1, choices=Lengua.choices, blank=True)
    clave_nombre = models.GeneratedField(
        expression=Func(
            Concat("ap_paterno", Value(" "), "ap_materno", Value(" "), "nombres"),
            function="clave_nombre",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    carga = models.ForeignKey(
        Carga, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            GinIndex(
                fields=["clave_nombre"], opclasses=["gin_trgm_ops"], name="persona_clave_nombre"
            ),
            # The few with a foreign document only: whose DNI may come in another record.
            models.Index(
                fields=["fecha_nacimiento"],
                condition=Q(dni__isnull=True, otro_documento__isnull=False),
                name="persona_sin_dni",
            ),
        ]
        constraints = [
            # Constraints and not unique=True: that adds an index for LIKE to each, which every
            # load would keep up and nobody reads. Nobody looks for a missing document either.
            *(
                models.UniqueConstraint(
                    fields=[campo],
                    condition=Q(**{f"{campo}__isnull": False}),
                    name=f"persona_{campo}_unico",
                )
                for campo in DOCUMENTOS
            ),
            digitos("dni", 8, 8),
            digitos("cui", 8, 8),
            digitos("cnv", 8, 12),
            models.CheckConstraint(
                condition=Q(sexo__in=["", *Sexo.values]), name="persona_sexo_valido"
            ),
            models.CheckConstraint(
                condition=Q(lengua__in=["", *Lengua.values]), name="persona_lengua_valida"
            ),
        ]

    def __str__(self) -> str:
        return self.nombre_completo

    @property
    def nombre_completo(self) -> str:
        """APELLIDOS, Nombres: the form in which people are told everywhere."""
        apellidos = f"{self.ap_paterno} {self.ap_materno}".strip().upper()
        nombres = " ".join(
            p.lower() if i and p.upper() in PARTICULAS else p.capitalize()
            for i, p in enumerate(self.nombres.split())
        )
        return ", ".join(filter(None, [apellidos, nombres])) or "Sin nombre"

    @property
    def documento(self) -> str:
        for tipo, numero in (("DNI", self.dni), ("CUI", self.cui), ("CNV", self.cnv)):
            if numero:
                return f"{tipo} {numero}"
        return (self.otro_documento or "Sin documento").replace(":", " ")


class Telefono(models.Model):
    """A phone at which a person was said to answer; several are kept, with who said so."""

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="telefonos", db_index=False, db_constraint=False
    )
    numero = models.CharField("número", max_length=9)
    fuente = models.CharField(max_length=20)
    visto_el = models.DateField()

    class Meta:
        verbose_name = "teléfono"
        ordering = ["-visto_el", "pk"]
        # Who else answers there: a way to find a household.
        indexes = [models.Index(fields=["numero"], name="telefono_numero")]
        constraints = [
            models.UniqueConstraint(fields=["persona", "numero"], name="telefono_unico"),
            models.CheckConstraint(condition=Q(numero__regex=r"^9\d{8}$"), name="telefono_celular"),
        ]

    def __str__(self) -> str:
        return f"Teléfono {self.pk}"


class LugarYOrigen(models.Model):
    """Where the person was said to live, who attends her, and the row that said it.

    Provenance is read from the person, never searched: no index that each load would keep up.
    """

    distrito = models.ForeignKey(
        Distrito,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    centro_poblado = models.CharField(max_length=120, blank=True)
    centro_poblado_codigo = models.CharField(max_length=10, blank=True)
    direccion = models.CharField("dirección", max_length=200, blank=True)
    referencia = models.CharField(max_length=200, blank=True)
    establecimiento_codigo = models.CharField(max_length=8, blank=True)
    establecimiento = models.ForeignKey(
        Establecimiento,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    en_fuente_el = models.DateField("visto en la fuente", null=True)
    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()

    class Meta:
        abstract = True


class RecienNacido(LugarYOrigen):
    """A child of the Padrón Nominal as the Padrón tells of it, with its mother and family head.

    The mother's names are kept as this source wrote them: another register's names for the same
    document are evidence for or against the link.
    """

    persona = models.OneToOneField(
        Persona, models.PROTECT, related_name="recien_nacido", db_constraint=False
    )
    madre = models.ForeignKey(
        Persona, models.PROTECT, null=True, related_name="hijos", db_constraint=False
    )
    codigo_padron = models.CharField("código de padrón", max_length=20, null=True)
    lengua = models.CharField(max_length=1, choices=Lengua.choices, blank=True)
    madre_apellidos = models.CharField(max_length=121, blank=True)
    madre_nombres = models.CharField(max_length=80, blank=True)
    jefe_documento = models.CharField(max_length=8, blank=True)
    jefe_nombre = models.CharField(max_length=160, blank=True)
    establecimiento_nacimiento = models.CharField(max_length=8, blank=True)
    seguro = models.CharField(max_length=20, blank=True)
    programas = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "recién nacido"
        verbose_name_plural = "recién nacidos"
        # No index by the head's document: keeping it up costs each load more than the joins of a
        # register of households, which read this table whole.
        constraints = [
            estado_valido("recien_nacido", Fuente, "fuente"),
            models.CheckConstraint(
                condition=Q(lengua__in=["", *Lengua.values]), name="recien_nacido_lengua_valida"
            ),
        ]

    def __str__(self) -> str:
        return f"Recién nacido {self.pk}"


class OrigenFur(models.TextChoices):
    FUR = "fur", "fecha de última regla"
    FPP = "fpp", "calculada desde la fecha probable de parto"
    EDAD_GESTACIONAL = "edad_gestacional", "calculada desde la edad gestacional"


class Gestante(LugarYOrigen):
    """One pregnancy of one woman. FUR + 280 days = FPP (DOMAIN §5); the missing one is derived."""

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="gestaciones", db_index=False, db_constraint=False
    )
    fur = models.DateField("fecha de última regla")
    fpp = models.DateField("fecha probable de parto")
    origen_fur = models.CharField(max_length=16, choices=OrigenFur.choices)
    atencion_el = models.DateField("fecha de atención", null=True)

    class Meta:
        constraints = [
            estado_valido("gestante", Fuente, "fuente"),
            estado_valido("gestante", OrigenFur, "origen_fur"),
            models.UniqueConstraint(fields=["persona", "fur"], name="gestante_unica"),
            models.CheckConstraint(condition=Q(fpp__gt=F("fur")), name="gestante_fpp_tras_fur"),
        ]

    def __str__(self) -> str:
        return f"Gestante {self.pk}"
