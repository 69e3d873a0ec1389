"""HTTPS: one address, fixed or with the date in it, asked for only what changed."""

import datetime as dt
import os
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx
from django.utils import timezone

from captacion.models import ArchivoRecogido
from captacion.recojo import comun
from captacion.recojo.comun import ESPERA, ArchivoRemoto, RecojoFallido, SigueCreciendo, Visita

# A file with the authorities to trust besides the system's (a ministry's own, for one).
CA_ADICIONAL = "JUNTOS_CA_ADICIONAL"
SALTOS = 3
SIN_MARCA = "sha256:"


def archivos(visita: Visita) -> Iterator[ArchivoRemoto]:
    """What the addresses of the point have that was not fetched yet, the oldest first."""
    con_fecha, hubo = "{" in visita.punto.url, False
    with _cliente(visita) as cliente:
        for direccion in _direcciones(visita):
            conocido = visita.punto.recogidos.filter(nombre=_ruta(direccion)).first()
            # A file of one day that nothing identifies is fetched once.
            if con_fecha and conocido and conocido.marca.startswith(SIN_MARCA):
                hubo = True
                continue
            with _respuesta(cliente, direccion, conocido) as respuesta:
                if respuesta.status_code == httpx.codes.NOT_FOUND and con_fecha:
                    continue
                hubo = True
                if respuesta.status_code != httpx.codes.NOT_MODIFIED:
                    yield ArchivoRemoto(
                        _trozos(cliente, respuesta, visita),
                        nombre=PurePosixPath(unquote(direccion.path)).name or "archivo",
                        ruta=_ruta(direccion),
                        marca=_marca(respuesta),
                    )
    if not hubo:
        raise RecojoFallido(
            f"Ninguna dirección de los últimos {visita.dias_atras} días tiene archivo: revísela.",
            pasajero=False,
        )


def _direcciones(visita: Visita) -> list[httpx.URL]:
    """The fixed address, or one for each of the last days up to today."""
    patron, hoy = visita.punto.url, timezone.localdate()
    dias = [hoy - dt.timedelta(days=n) for n in reversed(range(visita.dias_atras))]
    textos = [
        patron.replace("{AAAA}", f"{dia:%Y}")
        .replace("{MM}", f"{dia:%m}")
        .replace("{DD}", f"{dia:%d}")
        for dia in (dias if "{" in patron else [hoy])
    ]
    try:
        return [httpx.URL(texto) for texto in textos]
    except httpx.InvalidURL as error:
        raise RecojoFallido("La dirección está mal escrita: revísela.", pasajero=False) from error


def _ruta(direccion: httpx.URL) -> str:
    """What tells this address from the others of its server."""
    return direccion.raw_path.decode("ascii")[:500]


def _cliente(visita: Visita) -> httpx.Client:
    credencial = {}
    if visita.punto.usuario:
        credencial = {"auth": (visita.punto.usuario, visita.secreto)}
    elif visita.secreto:
        _exigir_de_una_linea(visita.secreto)
        credencial = {"headers": {"Authorization": f"Bearer {visita.secreto}"}}
    return httpx.Client(verify=_confianza(), timeout=ESPERA, follow_redirects=False, **credencial)


def _exigir_de_una_linea(secreto: str) -> None:
    """A header that cannot be sent would be told, secret and all, by the library's own error."""
    if not re.fullmatch(r"[!-~]+", secreto):
        raise RecojoFallido(
            "La credencial debe ser una sola palabra, sin espacios ni tildes: revise la variable.",
            pasajero=False,
        )


def _confianza() -> ssl.SSLContext:
    contexto = ssl.create_default_context()
    if adicional := os.environ.get(CA_ADICIONAL):
        try:
            contexto.load_verify_locations(adicional)
        except (OSError, ssl.SSLError) as error:
            raise RecojoFallido(
                f"No se pudo leer el archivo de la variable {CA_ADICIONAL}.", pasajero=False
            ) from error
    return contexto


