"""What people type: a visit, a reason, a titular, an agreement."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from afiliacion.acciones.visitas import DE_GESTANTE, DE_NINO, VUELVEN, proponer_reintento
from afiliacion.models import (
    Caso,
    CausaIncidencia,
    Contacto,
    Modalidad,
    Resultado,
    Siguiente,
    TipoAlerta,
)
from captacion.models import Persona, Telefono
from juntos.mascara import Mascara
from juntos.models import Distrito, Usuario

DISTRITOS_PROPUESTOS = 8
LETRAS_PARA_BUSCAR = 3


def buscar_distritos(texto: str) -> list[Distrito]:
    """Districts whose name, province and department hold every word, or whose ubigeo it is."""
    texto = texto.replace("\x00", "").strip()
    if len(texto) < LETRAS_PARA_BUSCAR:
        return []
    if texto.isdigit():
        return list(Distrito.objects.filter(ubigeo__startswith=texto)[:DISTRITOS_PROPUESTOS])
    distritos = Distrito.objects.annotate(
        propia=_clave(F("nombre")),
        clave=_clave(Concat("nombre", Value(" "), "provincia", Value(" "), "departamento")),
        exacta=ExpressionWrapper(Q(propia=_clave(Value(texto))), BooleanField()),
    )
    for palabra in re.findall(r"\w+", texto):
        distritos = distritos.filter(clave__contains=_clave(Value(palabra)))
    return list(distritos.order_by("-exacta", "nombre", "ubigeo")[:DISTRITOS_PROPUESTOS])


def _clave(expresion) -> Func:
    return Func(expresion, function="clave_nombre")


class CampoFecha(forms.DateField):
    """A date with the browser's own picker, which reads and writes ISO."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "invalid": "Escriba la fecha con día, mes y año, por ejemplo 23/11/2026.",
                "required": "Escriba la fecha.",
            },
            **kwargs,
        )


class EleccionTelefono(forms.ModelChoiceField):
    def label_from_instance(self, telefono: Telefono) -> str:
        return f"{telefono.numero} · {telefono.persona.nombre_completo}"


class EleccionCaso(forms.ModelChoiceField):
    def label_from_instance(self, caso: Caso) -> str:
        return f"{caso.captacion.persona.nombre_completo} ({caso.captacion.get_tipo_display()})"


class FormularioDistrito(forms.Form):
    """A district by its name: typed, then chosen from those that match."""

    distrito_texto = forms.CharField(
        label="Distrito",
        help_text="Escriba el nombre del distrito o su código de ubigeo.",
        max_length=120,
        required=False,
    )
    distrito_nuevo = forms.ModelChoiceField(
        Distrito.objects.all(), label="Distrito", required=False
    )

    @property
    def distritos(self) -> list[Distrito]:
        """Districts that match what was typed, to choose one."""
        return buscar_distritos(self["distrito_texto"].value() or "")

    def hallar_distrito(self) -> None:
        """The one chosen, else the only one that matches; else say what to do."""
        datos = self.cleaned_data
        if datos.get("distrito_nuevo") or "distrito_nuevo" in self.errors:
            return
        hallados = self.distritos
        if len(hallados) == 1:
            datos["distrito_nuevo"] = hallados[0]
        elif hallados:
            self.add_error("distrito_texto", "Elija el distrito de la lista.")
        else:
            self.add_error(
                "distrito_texto",
                "Escriba el nombre del distrito, o los seis números de su ubigeo.",
            )


class FormularioUbicacion(FormularioDistrito):
    """Where a household that no territory has yet lives."""

    def clean(self) -> dict:
        datos = super().clean()
        self.hallar_distrito()
        return datos


