"""Addresses of the queue, the contacts, the households and the requests."""

from django.urls import path

from afiliacion.views import cola, contacto, equipo, filtros, hogar, reparto, solicitudes

app_name = "afiliacion"
urlpatterns = [
    path("cola/", cola.cola, name="cola"),
    path("cola/exportar/<str:formato>/", cola.exportar, name="cola-exportar"),
    path("cola/filtros/", filtros.guardar, name="filtro-guardar"),
    path("cola/filtros/<int:pk>/abrir/", filtros.abrir, name="filtro-abrir"),
    path("cola/filtros/<int:pk>/retirar/", filtros.retirar, name="filtro-retirar"),
    path("cola/filtros/<int:pk>/restaurar/", filtros.restaurar, name="filtro-restaurar"),
    path("cola/reasignar/", reparto.reasignar, name="reasignar"),
    path("reasignaciones/<int:pk>/", reparto.reasignacion, name="reasignacion"),
    path("reasignaciones/<int:pk>/deshacer/", reparto.deshacer, name="reasignacion-deshacer"),
    path("bandeja/", equipo.bandeja, name="bandeja"),
    path("equipo/", equipo.equipo, name="equipo"),
    path("equipo/mover/", reparto.mover, name="equipo-mover"),
    path("equipo/ausencias/", equipo.ausencia_registrar, name="ausencia-registrar"),
    path("equipo/ausencias/<int:pk>/quitar/", equipo.ausencia_quitar, name="ausencia-quitar"),
    path("equipo/<int:pk>/salida/", equipo.salida, name="salida"),
    path("equipo/salidas/<int:pk>/deshacer/", equipo.salida_deshacer, name="salida-deshacer"),
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
]
