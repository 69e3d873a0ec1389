"""The week in a few lines, on screen, and whether it also comes by e-mail."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from afiliacion.acciones import resumenes
from afiliacion.consultas.resumen import excepciones
from juntos.models import Rol
from juntos.respuestas import pagina


@require_safe
def resumen(request: HttpRequest) -> HttpResponse:
    _exigir_que_trabaja(request)
    contexto = {
        "excepciones": excepciones(request.user, hoy=timezone.localdate()),
        "recibe": resumenes.recibe(request.user),
    }
    return pagina(request, "afiliacion/resumen/resumen.html", contexto)


@require_POST
def correo(request: HttpRequest) -> HttpResponse:
    _exigir_que_trabaja(request)
    activa = request.POST.get("activa") == "si"
    resumenes.cambiar_suscripcion(activa=activa, por=request.user)
    messages.success(
        request,
        "Recibirá el resumen por correo." if activa else "Ya no recibirá el resumen por correo.",
    )
    return redirect("afiliacion:resumen")


def _exigir_que_trabaja(request: HttpRequest) -> None:
    if request.user.rol == Rol.ADMINISTRACION:
        raise PermissionDenied("El resumen es de quienes trabajan con los hogares.")
