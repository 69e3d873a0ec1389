"""What a load changed and what its full cut no longer brings: lists and files."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from captacion.consultas import cortes
from captacion.models import Carga
from captacion.views import solo_quien_carga
from juntos import mascara
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.rastro import Rastro
from juntos.respuestas import pagina

POR_PAGINA = 50


@require_safe
@solo_quien_carga
def carga_cambios(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    anotar(QueLectura.ARCHIVO, personas=cortes.cuantos_cambios(carga), objeto=pk, por=request.user)
    rastro = Rastro.de(QueLectura.ARCHIVO, objeto=pk, por=request.user)
    lineas = cortes.archivo_de_cambios(carga, mascara=mascara.de(request.user), rastro=rastro)
    return _descarga(lineas, f"cambios-carga-{carga.pk}-{rastro.codigo}.csv")


@require_safe
@solo_quien_carga
def carga_ausentes(request: HttpRequest, pk: int) -> HttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    hoja = Paginator(cortes.ausentes_de(carga), POR_PAGINA).get_page(request.GET.get("pagina"))
    corte = cortes.resumen(carga, mascara=mascara.de(request.user))
    contexto = {"carga": carga, "corte": corte, "hoja": hoja}
    return pagina(request, "captacion/ausentes.html", contexto)


@require_safe
@solo_quien_carga
def carga_ausentes_archivo(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    cuantos = cortes.ausentes_de(carga).count()
    anotar(QueLectura.ARCHIVO, personas=cuantos, objeto=pk, por=request.user)
    rastro = Rastro.de(QueLectura.ARCHIVO, objeto=pk, por=request.user)
    lineas = cortes.archivo_de_ausentes(carga, mascara=mascara.de(request.user), rastro=rastro)
    return _descarga(lineas, f"ya-no-vienen-carga-{carga.pk}-{rastro.codigo}.csv")


def _descarga(lineas: Iterator[str], nombre: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lineas,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{nombre}"'},
    )
