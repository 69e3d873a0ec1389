"""The form of the loads page."""

from django import forms

from captacion.models import Fuente


class CampoArchivos(forms.FileField):
    """One file or several; each is checked by the action that receives it."""

    def clean(self, data, initial=None) -> list:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(CampoArchivos, self).clean(archivo, initial) for archivo in data]


class ElegirArchivos(forms.FileInput):
    allow_multiple_selected = True


class FormularioCarga(forms.Form):
    archivos = CampoArchivos(
        label="Archivos",
        allow_empty_file=True,
        widget=ElegirArchivos,
        error_messages={"required": "Elija al menos un archivo de su equipo."},
    )
    fuente = forms.ChoiceField(
        label="Fuente",
        required=False,
        choices=[("", "Detectar por el encabezado"), *Fuente.choices],
    )
    inicial = forms.BooleanField(
        label="Es una carga inicial",
        required=False,
        help_text=(
            "Trae lo que existía antes del sistema: sus captaciones tardías no cuentan en los "
            "indicadores; las oportunas, sí."
        ),
    )
    corte_completo = forms.BooleanField(
        label="Es un corte completo del mes",
        required=False,
        help_text=(
            "Trae todo lo que la fuente tiene, no solo lo nuevo: lo que falte en él se listará "
            "como «ya no viene». Nada se borra."
        ),
    )
