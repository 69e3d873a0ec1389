"""Norms are drafted here by one person and approved by another; what they ask of is a catalogue."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from afiliacion import models
from afiliacion.acciones.estudios import pedir_estudio
from afiliacion.acciones.normas import NormaNoCabe, aprobar_norma, proponer_version
from afiliacion.formularios.normas import FormularioRegla
from juntos.admin import Hecho
from juntos.estados import TransicionInvalida


class Catalogo(admin.ModelAdmin):
    """Corrected, never deleted: rules and care rest on it."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.ItemCuidado)
class AdminItemCuidado(Catalogo):
    list_display = ["orden", "nombre", "codigo", "corto", "sujeto"]
    list_display_links = ["nombre"]
    list_filter = ["sujeto"]
    search_fields = ["codigo", "nombre"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["codigo"] if obj else []


@admin.register(models.CodigoDeCuidado)
class AdminCodigoDeCuidado(Catalogo):
    """A code is put out of use (`activo`), never deleted."""

    list_display = ["codigo", "fuente", "item", "parte", "dosis", "activo", "fuente_del_dato"]
    list_filter = ["fuente", "activo", "item"]
    list_select_related = ["item"]
    search_fields = ["codigo", "item__nombre"]


def es_de(norma: models.Norma | None, usuario) -> bool:
    """Only who prepares a draft writes in it: whoever did may not approve it."""
    return norma is None or (
        norma.estado == models.EstadoNorma.BORRADOR and norma.preparada_por_id == usuario.pk
    )


class ReglasDeNorma(admin.StackedInline):
    model = models.Regla
    form = FormularioRegla
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("item", "dosis", "articulo"),
                    ("referencia", "unidad", "desde", "hasta"),
                    ("tope_dias", "exigible", "brechas"),
                ]
            },
        ),
        (
            "Una de varias, y a quién",
            {
                "classes": ["collapse"],
                "fields": [
                    ("grupo", "alternativa"),
                    ("peso_desde", "peso_hasta", "semanas_desde", "semanas_hasta"),
                ],
            },
        ),
    ]

    def has_add_permission(self, request, obj=None) -> bool:
        return es_de(obj, request.user)

    def has_change_permission(self, request, obj=None) -> bool:
        return es_de(obj, request.user)

    def has_delete_permission(self, request, obj=None) -> bool:
        return es_de(obj, request.user)


@admin.register(models.Norma)
class AdminNorma(admin.ModelAdmin):
    list_display = [
        "codigo",
        "version",
        "materia",
        "vigente_desde",
        "vigente_hasta",
        "condiciona_pago",
        "estado",
        "preparada_por",
        "aprobada_por",
    ]
    list_filter = ["materia", "estado"]
    list_select_related = ["preparada_por", "aprobada_por"]
    search_fields = ["codigo", "titulo"]
    readonly_fields = ["estado", "reemplaza", "preparada_por", "aprobada_por", "aprobada_en"]
    inlines = [ReglasDeNorma]
    actions = ["aprobar_juntas"]
    change_form_template = "admin/afiliacion/norma/cambiar.html"

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and es_de(obj, request.user)

    def has_delete_permission(self, request, obj=None) -> bool:
        return obj is not None and es_de(obj, request.user)

    def save_model(self, request, obj, form, change) -> None:
        obj.preparada_por = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self):
        vistas = {"proponer": self.proponer, "estudio": self.estudio, "aprobar": self.aprobar}
        return [
            path(
                f"<int:pk>/{nombre}/",
                self.admin_site.admin_view(vista),
                name=f"afiliacion_norma_{nombre}",
            )
            for nombre, vista in vistas.items()
        ] + super().get_urls()

    @staticmethod
    def proponer(request, pk):
        return _proponer(request, pk)

    @staticmethod
    def aprobar(request, pk):
        return _aprobar(request, [get_object_or_404(models.Norma, pk=pk)])

    def estudio(self, request, pk):
        """What the draft would change, as it was last computed; asked for again by POST."""
        norma = get_object_or_404(models.Norma, pk=pk, estado=models.EstadoNorma.BORRADOR)
        if request.method == "POST":
            pedir_estudio(norma, por=request.user)
            return redirect("admin:afiliacion_norma_estudio", pk)
        estudio = norma.estudios.first()
        contexto = self.admin_site.each_context(request) | {
            "title": f"Qué cambiaría con {norma}",
            "opts": self.opts,
            "norma": norma,
            "estudio": estudio,
            "estados": _con_nombres(estudio.estados) if estudio else [],
            "puede_aprobar": norma.preparada_por_id != request.user.pk,
        }
        return render(request, "admin/afiliacion/norma/estudio.html", contexto)

    @admin.action(description="Aprobar juntas (cuando una no cabe sin la otra)")
    def aprobar_juntas(self, request, normas):
        return _aprobar(request, list(normas))


@require_POST
def _proponer(request, pk):
    nueva = proponer_version(get_object_or_404(models.Norma, pk=pk), por=request.user)
    return redirect("admin:afiliacion_norma_change", nueva.pk)


@require_POST
def _aprobar(request, normas):
    try:
        aprobar_norma(*normas, por=request.user)
    except PermissionDenied as error:
        messages.error(request, f"{error}: pídalo a otra persona.")
    except TransicionInvalida:
        messages.error(request, "Otra persona ya resolvió este borrador.")
    except NormaNoCabe as error:
        messages.error(request, str(error))
    else:
        nombres = ", ".join(map(str, normas))
        messages.success(request, f"Aprobada: {nombres}. Los calendarios se recalculan.")
    return redirect(reverse("admin:afiliacion_norma_changelist"))


def _con_nombres(estados: list) -> list[tuple[str, str, int]]:
    nombres = dict(models.EstadoItem.choices) | {"": "No se pedía"}
    return [
        (nombres[antes], nombres[despues] if despues else "No se pediría", cuantos)
        for antes, despues, cuantos in estados
    ]


@admin.register(models.EstudioDeNorma)
class AdminEstudioDeNorma(Hecho):
    list_display = ["id", "norma", "pedido_en", "pedido_por", "fin", "vistas", "cambian"]
    list_select_related = ["norma", "pedido_por"]
    search_fields = ["norma__codigo"]
    exclude = ["hogares"]


@admin.register(models.Cuidado)
class AdminCuidado(Hecho):
    list_display = ["id", "persona_id", "item", "dado_el", "dado", "origen", "anulado_en"]
    list_filter = ["origen", "dado", "item"]
    list_select_related = ["item"]
    search_fields = ["=persona__id"]
    exclude = ["persona"]


@admin.register(models.Corresponsabilidad)
class AdminCorresponsabilidad(Hecho):
    list_display = ["id", "persona_id", "regla", "desde", "hasta", "situacion", "dado_el"]
    list_select_related = ["regla"]
    search_fields = ["=persona__id"]
    exclude = ["persona", "gestante"]


@admin.register(models.Recalculo)
class AdminRecalculo(Hecho):
    list_display = ["id", "carga_id", "exoneracion_id", "creado", "intentos", "fin", "personas"]
    search_fields = ["=id", "=carga__id"]
    exclude = ["persona"]


@admin.register(models.CambioDeItem)
class AdminCambioDeItem(Hecho):
    list_display = ["id", "persona_id", "regla", "antes", "despues", "recalculo_id", "anotado"]
    list_select_related = ["regla"]
    search_fields = ["=persona__id", "=recalculo__id"]
    exclude = ["persona", "gestante"]
