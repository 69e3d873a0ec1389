"""A workbook read slice by slice says what python-calamine says of the whole of it."""

import datetime as dt
import io
import re
import zipfile

import pytest
import xlsxwriter
from python_calamine import load_workbook

from captacion.lectura import ArchivoRechazado, rebanadas
from captacion.lectura.celdas import texto_de
from captacion.lectura.libro import Libro
from captacion.lectura.rebanadas import LibroRebanado

HOJA = "Padrón & más"
PARTE = "xl/worksheets/sheet1.xml"


@pytest.fixture(params=[False, True], ids=["cadenas-compartidas", "cadenas-en-la-celda"])
def raro(request) -> bytes:
    """Accents, entities, blanks, formats, rich text, numbers, dates, gaps."""
    bufer = io.BytesIO()
    with xlsxwriter.Workbook(bufer, {"constant_memory": request.param}) as libro:
        hoja = libro.add_worksheet(HOJA)
        negrita = libro.add_format({"bold": True})
        fecha = libro.add_format({"num_format": "dd/mm/yyyy"})
        hoja.write_row(
            1, 0, ["ÑANDÚ", "a & b < c", "  con blancos ", "dos\nlíneas", "", 'dijo "sí"']
        )
        hoja.write_rich_string(1, 6, "Ma", negrita, "mani & ", "Ccori")
        for n in range(3, 400):
            hoja.write_row(n, 0, [n, f"texto {n}", 1.5, 45e6, True, "", f"JR. LIMA {n % 7}"])
            hoja.write_datetime(n, 7, dt.datetime(2026, 11, 18), fecha)
            hoja.write_string(n, 8, "18/11/2026", fecha)
        hoja.write_row(450, 2, ["tras un hueco", "", 't="s"', "&#133;", "_x0041_"])
        libro.add_worksheet("Otra").write(0, 0, "aparte")
    return bufer.getvalue()


def cambiar(libro: bytes, parte: str, cambio) -> bytes:
    """The same workbook with `cambio` done to the bytes of one part (none: without it)."""
    bufer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(libro)) as de, zipfile.ZipFile(bufer, "w") as a:
        for miembro in de.infolist():
            contenido = de.read(miembro)
            if miembro.filename != parte:
                a.writestr(miembro, contenido)
            elif cambio:
                a.writestr(miembro, cambio(contenido))
    return bufer.getvalue()


def entero(libro: bytes) -> list[list[str]]:
    filas = load_workbook(io.BytesIO(libro)).get_sheet_by_name(HOJA).iter_rows()
    return [[texto_de(c) for c in fila] for fila in filas]


def rebanado(libro: bytes, hoja=HOJA) -> list[list[str]]:
    return [list(map(texto_de, f)) for f in Libro(io.BytesIO(libro)).filas(hoja)]


@pytest.mark.parametrize("tamano", [500, 5_000, 1 << 20])
def test_rebanada_o_entera_la_hoja_dice_lo_mismo(raro, tamano, monkeypatch):
    monkeypatch.setattr(rebanadas, "REBANADA", tamano)
    filas = rebanado(raro)
    assert filas == entero(raro)
    assert len(filas) == 451
    assert filas[1][6] == "Mamani & Ccori"
    assert filas[399][7:9] == ["18/11/2026", "18/11/2026"]


def test_se_lee_la_hoja_que_se_pide(raro):
    assert Libro(io.BytesIO(raro)).hojas == [HOJA, "Otra"]
    assert rebanado(raro, "Otra") == [["aparte"]]


def test_los_atributos_de_una_celda_pueden_venir_en_otro_orden(raro):
    otro = cambiar(
        raro,
        PARTE,
        lambda xml: re.sub(rb'<c (r="\w+")((?: s="\d+")?) t="s">', rb'<c t="s" \1\2>', xml),
    )
    assert rebanado(otro) == entero(raro)


def test_un_tabulador_en_la_celda_es_un_espacio(raro):
    fila = b'<row r="460"><c r="A460" t="inlineStr"><is><t>\t12&#x9;</t></is></c></row>'
    fin = b"</sheetData>"
    escrito = cambiar(raro, PARTE, lambda xml: xml.replace(fin, fila + fin))
    assert rebanado(escrito)[-1][0] == "12"


def test_una_hoja_puede_decir_su_lugar_desde_la_raiz(raro):
    relaciones = "xl/_rels/workbook.xml.rels"
    otro = cambiar(raro, relaciones, lambda xml: xml.replace(b'"worksheets/', b'"/xl/worksheets/'))
    with zipfile.ZipFile(io.BytesIO(otro)) as z:
        assert LibroRebanado(z).hojas == [HOJA, "Otra"]
    assert rebanado(otro) == entero(raro)


