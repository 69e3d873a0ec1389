"""What the columns of an unknown file are, said by whoever brings files in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from captacion import acciones
from captacion.acciones.cargas import ArchivoRepetido
from captacion.acciones.perfiles import PerfilInvalido
from captacion.consultas.cargas import admite_columnas
from captacion.consultas.columnas import por_decir
from captacion.forms import FormularioColumnas
from captacion.models import Carga, Fuente
from captacion.views import carga_cambio, solo_quien_carga
from juntos.estados import TransicionInvalida
from juntos.respuestas import conflicto, pagina


@require_http_methods(["GET", "HEAD", "POST"])
@solo_quien_carga
def carga_columnas(request: HttpRequest, pk: int) -> HttpResponse:
    carga = get_object_or_404(Carga.objects.visibles_para(request.user), pk=pk)
    if not admite_columnas(carga):
        return carga_cambio(request, carga)
    enviado = request.method == "POST"
    pedida = (request.POST if enviado else request.GET).get("fuente", "")
    formulario = FormularioColumnas(por_decir(carga, pedida), request.POST if enviado else None)
    if enviado and (respuesta := _declarar(request, carga, formulario)):
        return respuesta
    contexto = {"carga": carga, "formulario": formulario, "fuentes": Fuente.choices}
    return pagina(request, "captacion/columnas.html", contexto, status=422 if enviado else 200)


def _declarar(request, carga: Carga, formulario: FormularioColumnas) -> HttpResponse | None:
    """None when the form must be shown again."""
    if not formulario.is_valid():
        return None
    try:
        perfil = acciones.declarar_perfil(carga, por=request.user, **formulario.perfil())
    except PerfilInvalido as invalido:
        formulario.acusar(invalido.errores)
        return None
    except ArchivoRepetido as repetido:
        volver = reverse("captacion:carga", args=[repetido.carga_anterior.pk])
        return conflicto(request, str(repetido), volver)
    except TransicionInvalida:
        return carga_cambio(request, carga)
    messages.success(request, f"Formato {perfil.codigo} guardado; el archivo se carga con él.")
    return redirect("captacion:carga", carga.pk)
