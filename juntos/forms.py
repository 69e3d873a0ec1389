"""What people write about the log of readings."""

from django import forms


class FormularioRevision(forms.Form):
    motivo = forms.CharField(
        label="Qué era",
        max_length=250,
        help_text="Sin nombres ni documentos: por ejemplo, «Preparó la ruta de toda la brigada».",
        error_messages={"required": "Escriba qué era esta lectura."},
    )


class FormularioQuien(forms.Form):
    """Whose readings: a person, a household or both; anything else is nothing chosen."""

    quien = forms.IntegerField(required=False, min_value=1)
    hogar = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
