"""How somebody gets her account, and who looked at what each account can (docs/adr/0044)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from juntos.models.personal import Rol, UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido


class EstadoInvitacion(models.TextChoices):
    ABIERTA = "abierta", "Por usar"
    USADA = "usada", "Usada"
    ANULADA = "anulada", "Anulada"


class InvitacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> InvitacionQuerySet:
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        return self if usuario.rol == Rol.ADMINISTRACION else self.none()


class Invitacion(models.Model):
    """A link with which a person sets the password of her account; the link itself is nowhere.

    It is signed over the row's id and `envios`, so sending it again closes the former one.
    `enviada_en` empty: no mail server took the last one.
    """

    TRANSICIONES = {
        EstadoInvitacion.ABIERTA: {EstadoInvitacion.USADA, EstadoInvitacion.ANULADA},
        EstadoInvitacion.USADA: set(),
        EstadoInvitacion.ANULADA: set(),
    }

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="invitaciones")
    correo = models.EmailField("correo")
    estado = models.CharField(
        max_length=8, choices=EstadoInvitacion.choices, default=EstadoInvitacion.ABIERTA
    )
    creada_en = models.DateTimeField(default=timezone.now)
    creada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    valida_hasta = models.DateTimeField("válida hasta")
    envios = models.PositiveSmallIntegerField("envíos", default=0)
    enviada_en = models.DateTimeField(null=True)
    enviada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    cerrada_en = models.DateTimeField(null=True)
    cerrada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = InvitacionQuerySet.as_manager()

    class Meta:
        verbose_name = "invitación"
        verbose_name_plural = "invitaciones"
        # Those that wait for somebody come first.
        ordering = ["estado", "-creada_en", "-pk"]
        constraints = [
            estado_valido("invitacion", EstadoInvitacion),
            en_par("invitacion", "enviada"),
            en_par("invitacion", "cerrada"),
            models.UniqueConstraint(
                fields=["usuario"],
                condition=Q(estado=EstadoInvitacion.ABIERTA),
                name="invitacion_una_abierta",
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoInvitacion.ABIERTA, cerrada_en__isnull=True)
                | (~Q(estado=EstadoInvitacion.ABIERTA) & Q(cerrada_en__isnull=False)),
                name="invitacion_cerrada_con_actor",
            ),
            models.CheckConstraint(
                condition=~Q(estado=EstadoInvitacion.USADA) | Q(cerrada_por=F("usuario")),
                name="invitacion_la_usa_su_duena",
            ),
            models.CheckConstraint(
                condition=~Q(creada_por=F("usuario")), name="invitacion_la_crea_otra_persona"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitación {self.pk}"

    @property
    def esta_abierta(self) -> bool:
        return self.estado == EstadoInvitacion.ABIERTA

    @property
    def esta_vencida(self) -> bool:
        return self.esta_abierta and self.valida_hasta < timezone.now()


class RevisionDePrivilegiosQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> RevisionDePrivilegiosQuerySet:
        """Headquarters and administration see all; a supervisor, those of her unit."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol in (Rol.SEDE, Rol.ADMINISTRACION):
            return self
        if usuario.rol == Rol.SUPERVISORA:
            return self.filter(unidad_territorial=usuario.unidad_territorial_id)
        return self.none()


class RevisionDePrivilegios(models.Model):
    """Somebody looked at who can see what, and signed: append-only (a trigger).

    `copia` is what was signed, by ids; `huella` its sha256. Without a unit, the whole country's.
    """

    trimestre = models.CharField(max_length=6)
    unidad_territorial = models.ForeignKey(
        UnidadTerritorial, models.PROTECT, null=True, related_name="+"
    )
    firmada_en = models.DateTimeField(default=timezone.now)
    firmada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    huella = models.CharField(max_length=64)
    copia = models.JSONField()
    nota = models.CharField(max_length=250, blank=True)

    objects = RevisionDePrivilegiosQuerySet.as_manager()

    class Meta:
        verbose_name = "revisión de privilegios"
        verbose_name_plural = "revisiones de privilegios"
        ordering = ["-firmada_en", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(trimestre__regex=r"^\d{4}-[1-4]$"),
                name="revision_de_privilegios_trimestre",
            ),
            models.CheckConstraint(
                condition=Q(huella__regex=r"^[0-9a-f]{64}$"),
                name="revision_de_privilegios_huella",
            ),
            models.UniqueConstraint(
                fields=["trimestre", "unidad_territorial", "huella"],
                name="revision_de_privilegios_unidad_una_vez",
            ),
            models.UniqueConstraint(
                fields=["trimestre", "huella"],
                condition=Q(unidad_territorial__isnull=True),
                name="revision_de_privilegios_pais_una_vez",
            ),
        ]

    def __str__(self) -> str:
        return f"Revisión de privilegios {self.trimestre}"
