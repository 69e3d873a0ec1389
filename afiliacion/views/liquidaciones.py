"""The money of each bimester: its steps, its lines, the bank's files and answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import liquidaciones as acciones
from afiliacion.acciones.resultados_de_pago import ResultadosRechazados, importar_resultados
from afiliacion.consultas import banco
from afiliacion.consultas import liquidaciones as consultas
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.formularios.liquidaciones import (
    FormularioCorte,
    FormularioLiquidacion,
    FormularioResultados,
)
from afiliacion.models import Liquidacion, Pago
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura, Rol
from juntos.respuestas import conflicto, pagina

PASOS = {
    "revisar": (acciones.revisar, "Revisada: falta que otra persona la apruebe."),
    "aprobar": (acciones.aprobar, "Aprobada: sus líneas ya no cambian."),
    "congelar": (acciones.congelar, "Bimestre cerrado."),
    "exportar": (acciones.exportar, "Listos los archivos para el banco."),
}
ARCHIVOS = {
    "txt": "text/plain; charset=us-ascii",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
def liquidaciones(request: HttpRequest) -> HttpResponse:
    _exigir_que_ve(request)
    formulario = FormularioLiquidacion(
        request.POST if request.method == "POST" else None,
        periodos=consultas.periodos_por_abrir(),
        initial={"corte": timezone.localdate()},
    )
    if formulario.is_bound and formulario.is_valid():
        try:
            abierta = acciones.abrir_y_pedir(por=request.user, **formulario.cleaned_data)
            return redirect("afiliacion:liquidacion", abierta.pk)
        except acciones.NoSeLiquida as motivo:
            formulario.add_error(None, str(motivo))
    contexto = {
        "lista": consultas.lista(request.user),
        "formulario": formulario if _es_sede(request) else None,
    }
    status = 422 if formulario.errors else 200
    return pagina(request, "afiliacion/liquidaciones/lista.html", contexto, status=status)


@require_safe
def liquidacion(request: HttpRequest, pk: int) -> HttpResponse:
    return _detalle(request, _buscar(request, pk))


@require_POST
def calcular(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioCorte(request.POST)
    if not formulario.is_valid():
        return _detalle(request, encontrada, corte=formulario, status=422)
    try:
        acciones.pedir_calculo(encontrada, por=request.user, **formulario.cleaned_data)
    except acciones.NoSeLiquida as motivo:
        formulario.add_error(None, str(motivo))
        return _detalle(request, encontrada, corte=formulario, status=422)
    return redirect("afiliacion:liquidacion", pk)


@require_POST
def avanzar(request: HttpRequest, pk: int, paso: str) -> HttpResponse:
    """One step over the list that the page showed; a lost race says how it is now."""
    encontrada = _buscar(request, pk)
    if paso not in PASOS:
        raise Http404
    accion, hecho = PASOS[paso]
    try:
        accion(encontrada, huella=request.POST.get("huella", ""), por=request.user)
    except acciones.NoSeLiquida as motivo:
        return conflicto(request, str(motivo), reverse("afiliacion:liquidacion", args=[pk]))
    except TransicionInvalida:
        return conflicto(
            request, consultas.como_esta(pk), reverse("afiliacion:liquidacion", args=[pk])
        )
    messages.success(request, hecho)
    return redirect("afiliacion:liquidacion", pk)


@require_POST
def resultados(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioResultados(request.POST, request.FILES)
    if not formulario.is_valid():
        return _detalle(request, encontrada, resultados=formulario, status=422)
    archivo = formulario.cleaned_data["archivo"]
    try:
        hecho = importar_resultados(
            encontrada, contenido=archivo.read(), nombre=archivo.name, por=request.user
        )
    except (ResultadosRechazados, banco.FormatoInvalido) as motivo:
        formulario.add_error("archivo", f"{motivo} No entró ninguna línea.")
        return _detalle(request, encontrada, resultados=formulario, status=422)
    except TransicionInvalida:
        return conflicto(
            request, consultas.como_esta(pk), reverse("afiliacion:liquidacion", args=[pk])
        )
    messages.success(request, f"Entraron los resultados de {hecho.filas:,} líneas.")
    return redirect("afiliacion:liquidacion", pk)


@never_cache
@require_safe
def archivo(request: HttpRequest, pk: int, formato: str) -> HttpResponse:
    """The bank's file of a settlement that was sent; sede only, and it leaves its trace."""
    encontrada = _buscar(request, pk)
    if formato not in ARCHIVOS or encontrada.exportada_en is None:
        raise Http404
    acciones.dejar_rastro_de_descarga(encontrada, formato=formato, por=request.user)
    anotar(QueLectura.ARCHIVO, personas=encontrada.hogares, objeto=pk, por=request.user)
    try:
        cuerpo = banco.texto(encontrada) if formato == "txt" else banco.libro(encontrada)
    except banco.FormatoInvalido as motivo:
        return conflicto(request, str(motivo), reverse("afiliacion:liquidacion", args=[pk]))
    respuesta = StreamingHttpResponse(cuerpo, content_type=ARCHIVOS[formato])
    nombre = f"{encontrada.referencia}.{formato}"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


@require_safe
def lineas(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    filtro = request.GET.get("filtro", "todas")
    filtro = filtro if filtro in consultas.FILTROS else "todas"
    paginas = Paginator(consultas.lineas(encontrada, por=request.user, filtro=filtro), POR_PAGINA)
    contexto = {
        "liquidacion": encontrada,
        "nombre": consultas.nombre_de(encontrada.periodo),
        "pagina": paginas.get_page(request.GET.get("pagina")),
        "filtros": [(clave, etiqueta) for clave, (etiqueta, _) in consultas.FILTROS.items()],
        "filtro": filtro,
    }
    return pagina(request, "afiliacion/liquidaciones/lineas.html", contexto)


@require_safe
def linea(request: HttpRequest, pk: int, pago: int) -> HttpResponse:
    encontrado = get_object_or_404(
        Pago.objects.visibles_para(request.user).select_related(
            "liquidacion", "hogar__distrito", "titular", "resultado__causa", "resultado__archivo"
        ),
        pk=pago,
        liquidacion=pk,
    )
    hogar = encontrado.hogar_id
    anotar(QueLectura.PAGO, hogares=[hogar], objeto=pago, por=request.user)
    contexto = {
        "linea": consultas.linea(encontrado),
        "nombre": consultas.nombre_de(encontrado.liquidacion.periodo),
    }
    return pagina(request, "afiliacion/liquidaciones/linea.html", contexto)


def _detalle(request, encontrada: Liquidacion, *, status=200, **usados) -> HttpResponse:
    contexto = consultas.expediente(encontrada, por=request.user) | {
        "corte": FormularioCorte(initial={"corte": encontrada.corte}),
        "resultados": FormularioResultados(),
    }
    return pagina(
        request,
        "afiliacion/liquidaciones/detalle.html",
        contexto | usados,
        fragmento="afiliacion/liquidaciones/_detalle.html",
        status=status,
    )


def _buscar(request: HttpRequest, pk: int) -> Liquidacion:
    return get_object_or_404(
        Liquidacion.objects.visibles_para(request.user).select_related(
            "pedida_por", "calculada_por", "revisada_por", "aprobada_por"
        ),
        pk=pk,
    )


def _es_sede(request: HttpRequest) -> bool:
    return request.user.rol == Rol.SEDE


def _exigir_que_ve(request: HttpRequest) -> None:
    if request.user.rol == Rol.ADMINISTRACION:
        raise PermissionDenied("Los pagos son de quienes trabajan con los hogares.")
