"""Requests: can I sign this? And the alerts of visits."""

from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from afiliacion.acciones import alertas as acciones_alertas
from afiliacion.acciones import solicitudes as acciones
from afiliacion.acciones.solicitudes import AcuerdoInvalido, FaltanRequisitos
from afiliacion.consultas import solicitudes as consultas
from afiliacion.consultas.campo import vistos_en_el_hogar
from afiliacion.consultas.contacto import trabaja
from afiliacion.consultas.derivaciones import incidencias
from afiliacion.forms import FormularioAcuerdo, FormularioMotivo, FormularioTitular
from afiliacion.models import Acuerdo, Alerta, EstadoAlerta, Solicitud
from juntos import mascara
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.respuestas import conflicto, pagina

EN_LA_PAGINA = ("image/", "audio/")
CAMBIO = "Otra persona cambió esta solicitud mientras usted la veía. No se hizo nada."


@require_safe
def solicitudes(request: HttpRequest) -> HttpResponse:
    filtro = consultas.filtro_de(request.user, request.GET.get("estado", ""))
    bandeja = consultas.bandeja(request.user, filtro=filtro, numero=request.GET.get("pagina", "1"))
    return pagina(
        request,
        "afiliacion/solicitudes/lista.html",
        {
            "bandeja": bandeja,
            "aprueba": request.user.es_supervisora and filtro == "enviadas",
            "marcar": "marcar" in request.GET,
        },
    )


@require_safe
def solicitud(request: HttpRequest, pk: int) -> HttpResponse:
    return _detalle(request, _buscar(request, pk))


