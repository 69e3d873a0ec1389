"""The filters of the queue. All of them live in the URL; of the text, only an opaque key does."""

import secrets

import django_filters as filtros
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from afiliacion.consultas import cola
from afiliacion.consultas.personas import contactos_de_personas
from afiliacion.models import Contacto, EstadoContacto

TEXTOS_GUARDADOS = 10


class FormularioBusqueda(forms.Form):
    """A name, a document or a household code: always sent by POST (docs/adr/0010)."""

    texto = forms.CharField(label="Nombre, documento o código de hogar", max_length=80)
    donde = forms.CharField(required=False, max_length=4)
    filtros = forms.CharField(required=False, max_length=500)


def guardar_texto(sesion, texto: str) -> str:
    """Keep a search text in the session and return the key that stands for it in a URL."""
    textos = sesion.get("textos", {})
    for clave, guardado in textos.items():
        if guardado == texto:
            return clave
    clave = secrets.token_urlsafe(6)
    recientes = dict(list(textos.items())[-(TEXTOS_GUARDADOS - 1) :])
    sesion["textos"] = {**recientes, clave: texto}
    return clave


def texto_guardado(sesion, clave: str) -> str:
    return sesion.get("textos", {}).get(clave, "")


class FiltroCola(filtros.FilterSet):
    """What the queue shows. Without a state: the open contacts."""

    departamento = filtros.CharFilter("distrito__departamento", max_length=60)
    distrito = filtros.CharFilter(
        method="por_distrito", validators=[RegexValidator(r"^(\d{6}|sin)$")]
    )
    tipo = filtros.ChoiceFilter(
        method="por_tipo", choices=[(v, e) for v, (e, _) in cola.TIPOS.items()]
    )
    vence = filtros.ChoiceFilter(
        method="por_vence", choices=[(t.codigo, t.etiqueta) for t in cola.TRAMOS.values()]
    )
    estado = filtros.ChoiceFilter(choices=EstadoContacto.choices)
    lengua = filtros.ChoiceFilter(method="por_lengua", choices=list(cola.LENGUAS.items()))
    asignacion = filtros.ChoiceFilter(
        method="por_asignacion", choices=list(cola.ASIGNACIONES.items())
    )
    texto = filtros.CharFilter(method="por_texto", max_length=16)
    orden = filtros.ChoiceFilter(
        method="por_orden", choices=[(c, e) for c, (e, _) in cola.ORDENES.items()]
    )

    LUGAR = ("departamento", "distrito")
    CONTADOS = ("tipo", "vence", "estado", "lengua", "asignacion")

    class Meta:
        model = Contacto
        fields = []

    def __init__(self, consulta: QueryDict, *, request, hoy=None):
        super().__init__(
            consulta,
            queryset=Contacto.objects.visibles_para(request.user),
            request=request,
        )
        self.hoy = hoy or timezone.localdate()
        self.form.is_valid()
        # A value that no filter knows is set aside and told, not applied.
        self.elegido = {c: v for c, v in self.form.cleaned_data.items() if v}
        self.desconocidos = [c for c in self.form.errors if c in self.filters]

    @property
    def texto_buscado(self) -> str:
        return texto_guardado(self.request.session, self.elegido.get("texto", ""))

    @property
    def activos(self) -> dict[str, str]:
        """What narrows the list; the order does not."""
        return {c: v for c, v in self.elegido.items() if c != "orden"}

    def consulta(self, **cambios) -> str:
        """The clean query of this list: only what is chosen, always in the same order."""
        limpia = QueryDict(mutable=True)
        limpia.update({c: v for c, v in {**self.elegido, **cambios}.items() if v})
        return limpia.urlencode()

    def filtrar(self, excepto=()) -> QuerySet:
        """The visible contacts with the chosen filters applied, but those of `excepto`."""
        elegido = {c: v for c, v in self.elegido.items() if c not in excepto}
        contactos = self.queryset.all()
        if "estado" not in excepto and "estado" not in elegido:
            contactos = contactos.abiertos()
        for campo, valor in elegido.items():
            contactos = self.filters[campo].filter(contactos, valor)
        return contactos

    def en_orden(self) -> QuerySet:
        return self.por_orden(self.filtrar(), "orden", self.elegido.get("orden") or "plazo")

    def contar(self) -> cola.Cuentas:
        return cola.contar(
            self.filtrar(excepto=self.CONTADOS),
            self.elegido,
            usuario=self.request.user,
            hoy=self.hoy,
        )

    def contar_distritos(self) -> list[cola.CuentaDistrito]:
        return cola.contar_distritos(self.filtrar(excepto=self.LUGAR))

    def por_distrito(self, contactos, _campo, valor):
        if valor == cola.SIN:
            return contactos.filter(distrito__isnull=True)
        return contactos.filter(distrito=valor)

    def por_tipo(self, contactos, _campo, valor):
        return contactos.filter(**{cola.TIPOS[valor][1]: True})

    def por_vence(self, contactos, _campo, valor):
        return contactos.filter(cola.TRAMOS[valor].q(self.hoy))

    def por_lengua(self, contactos, _campo, valor):
        return contactos.filter(lengua="" if valor == cola.SIN else valor)

    def por_asignacion(self, contactos, _campo, valor):
        return contactos.filter(cola.q_asignacion(valor, self.request.user))

    def por_texto(self, contactos, _campo, _valor):
        if not self.texto_buscado:
            return contactos
        return contactos.filter(pk__in=contactos_de_personas(self.texto_buscado))

    def por_orden(self, contactos, _campo, valor):
        return contactos.order_by(*cola.ORDENES[valor][1])
