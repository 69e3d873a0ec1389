"""What a manager says of a care that no register told."""

from django import forms
from django.db import models

from afiliacion.forms import CampoFecha
from afiliacion.models import EvidenciaCuidado

FOTO_MB = 10


class Respuesta(models.TextChoices):
    DADO = "dado", "Sí se dio"
    NO_DADO = "no_dado", "No se dio"


class FormularioCuidado(forms.Form):
    respuesta = forms.ChoiceField(
        label="¿Se dio?",
        choices=Respuesta.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una respuesta, o déjelo como está."},
    )
    dado_el = CampoFecha(label="¿Qué día?", required=False)
    evidencia = forms.ChoiceField(
        label="¿Qué vio?",
        choices=EvidenciaCuidado.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    foto = forms.FileField(
        label="Foto del carné",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": "La foto llegó vacía: vuelva a tomarla."},
    )
    visto = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_foto(self):
        foto = self.cleaned_data["foto"]
        if foto and foto.size > FOTO_MB * 2**20:
            raise forms.ValidationError(f"La foto pasa de {FOTO_MB} MB: tómela más pequeña.")
        return foto

    def clean(self) -> dict:
        datos = super().clean()
        if datos.get("respuesta") == Respuesta.DADO:
            if not datos.get("dado_el") and "dado_el" not in self.errors:
                self.add_error("dado_el", "Escriba qué día se dio.")
            if not datos.get("evidencia") and "evidencia" not in self.errors:
                self.add_error("evidencia", "Indique qué vio: el carné o una constancia.")
        return datos
