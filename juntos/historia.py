"""Who acts, where and why, told to the database with what it writes: it keeps the history (ADR 43).

A trigger (`juntos/sql/05_historia.sql`) writes a `Cambio` for each row of a followed table that is
written while `juntos.acto` stands. That setting lasts one transaction and goes in the same message
as the statement: no connection carries it over to the next person, with a pool between or without.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import connection
from django.http import HttpRequest, HttpResponse
from psycopg.sql import Composable, Literal

from juntos.registro import solicitud_actual, vista_de

MOTIVO = "motivo_del_cambio"
ESCRIBE = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|CALL|DO)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Acto:
    usuario: int
    vista: str
    motivo: str = ""


_acto: ContextVar[Acto | None] = ContextVar("acto", default=None)


@contextmanager
def en_nombre_de(usuario, *, vista: str) -> Iterator[None]:
    """What is written inside, `usuario` did, in that view, task or command."""
    marca = _acto.set(Acto(usuario.pk, vista))
    try:
        with connection.execute_wrapper(_decir):
            yield
    finally:
        _acto.reset(marca)


@contextmanager
def por_que(motivo: str) -> Iterator[None]:
    """What is written inside has this reason, if somebody acts; an empty one changes nothing."""
    acto = _acto.get()
    if acto is None or not motivo:
        yield
        return
    marca = _acto.set(replace(acto, motivo=motivo))
    try:
        yield
    finally:
        _acto.reset(marca)


def _decir(execute: Callable, sql: str, params, many: bool, context: dict):
    """Put who acts before a statement that writes; what is answered is the statement's own."""
    cursor = context["cursor"]
    if isinstance(sql, Composable):
        sql = sql.as_string(context["connection"].connection)
    # A named cursor only reads, and takes one statement.
    if getattr(cursor, "name", None) or not ESCRIBE.search(sql):
        return execute(sql, params, many, context)
    dicho = Literal(_texto()).as_string(context["connection"].connection)
    quien = f"SELECT set_config('juntos.acto', {dicho}, true); "
    if params is not None:
        quien = quien.replace("%", "%%")
    resultado = execute(quien + sql, params, many, context)
    cursor.nextset()
    return resultado


def _texto() -> str:
    acto = _acto.get()
    return json.dumps(
        {
            "usuario": acto.usuario,
            "solicitud": solicitud_actual.get(),
            "vista": acto.vista,
            "motivo": acto.motivo.replace("\0", ""),
        }
    )


class Historia:
    """Middleware: whoever is logged in did what her request writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with en_nombre_de(request.user, vista=""):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_) -> None:
        """Which view, and the reason that a form of the admin asks for."""
        if acto := _acto.get():
            motivo = request.POST.get(MOTIVO, "") if _del_admin(request) else ""
            _acto.set(replace(acto, vista=vista_de(request), motivo=motivo.strip()))


def _del_admin(request: HttpRequest) -> bool:
    return request.resolver_match.app_name == "admin"


# What has no history, and why. Every other table has one (tests/juntos/test_historia.py).
LIBRO = "es en sí un registro fechado, que no se reescribe"
CALCULADA = "se calcula; lo que una persona decide está en otra tabla"
DE_UN_ARCHIVO = "lo trajo un archivo o un envío, que se guarda; sus cambios están en CambioDato"
DEL_ROL = "los derechos vienen del rol; ninguna página lo cambia"
DE_LA_SESION = "sesiones y llaves de un solo uso"
DEL_ENTORNO = "no se usa: el entorno nombra la cuenta institucional y sus llaves no se guardan"
SIN_HISTORIA = {
    "admin.LogEntry": LIBRO,
    "auth.Permission": DEL_ROL,
    "auth.Group_permissions": DEL_ROL,
    "auth.Group": DEL_ROL,
    "contenttypes.ContentType": "los nombres de los modelos, que escribe cada instalación",
    "sessions.Session": DE_LA_SESION,
    "usersessions.UserSession": DE_LA_SESION,
    "account.EmailConfirmation": DE_LA_SESION,
    "socialaccount.SocialApp": DEL_ENTORNO,
    "socialaccount.SocialToken": DEL_ENTORNO,
    "juntos.RevisionDePrivilegios": LIBRO,
    "juntos.Evento": LIBRO,
    "juntos.Sello": LIBRO,
    "juntos.Lectura": LIBRO,
    "juntos.Cambio": LIBRO,
    "juntos.EnsayoRestauracion": LIBRO,
    "captacion.FilaObservada": DE_UN_ARCHIVO,
    "captacion.RegistroFuente": DE_UN_ARCHIVO,
    "captacion.Atencion": DE_UN_ARCHIVO,
    "captacion.CambioDato": LIBRO,
    "captacion.Detencion": DE_UN_ARCHIVO,
    "captacion.FusionMovida": LIBRO,
    "captacion.EncuentroDeHogares": CALCULADA,
    "captacion.EventoRecibido": DE_UN_ARCHIVO,
    "captacion.ArchivoRecogido": DE_UN_ARCHIVO,
    "captacion.ReservaCruce": "turnos de minutos para mirar un cruce",
    "captacion.LoteDeDecisiones_eventos": LIBRO,
    "afiliacion.EstudioDeNorma": CALCULADA,
    "afiliacion.Corresponsabilidad": CALCULADA,
    "afiliacion.HechoCaptacion": CALCULADA,
    "afiliacion.Refresco": CALCULADA,
    "afiliacion.CuentaMensual": CALCULADA,
    "afiliacion.HechoPublicado": CALCULADA,
    "afiliacion.Pago": CALCULADA,
    "afiliacion.Ajuste": CALCULADA,
    "afiliacion.Recalculo": CALCULADA,
    "afiliacion.CambioDeItem": CALCULADA,
    "afiliacion.ContactoReasignado": LIBRO,
    "afiliacion.ResultadoPago": DE_UN_ARCHIVO,
    "afiliacion.ResumenSemanal": LIBRO,
}
# Of these columns only that they changed is kept: never a password, a key or their digest.
SECRETAS = {
    "juntos_usuario": {"password"},
    "mfa_authenticator": {"data"},
    "captacion_claveapi": {"huella"},
    "afiliacion_dispositivo": {"clave"},
}
