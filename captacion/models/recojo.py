"""Where files wait on other machines, and which of them have been fetched."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from captacion.models.carga import Carga, Fuente
from juntos.restricciones import estado_valido

# An administrator names a secret of ours, never another variable of the server's environment:
# what it holds is sent to the machine that the same administrator names.
VARIABLE = r"^JUNTOS_RECOJO_[A-Z0-9_]+$"
HUELLA = r"^SHA256:[A-Za-z0-9+/]{43}( SHA256:[A-Za-z0-9+/]{43})*$"
# No user or password before the host: it would be a secret in the database.
DIRECCION = r"^https://[^@/?#\s]+([/?][^#\s]*)?$"
RECINTO = r"^[^@/?#\s]+$"


class Protocolo(models.TextChoices):
    SFTP = "sftp", "SFTP"
    HTTPS = "https", "HTTPS"


class PuntoDeRecojoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> PuntoDeRecojoQuerySet:
        """Pick-up points are seen by those who bring files in."""
        if usuario.is_authenticated and usuario.is_active and usuario.carga_archivos:
            return self
        return self.none()

    def por_visitar(self, ahora: dt.datetime) -> PuntoDeRecojoQuerySet:
        return self.filter(activo=True, proximo_intento__lte=ahora)


class PuntoDeRecojo(models.Model):
    """A folder (SFTP) or an address (HTTPS) that is visited every so often for new files.

    The secret is in the environment of the worker; here is only the name of its variable.
    """

    nombre = models.CharField(max_length=80, unique=True)
    fuente = models.CharField(max_length=20, choices=Fuente.choices)
    protocolo = models.CharField(max_length=5, choices=Protocolo.choices)
    url = models.CharField(
        "dirección (HTTPS)",
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(DIRECCION, "Escriba una dirección https:// sin usuario ni clave.")
        ],
        help_text=(
            "Empieza por https://. Si cambia con la fecha, escriba {AAAA}, {MM} y {DD} en su lugar."
        ),
    )
    anfitrion = models.CharField(
        "servidor (SFTP)",
        max_length=253,
        blank=True,
        validators=[RegexValidator(RECINTO, "Escriba solo el nombre del servidor.")],
    )
    puerto = models.PositiveIntegerField(
        "puerto (SFTP)", default=22, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    carpeta = models.CharField("carpeta (SFTP)", max_length=255, blank=True, default=".")
    patron = models.CharField(
        "nombres (SFTP)",
        max_length=120,
        blank=True,
        default="*",
        help_text="Qué archivos de la carpeta: padron_*.txt, por ejemplo.",
    )
    huella_servidor = models.CharField(
        "huella del servidor (SFTP)",
        max_length=255,
        blank=True,
        validators=[RegexValidator(HUELLA, "La huella se escribe SHA256: y 43 caracteres.")],
        help_text=(
            "SHA256:… como la da quien administra ese servidor (ssh-keygen -lf); si tiene varias "
            "claves, sus huellas con un espacio. A un servidor con otra clave no se entra."
        ),
    )
    usuario = models.CharField(
        max_length=80, blank=True, help_text="En HTTPS, déjelo vacío si solo hay una credencial."
    )
    variable_secreto = models.CharField(
        "variable con el secreto",
        max_length=80,
        blank=True,
        validators=[RegexValidator(VARIABLE, "Debe empezar por JUNTOS_RECOJO_.")],
        help_text=(
            "Nombre de la variable de entorno con la clave, la clave privada o la credencial; "
            "empieza por JUNTOS_RECOJO_. El secreto mismo no se escribe aquí."
        ),
    )
    cada_minutos = models.PositiveIntegerField(
        "cada cuántos minutos", default=60, validators=[MinValueValidator(1)]
    )
    activo = models.BooleanField(default=True)

    proximo_intento = models.DateTimeField("próximo intento", default=timezone.now)
    ultimo_intento = models.DateTimeField("último intento", null=True, blank=True)
    ultimo_exito = models.DateTimeField("último recojo bueno", null=True, blank=True)
    ultimo_error = models.CharField("qué pasó", max_length=300, blank=True)
    fallos = models.PositiveIntegerField("fallos seguidos", default=0)
    pide_atencion = models.BooleanField("pide atención", default=False)

    objects = PuntoDeRecojoQuerySet.as_manager()

    class Meta:
        verbose_name = "punto de recojo"
        verbose_name_plural = "puntos de recojo"
        ordering = ["nombre"]
        constraints = [
            estado_valido("punto_de_recojo", Fuente, "fuente"),
            estado_valido("punto_de_recojo", Protocolo, "protocolo"),
            models.CheckConstraint(
                condition=~Q(protocolo=Protocolo.SFTP)
                | (
                    Q(anfitrion__regex=RECINTO, huella_servidor__regex=HUELLA)
                    & ~Q(usuario="")
                    & ~Q(variable_secreto="")
                    & ~Q(carpeta="")
                    & ~Q(patron="")
                ),
                name="punto_de_recojo_sftp_completo",
                violation_error_message=(
                    "Un recojo por SFTP necesita servidor, carpeta, nombres, huella del servidor, "
                    "usuario y variable con el secreto."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(protocolo=Protocolo.HTTPS) | Q(url__regex=DIRECCION),
                name="punto_de_recojo_https_completo",
                violation_error_message="Un recojo por HTTPS necesita su dirección https://.",
            ),
            models.CheckConstraint(
                condition=Q(variable_secreto="") | Q(variable_secreto__regex=VARIABLE),
                name="punto_de_recojo_variable_propia",
            ),
            models.CheckConstraint(
                condition=Q(usuario="") | ~Q(variable_secreto=""),
                name="punto_de_recojo_usuario_con_secreto",
                violation_error_message="Con un usuario hace falta la variable con su secreto.",
            ),
            models.CheckConstraint(
                condition=Q(cada_minutos__gte=1), name="punto_de_recojo_cada_minutos"
            ),
            models.CheckConstraint(
                condition=Q(puerto__gte=1, puerto__lte=65535), name="punto_de_recojo_puerto"
            ),
            models.CheckConstraint(
                condition=Q(pide_atencion=False) | ~Q(ultimo_error=""),
                name="punto_de_recojo_atencion_con_motivo",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class ArchivoRecogido(models.Model):
    """A file of a pick-up point that was fetched: not again, unless its mark changes."""

    punto = models.ForeignKey(PuntoDeRecojo, models.PROTECT, related_name="recogidos")
    nombre = models.CharField(max_length=500)
    tamano = models.BigIntegerField("tamaño en bytes")
    marca = models.CharField(
        max_length=255, help_text="Su fecha (SFTP), o lo que el servidor diga que lo identifica."
    )
    carga = models.ForeignKey(Carga, models.PROTECT, related_name="recogidos")

    class Meta:
        verbose_name = "archivo recogido"
        verbose_name_plural = "archivos recogidos"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["punto", "nombre", "tamano", "marca"], name="archivo_recogido_una_vez"
            ),
        ]

    def __str__(self) -> str:
        return f"Archivo recogido {self.pk} de la carga {self.carga_id}"
