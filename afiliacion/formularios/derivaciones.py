"""What people type of a referral: to whom, and what was learned of it."""

from django import forms

from afiliacion.consultas import derivaciones as consultas
from afiliacion.forms import CampoFecha
from afiliacion.models import Alerta, Derivacion, EstadoDerivacion, MotivoDerivacion
from captacion.models import Captacion
from juntos.models import Establecimiento


class EleccionPersona(forms.ModelChoiceField):
    def label_from_instance(self, captacion: Captacion) -> str:
        return captacion.persona.nombre_completo


class FormularioDerivacion(forms.Form):
    motivo = forms.ModelChoiceField(
        MotivoDerivacion.objects.none(),
        label="Motivo",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Elija el motivo.",
            "invalid_choice": "Ese motivo ya no está en la lista: elija otro.",
        },
    )
    establecimiento = forms.ModelChoiceField(
        Establecimiento.objects.none(),
        label="Establecimiento que recibe la hoja",
        required=False,
        empty_label="Elija el establecimiento",
    )
    captacion = EleccionPersona(
        Captacion.objects.none(),
        label="¿De quién?",
        error_messages={"required": "Indique de quién se trata."},
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, alerta: Alerta, **kwargs):
        motivos = consultas.motivos_de(alerta)
        kwargs["initial"] = {
            "motivo": motivos.first(),
            "establecimiento": consultas.establecimiento_de(alerta),
        }
        super().__init__(*args, **kwargs)
        self.fields["motivo"].queryset = motivos
        if motivos.filter(destino="establecimiento").exists():
            contacto = alerta.visita.contacto
            self.fields["establecimiento"].queryset = consultas.establecimientos_para(contacto)
            self.fields["captacion"].queryset = consultas.personas_de(alerta)
        else:
            del self.fields["establecimiento"]
        if alerta.captacion_id or "establecimiento" not in self.fields:
            del self.fields["captacion"]


class FormularioSeguimiento(forms.Form):
    a = forms.ChoiceField(label="Cómo está ahora", widget=forms.RadioSelect)
    nota = forms.CharField(
        label="Qué se supo",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba qué se supo o qué se hizo."},
    )
    revisar_el = CampoFecha(label="Volver a preguntar el", required=False)

    def __init__(self, *args, derivacion: Derivacion, **kwargs):
        kwargs["initial"] = {"a": derivacion.estado}
        super().__init__(*args, **kwargs)
        posibles = Derivacion.TRANSICIONES[derivacion.estado]
        if derivacion.esta_viva:
            posibles = {derivacion.estado, *posibles}
        self.fields["a"].choices = [
            (valor, nombre) for valor, nombre in EstadoDerivacion.choices if valor in posibles
        ]
