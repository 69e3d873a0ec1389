"""What an Acuerdo de Compromiso may be: a photo, a PDF or a recording, judged by its content.

Nothing of the name or of the type that the browser declares is believed. Photos are drawn again,
so neither where they were taken nor anything hidden behind them is kept.
"""

import io
import re
import warnings
import zlib
from collections.abc import Collection

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

PIXELES_MAXIMOS = 40_000_000
INFLADO_MAXIMO = 20 * 1024 * 1024
FORMATOS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
ACTIVO = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
ESCAPADO = re.compile(rb"#([0-9A-Fa-f]{2})")
FLUJO = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
MARCAS_M4A = {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5"}
EXTENSIONES = {
    "application/pdf": ".pdf",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
}


class FotoInvalida(Exception):
    """The bytes are no picture that we keep; str() says why, for people."""


class AcuerdoInvalido(Exception):
    """The file cannot be an Acuerdo de Compromiso; str() says why, for people."""


def examinar(contenido: bytes) -> tuple[str, str, bytes]:
    """The true type of the file, its extension and the bytes to keep."""
    if contenido.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _foto(contenido)
    if contenido.startswith(b"%PDF-"):
        _exigir_pdf_inerte(contenido)
        tipo = "application/pdf"
    else:
        tipo = _audio(contenido)
    return tipo, EXTENSIONES[tipo], contenido


def _foto(contenido: bytes) -> tuple[str, str, bytes]:
    try:
        return volver_a_dibujar(contenido, formatos=("JPEG", "PNG"))
    except FotoInvalida as error:
        raise AcuerdoInvalido(str(error)) from None


def volver_a_dibujar(contenido: bytes, *, formatos: Collection[str]) -> tuple[str, str, bytes]:
    """The picture decoded whole and drawn anew: its type, its extension and clean bytes.

    What was see-through is white, as paper: a signature drawn on a screen is black on nothing.
    Raises FotoInvalida.
    """
    try:
        with warnings.catch_warnings():
            # Far over our limit Pillow warns or refuses; both are the same sentence here.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            foto = Image.open(io.BytesIO(contenido), formats=list(formatos))
            formato = foto.format if foto.format in FORMATOS else "JPEG"
            if foto.width * foto.height > PIXELES_MAXIMOS:
                raise FotoInvalida("La foto es demasiado grande: tómela con menos resolución.")
            limpia = _sobre_papel(ImageOps.exif_transpose(foto))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FotoInvalida("La foto es demasiado grande: tómela con menos resolución.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise FotoInvalida("La foto está dañada: vuelva a tomarla.") from None
    tipo, extension = FORMATOS[formato]
    salida = io.BytesIO()
    limpia.save(salida, formato, **({"quality": 85} if formato == "JPEG" else {}))
    return tipo, extension, salida.getvalue()


def _sobre_papel(foto: Image.Image) -> Image.Image:
    if not foto.has_transparency_data:
        limpia = foto.convert("RGB")
        limpia.info = {}
        return limpia
    dibujo = foto.convert("RGBA")
    papel = Image.new("RGB", dibujo.size, "white")
    papel.paste(dibujo, mask=dibujo.getchannel("A"))
    return papel


def _exigir_pdf_inerte(contenido: bytes) -> None:
    if b"%%EOF" not in contenido[-2048:]:
        raise AcuerdoInvalido("El PDF está incompleto: vuelva a generarlo.")
    for parte in (contenido, *_flujos(contenido)):
        if ACTIVO.search(ESCAPADO.sub(lambda c: bytes([int(c[1], 16)]), parte)):
            raise AcuerdoInvalido(
                "El PDF lleva programas o archivos dentro: imprímalo como PDF simple."
            )


def _flujos(contenido: bytes):
    """The compressed parts of a PDF, where names may hide, up to a sensible size."""
    quedan = INFLADO_MAXIMO
    for flujo in FLUJO.finditer(contenido):
        try:
            inflado = zlib.decompressobj().decompress(flujo[1], quedan)
        except zlib.error:
            continue
        quedan -= len(inflado)
        if quedan <= 0:
            raise AcuerdoInvalido("El PDF es demasiado grande por dentro: genérelo otra vez.")
        yield inflado


def _audio(contenido: bytes) -> str:
    if contenido.startswith(b"OggS"):
        return "audio/ogg"
    if contenido.startswith(b"RIFF") and contenido[8:12] == b"WAVE":
        return "audio/wav"
    if (
        contenido[4:8] == b"ftyp"
        and contenido[8:12] in MARCAS_M4A
        and b"soun" in contenido
        and b"vide" not in contenido
    ):
        return "audio/mp4"
    if contenido.startswith(b"ID3") or _es_cuadro_mp3(contenido):
        return "audio/mpeg"
    raise AcuerdoInvalido(
        f"El archivo {_nombre_de_lo_que_es(contenido)}no es una foto (JPG o PNG), un PDF ni un "
        "audio (MP3, M4A, OGG o WAV)."
    )


def _es_cuadro_mp3(contenido: bytes) -> bool:
    """Two MPEG layer III frames in a row: a lone sync word is found in any bytes."""
    largo = _largo_del_cuadro(contenido[:4])
    return bool(largo and _largo_del_cuadro(contenido[largo : largo + 4]))


def _largo_del_cuadro(cabecera: bytes) -> int:
    if len(cabecera) < 4 or cabecera[0] != 0xFF or cabecera[1] & 0xE6 != 0xE2:
        return 0
    version, tasa, frecuencia = cabecera[1] >> 3 & 3, cabecera[2] >> 4, cabecera[2] >> 2 & 3
    if version == 1 or tasa in (0, 15) or frecuencia == 3:
        return 0
    primera = version == 3
    kilobits = (
        (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
        if primera
        else (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    )[tasa]
    hercios = (44100, 48000, 32000)[frecuencia] >> {3: 0, 2: 1, 0: 2}[version]
    relleno = cabecera[2] >> 1 & 1
    return (144 if primera else 72) * kilobits * 1000 // hercios + relleno


def _nombre_de_lo_que_es(contenido: bytes) -> str:
    """What the file is, when its content tells: it helps whoever chose the wrong one."""
    try:
        extension = puremagic.from_string(contenido)
    except (puremagic.PureError, ValueError):
        return ""
    return f"({extension.lstrip('.').upper()}) " if extension else ""
