"""Who works here, where, and under which parameters."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.restricciones import estado_valido


class Rol(models.TextChoices):
    GESTORA = "gestora", "Gestora o gestor local"
    SUPERVISORA = "supervisora", "Supervisora o supervisor"
    SEDE = "sede", "Sede central"
    ADMINISTRACION = "administracion", "Administración"


class UnidadTerritorial(models.Model):
    """Unidad Territorial: a group of districts under one supervisor's office."""

    codigo = models.CharField("código", max_length=4, unique=True)
    nombre = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name = "unidad territorial"
        verbose_name_plural = "unidades territoriales"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre


class DistritoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> DistritoQuerySet:
        """Districts whose people `usuario` may see today; none unless a rule grants them."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol == Rol.SEDE:
            return self
        if usuario.rol == Rol.SUPERVISORA:
            return self.filter(unidad_territorial_id=usuario.unidad_territorial_id)
        if usuario.rol == Rol.GESTORA:
            cubiertas = Ausencia.objects.vigentes().filter(cubre=usuario).values("usuario")
            return self.filter(
                pk__in=Asignacion.objects.vigentes()
                .filter(Q(usuario=usuario) | Q(usuario__in=cubiertas))
                .values("distrito")
            )
        return self.none()


class Distrito(models.Model):
    """A district, by its INEI ubigeo; RENIEC numbers most of them differently."""

    ubigeo = models.CharField("ubigeo INEI", max_length=6, primary_key=True)
    ubigeo_reniec = models.CharField("ubigeo RENIEC", max_length=6, unique=True, null=True)
    departamento = models.CharField(max_length=60)
    provincia = models.CharField(max_length=60)
    nombre = models.CharField(max_length=80)
    latitud = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitud = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    unidad_territorial = models.ForeignKey(
        UnidadTerritorial, models.PROTECT, related_name="distritos", null=True
    )
    intervenido = models.BooleanField("distrito de intervención", default=True)

    objects = DistritoQuerySet.as_manager()

    class Meta:
        ordering = ["departamento", "provincia", "nombre"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ubigeo__regex=r"^\d{6}$"), name="distrito_ubigeo_seis_digitos"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nombre}, {self.provincia}"


class Establecimiento(models.Model):
    """A health facility (RENIPRESS), by its code of eight digits."""

    codigo = models.CharField("código RENIPRESS", max_length=8, primary_key=True)
    nombre = models.CharField(max_length=160)
    distrito = models.ForeignKey(
        Distrito, models.PROTECT, related_name="establecimientos", null=True
    )
    categoria = models.CharField("categoría", max_length=8, blank=True)
    activo = models.BooleanField(default=True)

    class Meta:
        ordering = ["nombre"]
        constraints = [
            models.CheckConstraint(
                condition=Q(codigo__regex=r"^\d{8}$"), name="establecimiento_codigo_ocho_digitos"
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class UsuarioManager(UserManager):
    use_in_migrations = False  # a migration that imports app code breaks when the code moves

    def sistema(self) -> Usuario:
        """The actor of what the system does by itself (seeded by a migration, cannot log in)."""
        return self.get(username=Usuario.SISTEMA)


class Usuario(AbstractUser):
    SISTEMA = "sistema"

    rol = models.CharField(max_length=16, choices=Rol.choices, default=Rol.ADMINISTRACION)
    unidad_territorial = models.ForeignKey(
        UnidadTerritorial, models.PROTECT, related_name="usuarios", null=True, blank=True
    )
    lenguas = models.CharField("lenguas que habla", max_length=80, blank=True)

    objects = UsuarioManager()

    class Meta:
        verbose_name = "usuario"
        constraints = [
            estado_valido("usuario", Rol, "rol"),
            models.CheckConstraint(
                condition=Q(rol__in=[Rol.SEDE, Rol.ADMINISTRACION])
                | Q(unidad_territorial__isnull=False),
                name="usuario_territorial_con_unidad",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def seguir_al_rol(self) -> None:
        """The role grants everything: the admin's own marks follow it."""
        self.is_staff = self.is_superuser = self.rol == Rol.ADMINISTRACION

    @property
    def es_gestora(self) -> bool:
        return self.rol == Rol.GESTORA

    @property
    def es_supervisora(self) -> bool:
        return self.rol == Rol.SUPERVISORA

    @property
    def carga_archivos(self) -> bool:
        """Sede and administración bring files in (DOMAIN §2)."""
        return self.rol in (Rol.SEDE, Rol.ADMINISTRACION)


