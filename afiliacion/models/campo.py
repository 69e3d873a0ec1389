"""Work without signal: the devices, the day's stops, and each record that a device made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from afiliacion.models.contacto import Contacto
from afiliacion.models.solicitud import Solicitud
from afiliacion.models.visita import Visita
from juntos.models import Rol, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class DispositivoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> DispositivoQuerySet:
        """A supervisor sees those of the people of her Unidad Territorial; anyone, her own."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        propios = Q(usuario=usuario)
        if usuario.rol == Rol.SUPERVISORA:
            propios |= Q(usuario__unidad_territorial=usuario.unidad_territorial_id)
        return self.filter(propios)


class Dispositivo(models.Model):
    """A phone in the hands of one person: `clave` was made by the phone itself.

    Two people who share a phone are two rows: one may be revoked without the other.
    """

    clave = models.UUIDField()
    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="dispositivos")
    primer_contacto = models.DateTimeField(default=timezone.now)
    ultimo_contacto = models.DateTimeField("último contacto", default=timezone.now)
    revocado_en = models.DateTimeField(null=True)
    revocado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = DispositivoQuerySet.as_manager()

    class Meta:
        ordering = ["-ultimo_contacto", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clave", "usuario"], name="dispositivo_uno_por_persona"
            ),
            en_par("dispositivo", "revocado"),
        ]

    def __str__(self) -> str:
        return f"Dispositivo {self.pk}"

    @property
    def vigente(self) -> bool:
        return self.revocado_en is None and self.usuario.is_active


class ParadaQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> ParadaQuerySet:
        """One's own stops, at households that are still of one's territory."""
        propias = self.filter(usuario_id=usuario.pk)
        return en_territorio(propias, usuario, campo="contacto__distrito")


class Parada(models.Model):
    """A contact that somebody takes on a day's route, in its place of the order."""

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="paradas")
    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="paradas")
    fecha = models.DateField()
    orden = models.PositiveSmallIntegerField()
    agregada_en = models.DateTimeField(default=timezone.now)
    agregada_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    objects = ParadaQuerySet.as_manager()

    class Meta:
        ordering = ["fecha", "orden", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["usuario", "fecha", "contacto"], name="parada_una_por_dia"
            ),
            models.CheckConstraint(condition=Q(orden__gte=1), name="parada_orden_desde_uno"),
        ]

    def __str__(self) -> str:
        return f"Parada {self.pk}"


class TipoRegistro(models.TextChoices):
    VISITA = "visita", "Visita o llamada"
    TELEFONO = "telefono", "Teléfono nuevo"
    DIRECCION = "direccion", "Dirección corregida"
    ALERTA = "alerta", "Alerta"
    REQUISITO = "requisito", "Requisito visto en el hogar"
    ACUERDO = "acuerdo", "Acuerdo firmado en la pantalla"
    DESCONOCIDO = "desconocido", "Registro que no se entiende"


class EstadoRegistro(models.TextChoices):
    APLICADO = "aplicado", "Aplicado"
    OBSERVADO = "observado", "Guardado, por revisar"
    RECHAZADO = "rechazado", "Rechazado"
    EN_CUARENTENA = "en_cuarentena", "De un teléfono dado de baja"


class Marca(models.TextChoices):
    """Why somebody must look at a record (docs/adr/0022)."""

    CERRADO = "cerrado", "Otra persona ya había cerrado el contacto"
    REASIGNADO = "reasignado", "El contacto pasó a otra persona"
    MUDADO = "mudado", "El hogar se pasó a otro distrito"
    VISITA_DE_COLEGA = "visita_de_colega", "Otra persona también visitó este hogar"
    RELOJ = "reloj", "El reloj del teléfono está errado por más de un día"
    SIN_VISITA = "sin_visita", "La alerta llegó sin la visita de ese día"
    SIN_SOLICITUD = "sin_solicitud", "El hogar no tiene una solicitud en preparación"
    FALTA_ADJUNTO = "falta_adjunto", "Todavía no llegó la imagen"
    OTRA_VERSION = "otra_version", "Llegó dos veces con distinto contenido"


class RegistroQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> RegistroQuerySet:
        """One's own; a supervisor, also those of her territory and of her people."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        propios = Q(hecho_por=usuario)
        if usuario.rol in (Rol.SUPERVISORA, Rol.SEDE):
            territorio = Contacto.objects.visibles_para(usuario)
            propios |= Q(contacto__in=territorio.values("pk"))
        if usuario.rol == Rol.SUPERVISORA:
            propios |= Q(hecho_por__unidad_territorial=usuario.unidad_territorial_id)
        return self.filter(propios)

    def por_revisar(self) -> RegistroQuerySet:
        """What waits for a supervisor: flagged, or from a phone that was revoked."""
        return self.filter(
            estado__in=[EstadoRegistro.OBSERVADO, EstadoRegistro.EN_CUARENTENA],
            revisado_en__isnull=True,
        )

    def asentados(self) -> RegistroQuerySet:
        return self.filter(estado__in=[EstadoRegistro.APLICADO, EstadoRegistro.OBSERVADO])


class RegistroDeCampo(models.Model):
    """One record made on a device, as it came and as it ended; its id makes a repeat harmless.

    `reloj` is how many seconds the device's clock was behind ours when it sent. It is its own
    dated record: its moves leave no Evento (ADR 3).
    """

    DEJA_EVENTO = False
    TRANSICIONES = {
        EstadoRegistro.APLICADO: set(),
        EstadoRegistro.OBSERVADO: {EstadoRegistro.APLICADO},
        EstadoRegistro.RECHAZADO: set(),
        EstadoRegistro.EN_CUARENTENA: {
            EstadoRegistro.APLICADO,
            EstadoRegistro.OBSERVADO,
            EstadoRegistro.RECHAZADO,
        },
    }

    id = models.UUIDField(primary_key=True)
    dispositivo = models.ForeignKey(Dispositivo, models.PROTECT, related_name="registros")
    contacto = models.ForeignKey(Contacto, models.PROTECT, null=True, related_name="registros")
    tipo = models.CharField(max_length=12, choices=TipoRegistro.choices)
    cuerpo = models.JSONField()
    hecho_en = models.DateTimeField("hecho, según el teléfono")
    hecho_por = models.ForeignKey(Usuario, models.PROTECT, related_name="registros_de_campo")
    reloj = models.IntegerField("segundos de atraso del teléfono")
    momento = models.DateTimeField("hecho, según nuestro reloj")
    recepcion = models.DateTimeField("recepción", default=timezone.now)
    estado = models.CharField(max_length=13, choices=EstadoRegistro.choices)
    motivo = models.CharField(max_length=600, blank=True)
    marcas = ArrayField(models.CharField(max_length=16), default=list)
    visita = models.ForeignKey(Visita, models.PROTECT, null=True, related_name="registros")
    revisado_en = models.DateTimeField(null=True)
    revisado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = RegistroQuerySet.as_manager()

    class Meta:
        verbose_name = "registro de campo"
        verbose_name_plural = "registros de campo"
        ordering = ["momento", "pk"]
        constraints = [
            estado_valido("registro_de_campo", EstadoRegistro),
            estado_valido("registro_de_campo", TipoRegistro, "tipo"),
            models.CheckConstraint(
                condition=Q(marcas__contained_by=Marca.values), name="registro_de_campo_marcas"
            ),
            en_par("registro_de_campo", "revisado"),
            models.CheckConstraint(
                condition=~Q(estado=EstadoRegistro.RECHAZADO) | ~Q(motivo=""),
                name="registro_de_campo_rechazo_explicado",
            ),
            models.CheckConstraint(
                condition=~Q(estado=EstadoRegistro.OBSERVADO) | Q(marcas__len__gt=0),
                name="registro_de_campo_observado_con_marca",
            ),
        ]
        indexes = [
            models.Index(fields=["contacto", "momento"], name="registro_de_campo_contacto"),
            models.Index(
                fields=["momento"],
                condition=Q(estado__in=["observado", "en_cuarentena"], revisado_en__isnull=True),
                name="registro_de_campo_por_revisar",
            ),
        ]

    def __str__(self) -> str:
        return f"Registro {self.pk}"

    @property
    def por_que(self) -> list[str]:
        return [Marca(marca).label for marca in self.marcas]


class AdjuntoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> AdjuntoQuerySet:
        """One's own, and those of the households of one's territory."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        registros = RegistroDeCampo.objects.visibles_para(usuario)
        visitas = Visita.objects.visibles_para(usuario)
        de_cuidados = en_territorio(
            Adjunto.objects.filter(cuidados__isnull=False),
            usuario,
            campo="cuidados__persona__captaciones__distrito",
        )
        return self.filter(
            Q(subido_por=usuario)
            | Q(registro__in=registros.values("pk"))
            | Q(visita__in=visitas.values("pk"))
            | Q(pk__in=de_cuidados.values("pk"))
        )


class Adjunto(models.Model):
    """A picture of a device, drawn again on the server: no place, no camera, nothing hidden.

    `sha256` is of what came, so that the same bytes again are the same attachment.
    """

    id = models.UUIDField(primary_key=True)
    registro = models.ForeignKey(
        RegistroDeCampo, models.PROTECT, null=True, related_name="adjuntos"
    )
    visita = models.ForeignKey(Visita, models.PROTECT, null=True, related_name="adjuntos")
    solicitud = models.ForeignKey(Solicitud, models.PROTECT, null=True, related_name="adjuntos")
    archivo = models.FileField(upload_to="campo/%Y/%m", max_length=255)
    tipo = models.CharField(max_length=40)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    sha256 = models.CharField(max_length=64)
    subido_en = models.DateTimeField(default=timezone.now)
    subido_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    objects = AdjuntoQuerySet.as_manager()

    class Meta:
        ordering = ["subido_en", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tamano__gt=0), name="adjunto_con_contenido"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="adjunto_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"Adjunto {self.pk}"
