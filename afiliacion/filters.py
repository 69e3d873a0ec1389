"""The filters of the queue. All of them live in the URL; of the text, only an opaque key does."""

from __future__ import annotations

import hashlib
import secrets

import django_filters as filtros
from django import forms
from django.core.cache import caches
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from afiliacion.consultas import cola
from afiliacion.consultas.personas import contactos_de_personas
from afiliacion.consultas.prioridad import Prioridad
from afiliacion.models import Contacto, EstadoContacto, FiltroGuardado
from juntos.models import Distrito, Parametro
from juntos.territorio import ve_el_pais

TEXTOS_GUARDADOS = 10
TODA = "toda=si"
# Counts that read more contacts than this are not made again for a minute.
MUCHOS_CONTACTOS, SEGUNDOS_DE_UNA_CUENTA = 20_000, 60


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
        method="por_vence", choices=[(t.codigo, t.etiqueta) for t in cola.VENCE.values()]
    )
    gestion = filtros.ChoiceFilter(method="por_gestion", choices=list(cola.GESTIONES.items()))
    lleva = filtros.CharFilter(method="por_lleva", validators=[RegexValidator(r"^\d{1,10}$")])
    estado = filtros.ChoiceFilter(choices=EstadoContacto.choices)
    lengua = filtros.ChoiceFilter(method="por_lengua", choices=list(cola.LENGUAS.items()))
    asignacion = filtros.ChoiceFilter(
        method="por_asignacion", choices=list(cola.ASIGNACIONES.items())
    )
    texto = filtros.CharFilter(method="por_texto", max_length=16)
    orden = filtros.ChoiceFilter(
        method="por_orden", choices=[(c, e) for c, (e, _) in cola.ORDENES.items()]
    )
    agrupar = filtros.ChoiceFilter(method="por_lugar", choices=[("lugar", "Por centro poblado")])

    LUGAR = ("departamento", "distrito")
    CONTADOS = ("tipo", "vence", "estado", "lengua", "asignacion")

    guardados: list[FiltroGuardado] = []
    abre_con: FiltroGuardado | None = None

    class Meta:
        model = Contacto
        fields = []

    def __init__(self, consulta: QueryDict, *, request, hoy=None):
        usuario = request.user
        # Read once: who sees few districts is served by their own part of the index.
        self.territorio = (
            None if ve_el_pais(usuario) else list(Distrito.objects.visibles_para(usuario))
        )
        super().__init__(
            consulta,
            queryset=Contacto.objects.visibles_para(usuario, distritos=self.territorio),
            request=request,
        )
        self.hoy = hoy or timezone.localdate()
        self.prioridad = Prioridad.de(usuario)
        self.form.is_valid()
        # A value that no filter knows is set aside and told, not applied.
        self.elegido = {c: v for c, v in self.form.cleaned_data.items() if v}
        self.desconocidos = [c for c in self.form.errors if c in self.filters]

    @classmethod
    def de(cls, consulta: QueryDict, *, request) -> FiltroCola:
        """The list asked for; without asking for any, the one with which its owner opens."""
        guardados = list(FiltroGuardado.objects.visibles_para(request.user).filter(retirado=False))
        abre = next((g for g in guardados if g.predeterminado), None)
        filtro = cls(consulta or QueryDict(abre.consulta if abre else ""), request=request)
        filtro.guardados, filtro.abre_con = guardados, abre
        return filtro

    def retirado(self, clave: str) -> FiltroGuardado | None:
        """The saved list that was just removed, to offer its undo."""
        suyos = FiltroGuardado.objects.visibles_para(self.request.user)
        return suyos.filter(pk=int(clave), retirado=True).first() if clave.isdecimal() else None

    @property
    def texto_buscado(self) -> str:
        return texto_guardado(self.request.session, self.elegido.get("texto", ""))

    @property
    def activos(self) -> dict[str, str]:
        """What narrows the list; its order and its groups do not."""
        return {c: v for c, v in self.elegido.items() if c not in ("orden", "agrupar")}

    def consulta(self, **cambios) -> str:
        """The clean query of this list: only what is chosen, always in the same order."""
        limpia = QueryDict(mutable=True)
        limpia.update({c: v for c, v in {**self.elegido, **cambios}.items() if v})
        return limpia.urlencode() or self.toda

    @property
    def toda(self) -> str:
        """The query of the whole queue, for who opens it with a list of her own."""
        return TODA if self.abre_con else ""

    @property
    def para_guardar(self) -> str:
        """This list without the text searched, which only its session knows."""
        return "" if set(self.elegido) <= {"texto"} else self.consulta(texto="")

    def filtrar(self, excepto=()) -> QuerySet:
        """The visible contacts with the chosen filters applied, but those of `excepto`."""
        elegido = {c: v for c, v in self.elegido.items() if c not in excepto}
        contactos = self.queryset.all()
        if "estado" not in excepto and "estado" not in elegido:
            contactos = contactos.abiertos()
        for campo, valor in elegido.items():
            contactos = self.filters[campo].filter(contactos, valor)
        return contactos

    @property
    def en_grupos(self) -> bool:
        return "agrupar" in self.elegido

    def lista(self) -> cola.Lista:
        orden = cola.ORDENES[self.elegido.get("orden") or "prioridad"][1]
        contactos = self.filtrar().annotate(turno=self.prioridad.turno)
        return cola.Lista(
            contactos.order_by(*(cola.LUGAR if self.en_grupos else orden)),
            self.hoy,
            self.prioridad,
        )

    def contar(self) -> cola.Cuentas:
        return self._guardada("cuentas", self._contar, lambda cuentas: cuentas.leidos)

    def contar_distritos(self) -> list[cola.CuentaDistrito]:
        return self._guardada(
            "distritos",
            lambda: cola.contar_distritos(self.filtrar(excepto=self.LUGAR), self.territorio),
            lambda distritos: sum(d.cuenta for d in distritos),
        )

    def _contar(self) -> cola.Cuentas:
        return cola.contar(
            self.filtrar(excepto=self.CONTADOS),
            self.elegido,
            usuario=self.request.user,
            hoy=self.hoy,
        )

    def _guardada(self, que: str, contar, leidos):
        """The counts of a country, kept for a minute: who sees all of it touches none of it."""
        if self.territorio is not None or "texto" in self.elegido:
            return contar()
        lista = hashlib.sha256(self.consulta(orden="", agrupar="").encode()).hexdigest()
        clave = f"cola:{que}:{self.hoy:%Y%m%d}:{lista}"
        if (guardada := caches["proceso"].get(clave)) is not None:
            return guardada
        cuentas = contar()
        if leidos(cuentas) > MUCHOS_CONTACTOS:
            caches["proceso"].set(clave, cuentas, SEGUNDOS_DE_UNA_CUENTA)
        return cuentas

    def por_distrito(self, contactos, _campo, valor):
        if valor == cola.SIN:
            return contactos.filter(distrito__isnull=True)
        return contactos.filter(distrito=valor)

    def por_tipo(self, contactos, _campo, valor):
        return contactos.filter(**{cola.TIPOS[valor][1]: True})

    def por_vence(self, contactos, _campo, valor):
        return contactos.filter(cola.VENCE[valor].q(self.hoy))

    def por_gestion(self, contactos, _campo, valor):
        if valor == cola.NUNCA:
            return contactos.filter(ultima_visita_el__isnull=True)
        dias = Parametro.de("dias_sin_gestion")
        return contactos.filter(cola.q_sin_gestion(self.hoy, dias))

    def por_lleva(self, contactos, _campo, valor):
        return contactos.filter(asignada_a=int(valor))

    def por_lengua(self, contactos, _campo, valor):
        return contactos.filter(lengua="" if valor == cola.SIN else valor)

    def por_asignacion(self, contactos, _campo, valor):
        return contactos.filter(cola.q_asignacion(valor, self.request.user))

    def por_texto(self, contactos, _campo, _valor):
        if not self.texto_buscado:
            return contactos
        return contactos.filter(pk__in=contactos_de_personas(self.texto_buscado))

    def por_orden(self, contactos, _campo, _valor):
        """Not a filter: `lista` puts the order."""
        return contactos

    por_lugar = por_orden
