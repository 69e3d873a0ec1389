"""`/api/v1/`: records come in one by one, and their sources ask what became of them."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from ninja import Header, NinjaAPI, Path, Status
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.security import HttpBearer

from captacion.acciones.claves import gastar_llamada, reconocer_clave
from captacion.acciones.eventos import LlaveRepetida, recibir_eventos
from captacion.consultas.eventos import desenlace
from captacion.esquemas import DesenlaceEvento, Falla, Recibo, completar
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.registros import NoEsJson
from captacion.models import ClaveApi, EventoRecibido, FuenteDeEventos

NUMERO_MAXIMO = 2**63 - 1
FALLAS = dict.fromkeys((401, 404, 422, 429), Falla)
FALLAS_AL_ENVIAR = FALLAS | dict.fromkeys((400, 403, 409, 413, 415), Falla)


class Clave(HttpBearer):
    """A bearer token; who has spent its calls of this minute waits."""

    def authenticate(self, request: HttpRequest, token: str) -> ClaveApi | None:
        clave = reconocer_clave(token)
        if clave and (espera := gastar_llamada(clave)):
            raise Throttled(espera)
        return clave


api = NinjaAPI(
    title="Captación temprana: eventos",
    version="1",
    description=(
        "Un nacimiento o una gestación llega a la cola en segundos, sin esperar el archivo de "
        "mañana. Cada fuente tiene su clave; cada registro, una dirección que dice qué fue de él."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=Clave(),
)


@api.post(
    "/eventos/{fuente}/",
    response={202: Recibo} | FALLAS_AL_ENVIAR,
    url_name="eventos",
    summary="Enviar registros",
)
def enviar(
    request: HttpRequest,
    fuente: FuenteDeEventos,
    idempotency_key: str = Header(
        "",
        alias="Idempotency-Key",
        max_length=200,
        description="La misma llave con el mismo contenido no crea otros registros.",
    ),
):
    """Un registro, o una lista de hasta 1,000. Se guardan todos o ninguno."""
    clave = request.auth
    if clave.fuente != fuente:
        raise HttpError(403, "Esta clave es de otra fuente: use la clave de esta.")
    if request.content_type != "application/json":
        raise HttpError(415, "Envíe JSON, con Content-Type: application/json.")
    eventos = recibir_eventos(request.body, por=clave, llave=idempotency_key)
    registros = [{"id": e.pk, "direccion": _direccion(e)} for e in eventos]
    return Status(202, {"registros": registros})


@api.get(
    "/eventos/{fuente}/{pk}/",
    response={200: DesenlaceEvento} | FALLAS,
    url_name="evento",
    summary="Saber qué fue de un registro",
)
def consultar(
    request: HttpRequest, fuente: FuenteDeEventos, pk: int = Path(ge=1, le=NUMERO_MAXIMO)
):
    """Mientras espera dice «recibido»; después, en qué parte del libro quedó y por qué."""
    propios = EventoRecibido.objects.de_la_fuente(request.auth).select_related("carga")
    return desenlace(get_object_or_404(propios, pk=pk, fuente=fuente))


@api.get("/openapi.json", auth=None, include_in_schema=False, url_name="openapi")
def documento(request: HttpRequest):
    prefijo = request.path.removesuffix("openapi.json")
    return completar(api.get_openapi_schema(path_prefix=prefijo))


def direcciones() -> list[URLPattern]:
    """Ours alone: without the front page that ninja adds, and with no session to ask for."""
    patrones = [p for p in api.urls[0] if p.name != "api-root"]
    for patron in patrones:
        login_not_required(patron.callback)
    return patrones


def _direccion(evento: EventoRecibido) -> str:
    return reverse("api:evento", args=[evento.fuente, evento.pk])


def _falla(request: HttpRequest, codigo: int, mensaje: str, **cabeceras: str) -> HttpResponse:
    respuesta = api.create_response(request, {"mensaje": mensaje}, status=codigo)
    for nombre, valor in cabeceras.items():
        respuesta[nombre.replace("_", "-")] = valor
    return respuesta


@api.exception_handler(HttpError)
def _error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        mensaje = "Falta una clave válida: envíe Authorization: Bearer y su clave."
        return _falla(request, 401, mensaje, WWW_Authenticate='Bearer realm="juntos"')
    return _falla(request, error.status_code, error.message)


@api.exception_handler(Throttled)
def _espere(request: HttpRequest, error: Throttled) -> HttpResponse:
    mensaje = f"Pasó del límite de llamadas por minuto: espere {error.wait} s y siga."
    return _falla(request, 429, mensaje, Retry_After=str(error.wait))


@api.exception_handler(ArchivoRechazado)
def _rechazo(request: HttpRequest, error: ArchivoRechazado) -> HttpResponse:
    return _falla(request, 400 if isinstance(error, NoEsJson) else 422, str(error))


@api.exception_handler(LlaveRepetida)
def _repetida(request: HttpRequest, error: LlaveRepetida) -> HttpResponse:
    return _falla(request, 409, str(error))


@api.exception_handler(RequestDataTooBig)
def _enorme(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _falla(request, 413, "El envío es demasiado grande: divídalo en varios.")


@api.exception_handler(Http404)
def _no_existe(request: HttpRequest, error: Http404) -> HttpResponse:
    return _falla(request, 404, "No existe ese registro entre los de su clave.")


@api.exception_handler(ValidationError)
def _parametros(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Only the address and the headers are declared to ninja; the body is read by us."""
    if error.errors[0]["loc"][0] == "path":
        return _falla(request, 404, "No existe esa dirección: revise la fuente y el número.")
    return _falla(request, 422, "La llave de idempotencia pasa de 200 caracteres: acórtela.")
