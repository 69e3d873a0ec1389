"""Co-responsibilities: who has care due or untold, and what somebody saw of it."""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import cuidados as acciones
from afiliacion.consultas import corresponsabilidades as consultas
from afiliacion.consultas import cuidado as del_cuidado
from afiliacion.consultas import hogar as de_hogares
from afiliacion.consultas.articulacion import articula
from afiliacion.consultas.contacto import trabaja
from afiliacion.formularios.cuidados import FormularioCuidado, Respuesta
from afiliacion.models import Cuidado
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.pdf import componer
from juntos.rastro import Rastro
from juntos.respuestas import conflicto, pagina

TARJETA = Path(__file__).resolve().parents[1] / "pdf" / "tarjeta_de_cuidados.typ"
CAMBIO = "Alguien registró algo de este cuidado mientras usted lo veía. No se hizo nada."


@require_safe
@never_cache
def corresponsabilidades(request: HttpRequest) -> HttpResponse:
    """Filters in the address: `unidad`, `distrito`, `establecimiento`, `ver`, `pagina`."""
    if not articula(request.user):
        raise PermissionDenied("Esta lista es de quienes trabajan con los hogares.")
    elegido = {
        clave: request.GET.get(clave, "").replace("\x00", "")
        for clave in ("unidad", "distrito", "establecimiento")
    }
    de_la_unidad = consultas.distritos_de(request.user, unidad=elegido["unidad"])
    distritos = de_la_unidad.filter(pk=elegido["distrito"]) if elegido["distrito"] else de_la_unidad
    contexto = elegido | {
        "lista": consultas.lista(
            distritos,
            ver=request.GET.get("ver", ""),
            establecimiento=elegido["establecimiento"],
            numero=request.GET.get("pagina"),
            hoy=timezone.localdate(),
        ),
        "distritos": de_la_unidad,
        "unidades": consultas.unidades_de(request.user),
        "constata": trabaja(request.user),
        "volver": request.GET.urlencode(),
    }
    return pagina(request, "afiliacion/cuidados/lista.html", contexto)


@require_safe
@never_cache
def aviso(request: HttpRequest) -> HttpResponse:
    """How many households that list has: the queue asks for it once it is on the screen."""
    if not articula(request.user):
        raise PermissionDenied("Esta lista es de quienes trabajan con los hogares.")
    cuantos = consultas.cuantos_por_atender(request.user, hoy=timezone.localdate())
    return render(request, "afiliacion/cuidados/_aviso.html", {"cuantos": cuantos})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cuidado(request: HttpRequest, pk: int) -> HttpResponse:
    """Was it given? Somebody who saw it says so, or leaves it as it is."""
    if not trabaja(request.user):
        raise PermissionDenied("Lo registra quien visita los hogares.")
    ficha = get_object_or_404(del_cuidado.filas_para(request.user), pk=pk)
    if request.method != "POST":
        return _cuidado(request, ficha, None)
    formulario = FormularioCuidado(request.POST, request.FILES)
    if not formulario.is_valid():
        return _cuidado(request, ficha, formulario, status=422)
    try:
        _constatar(ficha, formulario.cleaned_data, por=request.user)
    except ValidationError as error:
        formulario.add_error(None, error)
        return _cuidado(request, ficha, formulario, status=422)
    except acciones.CuidadoCambiado:
        return conflicto(request, CAMBIO, reverse("afiliacion:cuidado", args=[pk]))
    messages.success(request, "Registrado.")
    return redirect(_volver(request, ficha))


def _constatar(fila, datos: dict, *, por) -> Cuidado:
    if datos["respuesta"] == Respuesta.NO_DADO:
        return acciones.constatar_no_dado(fila, visto=datos["visto"], por=por)
    foto = datos["foto"]
    return acciones.constatar_dado(
        fila,
        dado_el=datos["dado_el"],
        evidencia=datos["evidencia"],
        foto=foto.read() if foto else None,
        visto=datos["visto"],
        por=por,
    )


def _cuidado(request, fila, formulario, *, status=200) -> HttpResponse:
    hogar = del_cuidado.hogar_de(fila.persona_id, request.user)
    anotar(QueLectura.CUIDADO, hogares=[hogar], objeto=fila.pk, por=request.user)
    contexto = {
        "ficha": del_cuidado.ficha(fila, hoy=timezone.localdate()),
        "volver": _consulta(request),
        "atras": _volver(request, fila),
    }
    vigente = contexto["ficha"].vigente
    contexto["formulario"] = formulario or FormularioCuidado(
        initial={"visto": vigente.pk if vigente else None}
    )
    return pagina(request, "afiliacion/cuidados/cuidado.html", contexto, status=status)


@require_POST
def deshacer(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(Cuidado.objects.visibles_para(request.user), pk=pk)
    try:
        acciones.deshacer(encontrado, por=request.user)
    except acciones.CuidadoCambiado:
        return conflicto(request, CAMBIO, _volver(request, encontrado))
    messages.success(request, "Deshecho: queda como estaba.")
    return redirect(_volver(request, encontrado))


def _consulta(request: HttpRequest) -> str:
    """The query of the list that it was opened from; empty when it was a household."""
    dicho = request.POST.get("volver", request.GET.get("volver", ""))
    return QueryDict(dicho[:500]).urlencode()


def _volver(request: HttpRequest, de_persona) -> str:
    """To the list that it was opened from, or to the household of this row's person."""
    if consulta := _consulta(request):
        return f"{reverse('afiliacion:corresponsabilidades')}?{consulta}"
    return reverse(
        "afiliacion:hogar", args=[del_cuidado.hogar_de(de_persona.persona_id, request.user)]
    )


@require_safe
@never_cache
def tarjeta(request: HttpRequest, pk: int) -> HttpResponse:
    """What is due, on paper, for whom takes the children and herself to it."""
    encontrado = get_object_or_404(de_hogares.buscar(request.user), pk=pk)
    anotar(QueLectura.HOGAR, hogares=[pk], objeto=pk, por=request.user)
    rastro = Rastro.de(QueLectura.HOGAR, objeto=pk, por=request.user)
    datos = del_cuidado.tarjeta(encontrado, hoy=timezone.localdate())
    return HttpResponse(
        componer(TARJETA, datos, rastro=rastro),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="tarjeta-{pk}.pdf"'},
    )
