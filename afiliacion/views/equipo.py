"""The supervisor's day and her team: what waits, who has how much, who is away, who leaves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import ausencias, salidas
from afiliacion.acciones.reasignar import ReasignacionPasada, exigir_que_reparte
from afiliacion.consultas import bandeja as dia
from afiliacion.consultas import equipo as consultas
from afiliacion.forms_equipo import FormularioAusencia, FormularioSalida
from afiliacion.models import Salida
from juntos.models import Ausencia
from juntos.respuestas import conflicto, pagina


@require_safe
def bandeja(request: HttpRequest) -> HttpResponse:
    exigir_que_reparte(request.user)
    contexto = {"dia": dia.dia_de(request.user, hoy=timezone.localdate())}
    return pagina(request, "afiliacion/equipo/bandeja.html", contexto)


@require_safe
def equipo(request: HttpRequest) -> HttpResponse:
    exigir_que_reparte(request.user)
    return _equipo(request, FormularioAusencia(gestoras=consultas.gestoras_de(request.user)))


def _equipo(request: HttpRequest, formulario: FormularioAusencia, *, status=200) -> HttpResponse:
    suyo = consultas.equipo(request.user, hoy=timezone.localdate())
    quietas = request.GET.get("actividad") == "sin"
    contexto = {
        "equipo": suyo,
        "quietas": quietas,
        "cargas": [c for c in suyo.cargas if c.sin_actividad or not quietas],
        "formulario": formulario,
        "salidas": consultas.salidas_de_hoy(request.user),
    }
    return pagina(request, "afiliacion/equipo/equipo.html", contexto, status=status)


@require_POST
def ausencia_registrar(request: HttpRequest) -> HttpResponse:
    exigir_que_reparte(request.user)
    formulario = FormularioAusencia(request.POST, gestoras=consultas.gestoras_de(request.user))
    if formulario.is_valid():
        try:
            ausencias.registrar_ausencia(**formulario.cleaned_data, por=request.user)
        except ValidationError as error:
            formulario.add_error(None, error)
    if formulario.errors:
        return _equipo(request, formulario, status=422)
    messages.success(request, "Ausencia registrada.")
    return redirect("afiliacion:equipo")


@require_POST
def ausencia_quitar(request: HttpRequest, pk: int) -> HttpResponse:
    ausencia = get_object_or_404(Ausencia.objects.visibles_para(request.user), pk=pk)
    ausencias.quitar_ausencia(ausencia, por=request.user)
    messages.success(request, "Ausencia terminada.")
    return redirect("afiliacion:equipo")


@require_http_methods(["GET", "HEAD", "POST"])
def salida(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes each district of a manager who leaves; then, all of it at once."""
    exigir_que_reparte(request.user)
    usuaria = get_object_or_404(consultas.gestoras_de(request.user), pk=pk)
    distritos = consultas.distritos_que_deja(usuaria)
    formulario = FormularioSalida(
        request.POST or None,
        distritos=distritos,
        gestoras=consultas.gestoras_de(request.user).exclude(pk=pk),
    )
    if request.method == "POST" and formulario.is_valid():
        return _dar_de_baja(request, usuaria, formulario)
    contexto = {"usuaria": usuaria, "distritos": distritos, "formulario": formulario}
    status = 422 if request.method == "POST" else 200
    return pagina(request, "afiliacion/equipo/salida.html", contexto, status=status)


def _dar_de_baja(request: HttpRequest, usuaria, formulario: FormularioSalida) -> HttpResponse:
    try:
        hecha = salidas.dar_de_baja(usuaria, destinos=formulario.destinos, por=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("afiliacion:salida", usuaria.pk)
    cuenta = hecha.reasignacion.items.filter(movido=True).count()
    messages.success(request, f"{usuaria} ya no trabaja aquí. Contactos que pasaron: {cuenta}.")
    return redirect("afiliacion:equipo")


@require_POST
def salida_deshacer(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = get_object_or_404(Salida.objects.visibles_para(request.user), pk=pk)
    try:
        salidas.deshacer_salida(encontrada, por=request.user)
    except ReasignacionPasada:
        mensaje = "Una salida la deshace quien la hizo, hasta la medianoche."
        return conflicto(request, mensaje, reverse("afiliacion:equipo"))
    messages.success(request, f"{encontrada.usuario} vuelve a trabajar, con lo que tenía.")
    return redirect("afiliacion:equipo")
