"""The other side of a pick-up: an SFTP and an HTTPS server of our own, on loopback."""

import datetime as dt
import io
import ipaddress
import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import paramiko
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

USUARIO, CLAVE = "juntos", "llave-de-prueba"


def clave_privada() -> tuple[str, paramiko.PKey]:
    """A new key of a person or a machine: as a variable holds it, and as the server knows it."""
    nueva = ed25519.Ed25519PrivateKey.generate()
    pem = nueva.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    ).decode()
    return pem, paramiko.Ed25519Key.from_private_key(io.StringIO(pem))


class ServidorSftp:
    """Serves a folder; counts what is read, and can cut the line or change a file meanwhile."""

    def __init__(self, carpeta: Path):
        self.carpeta = carpeta
        self.clave_servidor = paramiko.ECDSAKey.generate()
        self.clave_de_usuario: paramiko.PKey | None = None
        self.leidos: list[str] = []
        self.cortar_tras: int | None = None
        self.al_listar: Callable[[], None] = lambda: None
        self.al_leer: Callable[[], None] = lambda: None
        self._cerrando = False
        self._transportes: list[paramiko.Transport] = []
        self._enchufe = socket.create_server(("127.0.0.1", 0))
        self._hilo = threading.Thread(target=self._atender, daemon=True)

    def __enter__(self):
        self._hilo.start()
        return self

    def __exit__(self, *_):
        # A blocked accept() does not notice a close: one last caller wakes it up.
        self._cerrando = True
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.puerto), timeout=1).close()
        self._hilo.join(10)
        self._enchufe.close()
        self.cortar()

    @property
    def puerto(self) -> int:
        return self._enchufe.getsockname()[1]

    @property
    def huella(self) -> str:
        return self.clave_servidor.fingerprint

    def cortar(self) -> None:
        for transporte in self._transportes:
            transporte.close()
            transporte.join(5)

    def _atender(self) -> None:
        while True:
            conexion, _ = self._enchufe.accept()
            if self._cerrando:
                conexion.close()
                return
            transporte = paramiko.Transport(conexion)
            transporte.add_server_key(self.clave_servidor)
            transporte.set_subsystem_handler(
                "sftp", paramiko.SFTPServer, _Carpeta, servidor=self, transporte=transporte
            )
            self._transportes.append(transporte)
            # The client may hang up as soon as it sees our key.
            with suppress(paramiko.SSHException, EOFError, OSError):
                transporte.start_server(server=_Puerta(self))


class _Puerta(paramiko.ServerInterface):
    def __init__(self, servidor: ServidorSftp):
        self.servidor = servidor

    def get_allowed_auths(self, username):
        return "password,publickey"

    def check_auth_password(self, username, password):
        bien = (username, password) == (USUARIO, CLAVE)
        return paramiko.AUTH_SUCCESSFUL if bien else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        bien = username == USUARIO and key == self.servidor.clave_de_usuario
        return paramiko.AUTH_SUCCESSFUL if bien else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED


class _Carpeta(paramiko.SFTPServerInterface):
    def __init__(self, puerta, servidor: ServidorSftp, transporte):
        super().__init__(puerta)
        self.servidor, self.transporte = servidor, transporte

    def _local(self, ruta: str) -> Path:
        return self.servidor.carpeta / self.canonicalize(ruta).lstrip("/")

    def list_folder(self, path):
        self.servidor.al_listar()
        local = self._local(path)
        if not local.is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        return [
            paramiko.SFTPAttributes.from_stat(a.stat(), os.fsencode(a.name))
            for a in local.iterdir()
        ]

    def stat(self, path):
        return paramiko.SFTPAttributes.from_stat(self._local(path).stat())

    def open(self, path, flags, attr):
        local = self._local(path)
        if flags & (os.O_WRONLY | os.O_RDWR) or not local.is_file():
            return paramiko.SFTP_PERMISSION_DENIED
        self.servidor.leidos.append(local.name)
        return _Abierto(self.servidor, self.transporte, local)


