"""What a resolution that exonerates says."""

from django import forms

from afiliacion.forms import CampoFecha
from afiliacion.models import ItemCuidado
from juntos.models import Distrito, Rol, UnidadTerritorial, Usuario


class FormularioExoneracion(forms.Form):
    resolucion = forms.CharField(
        label="Número de resolución",
        max_length=60,
        error_messages={"required": "Escriba el número de la resolución."},
    )
    motivo = forms.CharField(
        label="Motivo",
        max_length=200,
        error_messages={"required": "Escriba por qué se exonera, como lo dice la resolución."},
    )
    unidad_territorial = forms.ModelChoiceField(
        UnidadTerritorial.objects.none(),
        label="Unidad Territorial",
        required=False,
        empty_label="Todo el país",
    )
    distrito = forms.ModelChoiceField(
        Distrito.objects.none(),
        label="Distrito",
        required=False,
        empty_label="Todos los de la Unidad Territorial",
    )
    item = forms.ModelChoiceField(
        ItemCuidado.objects.all(),
        label="Qué cuidado",
        required=False,
        empty_label="Todos los cuidados",
    )
    desde = CampoFecha(
        label="Desde", help_text="Se exonera lo que se pide entre estos días, los dos incluidos."
    )
    hasta = CampoFecha(label="Hasta")

    def __init__(self, *args, por: Usuario, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["distrito"].queryset = Distrito.objects.visibles_para(por)
        if por.rol == Rol.SUPERVISORA:
            self.fields["unidad_territorial"].queryset = UnidadTerritorial.objects.filter(
                pk=por.unidad_territorial_id
            )
            self.fields["unidad_territorial"].empty_label = None
        else:
            self.fields["unidad_territorial"].queryset = UnidadTerritorial.objects.all()
            # Nearly two thousand are not chosen from a list: by the number of their ubigeo.
            self.fields["distrito"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields["distrito"].help_text = "Los seis números de su ubigeo, si es uno solo."
            self.fields["distrito"].error_messages["invalid_choice"] = (
                "Ese ubigeo no es de ningún distrito."
            )

    def clean(self) -> dict:
        datos = super().clean()
        desde, hasta = datos.get("desde"), datos.get("hasta")
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "No puede terminar antes de empezar.")
        if datos.get("distrito"):
            # The district says it all: its Unidad Territorial is only how it was found.
            datos["unidad_territorial"] = None
        return datos
