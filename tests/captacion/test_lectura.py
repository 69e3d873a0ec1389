"""Any table of text or Excel is read; what is none is refused whole, in one sentence."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, EstadoCarga, FilaObservada, Persona, RecienNacido
from tests.captacion.archivos import cargar_bytes, dia, texto

BUENO = texto("padron_nominal", {"codigo_padron": "1", "nombres": "IÑÉS"}, {"codigo_padron": "2"})


@pytest.fixture
def leer(cargar, tmp_path):
    def leer(contenido: bytes, nombre="f.txt", **opciones):
        return cargar_bytes(tmp_path, contenido, nombre=nombre, **opciones)

    return leer


def comprimir(*miembros: tuple[str, bytes]) -> bytes:
    bufer = io.BytesIO()
    with zipfile.ZipFile(bufer, "w", zipfile.ZIP_DEFLATED) as z:
        for nombre, contenido in miembros:
            z.writestr(nombre, contenido)
    return bufer.getvalue()


def libro(filas, **opciones) -> bytes:
    bufer = io.BytesIO()
    with xlsxwriter.Workbook(bufer, {"in_memory": True, **opciones}) as salida:
        hoja = salida.add_worksheet()
        for i, fila in enumerate(filas):
            hoja.write_row(i, 0, fila)
    return bufer.getvalue()


def con_comillas(separador: str) -> str:
    return "\n".join(
        separador.join(f'"{c}"' for c in linea.split("|")) for linea in BUENO.splitlines()
    )


@pytest.mark.parametrize(
    "contenido",
    [
        BUENO.encode(),
        BUENO.encode("utf-8-sig"),
        BUENO.encode("cp1252"),
        BUENO.replace("\n", "\r\n").encode(),
        BUENO.rstrip("\n").encode(),
        ("\n\n" + BUENO).encode(),
        (BUENO + "\n   \n\n").encode(),
        BUENO.replace("|", ";").encode(),
        BUENO.replace("|", "\t").encode(),
        BUENO.replace("|", ",").encode(),
        con_comillas(",").encode(),
        con_comillas("|").encode("cp1252"),
        comprimir(("padron.txt", BUENO.encode())),
        gzip.compress(BUENO.encode()),
        libro([linea.split("|") for linea in BUENO.splitlines()]),
        BUENO.lower().encode().replace(b"i\xc3\xb1\xc3\xa9s", "IÑÉS".encode()),
        BUENO.replace(dia(5), "2026-11-18").encode(),
        BUENO.replace(dia(5), "20261118").encode(),
        BUENO.replace(dia(5), "18/11/2026 00:00:00").encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "cp1252",
        "crlf",
        "sin-salto-final",
        "vacias-antes",
        "vacias-despues",
        "punto-y-coma",
        "tabulador",
        "coma",
        "comillas",
        "comillas-cp1252",
        "zip",
        "gzip",
        "xlsx",
        "minusculas",
        "fecha-iso",
        "fecha-junta",
        "fecha-hora",
    ],
)
def test_se_lee_igual_de_cualquier_forma(leer, contenido):
    carga = leer(contenido)
    assert (carga.leidas, carga.nuevas) == (2, 2)
    assert Persona.objects.get(recien_nacido__codigo_padron="1").nombres == "IÑÉS"
    assert RecienNacido.objects.first().persona.fecha_nacimiento.isoformat() == "2026-11-18"


SIN_FECHA = BUENO.replace("FE_NAC_MENOR", "OTRA")


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"   \n \n", "vacío"),
        (BUENO.splitlines()[0].encode(), "ninguna fila"),
        (b"%PDF-1.7 xxxx", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "imagen"),
        (b"hola\nmundo\n", "encabezado"),
        (SIN_FECHA.encode(), "FE_NAC_MENOR"),
        (comprimir(("a", BUENO.encode()))[:-30], "dañado"),
        (comprimir(("a", BUENO.encode()), ("b", b"")), "2 archivos"),
        (gzip.compress(BUENO.encode())[:-12], "dañado"),
        (BUENO.replace("ROSA", "RO\0SA").encode(), "nulos"),
        (BUENO.replace("ROSA", "=SUM(A1:A9)").encode(), "fórmula"),
        (BUENO.replace("ROSA", "X" * 100_000).encode(), "celda"),
        ((BUENO.splitlines()[0] + "\n" + BUENO).encode(), "dos filas de encabezado"),
        (libro([BUENO.splitlines()[0].split("|"), ["=A1", *[""] * 39]]), "fórmulas"),
        (libro([BUENO.splitlines()[0].split("|")])[:-40], "dañado"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "dañado"),
    ],
    ids=[
        "blancos",
        "solo-encabezado",
        "pdf",
        "png",
        "sin-encabezado",
        "falta-columna",
        "zip-cortado",
        "zip-de-dos",
        "gzip-cortado",
        "nulos",
        "formula",
        "celda-enorme",
        "dos-encabezados",
        "xlsx-formula",
        "xlsx-cortado",
        "xls-cortado",
    ],
)
def test_lo_que_no_es_una_tabla_se_rechaza_entero(leer, contenido, frase):
    with pytest.raises(ArchivoRechazado, match=frase) as rechazo:
        leer(contenido)

    assert "\n" not in str(rechazo.value)
    carga = Carga.objects.get()
    assert (carga.estado, carga.motivo) == (EstadoCarga.RECHAZADA, str(rechazo.value))
    assert not Persona.objects.exists()
    assert not FilaObservada.objects.exists()


def test_una_celda_enorme_muy_adentro_no_deja_media_carga(leer):
    filas = [{"codigo_padron": str(n)} for n in range(3000)]
    filas[2500] |= {"direccion": "X" * 40_000}
    with pytest.raises(ArchivoRechazado, match="fila 2502"):
        leer(texto("padron_nominal", *filas).encode())
    assert not Persona.objects.exists()


def test_una_fila_de_mas_o_de_menos_campos_no_arrastra_a_las_otras(leer):
    lineas = BUENO.splitlines()
    carga = leer("\n".join([lineas[0], lineas[1] + "|sobra", "falta|campos", lineas[2]]).encode())

    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (3, 1, 2)
    filas = FilaObservada.objects.filter(carga=carga, tipo="rechazada").order_by("numero")
    assert [(f.numero, f.motivos) for f in filas] == [(2, ["campos"]), (3, ["campos"])]
    assert filas[1].celdas == ["falta", "campos"]
    assert len(filas[0].celdas) == len(carga.encabezado) + 1


def test_una_fila_ilegible_en_un_archivo_utf8(leer):
    lineas = BUENO.encode().splitlines()
    carga = leer(
        b"\n".join([*lineas, lineas[2].replace(b"|2|", b"|3|").replace(b"LUZ", b"LUZ\xf1")])
    )
    assert (carga.nuevas, carga.rechazadas) == (2, 1)
    assert FilaObservada.objects.get(numero=4, tipo="rechazada").motivos == ["texto_ilegible"]


def test_una_comilla_suelta_es_texto(leer):
    carga = leer(BUENO.replace("ROSA", 'ROSA "LA').encode())
    assert carga.nuevas == 2
    assert RecienNacido.objects.first().madre_nombres == 'ROSA "LA'


def test_una_celda_entre_comillas_puede_tener_saltos_y_separadores(leer):
    cabeza, *filas = con_comillas("|").splitlines()
    filas[0] = filas[0].replace('"ROSA"', '"ROSA | ANA\nMARIA ""LA"""')
    carga = leer("\n".join([cabeza, *filas]).encode())
    assert carga.nuevas == 2
    assert RecienNacido.objects.get(codigo_padron="1").madre_nombres == 'ROSA | ANA MARIA "LA"'


def test_una_barra_invertida_es_texto(leer):
    leer(BUENO.replace("ROSA", r"RO\SA\.").encode())
    assert RecienNacido.objects.first().madre_nombres == r"RO\SA\."


def test_la_fila_rechazada_se_guarda_como_vino(leer):
    carga = leer(BUENO.replace(dia(5), "  31/02/2026 ").encode())
    fila = FilaObservada.objects.filter(carga=carga, tipo="rechazada").first()
    indice = carga.encabezado.index("FE_NAC_MENOR")
    assert fila.celdas[indice] == "  31/02/2026 "


def test_la_fuente_declarada_manda_sobre_el_encabezado(leer):
    with pytest.raises(ArchivoRechazado, match="CO_HOGAR"):
        leer(texto("juntos", {}).encode().replace(b"X_DNI", b"NU_DOC"), fuente="pgh")
