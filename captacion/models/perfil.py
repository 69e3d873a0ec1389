"""Layouts that people teach the system on the page of a refused file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from captacion.fuentes import Ubigeo
from captacion.models.carga import Fuente
from juntos.models import Usuario
from juntos.restricciones import estado_valido

FORMA_CODIGO = r"^[a-z0-9][a-z0-9-]{2,39}$"
SISTEMAS = [(Ubigeo.INEI.value, "INEI"), (Ubigeo.RENIEC.value, "RENIEC")]


class PerfilPropio(models.Model):
    """A layout mapped by a person: canonical column → header, or the headers of its parts.

    Read from the database by every load (`captacion.perfiles`); never deleted, because the loads
    that it read name it.
    """

    codigo = models.CharField("código", max_length=40, unique=True)
    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    columnas = models.JSONField()
    ubigeo = models.CharField("sistema de ubigeo", max_length=6, choices=SISTEMAS)
    activo = models.BooleanField(
        default=True, help_text="Sin marcar, los archivos nuevos ya no se reconocen con él."
    )
    creado_en = models.DateTimeField()
    creado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "perfil propio"
        verbose_name_plural = "perfiles propios"
        ordering = ["pk"]
        constraints = [
            estado_valido("perfil_propio", Fuente, "fuente"),
            models.CheckConstraint(
                condition=Q(ubigeo__in=[codigo for codigo, _ in SISTEMAS]),
                name="perfil_propio_ubigeo_valido",
            ),
            models.CheckConstraint(
                condition=Q(codigo__regex=FORMA_CODIGO),
                name="perfil_propio_codigo_forma",
            ),
        ]

    def __str__(self) -> str:
        return self.codigo
