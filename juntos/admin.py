"""Users, territory and parameters. The role decides who enters here; events are only read."""

from allauth.socialaccount.models import SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path

from juntos.catalogos import (
    COLUMNAS_DISTRITOS,
    CatalogoInvalido,
    aplicar_distritos,
    comparar_distritos,
)
from juntos.cuentas.invitaciones import enviar, invitar_otra_vez
from juntos.models import (
    AlertaDeLectura,
    Asignacion,
    Ausencia,
    Cambio,
    Distrito,
    EnsayoRestauracion,
    Establecimiento,
    Evento,
    Invitacion,
    Lectura,
    Parametro,
    RevisionDePrivilegios,
    Sello,
    TareaFallida,
    UnidadTerritorial,
    Usuario,
)

admin.site.site_header = "Captación temprana · Administración"
admin.site.site_title = "Administración"
admin.site.index_title = "Catálogos y cuentas"
# Rights come from the role alone.
admin.site.unregister(Group)
# The environment alone names who else may vouch for a person (juntos.cuentas.institucional).
admin.site.unregister([SocialApp, SocialToken])


class SoloLectura(admin.ModelAdmin):
    """Facts: seen by whoever enters the admin, changed by nobody."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class Hecho(SoloLectura):
    """A fact of a large table, told by ids, states and dates: paged without a count of all."""

    show_full_result_count = False
    list_per_page = 50


@admin.register(UnidadTerritorial)
class UnidadTerritorialAdmin(admin.ModelAdmin):
    list_display = ["codigo", "nombre"]
    search_fields = ["codigo", "nombre"]


class FormularioTablaDistritos(forms.Form):
    """The table as a file or, to confirm what was shown, as the text that was read from it."""

    archivo = forms.FileField(label="Tabla de distritos (CSV)", required=False)
    contenido = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self):
        datos = super().clean()
        if archivo := datos.get("archivo"):
            try:
                datos["contenido"] = archivo.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("archivo", "El archivo no está en UTF-8.")
        elif not datos.get("contenido"):
            self.add_error("archivo", "Elija el archivo CSV de la tabla.")
        return datos


@admin.register(Distrito)
class DistritoAdmin(admin.ModelAdmin):
    list_display = [
        "ubigeo",
        "ubigeo_reniec",
        "departamento",
        "provincia",
        "nombre",
        "unidad_territorial",
        "intervenido",
    ]
    list_filter = ["unidad_territorial", "intervenido", "departamento"]
    list_select_related = ["unidad_territorial"]
    search_fields = ["ubigeo", "ubigeo_reniec", "nombre", "provincia", "departamento"]
    autocomplete_fields = ["unidad_territorial"]
    change_list_template = "admin/juntos/distrito/lista.html"

    def get_readonly_fields(self, request, obj=None):
        return ["ubigeo"] if obj else []

    def get_urls(self):
        vista = self.admin_site.admin_view(self.importar)
        return [path("importar/", vista, name="juntos_distrito_importar"), *super().get_urls()]

    def importar(self, request):
        """Say what the table would change; change it when that very answer is confirmed."""
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        enviado = request.method == "POST"
        formulario = FormularioTablaDistritos(*([request.POST, request.FILES] if enviado else []))
        cambios, errores = None, ()
        if enviado and formulario.is_valid():
            try:
                cambios = comparar_distritos(formulario.cleaned_data["contenido"].splitlines())
            except CatalogoInvalido as error:
                errores = error.errores
        if cambios and request.POST.get("huella") == cambios.huella:
            aplicar_distritos(cambios, por=request.user)
            messages.success(request, f"Tabla de distritos importada: {_resumen(cambios)}.")
            return redirect("admin:juntos_distrito_changelist")
        contexto = self.admin_site.each_context(request) | {
            "title": "Importar tabla de distritos",
            "opts": self.opts,
            "formulario": formulario,
            "cambios": cambios,
            "resumen": _resumen(cambios) if cambios else "",
            "contenido": formulario.cleaned_data["contenido"] if cambios else "",
            "errores": errores,
            "columnas": ",".join(COLUMNAS_DISTRITOS),
        }
        plantilla = "admin/juntos/distrito/importar.html"
        return render(
            request, plantilla, contexto, status=422 if enviado and cambios is None else 200
        )


def _resumen(cambios) -> str:
    return f"distritos nuevos: {len(cambios.nuevos)}; cambiados: {len(cambios.cambiados)}"


@admin.register(Establecimiento)
class EstablecimientoAdmin(admin.ModelAdmin):
    list_display = ["codigo", "nombre", "distrito", "categoria", "activo"]
    list_filter = ["activo", "categoria"]
    list_select_related = ["distrito"]
    search_fields = ["codigo", "nombre", "distrito__nombre"]
    autocomplete_fields = ["distrito"]

    def get_readonly_fields(self, request, obj=None):
        return ["codigo"] if obj else []


class AsignacionEnLinea(admin.TabularInline):
    model = Asignacion
    extra = 0
    autocomplete_fields = ["distrito"]


@admin.register(Asignacion)
class AsignacionAdmin(admin.ModelAdmin):
    list_display = ["usuario", "distrito", "desde", "hasta"]
    list_select_related = ["usuario", "distrito"]
    list_filter = ["usuario__unidad_territorial"]
    search_fields = ["usuario__username", "usuario__last_name", "distrito__nombre"]
    autocomplete_fields = ["usuario", "distrito"]
    date_hierarchy = "desde"


@admin.register(Ausencia)
class AusenciaAdmin(SoloLectura):
    """Kept by the supervisors on their team's page."""

    list_display = ["usuario", "desde", "hasta", "motivo", "cubre"]
    list_select_related = ["usuario", "cubre"]
    list_filter = ["motivo", "usuario__unidad_territorial"]
    search_fields = ["usuario__username", "cubre__username"]
    date_hierarchy = "desde"


