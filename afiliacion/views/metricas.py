"""What Prometheus reads."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from afiliacion.consultas.metricas import Instantanea
from juntos.metricas import exponer
from juntos.vigilancia import trae_el_testigo


@login_not_required
@require_safe
def metricas(request: HttpRequest) -> HttpResponse:
    """Without the token of this installation it does not exist."""
    if not trae_el_testigo(request):
        raise Http404
    return HttpResponse(
        exponer(Instantanea()),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )
