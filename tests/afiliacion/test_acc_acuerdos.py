import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from afiliacion.acciones import acuerdos
from afiliacion.acciones.acuerdos import AcuerdoInvalido, examinar
from afiliacion.acciones.solicitudes import adjuntar_acuerdo
from afiliacion.models import Acuerdo
from juntos.models import Parametro
from tests.afiliacion import construir
from tests.afiliacion.construir import PDF, visitar


@pytest.fixture(autouse=True)
def _archivos(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def solicitud(distrito, gestora):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_acepta", por=gestora)
    return contacto.solicitudes.get()


def foto(formato="JPEG", tamano=(40, 30), **opciones):
    salida = io.BytesIO()
    Image.new("RGB", tamano, "red").save(salida, formato, **opciones)
    return salida.getvalue()


def con_ubicacion():
    exif = Image.Exif()
    exif[0x010F] = "Telefono de campo"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    return foto(exif=exif, comment=b"Choza de la familia")


def mp3():
    cuadro = b"\xff\xfb\x90\x00" + bytes(413)
    return cuadro * 3


def m4a(marca=b"M4A ", pistas=b"soun"):
    return struct.pack(">I", 24) + b"ftyp" + marca + bytes(12) + b"moov hdlr" + pistas


# What it may be


@pytest.mark.parametrize(
    ("contenido", "tipo"),
    [
        (foto("JPEG"), "image/jpeg"),
        (foto("PNG"), "image/png"),
        (PDF, "application/pdf"),
        (mp3(), "audio/mpeg"),
        (b"ID3\x04" + bytes(50), "audio/mpeg"),
        (m4a(), "audio/mp4"),
        (b"OggS" + bytes(40), "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
    ],
    ids=["jpg", "png", "pdf", "mp3", "mp3_id3", "m4a", "ogg", "wav"],
)
def test_se_reconoce_por_su_contenido(contenido, tipo):
    assert examinar(contenido)[0] == tipo


@pytest.mark.parametrize(
    "contenido",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"GIF89a" + bytes(20),
        b"\xff\xfb\x90\x00" + bytes(600),
        m4a(pistas=b"vide soun"),
        m4a(marca=b"qt  "),
        b"\xff\xd8\xff\xe0" + bytes(100),
        foto()[:200],
        foto("PNG")[:60],
        PDF.replace(b"%%EOF", b""),
        b"",
        b" " + PDF,
    ],
    ids=[
        "html",
        "exe",
        "zip",
        "gif",
        "un_solo_cuadro",
        "video",
        "quicktime",
        "jpg_falso",
        "jpg_cortado",
        "png_cortado",
        "pdf_cortado",
        "vacio",
        "pdf_desplazado",
    ],
)
def test_lo_que_no_es_se_refuta(contenido):
    with pytest.raises(AcuerdoInvalido) as error:
        examinar(contenido)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "trampa",
    [
        b"<< /S /JavaScript /JS (x) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /S /Launch /F (calc) >>",
        b"<< /EmbeddedFile 1 0 R >>",
        b"<< /Filter /FlateDecode >> stream\n" + zlib.compress(b"<< /JS (x) >>") + b"\nendstream",
    ],
    ids=["programa", "escapado", "lanza", "adjunto", "comprimido"],
)
def test_un_pdf_con_programas_se_refuta(trampa):
    with pytest.raises(AcuerdoInvalido, match="programas"):
        examinar(PDF.replace(b"trailer", trampa + b"\ntrailer"))


def test_un_pdf_que_se_infla_sin_fin_se_refuta(monkeypatch):
    monkeypatch.setattr(acuerdos, "INFLADO_MAXIMO", 1000)
    flujo = b"stream\n" + zlib.compress(bytes(5000)) + b"\nendstream"
    with pytest.raises(AcuerdoInvalido, match="grande"):
        examinar(PDF.replace(b"trailer", flujo + b"\ntrailer"))


def test_una_foto_enorme_se_refuta_sin_abrirla(monkeypatch):
    monkeypatch.setattr(acuerdos, "PIXELES_MAXIMOS", 1000)
    with pytest.raises(AcuerdoInvalido, match="resolución"):
        examinar(foto())


def test_una_bomba_de_descompresion_se_refuta(monkeypatch):
    for maximo in (700, 500):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", maximo)
        with pytest.raises(AcuerdoInvalido, match="resolución"):
            examinar(foto("PNG"))


def test_la_foto_pierde_donde_y_con_que_se_tomo():
    original = con_ubicacion()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)
    _, extension, limpia = examinar(original + b"<?php algo pegado al final")
    reabierta = Image.open(io.BytesIO(limpia))
    assert extension == ".jpg"
    assert not reabierta.getexif()
    for resto in (b"Telefono de campo", b"Choza", b"php", b"Exif"):
        assert resto not in limpia
    # The turn that the EXIF asked for is in the picture itself.
    assert reabierta.size == (30, 40)


def test_un_png_pierde_sus_textos():
    from PIL.PngImagePlugin import PngInfo

    textos = PngInfo()
    textos.add_text("Lugar", "Choza de la familia")
    assert b"Choza" not in examinar(foto("PNG", pnginfo=textos))[2]


# How it is kept


def test_se_guarda_en_privado_con_nombre_propio(solicitud, gestora):
    archivo = SimpleUploadedFile("../../QUISPE MAMANI.jpg", con_ubicacion(), "text/html")
    acuerdo = adjuntar_acuerdo(solicitud, archivo=archivo, por=gestora)
    assert (acuerdo.tipo, acuerdo.subido_por) == ("image/jpeg", gestora)
    ruta = Path(acuerdo.archivo.path)
    assert ruta.is_relative_to(settings.MEDIA_ROOT)
    assert "QUISPE" not in acuerdo.archivo.name
    assert ruta.suffix == ".jpg"
    assert acuerdo.tamano == ruta.stat().st_size
    assert solicitud.requisitos.get(codigo="AGR").cumple


def test_el_mismo_archivo_dos_veces_es_un_acuerdo(solicitud, gestora):
    uno = adjuntar_acuerdo(solicitud, archivo=construir.pdf(), por=gestora)
    otro = adjuntar_acuerdo(solicitud, archivo=construir.pdf(nombre="copia.pdf"), por=gestora)
    assert uno == otro
    assert Acuerdo.objects.count() == 1


@pytest.mark.parametrize(("bytes_", "vale"), [(1024 * 1024, True), (1024 * 1024 + 1, False)])
def test_el_tamano_es_un_parametro(solicitud, gestora, bytes_, vale):
    Parametro.objects.filter(pk="acuerdo_mb").update(valor=1)
    archivo = construir.pdf(PDF.ljust(bytes_, b" ")[: bytes_ - 5] + b"%%EOF")
    if vale:
        assert adjuntar_acuerdo(solicitud, archivo=archivo, por=gestora)
    else:
        with pytest.raises(AcuerdoInvalido, match="1 MB"):
            adjuntar_acuerdo(solicitud, archivo=archivo, por=gestora)


def test_lo_invalido_no_deja_rastro(solicitud, gestora, tmp_path):
    for contenido in (b"", b"<html>"):
        with pytest.raises(AcuerdoInvalido):
            adjuntar_acuerdo(solicitud, archivo=construir.pdf(contenido), por=gestora)
    assert not Acuerdo.objects.exists()
    assert not [ruta for ruta in tmp_path.rglob("*") if ruta.is_file()]
