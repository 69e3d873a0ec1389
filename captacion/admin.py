"""What came in, to be looked at: facts are read here and changed nowhere.

Only pick-up points and keys of the API are set up here, and a layout that people taught may be put
out of use.
"""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect

from captacion import models
from captacion.acciones.claves import emitir_clave
from captacion.acciones.recojo import recoger_ahora
from juntos.admin import Hecho


@admin.register(models.Carga)
class AdminCarga(Hecho):
    list_display = ["id", "nombre_archivo", "fuente", "estado", "leidas", "recibida_en"]
    list_filter = ["fuente", "estado"]
    search_fields = ["nombre_archivo", "sha256"]
    list_select_related = ["recibida_por"]
    date_hierarchy = "recibida_en"
    # The file is personal data: its page lets it be mended, not the admin.
    exclude = ["archivo"]


@admin.register(models.Detencion)
class AdminDetencion(Hecho):
    list_display = ["carga_id", "leidas", "rechazadas", "repetidas"]
    search_fields = ["=carga__id"]


@admin.register(models.PesosCruce)
class AdminPesosCruce(Hecho):
    list_display = ["id", "origen", "activa", "previa", "pares", "creada_en", "creada_por"]
    list_filter = ["origen", "activa"]
    list_select_related = ["creada_por"]


@admin.register(models.DocumentoObservado)
class AdminDocumentoObservado(Hecho):
    list_display = ["id", "personas", "observado_el", "levantado_en", "levantado_por"]
    search_fields = ["=documento"]
    list_select_related = ["levantado_por"]


@admin.register(models.Duplicado)
class AdminDuplicado(Hecho):
    list_display = ["id", "regla", "estado", "puntaje", "carga_id", "fila", "decidido_por"]
    list_filter = ["estado", "regla"]
    search_fields = ["=id"]
    list_select_related = ["decidido_por"]
    exclude = ["persona", "otra"]


@admin.register(models.HogarDuplicado)
class AdminHogarDuplicado(Hecho):
    list_display = ["id", "estado", "comunes", "carga_id", "fila", "decidido_por"]
    list_filter = ["estado"]
    search_fields = ["=id"]
    list_select_related = ["decidido_por"]


@admin.register(models.FusionMovida)
class AdminFusionMovida(Hecho):
    """What was moved may be personal data: here only which rows."""

    list_display = [
        "id",
        "duplicado_id",
        "hogar_duplicado_id",
        "modelo",
        "objeto_id",
        "campo",
        "deshecha",
    ]
    list_filter = ["deshecha"]
    search_fields = ["=duplicado__id"]
    exclude = ["antes", "despues"]


@admin.register(models.DocumentoAlias)
class AdminDocumentoAlias(Hecho):
    list_display = ["id", "persona_id"]
    search_fields = ["=documento"]
    fields = ["id"]


@admin.register(models.EncuentroDeHogares)
class AdminEncuentro(Hecho):
    list_display = ["id", "juntos", "pgh", "comunes", "de_juntos", "de_pgh", "discrepancias"]
    search_fields = ["=juntos__codigo", "=pgh__codigo"]
    list_select_related = ["juntos", "pgh"]


@admin.register(models.ReservaCruce)
class AdminReservaCruce(Hecho):
    list_display = ["clase", "unidad", "reservada_por", "reservada_en", "hasta"]
    list_select_related = ["reservada_por"]


@admin.register(models.AplazoCruce)
class AdminAplazoCruce(Hecho):
    list_display = ["clase", "unidad", "aplazado_por", "aplazado_en"]
    list_select_related = ["aplazado_por"]


@admin.register(models.LoteDeDecisiones)
class AdminLoteDeDecisiones(Hecho):
    list_display = ["id", "hecho_en", "hecho_por", "deshecho_en", "deshecho_por"]
    list_select_related = ["hecho_por", "deshecho_por"]


