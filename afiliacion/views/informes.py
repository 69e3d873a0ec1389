"""The reports of each month: prepared, approved, read on paper, and beside what is known today."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import informes as acciones
from afiliacion.consultas import informe_en_papel
from afiliacion.consultas import informes as consultas
from afiliacion.consultas.informes import CAUSAS, QUE_CUENTA
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.formularios.informes import FormularioInforme
from afiliacion.models import InformeMensual
from juntos.estados import TransicionInvalida
from juntos.models import Rol
from juntos.pdf import componer
from juntos.respuestas import conflicto, pagina
from juntos.territorio import ve_el_pais

HOJA = acciones.CARPETA.parents[1] / "pdf" / "informe_mensual.typ"
LIBRO = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def informes(request: HttpRequest) -> HttpResponse:
    if request.user.rol == Rol.ADMINISTRACION:
        raise PermissionDenied("Los informes son de quienes trabajan con los hogares.")
    formulario = FormularioInforme(
        request.POST if request.method == "POST" else None,
        meses=consultas.meses_por_informar(timezone.localdate()),
    )
    if formulario.is_bound and formulario.is_valid():
        try:
            hecho = acciones.preparar(formulario.cleaned_data["periodo"], por=request.user)
            return redirect("afiliacion:informe", hecho.periodo)
        except acciones.NoSePrepara as motivo:
            formulario.add_error(None, str(motivo))
    contexto = {
        "lista": [
            (informe, consultas.nombre_del_mes(informe), informe_en_papel.titulares(informe)[0])
            for informe in InformeMensual.objects.visibles_para(request.user)
        ],
        "formulario": formulario if ve_el_pais(request.user) else None,
    }
    status = 422 if formulario.errors else 200
    return pagina(request, "afiliacion/informes/lista.html", contexto, status=status)


@require_safe
def informe(request: HttpRequest, periodo: str) -> HttpResponse:
    encontrado = _buscar(request, periodo)
    contexto = consultas.expediente(encontrado, por=request.user, hoy=timezone.localdate())
    return pagina(request, "afiliacion/informes/detalle.html", contexto)


@require_POST
def aprobar(request: HttpRequest, periodo: str) -> HttpResponse:
    """Publish the figures that the page showed; a lost race says how it is now."""
    encontrado = _buscar(request, periodo)
    volver = reverse("afiliacion:informe", args=[periodo])
    try:
        acciones.aprobar(encontrado, huella=request.POST.get("huella", ""), por=request.user)
    except acciones.NoSePrepara as motivo:
        return conflicto(request, str(motivo), volver)
    except TransicionInvalida:
        return conflicto(request, consultas.como_esta(encontrado.pk), volver)
    messages.success(request, f"Publicado: {encontrado.numero} ya no cambia.")
    return redirect(volver)


@require_safe
def archivo(request: HttpRequest, periodo: str, formato: str) -> HttpResponse:
    encontrado = _buscar(request, periodo)
    nombre = encontrado.numero + ("" if encontrado.esta_aprobado else "-borrador")
    if formato == "pdf":
        return HttpResponse(
            componer(HOJA, informe_en_papel.en_pdf(encontrado)),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{nombre}.pdf"'},
        )
    if formato == "xlsx":
        libro = informe_en_papel.en_libro(encontrado)
        return FileResponse(
            libro, as_attachment=True, filename=f"{nombre}.xlsx", content_type=LIBRO
        )
    raise Http404


@require_safe
def filas(request: HttpRequest, periodo: str) -> HttpResponse:
    """The captures behind a number of the report, or behind one cause of its difference."""
    encontrado = _buscar(request, periodo)
    que, causa = request.GET.get("que", ""), request.GET.get("causa", "")
    if que not in QUE_CUENTA or (causa and causa not in CAUSAS):
        raise Http404
    unidad = _unidad(request)
    if causa:
        todas = consultas.filas_de_causa(
            encontrado, que, causa, por=request.user, hoy=timezone.localdate(), unidad=unidad
        )
    else:
        todas = consultas.filas_publicadas(encontrado, que, por=request.user, unidad=unidad)
    contexto = {
        "informe": encontrado,
        "mes": consultas.nombre_del_mes(encontrado),
        "que": QUE_CUENTA[que],
        "causa": CAUSAS.get(causa, ""),
        "son_una": causa == "unida",
        "unidad": consultas.nombre_de_la_unidad(encontrado, unidad),
        "cuenta": None if causa else consultas.publicado_en(encontrado, unidad)[que],
        "pagina": Paginator(todas, POR_PAGINA).get_page(request.GET.get("pagina")),
    }
    return pagina(request, "afiliacion/informes/filas.html", contexto)


def _buscar(request: HttpRequest, periodo: str) -> InformeMensual:
    return get_object_or_404(
        InformeMensual.objects.visibles_para(request.user).select_related(
            "preparado_por", "aprobado_por"
        ),
        periodo=periodo,
    )


def _unidad(request: HttpRequest) -> int | None:
    """Which rows: of the whole country for sede alone; another unit's do not exist."""
    dicha = request.GET.get("unidad", "")
    if dicha and not dicha.isdecimal():
        raise Http404
    unidad = int(dicha) if dicha else None
    if not ve_el_pais(request.user) and unidad != request.user.unidad_territorial_id:
        raise Http404
    return unidad
