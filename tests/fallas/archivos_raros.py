"""Strategies: files as nobody should send them, each built on a good one of some source."""

import io
import zipfile

import xlsxwriter
from hypothesis import strategies as st

from captacion.models import Fuente
from tests.captacion.archivos import texto

BUENOS = {
    fuente: texto(fuente, {}, {"ap_paterno": "ÑAHUI", "nombres": 'ANA "LA"'}) for fuente in Fuente
}
FINES = ("\n", "\r\n", "\r", "\n\r", "\v", "\u2028")
FORMULA_O_NUMERO = st.sampled_from(
    [
        45_000_000.0,
        1_234_567,
        912345678.5,
        True,
        "01234567",
        "4.5E7",
        "=1+1",
        "",
        "\ufeff",
        "Ñ" * 200,
    ]
) | st.dates().map(lambda d: d)


def libro(filas) -> bytes:
    """An .xlsx with these cells, of whatever type they are."""
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"default_date_format": "dd/mm/yyyy"}) as escrito:
        hoja = escrito.add_worksheet()
        for numero, celdas in enumerate(filas):
            hoja.write_row(numero, 0, celdas)
    return salida.getvalue()


def comprimido(contenido: bytes, *nombres: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as z:
        for nombre in nombres or ("f.txt",):
            z.writestr(nombre, contenido)
    return salida.getvalue()
