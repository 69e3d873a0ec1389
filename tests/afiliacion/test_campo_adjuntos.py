"""A picture is judged by its content, drawn again, kept once and shown to few."""

import io
import struct
import uuid
import zlib

import pytest
from django.urls import reverse
from PIL import Image

from afiliacion.models import Adjunto
from tests.afiliacion.campo import Telefono, foto


@pytest.fixture
def telefono(client, gestora, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Telefono(client, gestora)


@pytest.mark.parametrize(
    ("formato", "tipo", "queda"),
    [
        ("JPEG", "image/jpeg", "image/jpeg"),
        ("PNG", "image/png", "image/png"),
        ("WEBP", "image/webp", "image/jpeg"),
    ],
)
def test_se_guarda_dibujada_de_nuevo_sin_lugar_ni_camara(telefono, formato, tipo, queda):
    con_exif = foto(formato, exif=True)
    assert Image.open(io.BytesIO(con_exif)).getexif()
    assert telefono.subir(con_exif, tipo=tipo).status_code == 201
    adjunto = Adjunto.objects.get()
    assert adjunto.tipo == queda
    with adjunto.archivo.open() as archivo, Image.open(archivo) as guardada:
        assert not guardada.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & guardada.info.keys()
        guardada.load()


def test_la_misma_otra_vez_es_200_y_otra_es_409(telefono, client, ajena):
    pk, una = uuid.uuid4(), foto()
    codigos = [telefono.subir(una, pk=pk).status_code for _ in range(2)]
    codigos.append(telefono.subir(foto(lado=65), pk=pk).status_code)
    codigos.append(Telefono(client, ajena).subir(una, pk=pk).status_code)
    assert codigos == [201, 200, 409, 409]
    assert Adjunto.objects.count() == 1


def bomba() -> bytes:
    """A PNG of few bytes that says it is 60,000 pixels wide and high."""
    cabeza = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    partes = [(b"IHDR", cabeza), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in partes
    )


NO_SON = {
    "vacía": b"",
    "texto": b"esto no es una foto",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": foto("GIF"),
    "cortada": foto(lado=200)[:300],
    "pdf": b"%PDF-1.4 %%EOF",
    "bomba": bomba(),
}


@pytest.mark.parametrize("cual", NO_SON)
def test_lo_que_no_es_una_foto_es_415(telefono, cual):
    respuesta = telefono.subir(NO_SON[cual])
    assert respuesta.status_code == 415
    assert "foto" in respuesta.json()["detalle"]
    assert not Adjunto.objects.exists()


def test_un_guion_dentro_de_una_foto_no_queda(telefono):
    guion = b"<script>alert(1)</script>"
    assert telefono.subir(foto() + guion).status_code == 201
    with Adjunto.objects.get().archivo.open() as archivo:
        assert guion not in archivo.read()


@pytest.mark.parametrize("tipo", ["image/svg+xml", "text/html", "application/octet-stream"])
def test_el_tipo_que_se_declara_tambien_importa(telefono, tipo):
    assert telefono.subir(foto(), tipo=tipo).status_code == 415


class Inacabable(io.RawIOBase):
    """A body that says it is small and goes on for 40 MB; counts what was taken of it."""

    leido = 0

    def read(self, cuanto=-1):
        cuanto = 40_000_000 - self.leido if cuanto < 0 else cuanto
        Inacabable.leido += cuanto
        return bytes(cuanto)


def test_cuarenta_megas_no_se_leen(telefono):
    direccion = reverse("afiliacion:ruta-adjunto", args=[uuid.uuid4()])
    respuesta = telefono.client.generic(
        "PUT",
        direccion,
        b"x",
        content_type="image/jpeg",
        CONTENT_LENGTH="40000000",
        **{"wsgi.input": Inacabable()},
    )
    assert respuesta.status_code == 413
    assert Inacabable.leido == 0
    assert telefono.subir(bytes(400_001)).status_code == 413


def test_la_ve_quien_la_tomo_y_nadie_mas_de_fuera(telefono, client, ajena):
    pk = uuid.uuid4()
    telefono.subir(foto(), pk=pk)
    direccion = reverse("afiliacion:adjunto", args=[pk])
    respuesta = client.get(direccion)
    assert respuesta.status_code == 200
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert b"".join(respuesta.streaming_content).startswith(b"\xff\xd8")
    client.force_login(ajena)
    assert client.get(direccion).status_code == 404
