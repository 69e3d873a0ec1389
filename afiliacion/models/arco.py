"""A person's request over her own data (ARCO), what is done with each thing, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from captacion.models import Persona
from juntos.models import Rol, UnidadTerritorial, Usuario
from juntos.restricciones import en_par, estado_valido


class Derecho(models.TextChoices):
    ACCESO = "acceso", "Acceso: saber qué datos hay y de dónde vinieron"
    RECTIFICACION = "rectificacion", "Rectificación: corregir un dato"
    CANCELACION = "cancelacion", "Cancelación: retirar sus datos"
    OPOSICION = "oposicion", "Oposición: que no se usen para algo"


class EnNombre(models.TextChoices):
    PROPIO = "propio", "En su propio nombre"
    MENOR = "menor", "De su hija o hijo menor de edad"
    REPRESENTANTE = "representante", "De quien representa, con poder"


class Canal(models.TextChoices):
    PERSONA = "persona", "En persona, en una oficina"
    VISITA = "visita", "En una visita al hogar"
    ESCRITO = "escrito", "Por escrito, en mesa de partes"
    CORREO = "correo", "Por correo electrónico"


class EstadoPedido(models.TextChoices):
    REGISTRADO = "registrado", "Por atender"
    PROPUESTO = "propuesto", "Por firmar"
    ATENDIDO = "atendido", "Atendido"
    DENEGADO = "denegado", "Denegado"


class PedidoArcoQuerySet(models.QuerySet):
    def visibles_para(self, usuario) -> PedidoArcoQuerySet:
        """Sede, all; a supervisor, those of her unit; a manager, those that she took."""
        if not usuario.is_authenticated or not usuario.is_active:
            return self.none()
        if usuario.rol == Rol.SEDE:
            return self
        if usuario.rol == Rol.SUPERVISORA:
            return self.filter(unidad_territorial=usuario.unidad_territorial_id)
        if usuario.rol == Rol.GESTORA:
            return self.filter(registrado_por=usuario)
        return self.none()

    def vivos(self) -> PedidoArcoQuerySet:
        return self.filter(estado__in=PedidoArco.VIVOS)


class PedidoArco(models.Model):
    """Who asks what over whose data, by when it is answered, and what was answered.

    One person proposes, another one signs, and only then is anything done. `persona` is empty
    while nobody was found, and stays so in the answer that says that there is nobody.
    """

    TRANSICIONES = {
        EstadoPedido.REGISTRADO: {EstadoPedido.PROPUESTO},
        EstadoPedido.PROPUESTO: {
            EstadoPedido.REGISTRADO,
            EstadoPedido.ATENDIDO,
            EstadoPedido.DENEGADO,
        },
        EstadoPedido.ATENDIDO: set(),
        EstadoPedido.DENEGADO: set(),
    }
    VIVOS = (EstadoPedido.REGISTRADO, EstadoPedido.PROPUESTO)

    derecho = models.CharField(max_length=14, choices=Derecho.choices)
    solicitante = models.CharField("quién pide", max_length=160)
    solicitante_documento = models.CharField("documento de quien pide", max_length=24)
    documento_visto = models.BooleanField("se vio el documento")
    en_nombre = models.CharField(max_length=14, choices=EnNombre.choices)
    acreditacion = models.CharField("con qué lo acredita", max_length=160, blank=True)
    canal = models.CharField(max_length=8, choices=Canal.choices)
    pedido = models.TextField("qué pide")
    recibido_el = models.DateField()
    vence_el = models.DateField()
    unidad_territorial = models.ForeignKey(
        UnidadTerritorial, models.PROTECT, null=True, related_name="pedidos_arco"
    )
    persona = models.ForeignKey(Persona, models.PROTECT, null=True, related_name="pedidos_arco")
    estado = models.CharField(
        max_length=10, choices=EstadoPedido.choices, default=EstadoPedido.REGISTRADO
    )
    deniega = models.BooleanField("se propone denegar", default=False)
    fundamento = models.TextField(blank=True)
    registrado_en = models.DateTimeField(default=timezone.now)
    registrado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    propuesto_en = models.DateTimeField(null=True)
    propuesto_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    resuelto_en = models.DateTimeField(null=True)
    resuelto_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    respuesta = models.FileField(upload_to="arco/%Y/%m", max_length=255, blank=True)
    sha256 = models.CharField("huella de la respuesta", max_length=64, blank=True)
    entregado_en = models.DateTimeField(null=True)
    entregado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")

    objects = PedidoArcoQuerySet.as_manager()

    class Meta:
        verbose_name = "pedido sobre datos personales"
        verbose_name_plural = "pedidos sobre datos personales"
        ordering = ["vence_el", "pk"]
        constraints = [
            estado_valido("pedidoarco", EstadoPedido),
            estado_valido("pedidoarco", Derecho, "derecho"),
            estado_valido("pedidoarco", EnNombre, "en_nombre"),
            estado_valido("pedidoarco", Canal, "canal"),
            en_par("pedidoarco", "propuesto"),
            en_par("pedidoarco", "resuelto"),
            en_par("pedidoarco", "entregado"),
            models.CheckConstraint(
                condition=Q(documento_visto=True), name="pedidoarco_con_documento_visto"
            ),
            models.CheckConstraint(
                condition=Q(en_nombre=EnNombre.PROPIO) | ~Q(acreditacion=""),
                name="pedidoarco_acreditado",
            ),
            models.CheckConstraint(
                condition=Q(vence_el__gt=F("recibido_el")), name="pedidoarco_plazo"
            ),
            models.CheckConstraint(
                condition=Q(
                    estado=EstadoPedido.REGISTRADO,
                    propuesto_en__isnull=True,
                    resuelto_en__isnull=True,
                )
                | Q(
                    ~Q(fundamento=""),
                    estado=EstadoPedido.PROPUESTO,
                    propuesto_en__isnull=False,
                    resuelto_en__isnull=True,
                )
                | Q(
                    ~Q(fundamento=""),
                    ~Q(sha256=""),
                    estado__in=[EstadoPedido.ATENDIDO, EstadoPedido.DENEGADO],
                    propuesto_en__isnull=False,
                    resuelto_en__isnull=False,
                ),
                name="pedidoarco_pasos_con_actores",
            ),
            models.CheckConstraint(
                condition=Q(resuelto_por__isnull=True) | ~Q(resuelto_por=F("propuesto_por")),
                name="pedidoarco_quien_propone_no_firma",
            ),
            models.CheckConstraint(
                condition=~Q(estado=EstadoPedido.ATENDIDO)
                | Q(derecho=Derecho.ACCESO)
                | Q(persona__isnull=False),
                name="pedidoarco_atendido_de_alguien",
            ),
            models.CheckConstraint(
                condition=Q(entregado_en__isnull=True) | Q(resuelto_en__isnull=False),
                name="pedidoarco_entregado_resuelto",
            ),
        ]

    def __str__(self) -> str:
        return f"Pedido ARCO {self.pk}"

    @property
    def numero(self) -> str:
        """What the receipt bears and people quote."""
        return f"{self.recibido_el.year}-{self.pk:06d}"

    @property
    def esta_vivo(self) -> bool:
        return self.estado in self.VIVOS


class QueSeHace(models.TextChoices):
    CORRIGE = "corrige", "Se corrige"
    RESTRINGE = "restringe", "Deja de usarse"
    RETIRA = "retira", "Se retira"
    CONSERVA = "conserva", "Se conserva"


class MedidaArco(models.Model):
    """One thing of a request and what is done with it: proposed, and done when it is signed.

    `objeto`: the field that is corrected, the kind of restriction, or the kind of data.
    `cuantos`: what was there when it was done.
    """

    pedido = models.ForeignKey(PedidoArco, models.PROTECT, related_name="medidas")
    que = models.CharField("qué se hace", max_length=9, choices=QueSeHace.choices)
    objeto = models.CharField(max_length=20)
    nombre = models.CharField(max_length=120)
    antes = models.CharField(max_length=80, blank=True)
    despues = models.CharField("después", max_length=80, blank=True)
    por_que = models.CharField("por qué", max_length=250, blank=True)
    cuantos = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "medida de un pedido"
        verbose_name_plural = "medidas de un pedido"
        ordering = ["pk"]
        constraints = [
            estado_valido("medidaarco", QueSeHace, "que"),
            models.UniqueConstraint(fields=["pedido", "objeto"], name="medidaarco_unica"),
            models.CheckConstraint(
                condition=~Q(que=QueSeHace.CONSERVA) | ~Q(por_que=""),
                name="medidaarco_conserva_con_razon",
            ),
            models.CheckConstraint(
                condition=~Q(que=QueSeHace.CORRIGE) | ~Q(antes=F("despues")),
                name="medidaarco_corrige_algo",
            ),
        ]

    def __str__(self) -> str:
        return f"Medida {self.pk}"
