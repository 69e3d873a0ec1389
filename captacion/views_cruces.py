"""Doubtful pairs, one at a time: the next one, what each key does, and what was decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from captacion import acciones
from captacion.acciones.vinculos import DECIDEN
from captacion.clases_de_pares import CLASES
from captacion.consultas import cruces as consultas_cruces
from captacion.consultas.pares import ClaseDePar, Par, avance, decididos
from captacion.consultas.pares_de_vinculo import pares_de_personas
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.respuestas import pagina, pide_fragmento

PERSONAS_POR_PAGINA = 10
DECISIONES_POR_PAGINA, DECISIONES = 20, 400


@require_safe
def cruces(request: HttpRequest) -> HttpResponse:
    """Who decides gets the next pair; who only looks, the people that wait and why."""
    if decide(request.user):
        return mesa(request)
    personas = consultas_cruces.personas_en_duda(request.user)
    hojas = Paginator(personas, PERSONAS_POR_PAGINA).get_page(request.GET.get("pagina"))
    pares = pares_de_personas(list(hojas)) if hojas.object_list else {}
    contexto = {
        "pagina": hojas,
        "pares": [par for de_una in pares.values() for par in de_una if par.en_espera],
    }
    return pagina(request, "captacion/cruces_lista.html", contexto)


@require_safe
def cruce(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    """One pair by its address: to be decided if it waits and nobody else has it in hand."""
    de_clase, objeto = _buscar(request, clase, pk)
    par = _par(de_clase, objeto)
    if not decide(request.user) or not par.en_espera:
        _anotar(request, par)
        return pagina(request, "captacion/cruce.html", {"par": par, "decide": decide(request.user)})
    if not acciones.reservar(clase, par.unidad, por=request.user):
        return mesa(request, aviso=_en_otras_manos(par))
    return mesa(request, par=par)


@require_POST
def cruce_confirmar(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    return _decidir(request, clase, pk, "confirmar")


@require_POST
def cruce_descartar(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    return _decidir(request, clase, pk, "descartar")


@require_POST
def cruce_aplazar(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    """Later: no decision, the end of the queue."""
    exigir_que_decide(request.user)
    de_clase, objeto = _buscar(request, clase, pk)
    acciones.aplazar(clase, de_clase.unidad_de(objeto), por=request.user)
    return _seguir(request, "Aplazado: vuelve al final de su lista.")


@require_POST
def cruce_deshacer(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    """A decision taken back: its pair is on the table again."""
    de_clase, objeto = _buscar(request, clase, pk)
    try:
        de_clase.deshacer(objeto, por=request.user)
    except TransicionInvalida as negativa:
        return mesa(request, aviso=_por_que_no(negativa, objeto), status=409)
    hecho, par = de_clase.dicho["deshacer"], _par(de_clase, objeto)
    if not acciones.reservar(clase, par.unidad, por=request.user):
        return _seguir(request, f"{hecho} {_en_otras_manos(par)}")
    if not pide_fragmento(request):
        messages.success(request, hecho)
        return redirect("captacion:cruce", clase, pk)
    return mesa(request, par=par, hecho=hecho)


@require_safe
def cruces_decisiones(request: HttpRequest) -> HttpResponse:
    exigir_que_decide(request.user)
    lista = decididos(CLASES.values(), request.user, DECISIONES)
    contexto = {
        "pagina": Paginator(lista, DECISIONES_POR_PAGINA).get_page(request.GET.get("pagina")),
        "lotes": consultas_cruces.lotes_de(request.user),
    }
    return pagina(request, "captacion/cruces_decisiones.html", contexto)


def decide(usuario) -> bool:
    return usuario.rol in DECIDEN


def exigir_que_decide(usuario) -> None:
    """For who does not decide, the tools of deciding do not exist."""
    if not decide(usuario):
        raise Http404


def mesa(
    request: HttpRequest, *, par: Par | None = None, hecho: str = "", aviso: str = "", status=200
) -> HttpResponse:
    """The table with a pair on it: `par`, or the next one that nobody else holds."""
    exigir_que_decide(request.user)
    par = par or _siguiente(request.user)
    if par:
        _anotar(request, par)
    suyas = decididos(CLASES.values(), request.user, 1)
    lote = consultas_cruces.lotes_de(request.user).first()
    ultima = suyas[0] if suyas else None
    contexto = {
        "par": par,
        "avance": avance(CLASES.values(), request.user),
        "ultima": None if lote and ultima and lote.hecho_en > ultima.en else ultima,
        "ultimo_lote": lote if lote and (not ultima or lote.hecho_en > ultima.en) else None,
        "hecho": hecho,
        "aviso": aviso,
        "decide": True,
        "fragmento": pide_fragmento(request),
    }
    return pagina(
        request,
        "captacion/cruces.html",
        contexto,
        fragmento="captacion/_mesa.html",
        status=status,
    )


def _anotar(request: HttpRequest, par: Par) -> None:
    """The households of the pair, or its two people when it is of people alone."""
    anotar(
        QueLectura.CRUCE,
        hogares=par.hogares,
        objeto=par.pk,
        personas=None if par.hogares else 2,
        por=request.user,
    )


def _decidir(request: HttpRequest, clase: str, pk: int, decision: str) -> HttpResponse:
    de_clase, objeto = _buscar(request, clase, pk)
    try:
        getattr(de_clase, decision)(objeto, por=request.user)
    except TransicionInvalida as negativa:
        return mesa(request, aviso=_por_que_no(negativa, objeto), status=409)
    unidad = de_clase.unidad_de(objeto)
    if not de_clase.en_espera(request.user).filter(pk=unidad).exists():
        acciones.soltar(clase, unidad)
    return _seguir(request, de_clase.dicho[decision])


def _seguir(request: HttpRequest, hecho: str) -> HttpResponse:
    if pide_fragmento(request):
        return mesa(request, hecho=hecho)
    messages.success(request, hecho)
    return redirect("captacion:cruces")


def _siguiente(usuario) -> Par | None:
    turno = acciones.tomar_siguiente(CLASES.values(), por=usuario)
    if turno is None:
        return None
    return next((par for par in turno.clase.pares(turno.unidad) if par.en_espera), None)


def _buscar(request: HttpRequest, clase: str, pk: int) -> tuple[ClaseDePar, object]:
    if clase not in CLASES:
        raise Http404
    de_clase = CLASES[clase]
    return de_clase, get_object_or_404(de_clase.modelo.objects.visibles_para(request.user), pk=pk)


def _par(de_clase: ClaseDePar, objeto) -> Par:
    """404 for what nobody ever doubted: there is no pair to look at."""
    pares = de_clase.pares(de_clase.unidad_de(objeto))
    hallado = next((par for par in pares if par.pk == objeto.pk), None)
    if hallado is None:
        raise Http404
    return hallado


def _por_que_no(negativa: TransicionInvalida, objeto) -> str:
    """What came first, in a sentence."""
    if mensaje := getattr(negativa, "mensaje", ""):
        return mensaje
    objeto.refresh_from_db()
    quien = f" Lo decidió {objeto.decidido_por}." if objeto.decidido_por else ""
    return f"Este cruce ahora está: {objeto.get_estado_display().lower()}.{quien}"


def _en_otras_manos(par: Par) -> str:
    quien = acciones.en_manos_de(par.clase, par.unidad)
    return f"Ese cruce lo está revisando {quien}." if quien else "Ese cruce ya no espera."
