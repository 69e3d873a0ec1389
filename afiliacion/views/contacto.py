"""One contact: what is missing for this household, and what do I do now?"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import contactos, solicitudes, visitas
from afiliacion.acciones.permisos import exigir_territorio
from afiliacion.consultas import avisos, campo
from afiliacion.consultas import contacto as consultas
from afiliacion.consultas.mensajes import que_decir
from afiliacion.forms import (
    FormularioAsignacion,
    FormularioMotivo,
    FormularioUbicacion,
    FormularioVisita,
)
from afiliacion.models import Contacto
from juntos import mascara
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura, Rol
from juntos.respuestas import conflicto, pagina

CERRADO = "Este contacto se cerró mientras usted lo veía. No se hizo nada."
POR_ADELANTADO = ("modalidad", "telefono", "distrito_texto")


@require_safe
def contacto(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    return _ficha(request, encontrado, FormularioMotivo())


def _anotar(request: HttpRequest, encontrado: Contacto) -> None:
    anotar(
        QueLectura.CONTACTO, hogares=[encontrado.hogar_id], objeto=encontrado.pk, por=request.user
    )


def _ficha(request, encontrado, motivo, *, asignacion=None, status=200) -> HttpResponse:
    """The page of a contact; `motivo` and `asignacion` are the forms that were refused, if any."""
    _anotar(request, encontrado)
    reparte = request.user.es_supervisora and encontrado.esta_abierto
    ficha = consultas.ficha(encontrado, por=request.user)
    contexto = {
        "ficha": ficha,
        "decir": que_decir(ficha, por=request.user),
        "formulario": motivo,
        "asignar": asignacion or (reparte and _asignacion(encontrado)),
        "ubica": consultas.se_ubica(encontrado, por=request.user),
        "trabaja": consultas.trabaja(request.user),
        "vistos": campo.vistos_en_el_hogar(encontrado),
        "fotos": campo.fotos_de(encontrado),
        "aviso": avisos.del_hogar(encontrado.hogar_id),
        "mascara": mascara.del_hogar(request, encontrado.hogar_id),
    }
    return pagina(request, "afiliacion/contacto/contacto.html", contexto, status=status)


def _asignacion(encontrado: Contacto, *datos) -> FormularioAsignacion:
    inicial = {"a": encontrado.asignada_a_id}
    gestoras = consultas.gestoras_de(encontrado)
    return FormularioAsignacion(*datos, gestoras=gestoras, initial=inicial)


@require_POST
def asignar(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor hands the contact to a manager of its district."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    if not request.user.es_supervisora:
        raise PermissionDenied("Solo una supervisora reparte los contactos.")
    formulario = _asignacion(encontrado, request.POST)
    if not formulario.is_valid():
        return _ficha(request, encontrado, FormularioMotivo(), asignacion=formulario, status=422)
    try:
        contactos.asignar(encontrado, a=formulario.cleaned_data["a"], por=request.user)
    except TransicionInvalida:
        return conflicto(request, CERRADO, reverse("afiliacion:contacto", args=[pk]))
    messages.success(request, "Asignado.")
    return redirect("afiliacion:contacto", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mudar(request: HttpRequest, pk: int) -> HttpResponse:
    """Sede finds the district of a household that came without one."""
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    if request.user.rol != Rol.SEDE:
        raise PermissionDenied("Los hogares sin distrito los ubica la sede central.")
    if not consultas.se_ubica(encontrado, por=request.user):
        return conflicto(
            request,
            "Este contacto ya tiene distrito, o está cerrado.",
            reverse("afiliacion:contacto", args=[pk]),
        )
    if request.method != "POST":
        return _ubicar(request, encontrado, FormularioUbicacion(initial=request.GET.dict()))
    formulario = FormularioUbicacion(request.POST)
    if not formulario.is_valid():
        return _ubicar(request, encontrado, formulario, status=422)
    try:
        contactos.mudar(
            encontrado, distrito=formulario.cleaned_data["distrito_nuevo"], por=request.user
        )
    except TransicionInvalida:
        return conflicto(request, CERRADO, reverse("afiliacion:contacto", args=[pk]))
    messages.success(request, "El hogar ya tiene distrito.")
    return redirect("afiliacion:contacto", pk)


def _ubicar(request, encontrado, formulario, *, status=200) -> HttpResponse:
    _anotar(request, encontrado)
    contexto = {
        "contacto": encontrado,
        "referente": consultas.referente(consultas.captaciones_de(encontrado)),
        "formulario": formulario,
    }
    return pagina(
        request,
        "afiliacion/contacto/ubicar.html",
        contexto,
        fragmento="afiliacion/contacto/_distritos.html",
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def visita_registrar(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a call or a visit, and its record; a repeated POST ends in the same place."""
    if consultas.ya_registrada(request.POST.get("clave", ""), contacto=pk, por=request.user):
        return _tras_visita(request, pk)
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    exigir_territorio(encontrado, por=request.user)
    if request.method == "POST":
        return _registrar(request, encontrado)
    if not encontrado.esta_abierto:
        messages.warning(request, "Este contacto está cerrado. Para registrar, primero reábralo.")
        return redirect("afiliacion:contacto", pk)
    formulario = FormularioVisita(
        contacto=encontrado,
        telefonos=consultas.telefonos_de(encontrado),
        initial={k: request.GET[k] for k in POR_ADELANTADO if k in request.GET},
    )
    return _formulario(request, encontrado, formulario)


