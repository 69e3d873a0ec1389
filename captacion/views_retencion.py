"""How long is each kind of data kept, and is it removed in time?"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from captacion.consultas.retencion import plazos
from captacion.views import solo_quien_carga
from juntos.respuestas import pagina


@require_safe
@solo_quien_carga
def retencion(request: HttpRequest) -> HttpResponse:
    contexto = {"plazos": plazos(ahora=timezone.now())}
    return pagina(request, "captacion/retencion.html", contexto)
