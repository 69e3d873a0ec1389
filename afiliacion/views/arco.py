"""Requests of people over their own data: taken, answered by two people, handed over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import arco as acciones
from afiliacion.acciones.cancelacion import contar
from afiliacion.consultas import arco as consultas
from afiliacion.consultas import expediente, respuesta_arco
from afiliacion.consultas.solicitudes import POR_PAGINA
from afiliacion.formularios.arco import (
    FormularioBuscarPersona,
    FormularioDevolver,
    FormularioPedido,
    FormularioPropuesta,
)
from afiliacion.models import EstadoPedido, PedidoArco
from captacion.acciones.derechos import levantar
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura, Rol
from juntos.rastro import Rastro
from juntos.respuestas import conflicto, pagina

CAMBIO = "Otra persona cambió este pedido mientras usted lo veía. No se hizo nada."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pedidos(request: HttpRequest) -> HttpResponse:
    if request.user.rol not in acciones.RECIBEN:
        raise PermissionDenied("Los pedidos los reciben la gestora, la supervisora y la sede.")
    if request.method != "POST":
        return _lista(request, FormularioPedido(por=request.user))
    formulario = FormularioPedido(request.POST, por=request.user)
    if not formulario.is_valid():
        return _lista(request, formulario, status=422)
    nuevo = acciones.registrar(**formulario.cleaned_data, por=request.user)
    messages.success(request, f"Registrado: se responde hasta el {nuevo.vence_el:%d/%m/%Y}.")
    return redirect("afiliacion:arco-pedido", nuevo.pk)


def _lista(request: HttpRequest, formulario: FormularioPedido, *, status=200) -> HttpResponse:
    terminados = request.GET.get("estado") == "terminados"
    lista = Paginator(consultas.pedidos(request.user, terminados=terminados), POR_PAGINA)
    contexto = {
        "formulario": formulario,
        "pagina": lista.get_page(request.GET.get("pagina")),
        "terminados": terminados,
        "vencidos": consultas.vencidos(request.user, hoy=timezone.localdate()),
    }
    return pagina(request, "afiliacion/arco/lista.html", contexto, status=status)


def _buscar(request: HttpRequest, pk: int) -> PedidoArco:
    return get_object_or_404(consultas.buscar(request.user), pk=pk)


@require_safe
@never_cache
def pedido(request: HttpRequest, pk: int) -> HttpResponse:
    return _detalle(request, _buscar(request, pk))


def _detalle(request, encontrado: PedidoArco, *, status=200, **formularios) -> HttpResponse:
    if encontrado.persona:
        hogares = consultas.hogares_de(encontrado.persona)
        anotar(QueLectura.DERECHOS, hogares=hogares, objeto=encontrado.pk, por=request.user)
    resuelve = request.user.rol in acciones.RESUELVEN
    contexto = {
        "pedido": encontrado,
        "medidas": [(m, respuesta_arco.detalle(m)) for m in encontrado.medidas.all()],
        "pasos": consultas.pasos(encontrado),
        "resuelve": resuelve,
        "por_proponer": resuelve and encontrado.estado == EstadoPedido.REGISTRADO,
        "por_firmar": resuelve and encontrado.estado == EstadoPedido.PROPUESTO,
        "sin_persona_la_sede": encontrado.persona is None and request.user.rol != Rol.SEDE,
        "busqueda": FormularioBuscarPersona(),
        "propuesta": FormularioPropuesta(pedido=encontrado),
        "devolucion": FormularioDevolver(),
    }
    return pagina(request, "afiliacion/arco/detalle.html", contexto | formularios, status=status)


@require_POST
@never_cache
def buscar_persona(request: HttpRequest, pk: int) -> HttpResponse:
    """A name never travels in an address: what was found is shown where it was asked."""
    encontrado = _buscar(request, pk)
    if request.user.rol not in acciones.RESUELVEN:
        raise PermissionDenied("La persona la busca quien resuelve el pedido.")
    formulario = FormularioBuscarPersona(request.POST)
    if not formulario.is_valid():
        return _detalle(request, encontrado, busqueda=formulario, status=422)
    halladas = consultas.personas(formulario.cleaned_data["texto"], request.user)
    anotar(QueLectura.BUSQUEDA, personas=len(halladas), objeto=pk, por=request.user)
    return _detalle(request, encontrado, busqueda=formulario, halladas=halladas, buscado=True)


@require_POST
def identificar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    persona = None
    if clave := request.POST.get("persona", ""):
        suyas = consultas.personas_visibles(request.user)
        persona = get_object_or_404(suyas, pk=int(clave) if clave.isdecimal() else 0)
    return _hacer(
        request,
        encontrado,
        lambda: acciones.identificar(encontrado, persona=persona, por=request.user),
    )


@require_POST
def proponer(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    formulario = FormularioPropuesta(request.POST, pedido=encontrado)
    if not formulario.is_valid():
        return _detalle(
            request, encontrado, propuesta=formulario, formulario=formulario, status=422
        )
    datos = formulario.cleaned_data
    return _hacer(
        request,
        encontrado,
        lambda: acciones.proponer(
            encontrado,
            fundamento=datos["fundamento"],
            deniega=datos["deniega"],
            correcciones=formulario.correcciones,
            elegidos=datos.get("elegidos", []),
            por=request.user,
        ),
        "Propuesto: lo firma otra persona.",
    )


@require_POST
def devolver(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    formulario = FormularioDevolver(request.POST)
    if not formulario.is_valid():
        return _detalle(
            request, encontrado, devolucion=formulario, formulario=formulario, status=422
        )
    motivo = formulario.cleaned_data["motivo"]
    return _hacer(
        request,
        encontrado,
        lambda: acciones.devolver(encontrado, motivo=motivo, por=request.user),
        "Devuelto.",
    )


@require_POST
def firmar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    return _hacer(
        request,
        encontrado,
        lambda: acciones.resolver(encontrado, por=request.user),
        "Firmado. Ya puede imprimir la respuesta.",
    )


@require_POST
def entregar(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    return _hacer(
        request,
        encontrado,
        lambda: acciones.entregar(encontrado, por=request.user),
        "Entrega registrada.",
    )


def _hacer(request: HttpRequest, encontrado: PedidoArco, accion, mensaje="") -> HttpResponse:
    """Do it; whoever came second is told that it moved."""
    try:
        accion()
    except TransicionInvalida:
        return conflicto(request, CAMBIO, reverse("afiliacion:arco-pedido", args=[encontrado.pk]))
    if mensaje:
        messages.success(request, mensaje)
    return redirect("afiliacion:arco-pedido", encontrado.pk)


@require_safe
@never_cache
def datos(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is held of her: for who answers."""
    encontrado = _buscar(request, pk)
    if request.user.rol not in acciones.RESUELVEN:
        raise PermissionDenied("Todos sus datos los ve quien resuelve el pedido.")
    persona = get_object_or_404(consultas.personas_visibles(request.user), pk=encontrado.persona_id)
    hogares = consultas.hogares_de(persona)
    anotar(QueLectura.DERECHOS, hogares=hogares, objeto=pk, por=request.user)
    contexto = {
        "pedido": encontrado,
        "persona": persona,
        "secciones": expediente.todo(persona),
        "retirables": contar(persona),
        "restricciones": persona.restricciones.vigentes(),
    }
    return pagina(request, "afiliacion/arco/datos.html", contexto)