CAMPOS_DE_ROL = ["rol", "unidad_territorial", "lenguas"]


@admin.register(Usuario)
class UsuarioAdmin(UserAdmin):
    """The role grants everything: `is_staff`, `is_superuser`, groups and permissions follow it.

    An account begins with an invitation, and its password is set by its owner alone.
    """

    actions = ["enviar_enlace"]
    list_display = ["username", "last_name", "first_name", "rol", "unidad_territorial", "is_active"]
    list_filter = ["rol", "is_active", "unidad_territorial"]
    list_select_related = ["unidad_territorial"]
    search_fields = ["username", "first_name", "last_name", "email"]
    autocomplete_fields = ["unidad_territorial"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    inlines = [AsignacionEnLinea]
    fieldsets = [
        (None, {"fields": ["username", "is_active"]}),
        ("Persona", {"fields": ["first_name", "last_name", "email"]}),
        ("Rol y territorio", {"fields": CAMPOS_DE_ROL}),
        ("Fechas", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(username=Usuario.SISTEMA)

    def save_model(self, request, obj, form, change):
        obj.seguir_al_rol()
        super().save_model(request, obj, form, change)

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("juntos:invitacion-nueva")

    def user_change_password(self, request, id, form_url=""):
        raise PermissionDenied("Cada persona pone su contraseña: envíele un enlace.")

    @admin.action(description="Enviar un enlace para poner una contraseña nueva")
    def enviar_enlace(self, request, queryset):
        for usuario in queryset:
            if not usuario.is_active or not usuario.email or usuario == request.user:
                texto = f"{usuario}: sin enlace (cuenta cerrada, sin correo o la suya propia)."
                messages.warning(request, texto)
            elif enviar(invitar_otra_vez(usuario, por=request.user), por=request.user):
                messages.success(request, f"{usuario}: enlace enviado.")
            else:
                texto = f"{usuario}: el correo no salió. Reenvíe el enlace desde Cuentas."
                messages.warning(request, texto)

    def has_delete_permission(self, request, obj=None) -> bool:
        """People leave a trace: an account is closed (`is_active`), never deleted."""
        return False


class FormularioParametro(forms.ModelForm):
    valor = forms.IntegerField(min_value=0)

    class Meta:
        model = Parametro
        fields = ["valor", "fuente"]


@admin.register(Parametro)
class ParametroAdmin(admin.ModelAdmin):
    """The value and where it comes from; the code knows the key."""

    form = FormularioParametro
    list_display = ["clave", "valor", "unidad", "descripcion", "fuente"]
    search_fields = ["clave", "descripcion"]
    readonly_fields = ["clave", "unidad", "descripcion"]
    fields = ["clave", "descripcion", "valor", "unidad", "fuente"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Evento)
class EventoAdmin(SoloLectura):
    list_display = ["ocurrido_en", "modelo", "objeto_id", "de", "a", "ocurrido_por"]
    list_filter = ["modelo", "a"]
    list_select_related = ["ocurrido_por"]
    search_fields = ["modelo", "=objeto_id"]
    date_hierarchy = "ocurrido_en"
    show_full_result_count = False


@admin.register(Cambio)
class CambioAdmin(Hecho):
    """Who, where and why; what it was and is, in the history of each row that one may change."""

    list_display = ["cambiado_en", "cambiado_por", "operacion", "tabla", "objeto", "vista"]
    list_filter = ["operacion"]
    list_select_related = ["cambiado_por"]
    search_fields = ["=objeto", "=solicitud", "=cambiado_por__username"]
    exclude = ["antes", "despues"]


@admin.register(EnsayoRestauracion)
class EnsayoRestauracionAdmin(SoloLectura):
    list_display = ["ensayado_en", "resultado", "detalle", "segundos"]
    list_filter = ["resultado"]
    search_fields = ["archivo", "detalle"]
    date_hierarchy = "ensayado_en"


@admin.register(Sello)
class SelloAdmin(SoloLectura):
    list_display = ["numero", "momento", "ultimo_evento", "hash"]
    search_fields = ["=numero", "=hash"]
    fields = ["numero", "momento", "anterior", "hash", "ultimo_evento", "tramos"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("huellas")


@admin.register(Lectura)
class LecturaAdmin(Hecho):
    list_display = ["leido_en", "leido_por", "que", "hogar_id", "objeto_id", "personas"]
    list_filter = ["que"]
    list_select_related = ["leido_por"]
    search_fields = ["=hogar_id", "leido_por__username"]


@admin.register(AlertaDeLectura)
class AlertaDeLecturaAdmin(Hecho):
    list_display = ["hora", "usuario", "hogares", "estado", "revisada_por"]
    list_filter = ["estado"]
    list_select_related = ["usuario", "revisada_por"]
    search_fields = ["usuario__username"]


@admin.register(TareaFallida)
class TareaFallidaAdmin(SoloLectura):
    """Decided on its own page."""

    list_display = ["ultima_vez", "tarea", "argumentos", "error", "intentos", "estado"]
    list_filter = ["estado", "tarea"]
    search_fields = ["tarea", "error"]
    date_hierarchy = "ultima_vez"


@admin.register(Invitacion)
class InvitacionAdmin(SoloLectura):
    """Sent and annulled on its own page."""

    list_display = ["creada_en", "usuario", "estado", "valida_hasta", "envios", "enviada_en"]
    list_filter = ["estado"]
    list_select_related = ["usuario"]
    search_fields = ["usuario__username"]
    date_hierarchy = "creada_en"


@admin.register(RevisionDePrivilegios)
class RevisionDePrivilegiosAdmin(SoloLectura):
    """Signed on the page of the privileges."""

    list_display = ["firmada_en", "trimestre", "unidad_territorial", "firmada_por", "nota"]
    list_filter = ["trimestre"]
    list_select_related = ["unidad_territorial", "firmada_por"]
    search_fields = ["trimestre", "=huella"]
    date_hierarchy = "firmada_en"


@admin.register(LogEntry)
class HistorialAdmin(SoloLectura):
    """Who changed what here, over every catalogue."""

    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag", "content_type"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__username"]
    date_hierarchy = "action_time"
