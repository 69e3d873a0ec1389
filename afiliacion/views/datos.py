"""Open data of each closed quarter: counts that tell of nobody, and what each column is."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from afiliacion.consultas import datos_abiertos
from juntos.respuestas import pagina
from juntos.territorio import ve_el_pais

ARCHIVOS = {"datos": datos_abiertos.datos, "diccionario": datos_abiertos.diccionario}


@require_safe
def datos(request: HttpRequest) -> HttpResponse:
    _exigir_sede(request)
    contexto = {"trimestres": datos_abiertos.trimestres(timezone.localdate())}
    return pagina(request, "afiliacion/datos/datos.html", contexto)


@require_safe
def archivo(request: HttpRequest, codigo: str, que: str) -> HttpResponse:
    _exigir_sede(request)
    trimestre = datos_abiertos.buscar(codigo, timezone.localdate())
    if trimestre is None or que not in ARCHIVOS:
        raise Http404
    respuesta = StreamingHttpResponse(
        ARCHIVOS[que](trimestre), content_type="text/csv; charset=utf-8"
    )
    nombre = trimestre.archivo(que)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


def _exigir_sede(request: HttpRequest) -> None:
    if not ve_el_pais(request.user):
        raise PermissionDenied("Los datos abiertos los prepara la sede central.")
