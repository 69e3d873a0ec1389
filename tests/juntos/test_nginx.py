"""The door itself: despliegue/nginx.conf in a real nginx, before two webs that echo what came."""

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from juntos import procesos

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CONF = Path(__file__).resolve().parents[2] / "despliegue" / "nginx.conf"
MB = 1024 * 1024
pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true",
    reason="Falta nginx: apt-get install nginx-light",
)


class _Web(BaseHTTPRequestHandler):
    """Answers the headers and the size of what came; /ocupada/ is busy in the first of the two."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.llegaron.append(self.path)
        cuerpo = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        dicho = {clave.lower(): valor for clave, valor in self.headers.items()}
        dicho |= {"web": self.server.nombre, "ruta": self.path, "bytes": len(cuerpo)}
        respuesta = json.dumps(dicho).encode()
        ocupada = self.path == "/ocupada/" and self.server.nombre == "una"
        self.send_response(503 if ocupada else 200)
        self.send_header("Content-Length", str(len(respuesta)))
        self.end_headers()
        self.wfile.write(respuesta)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def webs():
    with contextlib.ExitStack() as salida:
        servidores = [
            salida.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), _Web)) for _ in range(2)
        ]
        for nombre, servidor in zip(("una", "otra"), servidores, strict=True):
            servidor.nombre, servidor.llegaron = nombre, []
            threading.Thread(target=servidor.serve_forever, daemon=True).start()
            salida.callback(servidor.shutdown)
        yield servidores


@pytest.fixture
def puertas(webs, tmp_path):
    """The ports of http and https of the file as it is, but for where it listens and finds."""
    _certificado(tmp_path)
    http, https = _libre(), _libre()
    detras = " ".join(f"server 127.0.0.1:{web.server_port};" for web in webs)
    texto = CONF.read_text()
    for dice, ahora in {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "/etc/nginx/tls/": f"{tmp_path}/",
        "server web:8000;": detras,
        "/dev/stdout": f"{tmp_path}/accesos.log",
    }.items():
        assert texto.count(dice) >= 1, dice
        texto = texto.replace(dice, ahora)
    (tmp_path / "nginx.conf").write_text(f"daemon off; pid {tmp_path}/nginx.pid;\n{texto}")
    orden = [NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    proceso = procesos.lanzar(orden, registro=tmp_path / "nginx.log")
    limite = time.monotonic() + 10
    while not _escucha(https):
        assert time.monotonic() < limite, (tmp_path / "nginx.log").read_text()
        time.sleep(0.05)
    yield http, https, tmp_path / "accesos.log"
    procesos.detener([proceso])


def _certificado(carpeta: Path) -> None:
    clave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "juntos.example")])
    hoy = dt.datetime.now(dt.UTC)
    certificado = (
        x509.CertificateBuilder(nombre, nombre, clave.public_key(), x509.random_serial_number())
        .not_valid_before(hoy - dt.timedelta(days=1))
        .not_valid_after(hoy + dt.timedelta(days=1))
        .sign(clave, hashes.SHA256())
    )
    formato = serialization.Encoding.PEM
    (carpeta / "juntos.crt").write_bytes(certificado.public_bytes(formato))
    (carpeta / "juntos.key").write_bytes(
        clave.private_bytes(
            formato, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _libre() -> int:
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        return libre.getsockname()[1]


def _escucha(puerto: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", puerto), 1):
        return True
    return False


def pedir(puertas, ruta: str, *, datos: bytes | None = None, **cabeceras) -> tuple[int, dict]:
    confiada = ssl.create_default_context()
    confiada.check_hostname, confiada.verify_mode = False, ssl.CERT_NONE
    cabeceras = {clave.replace("_", "-"): valor for clave, valor in cabeceras.items()}
    peticion = urllib.request.Request(
        f"https://127.0.0.1:{puertas[1]}{ruta}", datos, {"Host": "juntos.example"} | cabeceras
    )
    try:
        with urllib.request.urlopen(peticion, context=confiada, timeout=30) as respuesta:
            return respuesta.status, json.load(respuesta)
    except urllib.error.HTTPError as error:
        return error.code, {}


def test_lo_que_el_cliente_dice_de_si_no_pasa(puertas):
    dicho = {
        "X_Forwarded_Proto": "http",
        "X_Forwarded_For": "203.0.113.9",
        "X_Request_ID": "uno-mismo",
    }
    estado, llego = pedir(puertas, "/cola/?orden=vence", **dicho)
    assert (estado, llego["ruta"], llego["host"]) == (200, "/cola/?orden=vence", "juntos.example")
    assert (llego["x-forwarded-proto"], llego["x-forwarded-for"]) == ("https", "127.0.0.1")
    assert re.fullmatch("[0-9a-f]{32}", llego["x-request-id"])


def test_sin_cifrar_manda_a_la_misma_pagina_cifrada(puertas):
    with socket.create_connection(("127.0.0.1", puertas[0]), 5) as conexion:
        conexion.sendall(b"GET /cola/?u=1 HTTP/1.0\r\nHost: juntos.example\r\n\r\n")
        respuesta = conexion.recv(4096).decode()
    assert respuesta.startswith("HTTP/1.1 301")
    assert "\r\nLocation: https://juntos.example/cola/?u=1\r\n" in respuesta
    assert "\r\nServer: nginx\r\n" in respuesta


@pytest.mark.parametrize("puerta", ["/metricas/", "/salud/profunda/", "/salud//profunda/"])
def test_lo_del_monitor_no_se_abre_desde_fuera(puertas, puerta):
    assert pedir(puertas, puerta)[0] == 404


def test_un_archivo_grande_pasa_entero(puertas):
    estado, llego = pedir(puertas, "/cargas/subir/", datos=b"x" * (64 * MB))
    assert (estado, llego["bytes"]) == (200, 64 * MB)


def test_la_web_ocupada_pasa_lo_que_se_lee_a_la_otra(puertas):
    """Restarted one by one, the webs leave nobody without an answer."""
    for _ in range(6):
        estado, llego = pedir(puertas, "/ocupada/")
        assert (estado, llego["web"]) == (200, "otra")


def test_lo_que_se_escribe_no_se_manda_dos_veces(puertas, webs):
    """What a busy web may have done already is not done again by the other: the phone asks."""
    antes = sum(len(web.llegaron) for web in webs)
    estados = [pedir(puertas, "/ocupada/", datos=b"x")[0] for _ in range(4)]
    assert set(estados) == {200, 503}
    assert sum(len(web.llegaron) for web in webs) == antes + len(estados)


def test_el_registro_de_accesos_no_dice_quien_ni_que(puertas):
    pedir(puertas, "/buscar/?q=99000001")
    limite = time.monotonic() + 5
    while not (dicho := puertas[2].read_text()):
        assert time.monotonic() < limite
        time.sleep(0.05)
    assert not re.search("99000001|buscar|127[.]0", dicho)