@admin.register(models.PerfilPropio)
class AdminPerfilPropio(Hecho):
    """Taught on the page of a refused file; here it is put out of use, or back in."""

    list_display = ["codigo", "fuente", "ubigeo", "activo", "creado_en", "creado_por"]
    list_filter = ["fuente", "activo"]
    search_fields = ["codigo"]
    list_select_related = ["creado_por"]
    fields = ["codigo", "fuente", "columnas", "ubigeo", "creado_en", "creado_por", "activo"]
    readonly_fields = ["codigo", "fuente", "columnas", "ubigeo", "creado_en", "creado_por"]

    def has_change_permission(self, request, obj=None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)


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
class AdminEventoRecibido(Hecho):
    list_display = ["id", "fuente", "recibido_en", "resultado", "intentos", "carga_id", "numero"]
    list_filter = ["fuente", "resultado"]
    search_fields = ["=id", "=carga__id"]
    list_select_related = ["carga"]
    date_hierarchy = "recibido_en"
    # What came is personal data: its Carga's page tells what there is to mend.
    exclude = ["registro", "llave"]


@admin.register(models.FilaObservada)
class AdminFilaObservada(Hecho):
    list_display = ["carga_id", "numero", "tipo", "motivos"]
    list_filter = ["tipo"]
    search_fields = ["=carga__id", "=numero"]
    list_select_related = ["carga"]
    exclude = ["celdas"]


@admin.register(models.RegistroFuente)
class AdminRegistroFuente(Hecho):
    list_display = ["id", "fuente", "carga_id", "fila", "persona_id", "hogar_id"]
    list_filter = ["fuente"]
    search_fields = ["=clave"]
    list_select_related = ["carga"]
    fields = ["fuente", "huella", "avisos", "carga", "fila"]


@admin.register(models.CambioDato)
class AdminCambioDato(Hecho):
    """What changed is personal data: here only which field, and where it was read."""

    list_display = ["id", "carga_id", "fila", "campo", "persona_id", "hogar_id"]
    list_filter = ["campo"]
    search_fields = ["=carga__id"]
    list_select_related = ["carga"]
    fields = ["campo", "carga", "fila"]


@admin.register(models.Persona)
class AdminPersona(Hecho):
    """Found by an exact document only: the admin is no place to browse people."""

    list_display = ["id", "carga_id", "fila"]
    search_fields = ["=dni", "=cui", "=cnv", "=recien_nacido__codigo_padron", "=otro_documento"]
    fields = ["id", "carga", "fila"]


@admin.register(models.Hogar)
class AdminHogar(Hecho):
    list_display = ["codigo", "origen", "distrito", "es_usuario", "en_tpi"]
    list_filter = ["origen", "es_usuario", "en_tpi"]
    search_fields = ["=codigo"]
    list_select_related = ["distrito"]
    exclude = ["direccion"]


@admin.register(models.Miembro)
class AdminMiembro(Hecho):
    list_display = ["id", "hogar", "persona_id", "es_titular", "carga_id", "fila"]
    search_fields = ["=hogar__codigo"]
    list_select_related = ["hogar"]
    fields = ["hogar", "es_titular", "carga", "fila"]


@admin.register(models.ClasificacionSocioeconomica)
class AdminClasificacion(Hecho):
    list_display = ["hogar", "nivel", "desde", "hasta", "fuente", "carga_id"]
    list_filter = ["nivel", "fuente"]
    search_fields = ["=hogar__codigo"]
    list_select_related = ["hogar"]


@admin.register(models.Gestante, models.RecienNacido)
class AdminEvento(Hecho):
    """A birth or a pregnancy is health data: here only where it was read."""

    list_display = ["id", "fuente", "distrito", "en_fuente_el", "carga_id", "fila"]
    list_filter = ["fuente"]
    search_fields = ["=id"]
    list_select_related = ["distrito"]
    fields = ["fuente", "distrito", "en_fuente_el", "carga", "fila"]


@admin.register(models.Atencion)
class AdminAtencion(Hecho):
    """Care given is health data: here only where it was read."""

    list_display = ["id", "fuente", "carga_id", "fila"]
    list_filter = ["fuente", ("persona", admin.EmptyFieldListFilter)]
    search_fields = ["=id"]
    list_select_related = ["carga"]
    fields = ["fuente", "carga", "fila"]


