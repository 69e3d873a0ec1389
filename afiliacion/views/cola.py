"""The queue: whom do I see today? And the search for anyone, anywhere in the territory."""

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import contactos as acciones
from afiliacion.acciones.entregas import anotar_descarga_de_cola
from afiliacion.consultas import cola as consultas
from afiliacion.consultas import exportar as archivos
from afiliacion.consultas.busqueda import buscar as buscar_texto
from afiliacion.consultas.panel import panel_de
from afiliacion.filters import FiltroCola, FormularioBusqueda, guardar_texto, texto_guardado
from afiliacion.models import Contacto
from afiliacion.templatetags.cola import COOKIE
from captacion.consultas.fuentes import proxima_que_capta
from juntos import mascara
from juntos.estados import TransicionInvalida
from juntos.lecturas import anotar
from juntos.models import QueLectura
from juntos.rastro import Rastro
from juntos.respuestas import conflicto, pagina, pide_fragmento
from juntos.templatetags.juntos import trabaja_hogares


@require_safe
@never_cache
def cola(request: HttpRequest) -> HttpResponse:
    filtro = FiltroCola.de(request.GET, request=request)
    cuentas, lista = filtro.contar(), filtro.lista()
    hoja = consultas.pagina_de(lista, request.GET.get("pagina"), total=cuentas.total)
    contexto = _contexto(request, filtro, cuentas) | {
        "hoja": hoja,
        "grupos": consultas.en_grupos(lista, hoja.object_list) if filtro.en_grupos else None,
        "volver": filtro.consulta(pagina=hoja.number if hoja.number > 1 else ""),
        "proxima_carga": None if cuentas.total else proxima_que_capta(timezone.now()),
    }
    respuesta = pagina(
        request, "afiliacion/cola/cola.html", contexto, fragmento="afiliacion/cola/_cola.html"
    )
    return _recordar(request, respuesta, contexto["volver"])


def _contexto(request: HttpRequest, filtro: FiltroCola, cuentas) -> dict:
    """What the panel and every row ask of who looks."""
    return {
        "panel": panel_de(filtro, cuentas),
        "trabaja": trabaja_hogares(request.user),
        "retirado": filtro.retirado(request.GET.get("retirado", "")),
    }


def _recordar(request: HttpRequest, respuesta: HttpResponse, consulta: str) -> HttpResponse:
    """The list's own address, in the bar and for the way back from a contact."""
    if pide_fragmento(request):
        respuesta["HX-Push-Url"] = (
            f"{reverse('afiliacion:cola')}{'?' if consulta else ''}{consulta}"
        )
    if request.COOKIES.get(COOKIE, "") != consulta:
        respuesta.set_cookie(
            COOKIE,
            consulta,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return respuesta


@require_safe
@never_cache
def exportar(request: HttpRequest, formato: str) -> HttpResponse:
    if formato not in ("csv", "xlsx"):
        raise Http404
    filtro = FiltroCola(request.GET, request=request)
    cuentas = filtro.contar()
    lista = filtro.lista()
    total = lista.contar_que_salen()
    palabras = panel_de(filtro, cuentas).en_palabras
    anotar_descarga_de_cola(formato=formato, filtros=filtro.elegido, total=total, por=request.user)
    anotar(QueLectura.ARCHIVO, personas=total, por=request.user)
    rastro = Rastro.de(QueLectura.ARCHIVO, por=request.user)
    cabeza = archivos.encabezado(por=request.user, filtros=palabras, total=total, rastro=rastro)
    contactos, tapa = lista.todas(), mascara.de(request.user)
    nombre = f"cola-{timezone.localtime():%Y-%m-%d-%H%M}.{formato}"
    if formato == "xlsx":
        libro = archivos.libro_xlsx(contactos, cabeza, mascara=tapa, rastro=rastro)
        return FileResponse(libro, as_attachment=True, filename=nombre)
    return StreamingHttpResponse(
        archivos.lineas_csv(contactos, cabeza, mascara=tapa),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{nombre}"'},
    )


@require_POST
def tomar(request: HttpRequest, pk: int) -> HttpResponse:
    return _poner_en_manos(request, pk, acciones.tomar)


@require_POST
def soltar(request: HttpRequest, pk: int) -> HttpResponse:
    return _poner_en_manos(request, pk, acciones.soltar)


def _poner_en_manos(request: HttpRequest, pk: int, accion) -> HttpResponse:
    contacto = get_object_or_404(Contacto.objects.visibles_para(request.user), pk=pk)
    mensaje = ""
    try:
        accion(contacto, por=request.user)
    except TransicionInvalida as lance:
        mensaje = consultas.como_quedo(lance.objeto)
    if pide_fragmento(request):
        return _fila(request, pk, mensaje)
    if request.POST.get("desde") == "contacto":
        volver = reverse("afiliacion:contacto", args=[pk])
    else:
        volver = f"{reverse('afiliacion:cola')}?{_lista(request).urlencode()}#contacto-{pk}"
    return conflicto(request, mensaje, volver) if mensaje else redirect(volver)


def _lista(request: HttpRequest) -> QueryDict:
    """The query of the list that the button was pressed in."""
    return QueryDict(request.POST.get("volver", "")[:500])


def _fila(request: HttpRequest, pk: int, mensaje: str) -> HttpResponse:
    """The row as it is now and the counts that it moved."""
    volver = _lista(request)
    filtro = FiltroCola.de(volver, request=request)
    [contacto] = filtro.lista().filas(Contacto.objects.filter(pk=pk))
    contacto.mensaje = mensaje
    contexto = _contexto(request, filtro, filtro.contar()) | {
        "record": contacto,
        "volver": volver.urlencode(),
        "fuera_de_banda": True,
    }
    plantilla = "afiliacion/cola/_fila_cambiada.html"
    return render(request, plantilla, contexto, status=409 if mensaje else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def buscar(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _guardar_busqueda(request)
    clave = request.GET.get("texto", "")
    texto = texto_guardado(request.session, clave)
    hallazgos = (
        buscar_texto(texto, usuario=request.user, hoy=timezone.localdate()) if texto else None
    )
    if hallazgos:
        cuantas = len(hallazgos.contactos) + len(hallazgos.hogares)
        anotar(QueLectura.BUSQUEDA, personas=cuantas, por=request.user)
    contexto = {"texto": texto, "clave": clave, "hallazgos": hallazgos}
    return pagina(request, "afiliacion/cola/buscar.html", contexto)


def _guardar_busqueda(request: HttpRequest) -> HttpResponse:
    """Names stay out of the address: the text goes to the session and its key to the URL."""
    formulario = FormularioBusqueda(request.POST)
    if not formulario.is_valid():
        contexto = {"formulario": formulario, "texto": "", "hallazgos": None}
        return pagina(request, "afiliacion/cola/buscar.html", contexto, status=422)
    datos = formulario.cleaned_data
    clave = guardar_texto(request.session, datos["texto"])
    if datos["donde"] != "cola":
        return redirect(f"{reverse('afiliacion:buscar')}?texto={clave}")
    lista = QueryDict(datos["filtros"], mutable=True)
    lista["texto"] = clave
    return redirect(f"{reverse('afiliacion:cola')}?{lista.urlencode()}")
