"""The menu: at most six words, the same everywhere, each role its own."""

from django.utils import timezone

from juntos.cuentas.privilegios import esta_vencida
from juntos.models import EstadoTarea, Rol, TareaFallida

MENU = {
    Rol.GESTORA: [
        ("Cola", "afiliacion:cola"),
        ("Ruta", "afiliacion:ruta"),
        ("Cuidados", "afiliacion:corresponsabilidades"),
        ("Solicitudes", "afiliacion:solicitudes"),
        ("Cruces", "captacion:cruces"),
        ("Listas", "afiliacion:articulacion"),
    ],
    Rol.SUPERVISORA: [
        ("Hoy", "afiliacion:bandeja"),
        ("Solicitudes", "afiliacion:solicitudes"),
        ("Alertas", "afiliacion:alertas"),
        ("Cola", "afiliacion:cola"),
        ("Cruces", "captacion:cruces"),
        ("Equipo", "afiliacion:equipo"),
    ],
    Rol.SEDE: [
        ("Cargas", "captacion:cargas"),
        ("Cola", "afiliacion:cola"),
        ("Solicitudes", "afiliacion:solicitudes"),
        ("Cruces", "captacion:cruces"),
        ("Pagos", "afiliacion:liquidaciones"),
        ("Tablero", "afiliacion:tablero"),
    ],
    Rol.ADMINISTRACION: [
        ("Cargas", "captacion:cargas"),
        ("Tareas", "juntos:tareas"),
        ("Cuentas", "juntos:invitaciones"),
        ("Permisos", "juntos:privilegios"),
        ("Catálogos", "admin:index"),
    ],
}


def inicio_de(usuario) -> str:
    """The page that answers this role's own question."""
    return MENU[usuario.rol][0][1]


def menu(request) -> dict:
    """Context processor: the words of the menu for who asks."""
    usuario = getattr(request, "user", None)
    if usuario is None or not usuario.is_authenticated:
        return {"menu": []}
    return {
        "menu": MENU[usuario.rol],
        "tareas_por_resolver": _tareas_por_resolver(usuario),
        "privilegios_por_firmar": _privilegios_por_firmar,
    }


def _tareas_por_resolver(usuario):
    """Counted when a page says it, and only for who resolves them."""
    visibles = TareaFallida.objects.visibles_para(usuario)
    return visibles.filter(estado=EstadoTarea.FALLIDA).count


def _privilegios_por_firmar() -> bool:
    """Asked when a page says it: only the administrator's menu does."""
    return esta_vencida(unidad=None, hoy=timezone.localdate())
