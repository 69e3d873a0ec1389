"""What a monitor asks: every part of the system, down to the files that should have come."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from captacion.consultas.vigilancia import cargas, fuentes
from juntos.vigilancia import (
    base_de_datos,
    bitacora,
    colas,
    disco,
    medir,
    privilegios,
    reloj,
    respaldos,
    tareas,
    trae_el_testigo,
)

PREGUNTAS = (
    base_de_datos,
    colas,
    reloj,
    disco,
    respaldos,
    bitacora,
    tareas,
    privilegios,
    cargas,
    fuentes,
)


@login_not_required
@require_safe
def salud_profunda(request: HttpRequest) -> JsonResponse:
    """503 when something needs a person. For a monitor with its token, and for administration."""
    if not (trae_el_testigo(request) or request.user.is_staff):
        raise Http404
    partes = medir(*PREGUNTAS)
    bien = all(parte.bien for parte in partes)
    return JsonResponse(
        {
            "estado": "bien" if bien else "pide atención",
            "partes": [asdict(parte) for parte in partes],
        },
        status=200 if bien else 503,
        headers={"Cache-Control": "no-store"},
        json_dumps_params={"ensure_ascii": False},
    )
