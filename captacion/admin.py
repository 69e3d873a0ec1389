"""What came in, to be looked at: facts are read here and changed nowhere."""

from django.contrib import admin, messages

from captacion import models
from captacion.acciones.claves import emitir_clave


class SoloLectura(admin.ModelAdmin):
    """A fact: nobody adds, changes or deletes it from here."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.Carga)
class AdminCarga(SoloLectura):
    list_display = ["id", "nombre_archivo", "fuente", "estado", "leidas", "recibida_en"]
    list_filter = ["fuente", "estado"]
    search_fields = ["nombre_archivo", "sha256"]
    list_select_related = ["recibida_por"]
    date_hierarchy = "recibida_en"
    # The file is personal data: its page lets it be mended, not the admin.
    exclude = ["archivo"]


@admin.register(models.ClaveApi)
class AdminClaveApi(admin.ModelAdmin):
    """Its token is shown once, when it is made; one that leaked is put out of use, not deleted."""

    list_display = ["nombre", "fuente", "prefijo", "activa", "por_minuto", "ultimo_uso"]
    list_filter = ["fuente", "activa"]
    search_fields = ["nombre", "prefijo"]
    fields = ["fuente", "nombre", "activa", "por_minuto", "prefijo", "creada_en", "creada_por"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["fuente", "nombre", "por_minuto"]

    def get_readonly_fields(self, request, obj=None):
        return ["fuente", "prefijo", "creada_en", "creada_por"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        token = emitir_clave(obj, por=request.user)
        messages.warning(request, f"La clave es {token} · Cópiela ahora: no se volverá a mostrar.")


@admin.register(models.EventoRecibido)
class AdminEventoRecibido(SoloLectura):
    list_display = ["id", "fuente", "recibido_en", "resultado", "intentos", "carga_id", "numero"]
    list_filter = ["fuente", "resultado"]
    search_fields = ["=id", "=carga__id"]
    list_select_related = ["carga"]
    date_hierarchy = "recibido_en"
    # What came is personal data: its Carga's page tells what there is to mend.
    exclude = ["registro", "llave"]


@admin.register(models.FilaObservada)
class AdminFilaObservada(SoloLectura):
    list_display = ["carga_id", "numero", "tipo", "motivos"]
    list_filter = ["tipo"]
    search_fields = ["=carga__id", "=numero"]
    list_select_related = ["carga"]
    exclude = ["celdas"]


@admin.register(models.RegistroFuente)
class AdminRegistroFuente(SoloLectura):
    list_display = ["id", "fuente", "carga_id", "fila", "persona_id", "hogar_id"]
    list_filter = ["fuente"]
    search_fields = ["=clave"]
    list_select_related = ["carga"]
    fields = ["fuente", "huella", "avisos", "carga", "fila"]


@admin.register(models.Persona)
class AdminPersona(SoloLectura):
    """Found by an exact document only: the admin is no place to browse people."""

    list_display = ["id", "carga_id", "fila"]
    search_fields = ["=dni", "=cui", "=cnv", "=codigo_padron", "=otro_documento"]
    fields = ["id", "carga", "fila"]


@admin.register(models.Hogar)
class AdminHogar(SoloLectura):
    list_display = ["codigo", "origen", "distrito", "es_usuario", "en_tpi"]
    list_filter = ["origen", "es_usuario", "en_tpi"]
    search_fields = ["=codigo"]
    list_select_related = ["distrito"]
    exclude = ["direccion"]


@admin.register(models.Miembro)
class AdminMiembro(SoloLectura):
    list_display = ["id", "hogar", "persona_id", "es_titular", "carga_id", "fila"]
    search_fields = ["=hogar__codigo"]
    list_select_related = ["hogar"]
    fields = ["hogar", "es_titular", "carga", "fila"]


@admin.register(models.ClasificacionSocioeconomica)
class AdminClasificacion(SoloLectura):
    list_display = ["hogar", "nivel", "desde", "hasta", "fuente", "carga_id"]
    list_filter = ["nivel", "fuente"]
    search_fields = ["=hogar__codigo"]
    list_select_related = ["hogar"]


@admin.register(models.Gestante, models.RecienNacido)
class AdminEvento(SoloLectura):
    """A birth or a pregnancy is health data: here only where it was read."""

    list_display = ["id", "fuente", "distrito", "en_fuente_el", "carga_id", "fila"]
    list_filter = ["fuente"]
    search_fields = ["=id"]
    list_select_related = ["distrito"]
    fields = ["fuente", "distrito", "en_fuente_el", "carga", "fila"]


@admin.register(models.Telefono)
class AdminTelefono(SoloLectura):
    list_display = ["id", "fuente", "visto_el"]
    list_filter = ["fuente"]
    search_fields = ["=id"]
    fields = ["fuente", "visto_el"]


@admin.register(models.Vinculo)
class AdminVinculo(SoloLectura):
    list_display = ["id", "regla", "estado", "duda", "hogar", "carga_id", "fila", "decidido_por"]
    list_filter = ["estado", "regla", "duda"]
    search_fields = ["=hogar__codigo", "=id"]
    list_select_related = ["hogar", "decidido_por"]
    exclude = ["persona"]


@admin.register(models.Captacion)
class AdminCaptacion(SoloLectura):
    list_display = ["id", "distrito", "registrada_el", "oportuna", "inicial", "carga_id", "fila"]
    list_filter = ["inicial", "en_hogar_usuario"]
    search_fields = ["=id", "=hogar__codigo"]
    list_select_related = ["distrito"]
    date_hierarchy = "registrada_el"
    fields = ["hogar", "distrito", "registrada_el", "oportuna", "inicial", "carga", "fila"]
