"""What the logs say: ids, names of views and of tasks, kinds of errors; never what people wrote.

An error is told by its kind and its lines of code, because its text may quote a row; an address by
the name of its view, because somebody may have typed a document into it (ADR 40).
"""

import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPMethod

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from juntos import metricas

CABECERA = "X-Request-ID"
CAMPOS = ("metodo", "vista", "estado", "ms", "usuario", "tarea", "entrega")
SIN_VISTA, OTRO_VERBO = "(sin vista)", "(otro)"
# The request, or the task, on whose account something is done.
solicitud_actual: ContextVar[str] = ContextVar("solicitud_actual", default="")
bitacora = logging.getLogger("juntos.solicitudes")


class Linea(logging.Formatter):
    """One line for people who watch a screen, and the lines of code of an error under it."""

    def format(self, record: logging.LogRecord) -> str:
        dicho = logging.makeLogRecord(vars(record) | {"msg": _mensaje(record), "args": None})
        dicho.exc_text = None
        return super().format(dicho)

    def formatException(self, ei) -> str:
        return "\n".join(f"  {paso}" for paso in _error(ei[1]))


class Json(logging.Formatter):
    """One object a record, for whoever collects the logs of several machines."""

    def format(self, record: logging.LogRecord) -> str:
        campos = {
            "en": now().isoformat(timespec="milliseconds"),
            "nivel": record.levelname,
            "registro": record.name,
            "dice": _mensaje(record),
            "solicitud": solicitud_actual.get(),
        }
        campos |= {c: getattr(record, c) for c in CAMPOS if getattr(record, c, None) is not None}
        if record.exc_info and record.exc_info[1]:
            campos["error"] = _error(record.exc_info[1])
        return json.dumps(campos, ensure_ascii=False, default=str)


def _mensaje(record: logging.LogRecord) -> str:
    argumentos = record.args
    if isinstance(argumentos, dict) and "exc" in argumentos:
        # Celery's own words of a task: the error's text is among them.
        clase = record.exc_info[0].__name__ if record.exc_info else "error"
        argumentos = argumentos | {"exc": clase, "traceback": "", "args": "", "kwargs": ""}
    elif record.name.startswith("celery") and isinstance(argumentos, tuple):
        argumentos = tuple(
            type(a).__name__ if isinstance(a, BaseException) else a for a in argumentos
        )
    elif isinstance(solicitud := getattr(record, "request", None), HttpRequest):
        argumentos = tuple(_sin_lo_escrito(a, solicitud) for a in argumentos)
    if not argumentos:
        return str(record.msg)
    return str(record.msg) % argumentos


def _sin_lo_escrito(argumento: str, solicitud: HttpRequest) -> str:
    """Django writes an address and a method as they came, or escaped where one needs it."""
    if "/" in argumento:
        return vista_de(solicitud)
    metodo = solicitud.method
    escrito = (metodo, metodo.encode("unicode_escape").decode("ascii"))
    return metodo_de(solicitud) if argumento in escrito else argumento


def _error(error: BaseException) -> list[str]:
    """Its kind and that of what caused it, and where: the innermost line last."""
    clases, causa = [type(error).__name__], error.__cause__
    while causa is not None:
        clases.append(type(causa).__name__)
        causa = causa.__cause__
    pasos = traceback.extract_tb(error.__traceback__)[-12:]
    return [" por ".join(clases), *(f"{p.filename}:{p.lineno} {p.name}" for p in pasos)]


def vista_de(request: HttpRequest) -> str:
    """The name of the view that answers, without what the address carries."""
    return (request.resolver_match and request.resolver_match.view_name) or SIN_VISTA


def metodo_de(request: HttpRequest) -> str:
    """A method is any word that a client likes."""
    return request.method if request.method in HTTPMethod.__members__ else OTRO_VERBO


class Solicitudes:
    """Middleware: each request has an id, which its tasks inherit; and a line when it is answered.

    The id of a proxy is kept if it is a UUID; else it might be anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        marca = solicitud_actual.set(_uuid(request.headers.get(CABECERA, "")))
        desde = time.perf_counter()
        try:
            respuesta = self.get_response(request)
            respuesta[CABECERA] = solicitud_actual.get()
            self._anotar(request, respuesta, time.perf_counter() - desde)
            return respuesta
        finally:
            solicitud_actual.reset(marca)

    def _anotar(self, request: HttpRequest, respuesta: HttpResponse, tardo: float) -> None:
        # Who asks, only if the view wanted to know.
        usuario = getattr(request, "_cached_user", None)
        campos = {
            "metodo": metodo_de(request),
            "vista": vista_de(request),
            "estado": respuesta.status_code,
            "ms": round(1000 * tardo, 1),
            "usuario": usuario and usuario.pk,
        }
        metricas.solicitudes.labels(
            vista=campos["vista"], metodo=campos["metodo"], estado=respuesta.status_code
        ).observe(tardo)
        bitacora.info("%(metodo)s %(vista)s %(estado)s, %(ms)s ms", campos, extra=campos)


def _uuid(dicho: str) -> str:
    try:
        return str(uuid.UUID(dicho))
    except ValueError:
        return str(uuid.uuid4())