@admin.register(models.Telefono)
class AdminTelefono(Hecho):
    list_display = ["id", "fuente", "visto_el"]
    list_filter = ["fuente"]
    search_fields = ["=id"]
    fields = ["fuente", "visto_el"]


@admin.register(models.Vinculo)
class AdminVinculo(Hecho):
    list_display = ["id", "regla", "estado", "duda", "hogar", "carga_id", "fila", "decidido_por"]
    list_filter = ["estado", "regla", "duda"]
    search_fields = ["=hogar__codigo", "=id"]
    list_select_related = ["hogar", "decidido_por"]
    exclude = ["persona"]


@admin.register(models.Captacion)
class AdminCaptacion(Hecho):
    list_display = ["id", "distrito", "registrada_el", "oportuna", "inicial", "carga_id", "fila"]
    list_filter = ["inicial", "en_hogar_usuario"]
    search_fields = ["=id", "=hogar__codigo"]
    list_select_related = ["distrito"]
    date_hierarchy = "registrada_el"
    fields = ["hogar", "distrito", "registrada_el", "oportuna", "inicial", "carga", "fila"]


@admin.register(models.PuntoDeRecojo)
class AdminPuntoDeRecojo(admin.ModelAdmin):
    """Where files wait on other machines. A point is retired (`activo`), never deleted."""

    list_display = [
        "nombre",
        "ultimo_intento",
        "ultimo_exito",
        "ultimo_error",
        "activo",
    ]
    list_filter = ["activo", "pide_atencion", "fuente", "protocolo"]
    search_fields = ["nombre"]
    actions = ["recoger_ahora"]
    change_form_template = "admin/captacion/puntoderecojo/cambiar.html"
    readonly_fields = [
        "ultimo_error",
        "fallos",
        "ultimo_intento",
        "ultimo_exito",
        "proximo_intento",
    ]
    fieldsets = [
        (None, {"fields": ["nombre", "fuente", "protocolo", "cada_minutos", "activo"]}),
        ("Cómo se entra", {"fields": ["usuario", "variable_secreto"]}),
        ("HTTPS", {"fields": ["url"]}),
        ("SFTP", {"fields": ["anfitrion", "puerto", "huella_servidor", "carpeta", "patron"]}),
        ("Cómo va", {"fields": readonly_fields}),
    ]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        """Only what the form changed: a visit may be writing how it goes."""
        obj.save(update_fields=form.changed_data if change else None)

    def response_change(self, request, obj):
        if "_recoger" not in request.POST:
            return super().response_change(request, obj)
        self.recoger_ahora(request, [obj])
        return HttpResponseRedirect(request.path)

    @admin.action(description="Recoger ahora", permissions=["change"])
    def recoger_ahora(self, request, puntos):
        for punto in puntos:
            if recoger_ahora(punto, por=request.user):
                texto = f"{punto}: la visita empieza en unos segundos; actualice para ver cómo fue."
                self.message_user(request, texto, messages.SUCCESS)
            else:
                self.message_user(request, f"{punto}: no está activo.", messages.WARNING)


@admin.register(models.ArchivoRecogido)
class AdminArchivoRecogido(Hecho):
    list_display = ["id", "punto", "nombre", "tamano", "marca", "carga_id"]
    list_filter = ["punto"]
    search_fields = ["nombre", "=carga__id"]
    list_select_related = ["punto"]


@admin.register(models.Rectificacion)
class AdminRectificacion(Hecho):
    list_display = ["id", "persona_id", "campo", "hecha_en", "hecha_por", "reemplazada_en"]
    list_filter = ["campo"]
    search_fields = ["=persona__id", "=hecha_por__username"]
    list_select_related = ["hecha_por"]
    exclude = ["antes", "valor"]


@admin.register(models.Restriccion)
class AdminRestriccion(Hecho):
    list_display = ["id", "persona_id", "tipo", "puesta_en", "puesta_por", "levantada_en"]
    list_filter = ["tipo"]
    search_fields = ["=persona__id", "=puesta_por__username"]
    list_select_related = ["puesta_por"]