@contextmanager
def _respuesta(
    cliente: httpx.Client, direccion: httpx.URL, conocido: ArchivoRecogido | None
) -> Iterator[httpx.Response]:
    """The open answer; a redirection is followed within the same server only."""
    # The bytes as they are in the file: their count is checked, and nothing swells as it comes.
    cabeceras = {"Accept-Encoding": "identity"} | _condicion(conocido)
    with _en_palabras():
        pedido = cliente.build_request("GET", direccion, headers=cabeceras)
        respuesta = cliente.send(pedido, stream=True)
        for _ in range(SALTOS):
            if not respuesta.has_redirect_location:
                break
            respuesta.close()
            siguiente = respuesta.next_request
            if _sitio(siguiente.url) != _sitio(direccion):
                raise RecojoFallido(
                    "El servidor manda a otro servidor: escriba la dirección final.",
                    pasajero=False,
                )
            respuesta = cliente.send(siguiente, stream=True)
    try:
        yield respuesta
    finally:
        respuesta.close()


def _sitio(direccion: httpx.URL) -> tuple[str, str, int | None]:
    return direccion.scheme, direccion.host, direccion.port


def _condicion(conocido: ArchivoRecogido | None) -> dict[str, str]:
    if conocido is None or conocido.marca.startswith(SIN_MARCA):
        return {}
    es_etiqueta = conocido.marca.startswith(('"', 'W/"'))
    return {"If-None-Match" if es_etiqueta else "If-Modified-Since": conocido.marca}


def _marca(respuesta: httpx.Response) -> str:
    """What the server says that identifies this very version; "" when it says nothing."""
    marca = respuesta.headers.get("ETag") or respuesta.headers.get("Last-Modified") or ""
    return marca if len(marca) <= 255 else ""


def _exigir_bien(respuesta: httpx.Response, visita: Visita) -> None:
    codigo = respuesta.status_code
    if codigo in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise RecojoFallido(
            "El servidor no aceptó la credencial: revise la variable con el secreto.",
            pasajero=False,
        )
    if codigo == httpx.codes.NOT_FOUND:
        raise RecojoFallido("El archivo no está en esa dirección.")
    if codigo != httpx.codes.OK:
        pasajero = codigo >= 500 or codigo == httpx.codes.TOO_MANY_REQUESTS
        raise RecojoFallido(f"El servidor respondió con el error {codigo}.", pasajero=pasajero)
    if largo := respuesta.headers.get("Content-Length"):
        visita.exigir_tamano(int(largo))
    elif "chunked" not in respuesta.headers.get("Transfer-Encoding", "").lower():
        raise RecojoFallido(
            "El servidor no dice cuánto mide el archivo, y no se sabría si llegó entero.",
            pasajero=False,
        )


def _trozos(cliente: httpx.Client, respuesta: httpx.Response, visita: Visita) -> Iterator[bytes]:
    """The body as it comes; httpx refuses one that ends before what was announced."""
    _exigir_bien(respuesta, visita)
    with _en_palabras():
        for trozo in respuesta.iter_raw():
            yield trozo
            visita.exigir_tiempo()
        if marca := _marca(respuesta):
            time.sleep(comun.MIRADA)
            despues = cliente.head(respuesta.url, headers={"Accept-Encoding": "identity"})
            if despues.status_code == httpx.codes.OK and _marca(despues) not in ("", marca):
                raise SigueCreciendo


@contextmanager
def _en_palabras() -> Iterator[None]:
    """What the network and the server answer, as a sentence that says what to do."""
    try:
        yield
    except httpx.ConnectError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise RecojoFallido(
                "El certificado del servidor no es de confianza: no se entró.", pasajero=False
            ) from error
        raise RecojoFallido("El servidor no responde.") from error
    except httpx.TimeoutException as error:
        raise RecojoFallido("El servidor no responde.") from error
    except httpx.TransportError as error:
        raise RecojoFallido("La conexión con el servidor se cortó.") from error