def _registrar(request: HttpRequest, encontrado: Contacto) -> HttpResponse:
    telefonos = consultas.telefonos_de(encontrado)
    formulario = FormularioVisita(request.POST, contacto=encontrado, telefonos=telefonos)
    if not formulario.is_valid():
        return _formulario(request, encontrado, formulario, status=422)
    try:
        visitas.registrar_visita(encontrado, por=request.user, **formulario.datos_de_visita())
    except ValidationError as error:
        formulario.add_error(None, error)
        return _formulario(request, encontrado, formulario, status=422)
    except TransicionInvalida:
        return _formulario_atrasado(request, encontrado.pk)
    return _tras_visita(request, encontrado.pk)


def _formulario_atrasado(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody changed the contact meanwhile: what changed, and every word still in the form."""
    actual = get_object_or_404(consultas.buscar(request.user), pk=pk)
    datos = request.POST.copy()
    datos["version"] = actual.version
    formulario = FormularioVisita(datos, contacto=actual, telefonos=consultas.telefonos_de(actual))
    cambios = consultas.cambios_desde(actual, parse_datetime(request.POST.get("leida_en", "")))
    return _formulario(request, actual, formulario, status=409, cambios=cambios)


def _formulario(request, encontrado, formulario, *, status=200, **mas) -> HttpResponse:
    _anotar(request, encontrado)
    return pagina(
        request,
        "afiliacion/contacto/visita.html",
        {
            "contacto": encontrado,
            "referente": consultas.referente(consultas.captaciones_de(encontrado)),
            "formulario": formulario,
            "atrasado": status == 409,
            "aviso": avisos.del_hogar(encontrado.hogar_id),
            **mas,
        },
        fragmento="afiliacion/contacto/_distritos.html",
        status=status,
    )


def _tras_visita(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the contact, or to the queue when the household has passed to other hands."""
    messages.success(request, "Registrado.")
    if Contacto.objects.visibles_para(request.user).filter(pk=pk).exists():
        return redirect("afiliacion:contacto", pk)
    messages.info(request, "El hogar pasó a otro distrito: lo verá quien lo atiende allí.")
    return redirect("afiliacion:cola")


@require_POST
def solicitud_abrir(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    try:
        solicitud = solicitudes.abrir(encontrado, por=request.user)
    except TransicionInvalida:
        return conflicto(
            request,
            "El contacto cambió y ya no se puede abrir una solicitud desde aquí.",
            reverse("afiliacion:contacto", args=[pk]),
        )
    return redirect("afiliacion:solicitud", solicitud.pk)


@require_POST
def reabrir(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = get_object_or_404(consultas.buscar(request.user), pk=pk)
    formulario = FormularioMotivo(request.POST)
    if not formulario.is_valid():
        return _ficha(request, encontrado, formulario, status=422)
    try:
        contactos.reabrir(encontrado, por=request.user, motivo=formulario.cleaned_data["motivo"])
    except ValidationError as error:
        formulario.add_error(None, error)
        return _ficha(request, encontrado, formulario, status=422)
    except TransicionInvalida:
        return conflicto(
            request,
            "El contacto ya está abierto, o el hogar tiene otro contacto abierto.",
            reverse("afiliacion:contacto", args=[pk]),
        )
    messages.success(request, "El contacto vuelve a estar abierto.")
    return redirect("afiliacion:contacto", pk)
