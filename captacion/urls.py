"""Addresses of files in and of doubtful links."""

from django.urls import path

from captacion import views, views_columnas, views_cortes, views_umbrales

app_name = "captacion"
urlpatterns = [
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
    path("cruces/", views.cruces, name="cruces"),
    path("cruces/umbrales/", views_umbrales.cruce_umbrales, name="cruce-umbrales"),
    path("cruces/<int:pk>/confirmar/", views.cruce_confirmar, name="cruce-confirmar"),
    path("cruces/<int:pk>/descartar/", views.cruce_descartar, name="cruce-descartar"),
    path("cruces/<int:pk>/deshacer/", views.cruce_deshacer, name="cruce-deshacer"),
]
