"""The notice of what the data are for, for anybody to read and to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from afiliacion.consultas import avisos
from juntos.respuestas import pagina


@login_not_required
@require_safe
def aviso(request: HttpRequest) -> HttpResponse:
    return pagina(request, "afiliacion/aviso.html", {"aviso": avisos.vigente()})