class FormularioAsignacion(forms.Form):
    a = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Asignar a",
        empty_label="Elija a quién",
        error_messages={
            "required": "Elija a quién se asigna.",
            "invalid_choice": "Esa persona no atiende este distrito: elija a otra.",
        },
    )

    def __init__(self, *args, gestoras, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["a"].queryset = gestoras


class FormularioVisita(FormularioDistrito):
    """What happened? The outcome first; what an outcome does not need is not asked nor kept."""

    clave = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    leida_en = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    modalidad = forms.ChoiceField(
        label="¿Cómo?",
        choices=Modalidad.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija si fue una visita o una llamada."},
    )
    resultado = forms.ModelChoiceField(
        Resultado.objects.filter(activo=True),
        label="¿Qué pasó?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija qué pasó.",
            "invalid_choice": "Ese resultado ya no está en la lista: elija otro.",
        },
    )
    caso = EleccionCaso(
        Caso.objects.none(),
        label="¿De quién?",
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    motivo = forms.CharField(label="Motivo", max_length=200, required=False)
    direccion = forms.CharField(label="Dirección correcta", max_length=200, required=False)
    referencia = forms.CharField(label="Referencia para llegar", max_length=200, required=False)
    reintento_el = CampoFecha(label="Volver a intentar el", required=False)
    telefono = EleccionTelefono(
        Telefono.objects.none(),
        label="Número al que se llamó",
        required=False,
        empty_label="Elija el número",
    )
    telefono_nuevo = forms.CharField(
        label="Otro número que le dieron",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    observacion = forms.CharField(
        label="Nota", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fecha = CampoFecha(label="Fecha")
    alertas = forms.MultipleChoiceField(
        label="Alertas", choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    causa = forms.ChoiceField(
        label="Si el establecimiento no atiende, ¿por qué?",
        choices=[("", "Elija, si lo sabe"), *CausaIncidencia.conocidas()],
        required=False,
    )

    # A box whose value is the version that the page showed.
    aviso = forms.IntegerField(required=False, min_value=1, max_value=2**15 - 1)

    def __init__(self, *args, contacto: Contacto, telefonos, **kwargs):
        self.contacto = contacto
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {
            "clave": uuid.uuid4(),
            "version": contacto.version,
            "leida_en": timezone.now().isoformat(),
            "fecha": timezone.localdate(),
            "modalidad": Modalidad.PRESENCIAL,
        } | kwargs["initial"]
        super().__init__(*args, **kwargs)
        self.fields["telefono"].queryset = telefonos
        self.fields["caso"].queryset = contacto.casos.vivos().select_related("captacion__persona")
        self.fields["alertas"].choices = alertas_posibles(contacto)

    @property
    def resultados(self) -> list[tuple[Resultado, dt.date | None]]:
        """The outcomes of this household in their order, each with the retry that it proposes."""
        hoy = timezone.localdate()
        return [
            (r, proponer_reintento(self.contacto, r, desde=hoy) if r.siguiente in VUELVEN else None)
            for r in self.fields["resultado"].queryset
            if self.contacto.con_gestante or r.pk != Resultado.PERDIDA_GESTACION
        ]

    @property
    def varios_casos(self) -> bool:
        return len(self.fields["caso"].queryset) > 1

    def clean(self) -> dict:
        """Only what the form itself asks: what a visit must have is the action's to say."""
        datos = super().clean()
        resultado = datos.get("resultado")
        if resultado and resultado.siguiente == Siguiente.MUDANZA:
            self.hallar_distrito()
        return datos

    def datos_de_visita(self) -> dict:
        """What the action takes, by its own names."""
        ajenos = {"leida_en", "distrito_texto"}
        return {k: v for k, v in self.cleaned_data.items() if k not in ajenos}


def alertas_posibles(contacto: Contacto) -> list[tuple[str, str]]:
    """Alerts that fit who is in this contact; the closing one is raised by the system."""
    tipos = [TipoAlerta.ESTABLECIMIENTO]
    if contacto.con_recien_nacido:
        tipos = [*DE_NINO, *tipos]
    if contacto.con_gestante:
        tipos = [*DE_GESTANTE, *tipos]
    return [(t.value, t.label) for t in tipos]


class FormularioMotivo(forms.Form):
    """Why: to observe, to reject, to reopen."""

    motivo = forms.CharField(
        label="Motivo",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba el motivo: lo leerá quien sigue con este hogar."},
    )


class FormularioTitular(forms.Form):
    titular = forms.TypedChoiceField(
        label="Titular",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija quién será titular.",
            "invalid_choice": "Esa persona no puede ser titular: elija a otra de la lista.",
        },
    )

    def __init__(self, *args, personas: list[Persona], mascara: Mascara, **kwargs):
        super().__init__(*args, **kwargs)
        campo, por_pk = self.fields["titular"], {str(p.pk): p for p in personas}
        campo.choices = [
            (pk, f"{p.nombre_completo} · {mascara.numero(p.documento)}") for pk, p in por_pk.items()
        ]
        campo.coerce = por_pk.__getitem__


class FormularioAcuerdo(forms.Form):
    archivo = forms.FileField(
        label="Foto, PDF o audio del acuerdo",
        error_messages={
            "required": "Elija el archivo del acuerdo: una foto, un PDF o un audio.",
            "empty": "El archivo está vacío: vuelva a tomar la foto o a elegirlo.",
        },
    )
