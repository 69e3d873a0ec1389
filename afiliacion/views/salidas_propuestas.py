"""Who would leave the programme, and the supervisor's decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import salidas_propuestas as acciones
from afiliacion.consultas.contacto import trabaja
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.forms import FormularioMotivo
from afiliacion.formularios.liquidaciones import FormularioSalida
from afiliacion.models import EstadoSalida, SalidaPropuesta
from captacion.models import Hogar
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura, Rol
from juntos.respuestas import conflicto, pagina


@require_safe
def salidas(request: HttpRequest) -> HttpResponse:
    if request.user.rol == Rol.ADMINISTRACION:
        raise PermissionDenied("Las salidas son de quienes trabajan con los hogares.")
    return _lista(request)


@require_POST
def aceptar(request: HttpRequest, pk: int) -> HttpResponse:
    return _decidir(request, _buscar(request, pk), acciones.aceptar, "Salida aceptada.")


@require_POST
def descartar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = _buscar(request, pk)
    formulario = FormularioMotivo(request.POST)
    if not formulario.is_valid():
        return _lista(request, rechazada=encontrada, formulario=formulario, status=422)
    motivo = formulario.cleaned_data["motivo"][:250]
    return _decidir(
        request, encontrada, acciones.descartar, "Salida descartada: sigue en el programa.",
        motivo=motivo,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def proponer(request: HttpRequest, pk: int) -> HttpResponse:
    hogar = get_object_or_404(Hogar.objects.visibles_para(request.user), pk=pk, es_usuario=True)
    if not trabaja(request.user):
        raise PermissionDenied("Solo quien trabaja con el hogar propone su salida.")
    formulario = FormularioSalida(request.POST if request.method == "POST" else None)
    if formulario.is_bound and formulario.is_valid():
        try:
            acciones.proponer_a_mano(hogar, por=request.user, **formulario.cleaned_data)
        except ValidationError as error:
            formulario.add_error(None, error)
        else:
            messages.success(request, "Propuesta: la decide otra persona, la supervisora.")
            return redirect("afiliacion:salidas-propuestas")
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    contexto = {"hogar": hogar, "formulario": formulario}
    status = 422 if formulario.errors else 200
    return pagina(request, "afiliacion/salidas/proponer.html", contexto, status=status)


def _decidir(request, encontrada: SalidaPropuesta, accion, hecho: str, **datos) -> HttpResponse:
    try:
        accion(encontrada, por=request.user, **datos)
    except TransicionInvalida:
        return conflicto(
            request,
            "Otra persona ya decidió esta salida.",
            reverse("afiliacion:salidas-propuestas"),
        )
    messages.success(request, hecho)
    return redirect("afiliacion:salidas-propuestas")


def _lista(request, *, rechazada=None, formulario=None, status=200) -> HttpResponse:
    resueltas = request.GET.get("estado") == "resueltas"
    suyas = SalidaPropuesta.objects.visibles_para(request.user).select_related(
        "hogar__distrito", "causa", "propuesta_por", "resuelta_por"
    )
    por_decidir = suyas.filter(estado=EstadoSalida.PROPUESTA)
    elegidas = suyas.exclude(estado=EstadoSalida.PROPUESTA) if resueltas else por_decidir
    contexto = {
        "pagina": Paginator(elegidas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "resueltas": resueltas,
        "por_decidir": por_decidir.count(),
        "decide": request.user.es_supervisora and not resueltas,
        "rechazada": rechazada,
        "formulario": formulario,
    }
    return pagina(request, "afiliacion/salidas/lista.html", contexto, status=status)


def _buscar(request: HttpRequest, pk: int) -> SalidaPropuesta:
    return get_object_or_404(
        SalidaPropuesta.objects.visibles_para(request.user).select_related("causa"), pk=pk
    )
