"""The outcome catalogue is edited here; what happened is only looked at, without its people."""

from django.contrib import admin

from afiliacion import admin_dinero, admin_normas, admin_tablero, models  # noqa: F401 they register theirs
from juntos.admin import Hecho


@admin.register(models.Resultado)
class AdminResultado(admin.ModelAdmin):
    """What each outcome leads to. An outcome is retired (`activo`), never deleted."""

    list_display = [
        "orden",
        "nombre",
        "codigo",
        "siguiente",
        "por_telefono",
        "en_persona",
        "exige_motivo",
        "dias_reintento",
        "activo",
    ]
    list_display_links = ["nombre"]
    list_filter = ["activo", "siguiente"]
    search_fields = ["codigo", "nombre"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["codigo"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.AvisoDeFinalidad)
class AdminAvisoDeFinalidad(admin.ModelAdmin):
    """What is read to a family. It is never rewritten: a correction is another version."""

    list_display = ["version", "vigente_desde", "texto"]
    search_fields = ["=version", "texto"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.Contacto)
class AdminContacto(Hecho):
    list_display = ["id", "hogar_id", "estado", "distrito", "abierto_el", "vence_el", "carga_id"]
    list_filter = ["estado"]
    search_fields = ["=id", "=hogar__id", "distrito__nombre"]
    list_select_related = ["distrito"]
    date_hierarchy = "abierto_el"
    exclude = [
        "hogar",
        "centro_poblado",
        "direccion",
        "referencia",
        "telefono",
        "motivo_cierre",
    ]


@admin.register(models.Visita)
class AdminVisita(Hecho):
    list_display = ["id", "contacto_id", "modalidad", "resultado", "fecha", "registrada_por"]
    list_filter = ["modalidad", "resultado"]
    search_fields = ["=contacto__id", "=registrada_por__username"]
    list_select_related = ["resultado", "registrada_por"]
    date_hierarchy = "fecha"
    exclude = ["telefono", "motivo", "observacion", "direccion", "referencia"]


@admin.register(models.Alerta)
class AdminAlerta(Hecho):
    list_display = ["id", "visita_id", "tipo", "estado", "atendida_en", "atendida_por"]
    list_filter = ["tipo", "estado"]
    search_fields = ["=visita__id", "=visita__contacto__id"]
    list_select_related = ["atendida_por"]


@admin.register(models.Solicitud)
class AdminSolicitud(Hecho):
    list_display = [
        "id",
        "contacto_id",
        "unidad_territorial",
        "estado",
        "preparada_por",
        "enviada_en",
        "resuelta_por",
        "resuelta_en",
    ]
    list_filter = ["estado", "unidad_territorial"]
    search_fields = ["=id", "=contacto__id", "=preparada_por__username"]
    list_select_related = ["unidad_territorial", "preparada_por", "resuelta_por"]
    exclude = ["titular", "motivo"]


@admin.register(models.Acuerdo)
class AdminAcuerdo(Hecho):
    list_display = ["id", "solicitud_id", "tipo", "tamano", "subido_en", "subido_por"]
    list_filter = ["tipo"]
    search_fields = ["=solicitud__id", "=sha256"]
    list_select_related = ["subido_por"]
    exclude = ["archivo"]


@admin.register(models.Afiliacion)
class AdminAfiliacion(Hecho):
    list_display = [
        "id",
        "hogar_id",
        "solicitud_id",
        "afiliada_el",
        "preparada_por",
        "aprobada_por",
    ]
    search_fields = ["=id", "=hogar__id", "=solicitud__id", "=aprobada_por__username"]
    list_select_related = ["preparada_por", "aprobada_por"]
    date_hierarchy = "afiliada_el"
    exclude = ["hogar", "titular"]


@admin.register(models.InclusionTPI)
class AdminInclusionTPI(Hecho):
    list_display = ["id", "captacion_id", "hogar_id", "estado", "abierta_el"]
    list_filter = ["estado"]
    search_fields = ["=captacion__id", "=hogar__id"]
    exclude = ["hogar"]


@admin.register(models.Dispositivo)
class AdminDispositivo(Hecho):
    list_display = ["id", "usuario", "primer_contacto", "ultimo_contacto", "revocado_en"]
    search_fields = ["=id", "=usuario__username"]
    list_select_related = ["usuario"]
    exclude = ["clave"]


@admin.register(models.Parada)
class AdminParada(Hecho):
    list_display = ["id", "usuario", "contacto_id", "fecha", "orden"]
    search_fields = ["=contacto__id", "=usuario__username"]
    list_select_related = ["usuario"]
    date_hierarchy = "fecha"


@admin.register(models.RegistroDeCampo)
class AdminRegistroDeCampo(Hecho):
    list_display = ["id", "contacto_id", "tipo", "estado", "marcas", "recepcion", "hecho_por"]
    list_filter = ["estado", "tipo"]
    search_fields = ["=id", "=contacto__id", "=hecho_por__username"]
    list_select_related = ["hecho_por"]
    date_hierarchy = "recepcion"
    exclude = ["cuerpo", "motivo"]


@admin.register(models.Adjunto)
class AdminAdjunto(Hecho):
    list_display = ["id", "registro_id", "visita_id", "tipo", "tamano", "subido_en", "subido_por"]
    search_fields = ["=id", "=sha256"]
    list_select_related = ["subido_por"]
    exclude = ["archivo"]


@admin.register(models.MotivoDerivacion)
class AdminMotivoDerivacion(admin.ModelAdmin):
    """What a sheet asks for and of whom. A motive is retired (`activo`), never deleted."""

    list_display = ["orden", "nombre", "tipo_alerta", "destino", "nombra_persona", "activo"]
    list_display_links = ["nombre"]
    list_filter = ["destino", "activo"]
    search_fields = ["codigo", "nombre"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["codigo"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.Derivacion)
class AdminDerivacion(Hecho):
    list_display = ["id", "alerta_id", "motivo", "destino", "estado", "revisar_el", "emitida_por"]
    list_filter = ["estado", "destino", "motivo"]
    search_fields = ["=id", "=alerta__id", "=emitida_por__username"]
    list_select_related = ["motivo", "emitida_por"]
    exclude = ["captacion"]


@admin.register(models.Seguimiento)
class AdminSeguimiento(Hecho):
    list_display = ["id", "derivacion_id", "revisar_el", "anotado_en", "anotado_por"]
    search_fields = ["=derivacion__id"]
    list_select_related = ["anotado_por"]
    exclude = ["nota"]


@admin.register(models.Incidencia)
class AdminIncidencia(Hecho):
    list_display = ["id", "establecimiento_codigo", "causa", "estado", "abierta_en", "resuelta_en"]
    list_filter = ["estado", "causa"]
    search_fields = ["=id", "=establecimiento_codigo"]


@admin.register(models.Entrega)
class AdminEntrega(Hecho):
    list_display = [
        "id",
        "destino",
        "distrito",
        "formato",
        "filas",
        "entregada_en",
        "entregada_por",
    ]
    list_filter = ["destino", "formato"]
    search_fields = ["=id", "=sha256", "=entregada_por__username"]
    list_select_related = ["distrito", "entregada_por"]
    exclude = ["recibe", "oficina"]


@admin.register(models.Mensaje)
class AdminMensaje(Hecho):
    list_display = [
        "id",
        "contacto_id",
        "plantilla",
        "estado",
        "intentos",
        "pedido_en",
        "enviado_en",
    ]
    list_filter = ["estado", "plantilla"]
    search_fields = ["=id", "=contacto__id"]
    exclude = ["numero", "texto"]


@admin.register(models.FiltroGuardado)
class AdminFiltroGuardado(Hecho):
    list_display = ["id", "usuario", "predeterminado", "retirado"]
    list_select_related = ["usuario"]
    search_fields = ["=usuario__username"]


@admin.register(models.Reasignacion)
class AdminReasignacion(Hecho):
    list_display = ["id", "origen", "preparada_por", "hecha_en", "deshecha_en"]
    list_filter = ["origen"]
    list_select_related = ["preparada_por"]
    search_fields = ["=id", "=preparada_por__username"]


@admin.register(models.ContactoReasignado)
class AdminContactoReasignado(Hecho):
    list_display = ["id", "reasignacion_id", "contacto_id", "de", "a", "movido", "devuelto"]
    list_select_related = ["de", "a"]
    search_fields = ["=reasignacion__id", "=contacto__id"]


@admin.register(models.Salida)
class AdminSalida(Hecho):
    list_display = ["id", "usuario", "registrada_en", "registrada_por", "deshecha_en"]
    list_select_related = ["usuario", "registrada_por"]
    search_fields = ["=id", "=usuario__username"]


@admin.register(models.PedidoArco)
class AdminPedidoArco(Hecho):
    list_display = ["id", "derecho", "estado", "recibido_el", "vence_el", "resuelto_por"]
    list_filter = ["estado", "derecho"]
    search_fields = ["=id", "=registrado_por__username"]
    list_select_related = ["resuelto_por"]
    fields = ["derecho", "estado", "recibido_el", "vence_el", "registrado_por", "resuelto_por"]
    readonly_fields = fields


@admin.register(models.MedidaArco)
class AdminMedidaArco(Hecho):
    list_display = ["id", "pedido_id", "que", "objeto", "cuantos"]
    list_filter = ["que"]
    search_fields = ["=pedido__id", "objeto"]
    exclude = ["antes", "despues"]
