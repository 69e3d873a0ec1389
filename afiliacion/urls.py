"""Addresses of the queue, the contacts, the households and the requests."""

from django.urls import path

from afiliacion.views import (
    articulacion,
    cola,
    contacto,
    derivaciones,
    hogar,
    mensajes,
    solicitudes,
)

app_name = "afiliacion"
urlpatterns = [
    path("cola/", cola.cola, name="cola"),
    path("cola/exportar/<str:formato>/", cola.exportar, name="cola-exportar"),
    path("buscar/", cola.buscar, name="buscar"),
    path("contactos/<int:pk>/", contacto.contacto, name="contacto"),
    path("contactos/<int:pk>/tomar/", cola.tomar, name="contacto-tomar"),
    path("contactos/<int:pk>/soltar/", cola.soltar, name="contacto-soltar"),
    path("contactos/<int:pk>/visita/", contacto.visita_registrar, name="visita-registrar"),
    path("contactos/<int:pk>/solicitud/", contacto.solicitud_abrir, name="solicitud-abrir"),
    path("contactos/<int:pk>/reabrir/", contacto.reabrir, name="contacto-reabrir"),
    path("contactos/<int:pk>/asignar/", contacto.asignar, name="contacto-asignar"),
    path("contactos/<int:pk>/distrito/", contacto.mudar, name="contacto-mudar"),
    path("hogares/<int:pk>/", hogar.hogar, name="hogar"),
    path("solicitudes/", solicitudes.solicitudes, name="solicitudes"),
    path("solicitudes/aprobar/", solicitudes.aprobar_varias, name="solicitudes-aprobar"),
    path("solicitudes/<int:pk>/", solicitudes.solicitud, name="solicitud"),
    path("solicitudes/<int:pk>/acuerdo/", solicitudes.acuerdo_subir, name="acuerdo-subir"),
    path("solicitudes/<int:pk>/titular/", solicitudes.titular, name="solicitud-titular"),
    path("solicitudes/<int:pk>/enviar/", solicitudes.enviar, name="solicitud-enviar"),
    path("solicitudes/<int:pk>/aprobar/", solicitudes.aprobar, name="solicitud-aprobar"),
    path("solicitudes/<int:pk>/observar/", solicitudes.observar, name="solicitud-observar"),
    path("solicitudes/<int:pk>/rechazar/", solicitudes.rechazar, name="solicitud-rechazar"),
    path("acuerdos/<int:pk>/", solicitudes.acuerdo, name="acuerdo"),
    path("alertas/", solicitudes.alertas, name="alertas"),
    path("alertas/<int:pk>/atender/", solicitudes.alerta_atender, name="alerta-atender"),
    path("alertas/<int:pk>/reabrir/", solicitudes.alerta_reabrir, name="alerta-reabrir"),
    path("alertas/<int:pk>/derivar/", derivaciones.derivar, name="alerta-derivar"),
    path(
        "incidencias/<int:pk>/resolver/",
        derivaciones.incidencia_resolver,
        name="incidencia-resolver",
    ),
    path("derivaciones/", derivaciones.derivaciones, name="derivaciones"),
    path("derivaciones/<int:pk>/", derivaciones.derivacion, name="derivacion"),
    path("derivaciones/<int:pk>/seguir/", derivaciones.seguir, name="derivacion-seguir"),
    path("derivaciones/<int:pk>/hoja.pdf", derivaciones.hoja, name="derivacion-hoja"),
    path("articulacion/", articulacion.articulacion, name="articulacion"),
    path("articulacion/<str:ubigeo>/", articulacion.distrito, name="articulacion-distrito"),
    path(
        "articulacion/<str:ubigeo>/municipalidad/",
        articulacion.municipalidad,
        name="articulacion-municipalidad",
    ),
    path(
        "articulacion/<str:ubigeo>/<str:codigo>/",
        articulacion.establecimiento,
        name="articulacion-establecimiento",
    ),
    path("entregas/", articulacion.entregas, name="entregas"),
    path("entregas/<int:pk>/recibo.pdf", articulacion.recibo, name="entrega-recibo"),
    path(
        "contactos/<int:pk>/mensajes/<int:telefono>/<slug:plantilla>/",
        mensajes.enviar,
        name="contacto-mensaje",
    ),
]
