"""Doubts confirmed together by a rule: what would go, what went, and back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from captacion import acciones
from captacion.consultas import lotes as consultas_lotes
from captacion.forms import FormularioLote
from captacion.models import LoteDeDecisiones
from captacion.views_cruces import exigir_que_decide
from juntos.respuestas import conflicto, pagina


@require_safe
def cruces_lote(request: HttpRequest) -> HttpResponse:
    """Choose a rule, and see how many it takes and the first of them."""
    exigir_que_decide(request.user)
    opciones = consultas_lotes.opciones(request.user)
    formulario = FormularioLote(request.GET or None, opciones=opciones)
    contexto = {"formulario": formulario, "hay": any(opciones.values())}
    if formulario.is_valid():
        filtro = formulario.cleaned_data
        contexto |= {
            "candidatura": consultas_lotes.candidatura(request.user, filtro),
            "filtro": filtro,
            "condicion": consultas_lotes.en_palabras(filtro),
        }
    return pagina(request, "captacion/cruces_lote.html", contexto)


@require_POST
def cruces_lote_confirmar(request: HttpRequest) -> HttpResponse:
    """Confirm what was seen, `vinculos`, as far as it still meets the rule."""
    exigir_que_decide(request.user)
    formulario = FormularioLote(request.POST, opciones=consultas_lotes.opciones(request.user))
    pedidos = _numeros(request.POST.get("vinculos", ""))
    if not formulario.is_valid() or not pedidos:
        mensaje = "Ya no hay cruces que cumplan esa condición."
        return conflicto(request, mensaje, reverse("captacion:cruces-lote"))
    filtro = formulario.cleaned_data
    pedidos = pedidos[: consultas_lotes.MAXIMO]
    van = consultas_lotes.candidatura(request.user, filtro, solo=pedidos).van
    lote = acciones.confirmar_lote(van, pedidos=pedidos, filtro=filtro, por=request.user)
    return redirect("captacion:lote", lote.pk)


def _numeros(texto: str) -> list[int]:
    """Ids that came in a form; anything else is not one."""
    dichos = texto.split(",")
    return [int(pk) for pk in dichos if pk.isascii() and pk.isdecimal() and len(pk) < 18]


@require_safe
def lote(request: HttpRequest, pk: int) -> HttpResponse:
    hallado = get_object_or_404(LoteDeDecisiones.objects.visibles_para(request.user), pk=pk)
    contexto = {
        "resultado": consultas_lotes.resultado(hallado),
        "condicion": consultas_lotes.en_palabras(hallado.filtro),
    }
    return pagina(request, "captacion/lote.html", contexto)


@require_POST
def lote_deshacer(request: HttpRequest, pk: int) -> HttpResponse:
    hallado = get_object_or_404(LoteDeDecisiones.objects.visibles_para(request.user), pk=pk)
    try:
        devuelto = acciones.deshacer_lote(hallado, por=request.user)
    except acciones.LoteDeshecho:
        volver = reverse("captacion:lote", args=[pk])
        return conflicto(request, "Este lote ya estaba deshecho.", volver)
    messages.success(request, f"Deshechas: {devuelto.hechos}. Vuelven a estar por revisar.")
    for vinculo, negativa in devuelto.negados:
        messages.warning(request, f"{vinculo.persona.nombre_completo}: {negativa}")
    return redirect("captacion:lote", pk)
