"""What is typed to prepare a report and to set a target."""

from django import forms

from afiliacion.forms import CampoFecha
from afiliacion.models import CodigoIndicador
from juntos.models import UnidadTerritorial


class FormularioInforme(forms.Form):
    periodo = forms.ChoiceField(
        label="Mes",
        help_text="Se prepara con lo que se sabía al terminar el día de ayer.",
        error_messages={
            "required": "Elija el mes.",
            "invalid_choice": "Ese mes ya tiene informe aprobado, o no ha terminado.",
        },
    )

    def __init__(self, *args, meses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periodo"].choices = meses


class FormularioMeta(forms.Form):
    indicador = forms.ChoiceField(
        label="Indicador",
        choices=CodigoIndicador.choices,
        error_messages={"required": "Elija el indicador."},
    )
    unidad = forms.ModelChoiceField(
        UnidadTerritorial.objects.all(),
        label="Dónde",
        required=False,
        empty_label="Todo el país",
        help_text="La meta de una Unidad Territorial vale en ella en lugar de la del país.",
    )
    valor = forms.DecimalField(
        label="Meta (%)",
        min_value=0.1,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        error_messages={"required": "Escriba la meta.", "invalid": "Escriba un número, como 87.5."},
    )
    desde = CampoFecha(label="Desde", help_text="La que rige hoy termina el día anterior.")
    hasta = CampoFecha(label="Hasta", required=False)

    def clean(self):
        datos = super().clean()
        desde, hasta = datos.get("desde"), datos.get("hasta")
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "Debe ser el mismo día que empieza, o después.")
        return datos
