"""Who works what: saved filters of the queue, contacts that change hands, people who leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.contacto import Contacto
from juntos.models import Usuario
from juntos.restricciones import en_par, estado_valido


class FiltroQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> FiltroQuerySet:
        """Each person's own."""
        return self.filter(usuario=usuario.pk) if usuario.is_authenticated else self.none()


class FiltroGuardado(models.Model):
    """A list of the queue that somebody named: its query, without any text that was searched.

    One may be the list with which the queue opens. A removed one stays, to be put back.
    """

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="filtros")
    nombre = models.CharField(max_length=40)
    consulta = models.CharField(max_length=500)
    predeterminado = models.BooleanField(default=False)
    retirado = models.BooleanField(default=False)

    objects = FiltroQuerySet.as_manager()

    class Meta:
        verbose_name = "filtro guardado"
        verbose_name_plural = "filtros guardados"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["usuario", "nombre"],
                condition=Q(retirado=False),
                name="filtroguardado_nombre_unico",
            ),
            models.UniqueConstraint(
                fields=["usuario"],
                condition=Q(predeterminado=True),
                name="filtroguardado_un_predeterminado",
            ),
            models.CheckConstraint(
                condition=Q(predeterminado=False) | Q(retirado=False),
                name="filtroguardado_predeterminado_vivo",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class OrigenReasignacion(models.TextChoices):
    SELECCION = "seleccion", "Elegidos en la cola"
    EQUILIBRIO = "equilibrio", "Equilibrio de la carga"
    SALIDA = "salida", "Salida de una persona"


class ReasignacionQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> ReasignacionQuerySet:
        """Of the supervisor who prepared it."""
        if not usuario.is_authenticated or not usuario.is_active or not usuario.es_supervisora:
            return self.none()
        return self.filter(preparada_por=usuario)


class Reasignacion(models.Model):
    """Contacts that change hands together: as they were seen, then moved, then perhaps undone."""

    origen = models.CharField(max_length=10, choices=OrigenReasignacion.choices)
    preparada_en = models.DateTimeField(default=timezone.now)
    preparada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="reasignaciones")
    hecha_en = models.DateTimeField(null=True)
    hecha_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    deshecha_en = models.DateTimeField(null=True)
    deshecha_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = ReasignacionQuerySet.as_manager()

    class Meta:
        verbose_name = "reasignación"
        verbose_name_plural = "reasignaciones"
        ordering = ["-pk"]
        constraints = [
            estado_valido("reasignacion", OrigenReasignacion, "origen"),
            en_par("reasignacion", "hecha"),
            en_par("reasignacion", "deshecha"),
            models.CheckConstraint(
                condition=Q(deshecha_en__isnull=True) | Q(hecha_en__isnull=False),
                name="reasignacion_deshecha_tras_hecha",
            ),
        ]

    def __str__(self) -> str:
        return f"Reasignación {self.pk}"


class ContactoReasignado(models.Model):
    """One contact of a batch: as it was seen (`version`, `de`), to whom it goes, and if it went."""

    reasignacion = models.ForeignKey(Reasignacion, models.PROTECT, related_name="items")
    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="reasignaciones")
    version = models.PositiveIntegerField()
    de = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    a = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    movido = models.BooleanField(default=False)
    devuelto = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reasignacion", "contacto"], name="contactoreasignado_uno"
            ),
            models.CheckConstraint(
                condition=Q(devuelto=False) | Q(movido=True),
                name="contactoreasignado_devuelto_tras_movido",
            ),
            models.CheckConstraint(
                condition=Q(movido=False) | Q(a__isnull=False),
                name="contactoreasignado_movido_a_alguien",
            ),
        ]

    def __str__(self) -> str:
        return f"Contacto {self.contacto_id} en la reasignación {self.reasignacion_id}"


class SalidaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> SalidaQuerySet:
        """Of the supervisor whose Unidad Territorial the person left."""
        if not usuario.is_authenticated or not usuario.is_active or not usuario.es_supervisora:
            return self.none()
        return self.filter(usuario__unidad_territorial=usuario.unidad_territorial_id)


class Salida(models.Model):
    """A manager who leaves: what moved, what ended, and how it was, to undo it the same day.

    `asignaciones`: the end that each of her assignments had, by its id. `solicitudes`: the ids of
    the requests that passed to who took their contact.
    """

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="salidas")
    reasignacion = models.OneToOneField(Reasignacion, models.PROTECT, related_name="salida")
    asignaciones = models.JSONField(default=dict)
    solicitudes = models.JSONField(default=list)
    registrada_en = models.DateTimeField(default=timezone.now)
    registrada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    deshecha_en = models.DateTimeField(null=True)
    deshecha_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = SalidaQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [en_par("salida", "deshecha")]

    def __str__(self) -> str:
        return f"Salida {self.pk}"

    @property
    def se_deshace(self) -> bool:
        """Until midnight of its day, in Lima."""
        return (
            self.deshecha_en is None
            and timezone.localdate(self.registrada_en) == timezone.localdate()
        )
