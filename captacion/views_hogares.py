"""Where the registers of households disagree: for headquarters, and each supervisor her own."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from captacion.acciones.vinculos import DECIDEN
from captacion.consultas.hogares import archivo_de_desencuentros, desencuentros, dichos
from captacion.models import Discrepancia
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.rastro import Rastro
from juntos.respuestas import pagina

POR_PAGINA = 50


@require_safe
def cruce_hogares(request: HttpRequest) -> HttpResponse:
    discrepancia = _pedida(request)
    hoja = Paginator(desencuentros(request.user, discrepancia), POR_PAGINA).get_page(
        request.GET.get("pagina")
    )
    contexto = {
        "hoja": hoja,
        "dichos": dichos(list(hoja)),
        "discrepancias": Discrepancia,
        "discrepancia": discrepancia,
    }
    return pagina(request, "captacion/hogares.html", contexto)


@require_safe
def cruce_hogares_archivo(request: HttpRequest) -> StreamingHttpResponse:
    pedida = _pedida(request)
    cuantos = desencuentros(request.user, pedida).count()
    anotar(QueLectura.ARCHIVO, personas=cuantos, por=request.user)
    rastro = Rastro.de(QueLectura.ARCHIVO, por=request.user)
    nombre = f"hogares-que-no-coinciden-{rastro.codigo}.csv"
    return StreamingHttpResponse(
        archivo_de_desencuentros(request.user, pedida, rastro=rastro),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{nombre}"'},
    )


def _pedida(request: HttpRequest) -> str:
    if request.user.rol not in DECIDEN:
        raise PermissionDenied("Los hogares de los padrones los ve la supervisora")
    pedida = request.GET.get("discrepancia", "")
    return pedida if pedida in Discrepancia.values else ""