@require_POST
def restriccion_levantar(request: HttpRequest, pk: int, restriccion: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    if request.user.rol not in acciones.RESUELVEN or encontrado.persona is None:
        raise PermissionDenied("La levanta quien resuelve el pedido.")
    puesta = get_object_or_404(encontrado.persona.restricciones, pk=restriccion)
    if not levantar(puesta, por=request.user):
        return conflicto(request, CAMBIO, reverse("afiliacion:arco-datos", args=[pk]))
    messages.success(request, "Levantada.")
    return redirect("afiliacion:arco-datos", pk)


@require_safe
@never_cache
def constancia(request: HttpRequest, pk: int) -> HttpResponse:
    encontrado = _buscar(request, pk)
    anotar(QueLectura.ARCHIVO, personas=1, objeto=pk, por=request.user)
    rastro = Rastro.de(QueLectura.ARCHIVO, objeto=pk, por=request.user)
    return HttpResponse(
        respuesta_arco.componer_constancia(encontrado, rastro=rastro),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="constancia-{encontrado.numero}.pdf"'},
    )


@require_safe
@never_cache
def respuesta(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was signed, to the byte."""
    encontrado = get_object_or_404(
        consultas.buscar(request.user).filter(resuelto_en__isnull=False), pk=pk
    )
    anotar(QueLectura.ARCHIVO, personas=1, objeto=pk, por=request.user)
    nombre = f"respuesta-{encontrado.numero}.pdf"
    return FileResponse(
        encontrado.respuesta.open(), filename=nombre, content_type="application/pdf"
    )