@require_POST
def titular(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioTitular(
        request.POST,
        personas=acciones.candidatas_a_titular(encontrada),
        mascara=mascara.de(request.user),
    )
    if not formulario.is_valid():
        return _detalle(request, encontrada, titular=formulario, status=422)
    return _hacer(
        request,
        encontrada,
        acciones.elegir_titular,
        "titular",
        formulario,
        "Titular guardada.",
        titular=formulario.cleaned_data["titular"],
    )


@require_POST
def acuerdo_subir(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioAcuerdo(request.POST, request.FILES)
    if not formulario.is_valid():
        return _detalle(request, encontrada, acuerdo=formulario, status=422)
    return _hacer(
        request,
        encontrada,
        acciones.adjuntar_acuerdo,
        "acuerdo",
        formulario,
        "Acuerdo guardado.",
        archivo=formulario.cleaned_data["archivo"],
    )


@require_POST
def enviar(request: HttpRequest, pk: int) -> HttpResponse:
    return _sin_datos(request, pk, acciones.enviar, "Enviada a aprobación.")


@require_POST
def aprobar(request: HttpRequest, pk: int) -> HttpResponse:
    return _sin_datos(request, pk, acciones.aprobar, "Aprobada: el hogar queda afiliado.")


@require_POST
def observar(request: HttpRequest, pk: int) -> HttpResponse:
    return _con_motivo(
        request, pk, acciones.observar, "observar", "Observada: vuelve a la gestora."
    )


@require_POST
def rechazar(request: HttpRequest, pk: int) -> HttpResponse:
    return _con_motivo(request, pk, acciones.rechazar, "rechazar", "Solicitud rechazada.")


def _sin_datos(request, pk: int, accion: Callable, hecho: str) -> HttpResponse:
    formulario = Form(request.POST)
    formulario.is_valid()
    return _hacer(request, _buscar(request, pk), accion, "decision", formulario, hecho)


def _con_motivo(request, pk: int, accion: Callable, nombre: str, hecho: str) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioMotivo(request.POST, prefix=nombre)
    if not formulario.is_valid():
        return _detalle(request, encontrada, **{nombre: formulario}, status=422)
    motivo = formulario.cleaned_data["motivo"]
    return _hacer(request, encontrada, accion, nombre, formulario, hecho, motivo=motivo)


def _hacer(request, encontrada, accion, nombre, formulario, hecho, **datos) -> HttpResponse:
    """Call one action on a request, and answer each of its refusals in its own words."""
    try:
        accion(encontrada, por=request.user, **datos)
    except FaltanRequisitos:
        return _detalle(request, encontrada, intento=True, status=422)
    except AcuerdoInvalido as error:
        formulario.add_error("archivo", str(error))
        return _detalle(request, encontrada, acuerdo=formulario, status=422)
    except ValidationError as error:
        formulario.add_error(None, error)
        return _detalle(request, encontrada, **{nombre: formulario}, status=422)
    except TransicionInvalida:
        return conflicto(request, CAMBIO, reverse("afiliacion:solicitud", args=[encontrada.pk]))
    messages.success(request, hecho)
    return redirect("afiliacion:solicitud", encontrada.pk)


def _buscar(request: HttpRequest, pk: int) -> Solicitud:
    return get_object_or_404(
        consultas.con_evidencia(Solicitud.objects.visibles_para(request.user)), pk=pk
    )


def _detalle(request, encontrada: Solicitud, *, status=200, intento=False, **usados):
    """The page of a request, with the form that was refused in the place of its empty one."""
    hogar = encontrada.contacto.hogar_id
    anotar(QueLectura.SOLICITUD, hogares=[hogar], objeto=encontrada.pk, por=request.user)
    expediente = consultas.expediente(encontrada, por=request.user)
    tapa = mascara.del_hogar(request, hogar)
    formularios = {
        "titular": FormularioTitular(
            personas=acciones.candidatas_a_titular(encontrada) if expediente.se_prepara else [],
            mascara=tapa,
            initial={"titular": encontrada.titular_id},
        ),
        "acuerdo": FormularioAcuerdo(),
        "observar": FormularioMotivo(prefix="observar"),
        "rechazar": FormularioMotivo(prefix="rechazar"),
    }
    return pagina(
        request,
        "afiliacion/solicitudes/detalle.html",
        {
            "expediente": expediente,
            "formularios": formularios | usados,
            "intento": intento,
            "mascara": tapa,
            "vistos": vistos_en_el_hogar(encontrada.contacto),
        },
        status=status,
    )


@never_cache
@require_safe
def acuerdo(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement itself, to those who may see the household; never run, never kept."""
    visibles = Acuerdo.objects.visibles_para(request.user).select_related("solicitud__contacto")
    encontrado = get_object_or_404(visibles, pk=pk)
    try:
        archivo = encontrado.archivo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    hogar = encontrado.solicitud.contacto.hogar_id
    anotar(QueLectura.IMAGEN, hogares=[hogar], objeto=pk, por=request.user)
    como_archivo = "descargar" in request.GET or not encontrado.tipo.startswith(EN_LA_PAGINA)
    respuesta = FileResponse(
        archivo,
        as_attachment=como_archivo,
        filename=f"acuerdo-{encontrado.pk}{Path(encontrado.archivo.name).suffix}",
        content_type=encontrado.tipo,
    )
    respuesta["Content-Security-Policy"] = "sandbox; default-src 'none'"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


@require_POST
def aprobar_varias(request: HttpRequest) -> HttpResponse:
    """First what would be approved and what would not, and why; then, confirmed, the result."""
    pedidas = list(
        consultas.con_evidencia(Solicitud.objects.visibles_para(request.user)).filter(
            pk__in=consultas.numeros(request.POST.getlist("solicitud"))
        )
    )
    if not pedidas:
        messages.warning(request, "Marque al menos una solicitud.")
        return redirect("afiliacion:solicitudes")
    confirmada = "confirmar" in request.POST
    if confirmada:
        negadas = acciones.aprobar_lote(pedidas, por=request.user)
        lote = consultas.aprobado(pedidas, negadas, por=request.user)
    else:
        lote = consultas.examinado(acciones.examinar_lote(pedidas, por=request.user))
    contexto = {"lote": lote, "confirmada": confirmada}
    return pagina(request, "afiliacion/solicitudes/lote.html", contexto)


@require_safe
def alertas(request: HttpRequest) -> HttpResponse:
    atendidas = request.GET.get("estado") == EstadoAlerta.ATENDIDA
    estado = EstadoAlerta.ATENDIDA if atendidas else EstadoAlerta.ABIERTA
    paginas = Paginator(consultas.alertas(request.user, estado=estado), consultas.POR_PAGINA)
    contexto = {
        "pagina": paginas.get_page(request.GET.get("pagina")),
        "atendidas": atendidas,
        "incidencias": [] if atendidas else incidencias(request.user),
        "se_deriva": trabaja(request.user),
        "abiertas": consultas.alertas(request.user, estado=EstadoAlerta.ABIERTA).count(),
        "atiende": request.user.es_supervisora,
        "recien": consultas.recien_atendida(request.user, request.GET.get("atendida", "")),
    }
    return pagina(request, "afiliacion/solicitudes/alertas.html", contexto)


@require_POST
def alerta_atender(request: HttpRequest, pk: int) -> HttpResponse:
    respuesta = redirect(reverse("afiliacion:alertas") + f"?atendida={pk}")
    return _mover_alerta(request, pk, acciones_alertas.atender, respuesta)


@require_POST
def alerta_reabrir(request: HttpRequest, pk: int) -> HttpResponse:
    return _mover_alerta(
        request, pk, acciones_alertas.reabrir, redirect("afiliacion:alertas"), "Alerta abierta."
    )


def _mover_alerta(request, pk: int, accion: Callable, respuesta, hecho: str = "") -> HttpResponse:
    encontrada = get_object_or_404(Alerta.objects.visibles_para(request.user), pk=pk)
    try:
        accion(encontrada, por=request.user)
    except TransicionInvalida:
        return conflicto(
            request, "Otra persona ya cambió esta alerta.", reverse("afiliacion:alertas")
        )
    if hecho:
        messages.success(request, hecho)
    return respuesta
