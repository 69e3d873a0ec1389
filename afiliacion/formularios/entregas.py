"""To whom a list is handed."""

from django import forms

from afiliacion.models import FormatoEntrega


class FormularioEntrega(forms.Form):
    recibe = forms.CharField(
        label="Quién la recibe",
        max_length=120,
        error_messages={"required": "Escriba el nombre de quien recibe la lista."},
    )
    oficina = forms.CharField(
        label="Su cargo y oficina",
        max_length=120,
        error_messages={"required": "Escriba el cargo y la oficina de quien la recibe."},
    )
    formato = forms.ChoiceField(
        label="Formato",
        choices=FormatoEntrega.choices,
        initial=FormatoEntrega.XLSX,
        widget=forms.RadioSelect,
    )
