"""Every address of the project (DESIGN.md, Contracts)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from captacion.api import direcciones
from juntos import views, views_lecturas, views_tareas
from juntos.cuentas import views as views_cuentas
from juntos.cuentas import views_privilegios

# One way in: the admin's own would ask for no second factor and count no mistake.
admin.site.login = secure_admin_login(admin.site.login)

cuentas = (
    [
        path("", views.inicio, name="inicio"),
        path("entrar/", views.Entrar.as_view(), name="entrar"),
        path("salir/", views.Salir.as_view(), name="salir"),
        path("salud/", views.salud, name="salud"),
        path("salud/viva/", views.salud_viva, name="salud-viva"),
        path("salud/lista/", views.salud_lista, name="salud-lista"),
        path("tareas/", views_tareas.tareas, name="tareas"),
        path("tareas/<int:pk>/reintentar/", views_tareas.reintentar, name="tarea-reintentar"),
        path("tareas/<int:pk>/descartar/", views_tareas.descartar, name="tarea-descartar"),
        path("invitaciones/", views_cuentas.invitaciones, name="invitaciones"),
        path("invitaciones/nueva/", views_cuentas.invitacion_nueva, name="invitacion-nueva"),
        path(
            "invitaciones/<int:pk>/reenviar/",
            views_cuentas.invitacion_reenviar,
            name="invitacion-reenviar",
        ),
        path(
            "invitaciones/<int:pk>/anular/",
            views_cuentas.invitacion_anular,
            name="invitacion-anular",
        ),
        path("invitacion/<str:testigo>/", views_cuentas.invitacion, name="invitacion"),
        path("privilegios/", views_privilegios.privilegios, name="privilegios"),
        path("privilegios/archivo/", views_privilegios.archivo, name="privilegios-archivo"),
        path("privilegios/firmar/", views_privilegios.firmar, name="privilegios-firmar"),
        path("sw.js", views.trabajador, name="trabajador"),
        path("lecturas/", views_lecturas.lecturas, name="lecturas"),
        path(
            "lecturas/<int:pk>/revisar/",
            views_lecturas.alerta_revisar,
            name="alerta-revisar",
        ),
        path("manifest.webmanifest", views.manifiesto, name="manifiesto"),
    ],
    "juntos",
)

urlpatterns = [
    path("", include(cuentas)),
    path("", include("juntos.cuentas.urls")),
    path("", include("captacion.urls")),
    path("", include("afiliacion.urls")),
    path("api/v1/", include((direcciones(), "api"))),
    path("admin/", admin.site.urls),
]
