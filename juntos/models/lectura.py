"""Who looked at whom (docs/adr/0038), and who looked at unusually many."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.models.personal import Rol, Usuario
from juntos.restricciones import en_par, estado_valido


class QueLectura(models.TextChoices):
    CONTACTO = "contacto", "Contacto"
    HOGAR = "hogar", "Hogar"
    SOLICITUD = "solicitud", "Solicitud"
    DERIVACION = "derivacion", "Derivación"
    CUIDADO = "cuidado", "Cuidado"
    PAGO = "pago", "Pago"
    CRUCE = "cruce", "Cruce"
    IMAGEN = "imagen", "Foto o acuerdo"
    RUTA = "ruta", "Ruta del día"
    DERECHOS = "derechos", "Pedido sobre sus datos"
    BUSQUEDA = "busqueda", "Búsqueda"
    DATOS = "datos", "Datos a la vista"
    LISTA = "lista", "Lista con personas"
    ARCHIVO = "archivo", "Archivo descargado"


def _de_su_equipo(filas: models.QuerySet, usuario, *, campo: str) -> models.QuerySet:
    """Sede sees everybody's; a supervisor, those of the people of her Unidad Territorial."""
    if not usuario.is_authenticated or not usuario.is_active:
        return filas.none()
    if usuario.rol == Rol.SEDE:
        return filas
    if usuario.rol == Rol.SUPERVISORA:
        return filas.filter(**{f"{campo}__unidad_territorial": usuario.unidad_territorial_id})
    return filas.none()


class LecturaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> LecturaQuerySet:
        return _de_su_equipo(self, usuario, campo="leido_por")


class Lectura(models.Model):
    """Somebody opened a household, or took so many people (`personas`) with a list or a file.

    Ids alone, never a name. Append-only: the database lets go only of what its term has passed.
    """

    que = models.CharField("qué", max_length=12, choices=QueLectura.choices)
    hogar_id = models.BigIntegerField("hogar", null=True)
    objeto_id = models.BigIntegerField("objeto", null=True)
    personas = models.PositiveIntegerField(null=True)
    leido_en = models.DateTimeField("cuándo", default=timezone.now)
    leido_por = models.ForeignKey(
        Usuario, models.PROTECT, db_index=False, related_name="+", verbose_name="quién"
    )

    objects = LecturaQuerySet.as_manager()

    class Meta:
        ordering = ["-leido_en", "-pk"]
        indexes = [
            models.Index(fields=["leido_por", "leido_en"], name="lectura_quien"),
            models.Index(fields=["hogar_id", "leido_en"], name="lectura_hogar"),
            BrinIndex(fields=["leido_en"], name="lectura_cuando"),
        ]
        constraints = [
            estado_valido("lectura", QueLectura, "que"),
            models.CheckConstraint(
                condition=Q(hogar_id__isnull=False, personas__isnull=True)
                | Q(hogar_id__isnull=True, personas__isnull=False),
                name="lectura_de_un_hogar_o_de_cuantas_personas",
            ),
        ]

    def __str__(self) -> str:
        return f"Lectura {self.pk}"


class EstadoAlertaDeLectura(models.TextChoices):
    ABIERTA = "abierta", "Por revisar"
    REVISADA = "revisada", "Revisada"


class AlertaDeLecturaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AlertaDeLecturaQuerySet:
        return _de_su_equipo(self, usuario, campo="usuario")

    def abiertas(self) -> AlertaDeLecturaQuerySet:
        return self.filter(estado=EstadoAlertaDeLectura.ABIERTA)


class AlertaDeLectura(models.Model):
    """Somebody opened more households in an hour than `lecturas_por_hora`: one for each hour.

    Reviewed by another person, who says why (in its Evento).
    """

    TRANSICIONES = {
        EstadoAlertaDeLectura.ABIERTA: {EstadoAlertaDeLectura.REVISADA},
        EstadoAlertaDeLectura.REVISADA: set(),
    }

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    hora = models.DateTimeField()
    hogares = models.PositiveIntegerField()
    estado = models.CharField(
        max_length=8, choices=EstadoAlertaDeLectura.choices, default=EstadoAlertaDeLectura.ABIERTA
    )
    revisada_en = models.DateTimeField(null=True)
    revisada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = AlertaDeLecturaQuerySet.as_manager()

    class Meta:
        verbose_name = "alerta de lectura"
        verbose_name_plural = "alertas de lectura"
        ordering = ["-hora", "-pk"]
        constraints = [
            estado_valido("alertadelectura", EstadoAlertaDeLectura),
            en_par("alertadelectura", "revisada"),
            models.UniqueConstraint(
                fields=["usuario", "hora"], name="alertadelectura_una_por_hora"
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoAlertaDeLectura.REVISADA, revisada_en__isnull=False)
                | Q(estado=EstadoAlertaDeLectura.ABIERTA, revisada_en__isnull=True),
                name="alertadelectura_revisada_con_actor",
            ),
            models.CheckConstraint(
                condition=Q(revisada_por__isnull=True) | ~Q(revisada_por=models.F("usuario")),
                name="alertadelectura_la_revisa_otra_persona",
            ),
        ]

    def __str__(self) -> str:
        return f"Alerta de lectura {self.pk}"
