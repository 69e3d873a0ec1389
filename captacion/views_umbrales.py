"""What each threshold of linkage would have done: a page for who sets them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from captacion.consultas.umbrales import umbrales
from captacion.views import solo_quien_carga
from juntos.respuestas import pagina


@require_safe
@solo_quien_carga
def cruce_umbrales(request: HttpRequest) -> HttpResponse:
    filas = umbrales()
    decididos = filas[0].bien + filas[0].mal + filas[0].por_revisar if filas else 0
    contexto = {"umbrales": filas, "decididos": decididos}
    return pagina(request, "captacion/umbrales.html", contexto)
