"""Households, who belongs to them, and how poor SISFOH says they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from captacion.models.carga import Carga, Fuente
from captacion.models.persona import Persona
from juntos.models import Distrito, Rol
from juntos.restricciones import estado_valido
from juntos.territorio import en_territorio


class OrigenHogar(models.TextChoices):
    JUNTOS = "juntos", "Padrón de JUNTOS"
    PGH = "pgh", "Padrón General de Hogares"
    PROVISIONAL = "provisional", "Provisional"


class HogarQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> HogarQuerySet:
        """Households of the user's districts, or with a captured person in one of them."""
        if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE:
            return self
        suyos = Distrito.objects.visibles_para(usuario)
        capturado = en_territorio(
            Hogar.objects.filter(pk=OuterRef("pk")), usuario, campo="captaciones__distrito"
        )
        # Asked of each row by itself: a set of all of hers would ask the wall of every household.
        return self.filter(Q(distrito__in=suyos) | Exists(capturado))


class Hogar(models.Model):
    """A household of one register (`codigo` is that register's own), or a provisional one.

    A provisional household holds a mother and her newborn until a register names theirs. `unido_a`:
    this code was found to be another one's of its register, which has all that it had.
    """

    origen = models.CharField(max_length=12, choices=OrigenHogar.choices)
    codigo = models.CharField("código", max_length=40)
    distrito = models.ForeignKey(
        Distrito,
        models.PROTECT,
        null=True,
        related_name="hogares",
        db_index=False,
        db_constraint=False,
    )
    centro_poblado = models.CharField(max_length=120, blank=True)
    centro_poblado_codigo = models.CharField(max_length=10, blank=True)
    direccion = models.CharField("dirección", max_length=200, blank=True)
    es_usuario = models.BooleanField("es usuario de JUNTOS", default=False)
    usuario_desde = models.DateField(null=True, blank=True)
    en_tpi = models.BooleanField("en esquema de primera infancia", default=False)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()
    unido_a = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="otros_codigos", db_index=False
    )

    objects = HogarQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hogares"
        # Not the field's own index: to a text key Django adds a second one, for LIKE.
        indexes = [
            models.Index(fields=["distrito"], name="hogar_distrito"),
            models.Index(
                fields=["unido_a"], condition=Q(unido_a__isnull=False), name="hogar_unido_a"
            ),
        ]
        constraints = [
            estado_valido("hogar", OrigenHogar, "origen"),
            models.UniqueConstraint(fields=["origen", "codigo"], name="hogar_codigo_unico"),
        ]

    def __str__(self) -> str:
        return f"Hogar {self.codigo}"


class Miembro(models.Model):
    """A person in a household: said by a register (`vinculo` empty) or by a link of ours.

    `llave_*`: hashes by which a register's member is found without her document, written by the
    loads of households: of both surnames and the first given name; and of the populated place
    with the first given name and each surname. Names enter as they sound (`fonetica`).
    """

    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="miembros", db_index=False, db_constraint=False
    )
    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="membresias", db_constraint=False
    )
    parentesco = models.CharField(max_length=40, blank=True)
    es_titular = models.BooleanField(default=False)
    vinculo = models.ForeignKey(
        "captacion.Vinculo",
        models.PROTECT,
        null=True,
        related_name="miembros",
        db_index=False,
        db_constraint=False,
    )
    llave_nombre = models.BigIntegerField(null=True, editable=False)
    llave_lugar_paterno = models.BigIntegerField(null=True, editable=False)
    llave_lugar_materno = models.BigIntegerField(null=True, editable=False)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["vinculo"], condition=Q(vinculo__isnull=False), name="miembro_vinculo"
            ),
            *(
                models.Index(
                    fields=[llave],
                    condition=Q(**{f"{llave}__isnull": False}),
                    name=f"miembro_{llave}",
                )
                for llave in ("llave_nombre", "llave_lugar_paterno", "llave_lugar_materno")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hogar", "persona"], name="miembro_unico"),
        ]

    def __str__(self) -> str:
        return f"Miembro {self.pk}"


class NivelPobreza(models.TextChoices):
    POBRE_EXTREMO = "pobre_extremo", "Pobre extremo"
    POBRE = "pobre", "Pobre"
    NO_POBRE = "no_pobre", "No pobre"


class ClasificacionQuerySet(models.QuerySet):
    def vigentes(self, el) -> ClasificacionQuerySet:
        """In force on `el` by the register's own dates (never computed); the latest said first."""
        return (
            self.filter(Q(desde__isnull=True) | Q(desde__lte=el))
            .filter(Q(hasta__isnull=True) | Q(hasta__gte=el))
            .order_by("-carga_id", "-desde", "-pk")
        )


class ClasificacionSocioeconomica(models.Model):
    """CSE of a household with the validity that the register gave (DOMAIN §3: CSE)."""

    hogar = models.ForeignKey(
        Hogar, models.PROTECT, related_name="clasificaciones", db_index=False, db_constraint=False
    )
    nivel = models.CharField(max_length=16, choices=NivelPobreza.choices)
    desde = models.DateField(null=True)
    hasta = models.DateField(null=True)
    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    carga = models.ForeignKey(
        Carga, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    fila = models.PositiveIntegerField()

    objects = ClasificacionQuerySet.as_manager()

    class Meta:
        verbose_name = "clasificación socioeconómica"
        verbose_name_plural = "clasificaciones socioeconómicas"
        constraints = [
            estado_valido("clasificacion", NivelPobreza, "nivel"),
            estado_valido("clasificacion", Fuente, "fuente"),
            models.UniqueConstraint(
                fields=["hogar", "nivel", "desde", "hasta"],
                nulls_distinct=False,
                name="clasificacion_unica",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nivel_display()} desde {self.desde}"
