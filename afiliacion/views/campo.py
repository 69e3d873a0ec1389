"""What a phone asks and sends: JSON always, never a redirect, and nothing dropped on a refusal."""

import functools
import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afiliacion.acciones import adjuntos, campo, dispositivos
from afiliacion.acciones.acuerdos import FotoInvalida
from afiliacion.consultas.contacto import trabaja
from afiliacion.consultas.ruta import datos_de_ruta, hogares_de
from afiliacion.esquemas import REGISTROS_MAXIMOS, Cuarentena, Envio, NoSeEntiende, leer
from juntos import aplicacion
from juntos.lecturas import anotar
from juntos.models import QueLectura

EN_LA_SESION = dispositivos.EN_LA_SESION
CUERPO_MAXIMO = 512 * 1024
SIN_SESION = "Su sesión terminó. Entre otra vez: lo que registró sigue en el teléfono."
REVOCADO = "Este teléfono ya no está autorizado. Hable con su supervisora."
FICHA = "La página quedó antigua: se volverá a enviar. Nada se perdió."
SIN_PERMISO = "Solo la gestora o la supervisora lleva hogares en su teléfono."
OCUPADO = "El sistema está ocupado: se volverá a enviar solo."
MUCHO = f"Son demasiados a la vez: envíe {REGISTROS_MAXIMOS} registros o 512 kB a lo más."
PESADA = "La foto pesa más de 400 kB: tómela con menos resolución."
NO_ES_FOTO = "No es una foto (JPG, PNG o WebP): vuelva a tomarla."


class DemasiadoGrande(Exception):
    """The body passes its limit; nothing past it was read."""


class ExigirFicha(CsrfViewMiddleware):
    """Django's own check of the form token, answered as a phone reads it."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return _negar(403, FICHA, codigo="ficha")


_con_ficha = decorator_from_middleware(ExigirFicha)


def _negar(status: int, detalle: str, **mas) -> JsonResponse:
    return JsonResponse({"detalle": detalle} | mas, status=status)


def _de_telefono(vista):
    """Who asks is a manager with her session, on a phone in service; else, in JSON, why not."""

    @functools.wraps(vista)
    def responder(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        clave = _uuid(request.GET.get("dispositivo") or request.session.get(EN_LA_SESION))
        if not request.user.is_authenticated:
            revocado = clave and dispositivos.esta_revocado(clave)
            return _negar(403, REVOCADO, codigo="revocado") if revocado else _negar(401, SIN_SESION)
        if not trabaja(request.user):
            return _negar(403, SIN_PERMISO, codigo="rol")
        try:
            if clave:
                request.dispositivo = dispositivos.saludar(clave, por=request.user)
                if not request.dispositivo.vigente:
                    return _negar(403, REVOCADO, codigo="revocado")
            return vista(request, *args, **kwargs)
        except OperationalError:
            return _negar(503, OCUPADO)

    return login_not_required(never_cache(responder))


def _uuid(texto: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(texto or "")
    except ValueError:
        return None


def _cuerpo(request: HttpRequest, maximo: int) -> bytes:
    """The body, refused by what it declares or while it is read, never after."""
    declarado = request.META.get("CONTENT_LENGTH") or "0"
    if not declarado.isdecimal() or int(declarado) > maximo:
        raise DemasiadoGrande
    cuerpo = request.read(maximo + 1)
    if len(cuerpo) > maximo:
        raise DemasiadoGrande
    return cuerpo


@login_not_required
@require_safe
def cascara(request: HttpRequest) -> HttpResponse:
    """The page that opens without signal: it holds nobody's data, so nobody need log in for it."""
    return HttpResponse(aplicacion.cascara())


@require_safe
@_de_telefono
def sesion(request: HttpRequest) -> HttpResponse:
    """Whether the session goes on, with the token that its next sending needs."""
    if clave := _uuid(request.GET.get("dispositivo")):
        request.session[EN_LA_SESION] = str(clave)
    ficha = {"usuario": request.user.pk, "ficha": get_token(request), "dispositivo_vigente": True}
    return JsonResponse(ficha)


@require_safe
@_de_telefono
def datos(request: HttpRequest) -> HttpResponse:
    hogares = hogares_de(request.user, hoy=timezone.localdate())
    anotar(QueLectura.RUTA, hogares=hogares, por=request.user)
    respuesta = JsonResponse(datos_de_ruta(request.user))
    respuesta["Cache-Control"] = "no-store"
    return respuesta


@csrf_exempt
@require_POST
@_de_telefono
@_con_ficha
def sincronizar(request: HttpRequest) -> HttpResponse:
    """Take the records of a phone: each is answered, none is lost, a repeat changes nothing."""
    try:
        envio = leer(_cuerpo(request, CUERPO_MAXIMO), Envio)
        if len(envio.registros) > REGISTROS_MAXIMOS:
            return _negar(413, MUCHO)
        dispositivo = getattr(request, "dispositivo", None)
        if dispositivo is None or dispositivo.clave != envio.dispositivo:
            dispositivo = dispositivos.saludar(envio.dispositivo, por=request.user)
        if not dispositivo.vigente:
            return _negar(403, REVOCADO, codigo="revocado")
        registros = campo.recibir(
            envio.registros, dispositivo=dispositivo, reloj=campo.atraso(envio.reloj)
        )
    except DemasiadoGrande:
        return _negar(413, MUCHO)
    except NoSeEntiende as error:
        return _negar(400, str(error))
    return JsonResponse(
        {"recibido_en": timezone.now(), "registros": [_respuesta(r) for r in registros]}
    )


def _respuesta(registro) -> dict:
    return {
        "id": registro.pk,
        "estado": registro.estado,
        "motivo": registro.motivo,
        "contacto": registro.contacto_id,
    }


@csrf_exempt
@require_http_methods(["PUT"])
@_de_telefono
@_con_ficha
def adjunto(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a picture under the id that the phone gave it."""
    if request.content_type not in adjuntos.FORMATOS:
        return _negar(415, NO_ES_FOTO)
    try:
        contenido = _cuerpo(request, adjuntos.MAXIMO)
        guardado, nuevo = adjuntos.guardar_adjunto(pk, contenido, por=request.user)
    except DemasiadoGrande:
        return _negar(413, PESADA)
    except FotoInvalida as error:
        return _negar(415, str(error))
    except adjuntos.AdjuntoDistinto as error:
        return _negar(409, str(error))
    return JsonResponse({"id": guardado.pk}, status=201 if nuevo else 200)


@csrf_exempt
@login_not_required
@require_POST
@never_cache
def cuarentena(request: HttpRequest) -> HttpResponse:
    """What a phone out of service still carried: kept for the supervisor, answered the same always.

    No session and no token: a phone proves itself by its own number alone, and nothing is applied.
    """
    try:
        envio = leer(_cuerpo(request, CUERPO_MAXIMO), Cuarentena)
        campo.guardar_en_cuarentena(envio.registros[:REGISTROS_MAXIMOS], clave=envio.dispositivo)
    except (DemasiadoGrande, NoSeEntiende):
        return JsonResponse({}, status=202)
    return JsonResponse({}, status=202)