def test_un_libro_que_no_se_puede_cortar_se_lee_entero(raro):
    otro = cambiar(raro, PARTE, lambda xml: xml.replace(b"<sheetData>", b"<sheetData >"))
    assert rebanado(otro) == entero(raro)
    with zipfile.ZipFile(io.BytesIO(otro)) as z, pytest.raises(rebanadas.NoSeRebana):
        LibroRebanado(z)


@pytest.mark.parametrize(
    ("parte", "cambio", "frase"),
    [
        (PARTE, lambda xml: xml.replace(b"<v>1.5</v>", b"<f>1+1</f><v>2</v>"), "fórmulas"),
        (
            PARTE,
            lambda xml: xml.replace(b"<sheetData>", b"<sheetData >").replace(
                b"<v>1.5</v>", b"<f>1+1</f><v>2</v>"
            ),
            "fórmulas",
        ),
        (PARTE, lambda xml: xml[: len(xml) // 2], "dañado"),
        (PARTE, lambda xml: xml.replace(b"</c>", b"</d>"), "dañado"),
        ("xl/workbook.xml", lambda xml: b"nada", "dañado"),
        (
            PARTE,
            lambda xml: xml.replace(
                b"</sheetData>",
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            ),
            "muy lejos de la tabla",
        ),
        (
            PARTE,
            lambda xml: re.sub(
                rb"<sheetData>.*</sheetData>",
                b'<sheetData><row r="4000000000"><c r="A4000000000"><v>1</v></c></row></sheetData>',
                xml,
                flags=re.DOTALL,
            ),
            "muy lejos de la tabla",
        ),
    ],
    ids=[
        "formula", "formula-entero", "cortado", "xml-malo", "sin-hojas", "celda-lejana",
        "todo-lejano",
    ],
)  # fmt: skip
def test_lo_que_no_es_una_hoja_se_rechaza_con_una_frase(raro, parte, cambio, frase):
    with pytest.raises(ArchivoRechazado, match=frase):
        rebanado(cambiar(raro, parte, cambio))


LEJANAS = {
    "otra fila que la suya": b'<row r="460"><c r="A4000000000"><v>1</v></c></row>',
    "con algo antes": b'<row r="460"><c s="0" r="A4000000"><v>1</v></c></row>',
    "columna de nadie": b'<row r="460"><c r="ZZZZZZ460"><v>1</v></c></row>',
    "otras comillas": b"<row r='4000000'><c r='A4000000'><v>1</v></c></row>",
    "con espacios": b'<row r = "4000000"><c  r = "A4000000"><v>1</v></c></row>',
    "en minúsculas": b'<row r="460"><c r="a4000000"><v>1</v></c></row>',
    "con prefijo": b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<x:c r="A4000000"><x:v>1</x:v></x:c></x:row>',
}


@pytest.mark.parametrize("abre", [b"<sheetData>", b"<sheetData >"], ids=["rebanada", "entera"])
@pytest.mark.parametrize("como", LEJANAS)
def test_una_celda_lejana_se_rechaza_como_quiera_que_se_escriba(raro, como, abre):
    """The reader makes room for all that lies between: four thousand million rows of a kilobyte."""
    otro = cambiar(
        raro,
        PARTE,
        lambda xml: xml.replace(b"<sheetData>", abre).replace(
            b"</sheetData>", LEJANAS[como] + b"</sheetData>"
        ),
    )
    with pytest.raises(ArchivoRechazado, match="muy lejos de la tabla"):
        rebanado(otro)


def test_una_cadena_que_no_esta_en_la_tabla_es_un_libro_danado(raro):
    referencia = b'<row r="460"><c r="A460" t="s"><v>999999</v></c></row></sheetData>'
    otro = cambiar(raro, PARTE, lambda xml: xml.replace(b"</sheetData>", referencia))
    with pytest.raises(ArchivoRechazado, match="dañado"):
        rebanado(otro)


def test_una_fila_sin_fin_se_rechaza(raro, monkeypatch):
    monkeypatch.setattr(rebanadas, "REBANADA", 1_000)
    monkeypatch.setattr(rebanadas, "FILA_MAXIMA", 5_000)
    larga = b'<row r="460"><c r="A460" t="str"><v>' + b"X" * 20_000 + b"</v></c></row></sheetData>"
    with pytest.raises(ArchivoRechazado, match="fila sin fin"):
        rebanado(cambiar(raro, PARTE, lambda xml: xml.replace(b"</sheetData>", larga)))


def test_una_hoja_vacia_no_tiene_filas():
    bufer = io.BytesIO()
    with xlsxwriter.Workbook(bufer) as libro:
        libro.add_worksheet(HOJA)
    assert rebanado(bufer.getvalue()) == []
