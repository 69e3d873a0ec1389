"""The figures' facts and turns, what was published and what was told: only seen."""

from django.contrib import admin

from afiliacion import models
from juntos.admin import Hecho, SoloLectura


@admin.register(models.HechoCaptacion)
class AdminHechoCaptacion(Hecho):
    list_display = ["id", "captacion_id", "desde", "hasta", "tipo", "registrada_el", "cuenta"]
    search_fields = ["=captacion__id"]


@admin.register(models.Refresco)
class AdminRefresco(Hecho):
    list_display = ["id", "carga_id", "momento", "nuevos", "corregidos"]
    search_fields = ["=carga__id"]


@admin.register(models.CuentaMensual)
class AdminCuentaMensual(Hecho):
    list_display = ["mes", "detalle", "unidad_id", "distrito_id", "nacidos", "captados"]
    search_fields = ["=distrito__ubigeo"]


@admin.register(models.InformeMensual)
class AdminInformeMensual(SoloLectura):
    """Prepared and approved by sede on its own page."""

    list_display = ["periodo", "estado", "corte", "preparado_por", "aprobado_por"]
    list_select_related = ["preparado_por", "aprobado_por"]
    list_filter = ["estado"]


@admin.register(models.MetaIndicador)
class AdminMetaIndicador(SoloLectura):
    """Set by sede on its own page."""

    list_display = ["indicador", "unidad", "valor", "desde", "hasta", "fijada_por", "anulada_en"]
    list_select_related = ["unidad", "fijada_por"]
    list_filter = ["indicador", "unidad"]


@admin.register(models.Suscripcion)
class AdminSuscripcion(SoloLectura):
    """Each one's own word."""

    list_display = ["usuario", "activa", "cambiada_en"]
    list_select_related = ["usuario"]
    list_filter = ["activa"]
    search_fields = ["usuario__username"]


@admin.register(models.ResumenSemanal)
class AdminResumenSemanal(SoloLectura):
    list_display = ["usuario", "semana", "momento", "excepciones", "por_correo"]
    list_select_related = ["usuario"]
    list_filter = ["semana", "por_correo"]
    search_fields = ["usuario__username"]
    show_full_result_count = False
