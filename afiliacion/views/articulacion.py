"""Lists for those who serve the same families, and what was handed to whom."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from afiliacion.acciones import entregas as acciones
from afiliacion.consultas import articulacion as consultas
from afiliacion.consultas import corresponsabilidades
from afiliacion.consultas import exportar as archivos
from afiliacion.consultas.articulacion import Lista
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.forms import buscar_distritos
from afiliacion.formularios.entregas import FormularioEntrega
from afiliacion.models import Entrega, FormatoEntrega
from juntos.lecturas import anotar
from juntos.models import Distrito, QueLectura
from juntos.pdf import componer
from juntos.respuestas import pagina

TIPOS = {
    FormatoEntrega.CSV: "text/csv; charset=utf-8",
    FormatoEntrega.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DISTRITOS_A_LA_VISTA = 60


@require_safe
def articulacion(request: HttpRequest) -> HttpResponse:
    """Which district? One's own in a list; a country is searched."""
    _exigir_articula(request)
    texto, distritos = request.GET.get("texto", ""), consultas.distritos(request.user)
    if texto:
        distritos = distritos.filter(pk__in=[d.pk for d in buscar_distritos(texto)])
    contexto = {"distritos": distritos[:DISTRITOS_A_LA_VISTA], "texto": texto}
    return pagina(request, "afiliacion/articulacion/distritos.html", contexto)


@require_safe
def distrito(request: HttpRequest, ubigeo: str) -> HttpResponse:
    encontrado = _distrito(request, ubigeo)
    contexto = {
        "distrito": encontrado,
        "sitios": consultas.sitios(encontrado, request.user),
        "sin_clasificacion": consultas.cuantos_sin_clasificacion(encontrado, request.user),
    }
    return pagina(request, "afiliacion/articulacion/distrito.html", contexto)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def municipalidad(request: HttpRequest, ubigeo: str) -> HttpResponse:
    encontrado = _distrito(request, ubigeo)
    lista = consultas.para_municipalidad(encontrado, usuario=request.user)
    return _lista(request, lista)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def establecimiento(request: HttpRequest, ubigeo: str, codigo: str) -> HttpResponse:
    encontrado = _distrito(request, ubigeo)
    if codigo not in {sitio.codigo for sitio in consultas.sitios(encontrado, request.user)}:
        raise Http404
    lista = consultas.para_establecimiento(encontrado, codigo, usuario=request.user)
    return _lista(request, lista)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cuidados(request: HttpRequest, ubigeo: str, codigo: str) -> HttpResponse:
    """What this facility is asked to give or to record, from the calendars of its people."""
    encontrado = _distrito(request, ubigeo)
    lista = corresponsabilidades.para_establecimiento(encontrado, codigo, usuario=request.user)
    return _lista(request, lista)


def _lista(request: HttpRequest, lista: Lista) -> HttpResponse:
    """The list to read or print; asked for with a name, the file that this person receives."""
    if request.method != "POST":
        return _pagina(request, lista, FormularioEntrega())
    formulario = FormularioEntrega(request.POST)
    if not formulario.is_valid():
        return _pagina(request, lista, formulario, status=422)
    datos = formulario.cleaned_data
    archivo = _archivo(lista, request.user, datos)
    entrega = acciones.entregar(lista, archivo=archivo, por=request.user, **datos)
    anotar(QueLectura.ARCHIVO, personas=len(lista.filas), objeto=entrega.pk, por=request.user)
    respuesta = HttpResponse(archivo, content_type=TIPOS[entrega.formato])
    nombre = f"entrega-{entrega.numero}.{entrega.formato}"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


def _archivo(lista: Lista, por, datos: dict[str, str]) -> bytes:
    cabeza = archivos.cabeza_de_entrega(lista, por=por, **datos)
    if datos["formato"] == FormatoEntrega.CSV:
        lineas = archivos.lineas_de(lista.filas, cabeza, lista.columnas)
        return "".join(lineas).encode("utf-8")
    with archivos.libro_de(lista.filas, cabeza, lista.columnas, "Lista") as libro:
        return libro.read()


def _pagina(request, lista: Lista, formulario, *, status=200) -> HttpResponse:
    anotar(QueLectura.LISTA, personas=len(lista.filas), por=request.user)
    contexto = {"lista": lista, "formulario": formulario}
    return pagina(request, "afiliacion/articulacion/lista.html", contexto, status=status)


@require_safe
def entregas(request: HttpRequest) -> HttpResponse:
    _exigir_articula(request)
    paginas = Paginator(consultas.entregas(request.user), POR_PAGINA)
    contexto = {"pagina": paginas.get_page(request.GET.get("pagina"))}
    return pagina(request, "afiliacion/articulacion/entregas.html", contexto)


@require_safe
def recibo(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt, to be signed by both."""
    entrega = get_object_or_404(
        Entrega.objects.visibles_para(request.user).select_related("entregada_por"), pk=pk
    )
    papel = componer(consultas.PLANTILLA_RECIBO, consultas.recibo(entrega))
    respuesta = HttpResponse(papel, content_type="application/pdf")
    respuesta["Content-Disposition"] = f'inline; filename="recibo-{entrega.numero}.pdf"'
    return respuesta


def _exigir_articula(request: HttpRequest) -> None:
    if not consultas.articula(request.user):
        raise PermissionDenied("Estas listas son de quienes trabajan con los hogares.")


def _distrito(request: HttpRequest, ubigeo: str) -> Distrito:
    return get_object_or_404(Distrito.objects.visibles_para(request.user), pk=ubigeo)
