"""SFTP: the server must show the key that we know; files are taken once nobody writes them."""

import io
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import paramiko

from captacion.models import PuntoDeRecojo
from captacion.recojo import comun
from captacion.recojo.comun import (
    A_MEDIAS,
    ESPERA,
    ArchivoRemoto,
    RecojoFallido,
    SigueCreciendo,
    Visita,
)

TROZO = 32 * 1024
# Requests in flight at once: a far server answers them in one round trip.
VENTANA = 64
CLAVES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


def archivos(visita: Visita) -> Iterator[ArchivoRemoto]:
    """The files of the folder that were not fetched yet and hold still, the oldest first."""
    punto = visita.punto
    with _sesion(punto, visita.secreto) as sftp:
        for nombre, dato in _quietos(sftp, punto):
            yield ArchivoRemoto(
                _trozos(sftp, str(PurePosixPath(punto.carpeta, nombre)), dato, visita),
                nombre=nombre,
                tamano=dato.st_size,
                marca=str(dato.st_mtime),
            )


@contextmanager
def _sesion(punto: PuntoDeRecojo, secreto: str) -> Iterator[paramiko.SFTPClient]:
    with _en_palabras():
        enchufe = socket.create_connection((punto.anfitrion, punto.puerto), timeout=ESPERA)
    with closing(enchufe), closing(paramiko.Transport(enchufe)) as transporte:
        transporte.banner_timeout = transporte.handshake_timeout = ESPERA
        transporte.auth_timeout = transporte.channel_timeout = ESPERA
        with _en_palabras():
            transporte.start_client(timeout=ESPERA)
            _exigir_clave_conocida(punto, transporte.get_remote_server_key())
            _entrar(transporte, punto.usuario, secreto)
            sftp = paramiko.SFTPClient.from_transport(transporte)
            sftp.get_channel().settimeout(ESPERA)
        yield sftp


def _exigir_clave_conocida(punto: PuntoDeRecojo, clave: paramiko.PKey) -> None:
    if clave.fingerprint not in punto.huella_servidor.split():
        raise RecojoFallido(
            f"El servidor mostró otra clave ({clave.fingerprint}): no se entró. "
            "Confírmela con quien lo administra antes de cambiar la huella.",
            pasajero=False,
        )


def _entrar(transporte: paramiko.Transport, usuario: str, secreto: str) -> None:
    if secreto.startswith("-----BEGIN"):
        transporte.auth_publickey(usuario, _clave_privada(secreto))
    else:
        transporte.auth_password(usuario, secreto)


def _clave_privada(secreto: str) -> paramiko.PKey:
    """A key in PEM; an environment file of one line writes its line ends as \\n."""
    texto = secreto.replace("\\n", "\n") + "\n"
    for clase in CLAVES:
        try:
            return clase.from_private_key(io.StringIO(texto))
        except paramiko.PasswordRequiredException:
            break
        except (paramiko.SSHException, ValueError):
            continue
    raise RecojoFallido(
        "La clave privada no se pudo leer: debe ser Ed25519, ECDSA o RSA, y sin contraseña.",
        pasajero=False,
    )


def _quietos(
    sftp: paramiko.SFTPClient, punto: PuntoDeRecojo
) -> list[tuple[str, paramiko.SFTPAttributes]]:
    vistos = set(punto.recogidos.values_list("nombre", "tamano", "marca"))
    nuevos = {
        nombre: dato
        for nombre, dato in _listar(sftp, punto).items()
        if (nombre, dato.st_size, str(dato.st_mtime)) not in vistos
    }
    if not nuevos:
        return []
    time.sleep(comun.MIRADA)
    despues = _listar(sftp, punto)
    quietos = [
        (nombre, dato)
        for nombre, dato in nuevos.items()
        if nombre in despues and _igual(dato, despues[nombre])
    ]
    return sorted(quietos, key=lambda par: (par[1].st_mtime, par[0]))


def _listar(sftp: paramiko.SFTPClient, punto: PuntoDeRecojo) -> dict[str, paramiko.SFTPAttributes]:
    """Regular files with a name that fits, not empty (who writes them has only begun)."""
    with _en_palabras():
        return {
            dato.filename: dato
            for dato in sftp.listdir_attr(punto.carpeta)
            if stat.S_ISREG(dato.st_mode or 0)
            and dato.st_size
            and not dato.filename.startswith(".")
            and not dato.filename.lower().endswith(A_MEDIAS)
            and fnmatchcase(dato.filename, punto.patron)
        }


def _igual(antes: paramiko.SFTPAttributes, despues: paramiko.SFTPAttributes) -> bool:
    return (antes.st_size, antes.st_mtime) == (despues.st_size, despues.st_mtime)


def _trozos(
    sftp: paramiko.SFTPClient, ruta: str, dato: paramiko.SFTPAttributes, visita: Visita
) -> Iterator[bytes]:
    """The bytes of the file, as many as were announced, asked for in windows."""
    total = dato.st_size
    visita.exigir_tamano(total)
    with _en_palabras(), sftp.open(ruta, "rb") as abierto:
        for inicio in range(0, total, TROZO * VENTANA):
            fin = min(inicio + TROZO * VENTANA, total)
            ventana = [(desde, min(TROZO, fin - desde)) for desde in range(inicio, fin, TROZO)]
            for (_, largo), trozo in zip(ventana, abierto.readv(ventana), strict=True):
                if len(trozo) != largo:
                    raise SigueCreciendo
                yield trozo
            visita.exigir_tiempo()
        if not _igual(dato, abierto.stat()):
            raise SigueCreciendo


@contextmanager
def _en_palabras() -> Iterator[None]:
    """What the network and the server answer, as a sentence that says what to do."""
    try:
        yield
    except socket.gaierror as error:
        raise RecojoFallido("No se encuentra el servidor: revise su nombre.") from error
    except paramiko.AuthenticationException as error:
        raise RecojoFallido(
            "El servidor no aceptó el usuario o su clave: revise la variable con el secreto.",
            pasajero=False,
        ) from error
    except (FileNotFoundError, PermissionError) as error:
        raise RecojoFallido(
            "La carpeta o el archivo no existe, o este usuario no puede leerlo.", pasajero=False
        ) from error
    except UnicodeDecodeError as error:
        raise RecojoFallido(
            "Un archivo de la carpeta tiene en su nombre letras que no se pueden leer: pida que "
            "se lo cambien.",
            pasajero=False,
        ) from error
    except (paramiko.SSHException, EOFError, ConnectionResetError, BrokenPipeError) as error:
        raise RecojoFallido("La conexión con el servidor se cortó.") from error
    except OSError as error:
        raise RecojoFallido("El servidor no responde.") from error
