"""The figures' facts and turns: only seen."""

from django.contrib import admin

from afiliacion import models
from juntos.admin import Hecho


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