class _Abierto(paramiko.SFTPHandle):
    def __init__(self, servidor: ServidorSftp, transporte, local: Path):
        super().__init__()
        self.servidor, self.transporte, self.local = servidor, transporte, local

    def read(self, offset, length):
        self.servidor.al_leer()
        if self.servidor.cortar_tras is not None and offset >= self.servidor.cortar_tras:
            self.transporte.close()
            return paramiko.SFTP_FAILURE
        with self.local.open("rb") as archivo:
            archivo.seek(offset)
            return archivo.read(length) or paramiko.SFTP_EOF

    def stat(self):
        return paramiko.SFTPAttributes.from_stat(self.local.stat())


def certificado(carpeta: Path, *, nombre: str = "127.0.0.1") -> tuple[Path, Path]:
    """A self-signed certificate for an address, and its key, as files."""
    clave = ec.generate_private_key(ec.SECP256R1())
    quien = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nombre)])
    hecho = (
        x509.CertificateBuilder()
        .subject_name(quien)
        .issuer_name(quien)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2000, 1, 1))
        .not_valid_after(dt.datetime(2099, 1, 1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(nombre))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(clave, hashes.SHA256())
    )
    del_certificado, de_la_clave = carpeta / f"{nombre}.crt", carpeta / f"{nombre}.key"
    del_certificado.write_bytes(hecho.public_bytes(serialization.Encoding.PEM))
    de_la_clave.write_bytes(
        clave.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return del_certificado, de_la_clave


class ServidorHttps:
    """Answers each path with what the test left for it, and remembers what was asked."""

    def __init__(self, del_certificado: Path, de_la_clave: Path):
        self.respuestas: dict[str, dict] = {}
        self.pedidos: list[tuple[str, str, dict]] = []
        servidor = self

        class Atiende(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                servidor.atender(self)

            do_HEAD = do_GET

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Atiende)
        contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexto.load_cert_chain(del_certificado, de_la_clave)
        self._http.socket = contexto.wrap_socket(self._http.socket, server_side=True)
        self._hilo = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self._hilo.start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._http.server_address[1]}"

    def poner(self, ruta: str, cuerpo: bytes = b"", *, estado=200, faltan=0, **cabeceras) -> None:
        """`faltan`: bytes announced and never sent. Headers with _ for -; None removes one."""
        self.respuestas[ruta] = {
            "cuerpo": cuerpo,
            "estado": estado,
            "faltan": faltan,
            "cabeceras": {k.replace("_", "-"): v for k, v in cabeceras.items()},
        }

    def veces(self, ruta: str, metodo="GET") -> int:
        return sum(1 for m, r, _ in self.pedidos if (m, r) == (metodo, ruta))

    def atender(self, pedido: BaseHTTPRequestHandler) -> None:
        self.pedidos.append((pedido.command, pedido.path, dict(pedido.headers)))
        dato = self.respuestas.get(pedido.path, {"cuerpo": b"", "estado": 404, "faltan": 0})
        cabeceras = {"Content-Length": str(len(dato["cuerpo"]) + dato["faltan"])}
        cabeceras |= dato.get("cabeceras", {})
        etiqueta, fecha = cabeceras.get("ETag"), cabeceras.get("Last-Modified")
        igual = (etiqueta and pedido.headers.get("If-None-Match") == etiqueta) or (
            fecha and pedido.headers.get("If-Modified-Since") == fecha
        )
        pedido.send_response(304 if igual else dato["estado"])
        for nombre, valor in cabeceras.items():
            if valor is not None and not (igual and nombre == "Content-Length"):
                pedido.send_header(nombre, valor)
        pedido.end_headers()
        if igual or pedido.command == "HEAD":
            return
        if "chunked" in (cabeceras.get("Transfer-Encoding") or ""):
            pedido.wfile.write(b"%x\r\n%s\r\n" % (len(dato["cuerpo"]), dato["cuerpo"]))
            if not dato["faltan"]:
                pedido.wfile.write(b"0\r\n\r\n")
        else:
            pedido.wfile.write(dato["cuerpo"])
        pedido.close_connection = bool(dato["faltan"]) or cabeceras["Content-Length"] is None
