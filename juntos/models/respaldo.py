"""What came of restoring a backup aside."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.models.personal import Usuario
from juntos.restricciones import estado_valido


class ResultadoEnsayo(models.TextChoices):
    BIEN = "bien", "Igual al respaldo"
    FALLO = "fallo", "Falló"


class EnsayoRestauracion(models.Model):
    """A backup was restored aside and compared with what it should be; or it could not be."""

    ensayado_en = models.DateTimeField(default=timezone.now)
    ensayado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    archivo = models.CharField("respaldo", max_length=255, blank=True)
    bytes = models.PositiveBigIntegerField("bytes del respaldo", null=True)
    segundos = models.FloatField()
    resultado = models.CharField(max_length=5, choices=ResultadoEnsayo.choices)
    detalle = models.TextField()

    class Meta:
        verbose_name = "ensayo de restauración"
        verbose_name_plural = "ensayos de restauración"
        ordering = ["-ensayado_en", "-pk"]
        constraints = [
            estado_valido("ensayo", ResultadoEnsayo, "resultado"),
            models.CheckConstraint(
                condition=~Q(resultado=ResultadoEnsayo.BIEN)
                | (~Q(archivo="") & Q(bytes__isnull=False)),
                name="ensayo_bien_de_un_respaldo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.archivo}: {self.get_resultado_display()}"
