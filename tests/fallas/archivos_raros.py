"""Strategies: files as nobody should send them, each built on a good one of some source."""

import datetime as dt
import gzip
import io
import zipfile

import xlsxwriter
from hypothesis import strategies as st

from captacion.models import Fuente
from tests.captacion.archivos import texto

BUENOS = {
    fuente: texto(fuente, {}, {"ap_paterno": "ÑAHUI", "nombres": 'ANA "LA"'})
    for fuente in Fuente.values
}
FINES = ["\n", "\r\n", "\r", "\n\r", "\v", "\u2028", "\n\n"]
METIDOS = ["\ufeff", '"', '"a\nb"', "\x00", "\x1a", "Ñ" * 300, "x" * 40_000, "|" * 50, "=1+1", "''"]
CRUDOS = [b"\xff", b"\xed\xa0\x80", b"\x81", "Ñ".encode("cp1252"), b"\xc3"]
CELDAS = [45_000_000.0, 1_234_567, 1234567.5, 9e99, True, "01234567", "4.5E7", "", "\ufeff", "a\nb"]
FECHAS = [dt.date(2026, 11, 20), dt.datetime(1900, 1, 1), dt.time(12), dt.date(9999, 12, 31)]

una_fuente = st.sampled_from(Fuente.values)


def libro(filas) -> bytes:
    """An .xlsx with these cells, of whatever type they are."""
    salida = io.BytesIO()
    opciones = {"default_date_format": "dd/mm/yyyy", "in_memory": True}
    with xlsxwriter.Workbook(salida, opciones) as escrito:
        # The same cells, the same bytes: what is drawn next depends on their length.
        escrito.set_properties({"created": dt.datetime(2026, 1, 1)})
        hoja = escrito.add_worksheet()
        for numero, celdas in enumerate(filas):
            hoja.write_row(numero, 0, celdas)
    return salida.getvalue()


def en_zip(contenido: bytes, *nombres: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as z:
        for nombre in nombres:
            z.writestr(zipfile.ZipInfo(nombre), contenido, zipfile.ZIP_DEFLATED)
    return salida.getvalue()


@st.composite
def textos(draw) -> bytes:
    """Mixed line ends, things put in anywhere, a header alone, twice or in the middle."""
    lineas = BUENOS[draw(una_fuente)].splitlines()
    orden = draw(st.lists(st.integers(0, len(lineas) - 1), min_size=1, max_size=6))
    salida = lineas[0] + "".join(draw(st.sampled_from(FINES)) + lineas[i] for i in orden)
    for puesto in draw(st.lists(st.sampled_from(METIDOS) | st.text(max_size=4), max_size=3)):
        lugar = draw(st.integers(0, len(salida)))
        salida = salida[:lugar] + puesto + salida[lugar:]
    codificado = salida.encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])), "replace")
    for crudo in draw(st.lists(st.sampled_from(CRUDOS), max_size=2)):
        lugar = draw(st.integers(0, len(codificado)))
        codificado = codificado[:lugar] + crudo + codificado[lugar:]
    return codificado


@st.composite
def libros(draw) -> bytes:
    """Numbers, dates and truths where a register has text."""
    encabezado, *filas = (linea.split("|") for linea in BUENOS[draw(una_fuente)].splitlines())
    for fila in filas:
        for _ in range(draw(st.integers(0, 4))):
            fila[draw(st.integers(0, len(fila) - 1))] = draw(st.sampled_from([*CELDAS, *FECHAS]))
    return libro([encabezado, *filas])


@st.composite
def anchos(draw) -> bytes:
    """Thousands of columns, the known ones among them."""
    encabezado, *filas = BUENOS[draw(una_fuente)].splitlines()
    demas = draw(st.sampled_from([200, 300, 1_700, 10_000]))
    nombres = "".join(f"|X{n}" for n in range(demas))
    return "\n".join([encabezado + nombres, *(fila + "|0" * demas for fila in filas)]).encode()


@st.composite
def envueltos(draw) -> bytes:
    """Compressed once or many times, alone or with company, whole, cut or altered."""
    contenido = draw(textos() | libros())
    for capa in draw(st.lists(st.sampled_from(["zip", "gzip", "dos"]), min_size=1, max_size=4)):
        if capa == "gzip":
            contenido = gzip.compress(contenido, mtime=0)
        else:
            contenido = en_zip(contenido, *(["a.txt"] if capa == "zip" else ["a.txt", "b.txt"]))
    if draw(st.booleans()):
        return contenido[: draw(st.integers(0, len(contenido)))]
    lugar = draw(st.integers(0, len(contenido) - 1))
    return contenido[:lugar] + draw(st.binary(max_size=2)) + contenido[lugar:]


@st.composite
def alterados(draw) -> bytes:
    """A workbook with some bytes changed, or what only begins as one."""
    contenido = bytearray(draw(libros()))
    for _ in range(draw(st.integers(1, 6))):
        contenido[draw(st.integers(0, len(contenido) - 1))] = draw(st.integers(0, 255))
    ole = st.binary(max_size=600).map(lambda resto: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + resto)
    return draw(st.just(bytes(contenido)) | ole)


cualquiera = textos() | libros() | anchos() | envueltos() | alterados() | st.binary(max_size=300)
