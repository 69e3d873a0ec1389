"""What of the money an administrator may change: amounts, layouts and causes; the rest is seen."""

from django import forms
from django.contrib import admin

from afiliacion import models
from afiliacion.consultas.banco import FormatoInvalido, leer_formato
from juntos.admin import SoloLectura


@admin.register(models.ParametroTransferencia)
class AdminParametroTransferencia(admin.ModelAdmin):
    """An amount is followed by another one: of what is written only its end is set."""

    list_display = ["clave", "valor", "desde", "hasta", "fuente"]
    list_filter = ["clave"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["clave", "valor", "desde"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class FormularioFormato(forms.ModelForm):
    class Meta:
        model = models.FormatoBanco
        fields = ["nombre", "definicion", "en_uso"]

    def clean_definicion(self) -> str:
        try:
            leer_formato(self.cleaned_data["definicion"])
        except FormatoInvalido as motivo:
            raise forms.ValidationError(str(motivo)) from None
        return self.cleaned_data["definicion"]


@admin.register(models.FormatoBanco)
class AdminFormatoBanco(admin.ModelAdmin):
    form = FormularioFormato
    list_display = ["nombre", "en_uso"]


class Catalogo(admin.ModelAdmin):
    """Codes are named elsewhere: they are retired (`activo`), never deleted."""

    list_display = ["orden", "nombre", "codigo", "activo"]
    list_display_links = ["nombre"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["codigo"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.CausaRechazo)
class AdminCausaRechazo(Catalogo):
    pass


@admin.register(models.CausaSalida)
class AdminCausaSalida(Catalogo):
    list_display = ["orden", "nombre", "codigo", "alcance", "a_mano", "activo"]


@admin.register(models.Liquidacion)
class AdminLiquidacion(SoloLectura):
    list_display = ["periodo", "estado", "corte", "hogares", "total", "aprobada_por"]
    list_filter = ["estado"]


@admin.register(models.SalidaPropuesta)
class AdminSalidaPropuesta(SoloLectura):
    list_display = ["id", "hogar_id", "causa", "estado", "sale_el", "resuelta_por"]
    list_filter = ["estado", "causa"]
    search_fields = ["=id", "=hogar__id"]
    exclude = ["hogar", "detalle", "motivo_descarte"]
