"""What is expected of each figure: the targets in force, their history, and a form for sede."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from afiliacion.acciones import metas as acciones
from afiliacion.formularios.informes import FormularioMeta
from afiliacion.models import MetaIndicador
from juntos.models import Rol
from juntos.respuestas import conflicto, pagina
from juntos.territorio import ve_el_pais


@require_http_methods(["GET", "HEAD", "POST"])
def metas(request: HttpRequest) -> HttpResponse:
    if request.user.rol == Rol.ADMINISTRACION:
        raise PermissionDenied("Las metas son de quienes trabajan con los hogares.")
    enviado = request.method == "POST"
    hoy = timezone.localdate()
    formulario = FormularioMeta(request.POST if enviado else None, initial={"desde": hoy})
    if enviado and formulario.is_valid():
        try:
            acciones.fijar(por=request.user, **formulario.cleaned_data)
        except acciones.NoSeFija as motivo:
            formulario.add_error("desde", str(motivo))
        else:
            messages.success(request, "Meta fijada.")
            return redirect("afiliacion:metas")
    suyas = MetaIndicador.objects.visibles_para(request.user)
    todas = suyas.select_related("unidad", "fijada_por", "terminada_por", "anulada_por")
    contexto = {
        "vigentes": todas.vigentes(hoy),
        "demas": todas.exclude(pk__in=suyas.vigentes(hoy)),
        "formulario": formulario if ve_el_pais(request.user) else None,
        "hoy": hoy,
    }
    status = 422 if formulario.errors else 200
    return pagina(request, "afiliacion/metas/metas.html", contexto, status=status)


@require_POST
def anular(request: HttpRequest, pk: int) -> HttpResponse:
    encontrada = get_object_or_404(MetaIndicador.objects.visibles_para(request.user), pk=pk)
    try:
        acciones.anular(encontrada, por=request.user)
    except acciones.NoSeFija as motivo:
        return conflicto(request, str(motivo), reverse("afiliacion:metas"))
    messages.success(request, "Meta anulada: queda en la historia y ya no cuenta.")
    return redirect("afiliacion:metas")
