"""The notice of what the data are for, for anybody to read and to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from afiliacion.consultas import avisos
from juntos.respuestas import pagina


@login_not_required
@require_safe
def aviso(request: HttpRequest) -> HttpResponse:
    """The notice; under it, to a supervisor, how many families her team has told."""
    contexto = {"aviso": avisos.vigente(), "dias": avisos.DIAS_DE_LA_CUENTA}
    if request.user.is_authenticated and request.user.es_supervisora:
        contexto["leidos"] = avisos.leidos_por_persona(request.user, hoy=timezone.localdate())
    return pagina(request, "afiliacion/aviso.html", contexto)
