"""The saved lists of the queue: kept, opened with, removed and put back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from afiliacion.acciones import filtros as acciones
from afiliacion.filters import FiltroCola
from afiliacion.forms_equipo import FormularioFiltro
from afiliacion.models import FiltroGuardado


@require_POST
def guardar(request: HttpRequest) -> HttpResponse:
    formulario = FormularioFiltro(request.POST)
    if not formulario.is_valid():
        return _volver(request, error=next(iter(formulario.errors.values()))[0])
    consulta = FiltroCola(QueryDict(formulario.cleaned_data["filtros"]), request=request)
    try:
        filtro = acciones.guardar_filtro(
            nombre=formulario.cleaned_data["nombre"],
            consulta=consulta.para_guardar,
            predeterminado=formulario.cleaned_data["predeterminado"],
            por=request.user,
        )
    except ValidationError as error:
        return _volver(request, error=error.messages[0])
    messages.success(request, f"Filtro «{filtro.nombre}» guardado.")
    return _volver(request)


@require_POST
def abrir(request: HttpRequest, pk: int) -> HttpResponse:
    return _con_el_suyo(request, pk, acciones.abrir_con)


@require_POST
def retirar(request: HttpRequest, pk: int) -> HttpResponse:
    return _con_el_suyo(request, pk, acciones.retirar_filtro, retirado=str(pk))


@require_POST
def restaurar(request: HttpRequest, pk: int) -> HttpResponse:
    return _con_el_suyo(request, pk, acciones.restaurar_filtro)


def _con_el_suyo(request: HttpRequest, pk: int, accion: Callable, **parametros) -> HttpResponse:
    filtro = get_object_or_404(FiltroGuardado.objects.visibles_para(request.user), pk=pk)
    try:
        accion(filtro, por=request.user)
    except ValidationError as error:
        return _volver(request, error=error.messages[0])
    return _volver(request, **parametros)


def _volver(request: HttpRequest, *, error: str = "", **parametros) -> HttpResponse:
    """To the list where the button was; what could not be done is said there."""
    if error:
        messages.error(request, error)
    lista = QueryDict(request.POST.get("filtros", "")[:500], mutable=True)
    lista.update(parametros)
    return redirect(f"{reverse('afiliacion:cola')}?{lista.urlencode()}")
