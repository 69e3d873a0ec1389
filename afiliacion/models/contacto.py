"""A household to be reached: one open contact each, bundling its newborns and pregnancies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from captacion.models import Captacion, Carga, Hogar, Lengua, NivelPobreza
from juntos.models import Distrito, Usuario
from juntos.restricciones import en_par, estado_valido
from juntos.territorio import en_territorio


class EstadoContacto(models.TextChoices):
    PENDIENTE = "pendiente", "Pendiente"
    EN_GESTION = "en_gestion", "En gestión"
    DERIVADA = "derivada", "Derivada a la ULE"
    EN_SOLICITUD = "en_solicitud", "En solicitud"
    AFILIADA = "afiliada", "Afiliada"
    NO_ELEGIBLE = "no_elegible", "No elegible"
    NO_ACEPTA = "no_acepta", "No acepta"
    YA_USUARIA = "ya_usuaria", "Ya es usuaria"
    CERRADA = "cerrada", "Cerrada"
    REUNIDA = "reunida", "Reunida con otro contacto"


_DE_LOS_FILTROS = [
    "estado",
    "lengua",
    "con_recien_nacido",
    "con_gestante",
    "asignada_a",
    "abierto_el",
    "ultima_visita_el",
]


class ContactoQuerySet(models.QuerySet):
    def visibles_para(self, usuario, *, distritos=None) -> ContactoQuerySet:
        return en_territorio(self, usuario, distritos=distritos)

    def abiertos(self) -> ContactoQuerySet:
        return self.filter(estado__in=Contacto.ABIERTOS)


class Contacto(models.Model):
    """The work of reaching one household. `vence_el` is the earliest deadline of its cases.

    What the queue sorts, filters and shows of a row stands here (`nivel`, `lengua`,
    `ultimo_resultado`…), written by the actions that change it, so that the queue of a country
    is one indexed read. `version` is the optimistic lock: a stale form gets 409.

    A district that a person gave (`mudado_en`) stands over what a source says later.
    """

    ABIERTOS = (
        EstadoContacto.PENDIENTE,
        EstadoContacto.EN_GESTION,
        EstadoContacto.DERIVADA,
        EstadoContacto.EN_SOLICITUD,
    )
    CIERRES = (
        EstadoContacto.AFILIADA,
        EstadoContacto.NO_ELEGIBLE,
        EstadoContacto.NO_ACEPTA,
        EstadoContacto.YA_USUARIA,
        EstadoContacto.CERRADA,
        EstadoContacto.REUNIDA,
    )
    _CIERRES_DE_CAMPO = {
        EstadoContacto.NO_ELEGIBLE,
        EstadoContacto.NO_ACEPTA,
        EstadoContacto.YA_USUARIA,
        EstadoContacto.CERRADA,
        EstadoContacto.REUNIDA,
    }
    TRANSICIONES = {
        EstadoContacto.PENDIENTE: {
            EstadoContacto.EN_GESTION,
            EstadoContacto.DERIVADA,
            EstadoContacto.EN_SOLICITUD,
        }
        | _CIERRES_DE_CAMPO,
        EstadoContacto.EN_GESTION: {EstadoContacto.DERIVADA, EstadoContacto.EN_SOLICITUD}
        | _CIERRES_DE_CAMPO,
        EstadoContacto.DERIVADA: {EstadoContacto.EN_GESTION, EstadoContacto.EN_SOLICITUD}
        | _CIERRES_DE_CAMPO,
        EstadoContacto.EN_SOLICITUD: {
            EstadoContacto.AFILIADA,
            EstadoContacto.EN_GESTION,
            EstadoContacto.DERIVADA,
        }
        | _CIERRES_DE_CAMPO,
        EstadoContacto.NO_ELEGIBLE: {EstadoContacto.PENDIENTE, EstadoContacto.EN_GESTION},
        EstadoContacto.NO_ACEPTA: {EstadoContacto.EN_GESTION},
        EstadoContacto.CERRADA: {EstadoContacto.EN_GESTION},
        EstadoContacto.YA_USUARIA: {EstadoContacto.PENDIENTE, EstadoContacto.EN_GESTION},
        EstadoContacto.AFILIADA: set(),
        EstadoContacto.REUNIDA: set(),
    }

    hogar = models.ForeignKey(Hogar, models.PROTECT, related_name="contactos")
    estado = models.CharField(
        max_length=14, choices=EstadoContacto.choices, default=EstadoContacto.PENDIENTE
    )
    distrito = models.ForeignKey(Distrito, models.PROTECT, null=True, related_name="contactos")
    centro_poblado = models.CharField(max_length=120, blank=True)
    direccion = models.CharField("dirección", max_length=200, blank=True)
    referencia = models.CharField(max_length=200, blank=True)
    abierto_el = models.DateField()
    vence_el = models.DateField()
    # Kept by a trigger: the deadline brought forward by what else weighs (docs/adr/0024).
    turno_el = models.DateField("día con que se ordena", editable=False)
    rezagado = models.BooleanField(
        default=False,
        help_text="Ya había vencido cuando una carga inicial lo trajo: va después de los demás.",
    )
    nivel = models.CharField(max_length=16, choices=NivelPobreza.choices, blank=True)
    lengua = models.CharField(max_length=1, choices=Lengua.choices, blank=True)
    con_recien_nacido = models.BooleanField(default=False)
    con_gestante = models.BooleanField(default=False)
    telefono = models.CharField("teléfono", max_length=9, blank=True)
    asignada_a = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="contactos")
    asignada_en = models.DateTimeField(null=True)
    asignada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    mudado_en = models.DateTimeField("cambiado de distrito por una persona", null=True)
    mudado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    reintento_el = models.DateField("próximo intento", null=True)
    ultimo_resultado = models.ForeignKey(
        "afiliacion.Resultado", models.PROTECT, null=True, related_name="+"
    )
    ultima_visita_el = models.DateField(null=True)
    motivo_cierre = models.CharField(max_length=200, blank=True)
    reunida_con = models.ForeignKey("self", models.PROTECT, null=True, related_name="reunidas")
    cerrado_en = models.DateTimeField(null=True)
    cerrado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    carga = models.ForeignKey(Carga, models.PROTECT, related_name="contactos_abiertos")

    objects = ContactoQuerySet.as_manager()

    class Meta:
        constraints = [
            estado_valido("contacto", EstadoContacto),
            models.CheckConstraint(
                condition=Q(nivel__in=["", *NivelPobreza.values]), name="contacto_nivel_valido"
            ),
            models.CheckConstraint(
                condition=Q(lengua__in=["", *Lengua.values]), name="contacto_lengua_valida"
            ),
            en_par("contacto", "asignada"),
            en_par("contacto", "mudado"),
            en_par("contacto", "cerrado"),
            models.CheckConstraint(
                condition=Q(asignada_a__isnull=True, asignada_en__isnull=True)
                | Q(asignada_a__isnull=False, asignada_en__isnull=False),
                name="contacto_asignada_completa",
            ),
            models.UniqueConstraint(
                fields=["hogar"],
                condition=Q(estado__in=["pendiente", "en_gestion", "derivada", "en_solicitud"]),
                name="contacto_uno_abierto_por_hogar",
            ),
            models.CheckConstraint(
                condition=Q(
                    estado__in=["pendiente", "en_gestion", "derivada", "en_solicitud"],
                    cerrado_en__isnull=True,
                )
                | (
                    ~Q(estado__in=["pendiente", "en_gestion", "derivada", "en_solicitud"])
                    & Q(cerrado_en__isnull=False)
                ),
                name="contacto_cerrado_con_fecha",
            ),
            models.CheckConstraint(
                condition=Q(reunida_con__isnull=True) | Q(estado=EstadoContacto.REUNIDA),
                name="contacto_reunida_con_otro",
            ),
        ]
        # The order of the queue for a territory and for the country; what its filters and counts
        # read comes along, so that neither visits the table.
        indexes = [
            models.Index(
                fields=["distrito", "rezagado", "turno_el", "id"],
                include=["vence_el", *_DE_LOS_FILTROS],
                condition=Q(estado__in=["pendiente", "en_gestion", "derivada", "en_solicitud"]),
                name="contacto_cola_distrito",
            ),
            models.Index(
                fields=["rezagado", "turno_el", "id"],
                include=["vence_el", "distrito", *_DE_LOS_FILTROS],
                condition=Q(estado__in=["pendiente", "en_gestion", "derivada", "en_solicitud"]),
                name="contacto_cola",
            ),
        ]

    def __str__(self) -> str:
        return f"Contacto {self.pk}"

    @property
    def esta_abierto(self) -> bool:
        return self.estado in self.ABIERTOS


class CasoQuerySet(models.QuerySet):
    def vivos(self) -> CasoQuerySet:
        """Cases still to be served: no visit has closed them with care."""
        return self.filter(cerrado_por_visita__isnull=True)


class Caso(models.Model):
    """A capture in the hands of a contact; it moves with the household it is linked to.

    A loss or a death closes one case (`cerrado_por_visita`); the others of the household go on.
    """

    contacto = models.ForeignKey(Contacto, models.PROTECT, related_name="casos")
    captacion = models.OneToOneField(Captacion, models.PROTECT, related_name="caso")
    cerrado_por_visita = models.ForeignKey(
        "afiliacion.Visita", models.PROTECT, null=True, related_name="casos_cerrados"
    )

    objects = CasoQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Caso {self.pk}"
