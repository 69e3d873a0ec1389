"""Addresses of files in and of doubtful links."""

from django.urls import path

from captacion import (
    views,
    views_columnas,
    views_cortes,
    views_cruces,
    views_documentos,
    views_hogares,
    views_lotes,
    views_retencion,
    views_umbrales,
    views_vigilancia,
)

app_name = "captacion"
urlpatterns = [
    path("salud/profunda/", views_vigilancia.salud_profunda, name="salud-profunda"),
    path("retencion/", views_retencion.retencion, name="retencion"),
    path("cargas/", views.cargas, name="cargas"),
    path("cargas/<int:pk>/", views.carga, name="carga"),
    path("cargas/<int:pk>/progreso/", views.carga_progreso, name="carga-progreso"),
    path("cargas/<int:pk>/cancelar/", views.carga_cancelar, name="carga-cancelar"),
    path("cargas/<int:pk>/reintentar/", views.carga_reintentar, name="carga-reintentar"),
    path("cargas/<int:pk>/autorizar/", views.carga_autorizar, name="carga-autorizar"),
    path("cargas/<int:pk>/descartar/", views.carga_descartar, name="carga-descartar"),
    path("cargas/<int:pk>/releer/", views.carga_releer, name="carga-releer"),
    path("cargas/<int:pk>/columnas/", views_columnas.carga_columnas, name="carga-columnas"),
    path("cargas/<int:pk>/rechazadas/", views.carga_rechazadas, name="carga-rechazadas"),
    path("cargas/<int:pk>/cambios/", views_cortes.carga_cambios, name="carga-cambios"),
    path("cargas/<int:pk>/ausentes/", views_cortes.carga_ausentes, name="carga-ausentes"),
    path(
        "cargas/<int:pk>/ausentes/archivo/",
        views_cortes.carga_ausentes_archivo,
        name="carga-ausentes-archivo",
    ),
    path("cruces/hogares/", views_hogares.cruce_hogares, name="cruce-hogares"),
    path(
        "cruces/hogares/archivo/",
        views_hogares.cruce_hogares_archivo,
        name="cruce-hogares-archivo",
    ),
    path("cruces/documentos/", views_documentos.cruce_documentos, name="cruce-documentos"),
    path(
        "cruces/documentos/<int:pk>/levantar/",
        views_documentos.cruce_documento_levantar,
        name="cruce-documento-levantar",
    ),
    path(
        "cruces/documentos/<int:pk>/reponer/",
        views_documentos.cruce_documento_reponer,
        name="cruce-documento-reponer",
    ),
    path("cruces/", views_cruces.cruces, name="cruces"),
    path("cruces/decisiones/", views_cruces.cruces_decisiones, name="cruces-decisiones"),
    path("cruces/lote/", views_lotes.cruces_lote, name="cruces-lote"),
    path("cruces/lote/confirmar/", views_lotes.cruces_lote_confirmar, name="cruces-lote-confirmar"),
    path("cruces/lotes/<int:pk>/", views_lotes.lote, name="lote"),
    path("cruces/lotes/<int:pk>/deshacer/", views_lotes.lote_deshacer, name="lote-deshacer"),
    path("cruces/<slug:clase>/<int:pk>/", views_cruces.cruce, name="cruce"),
    path(
        "cruces/<slug:clase>/<int:pk>/confirmar/",
        views_cruces.cruce_confirmar,
        name="cruce-confirmar",
    ),
    path(
        "cruces/<slug:clase>/<int:pk>/descartar/",
        views_cruces.cruce_descartar,
        name="cruce-descartar",
    ),
    path("cruces/<slug:clase>/<int:pk>/aplazar/", views_cruces.cruce_aplazar, name="cruce-aplazar"),
    path(
        "cruces/<slug:clase>/<int:pk>/deshacer/",
        views_cruces.cruce_deshacer,
        name="cruce-deshacer",
    ),
    path("cruces/umbrales/", views_umbrales.cruce_umbrales, name="cruce-umbrales"),
]