class AsignacionQuerySet(models.QuerySet):
    def vigentes(self, el=None) -> AsignacionQuerySet:
        """Assignments in force on `el` (today in Lima by default)."""
        el = el or timezone.localdate()
        return self.filter(desde__lte=el).filter(Q(hasta__isnull=True) | Q(hasta__gte=el))


class Asignacion(models.Model):
    """Which manager covers which district, from–to (both days included)."""

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="asignaciones")
    distrito = models.ForeignKey(Distrito, models.PROTECT, related_name="asignaciones")
    desde = models.DateField()
    hasta = models.DateField(null=True, blank=True)

    objects = AsignacionQuerySet.as_manager()

    class Meta:
        verbose_name = "asignación"
        verbose_name_plural = "asignaciones"
        ordering = ["-desde"]
        indexes = [models.Index(fields=["usuario", "desde", "hasta"], name="asignacion_vigencia")]
        constraints = [
            models.UniqueConstraint(
                fields=["usuario", "distrito", "desde"], name="asignacion_unica"
            ),
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=models.F("desde")),
                name="asignacion_periodo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario} · {self.distrito}"


class MotivoAusencia(models.TextChoices):
    VACACIONES = "vacaciones", "Vacaciones"
    SALUD = "salud", "Descanso médico"
    LICENCIA = "licencia", "Licencia"
    COMISION = "comision", "Comisión o capacitación"
    OTRO = "otro", "Otro motivo"


class AusenciaQuerySet(models.QuerySet):
    def vigentes(self, el=None) -> AusenciaQuerySet:
        """Absences of `el` (today in Lima by default)."""
        el = el or timezone.localdate()
        return self.filter(desde__lte=el, hasta__gte=el)

    def visibles_para(self, usuario) -> AusenciaQuerySet:
        """A supervisor's: those of the people of her Unidad Territorial."""
        if not usuario.is_authenticated or not usuario.is_active or not usuario.es_supervisora:
            return self.none()
        return self.filter(usuario__unidad_territorial=usuario.unidad_territorial_id)


class Ausencia(models.Model):
    """Days on which a manager does not work, and the colleague who covers her districts meanwhile.

    Both days included. What she has in hand stays hers; who covers sees it and works it.
    """

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="ausencias")
    desde = models.DateField()
    hasta = models.DateField()
    motivo = models.CharField(max_length=10, choices=MotivoAusencia.choices)
    cubre = models.ForeignKey(
        Usuario, models.PROTECT, null=True, blank=True, related_name="coberturas"
    )

    objects = AusenciaQuerySet.as_manager()

    class Meta:
        ordering = ["-desde", "-pk"]
        indexes = [models.Index(fields=["cubre", "desde", "hasta"], name="ausencia_cubre")]
        constraints = [
            estado_valido("ausencia", MotivoAusencia, "motivo"),
            models.CheckConstraint(
                condition=Q(hasta__gte=models.F("desde")), name="ausencia_periodo"
            ),
            models.CheckConstraint(
                condition=Q(cubre__isnull=True) | ~Q(cubre=models.F("usuario")),
                name="ausencia_cubre_otra_persona",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario} · {self.desde:%d/%m/%Y} a {self.hasta:%d/%m/%Y}"


class Parametro(models.Model):
    """A rule that an administrator can change: a whole number with its unit and its source."""

    clave = models.CharField(max_length=40, primary_key=True)
    valor = models.IntegerField()
    unidad = models.CharField(max_length=20)
    descripcion = models.CharField("descripción", max_length=200)
    fuente = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "parámetro"
        ordering = ["clave"]

    def __str__(self) -> str:
        return self.clave

    @classmethod
    def valores(cls) -> dict[str, int]:
        """Every parameter by its key, ready to hand to a SQL script."""
        return dict(cls.objects.values_list("clave", "valor"))

    @classmethod
    def de(cls, clave: str) -> int:
        return cls.objects.values_list("valor", flat=True).get(pk=clave)
