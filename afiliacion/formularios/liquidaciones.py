"""What is typed to open a settlement, to bring the bank's answer, and to propose an exit."""

from django import forms

from afiliacion.forms import CampoFecha
from afiliacion.models import CausaSalida

RESULTADOS_MB = 100


class FormularioLiquidacion(forms.Form):
    periodo = forms.ChoiceField(
        label="Bimestre",
        error_messages={
            "required": "Elija el bimestre.",
            "invalid_choice": "Ese bimestre ya tiene liquidación, o no se puede abrir todavía.",
        },
    )
    corte = CampoFecha(
        label="Fecha de corte",
        help_text="Se liquida con lo que se sabía ese día.",
    )

    def __init__(self, *args, periodos, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periodo"].choices = periodos


class FormularioCorte(forms.Form):
    corte = CampoFecha(label="Fecha de corte")


class FormularioResultados(forms.Form):
    archivo = forms.FileField(
        label="Archivo del banco",
        help_text="Entra completo o no entra.",
        error_messages={
            "required": "Elija el archivo que envió el banco.",
            "empty": "El archivo está vacío.",
        },
    )

    def clean_archivo(self):
        archivo = self.cleaned_data["archivo"]
        if archivo.size > RESULTADOS_MB * 2**20:
            raise forms.ValidationError(f"El archivo pasa de {RESULTADOS_MB} MB.")
        return archivo


class FormularioSalida(forms.Form):
    causa = forms.ModelChoiceField(
        CausaSalida.objects.filter(a_mano=True, activo=True),
        label="Por qué",
        empty_label="Elija la causa",
        error_messages={"required": "Elija la causa."},
    )
    sale_el = CampoFecha(label="Desde cuándo")
    detalle = forms.CharField(
        label="Qué pasó",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba qué pasó."},
    )
