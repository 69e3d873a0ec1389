"""What a workbook may do to a table, and how it is set straight."""

import datetime as dt

import pytest

from captacion.fuentes import PERFILES, Perfil
from captacion.fuentes.perfil import Banderas, Hoja, Segun, Unidos
from captacion.fuentes.titulos import NIVEL, Titulos
from captacion.importacion import ArchivoRechazado
from captacion.lectura.hoja import componer
from captacion.models import Carga, FilaObservada, RecienNacido
from juntos.models import Parametro
from tests.captacion.archivos import MADRE, OTRA_MADRE, cargar_bytes, dia, texto
from tests.datos.libros import HOJA_56, HOJA_62, deslizada, fila, libro, padron
from tests.datos.xls import libro_ole


@pytest.fixture
def leer(cargar, tmp_path):
    def leer(hojas: dict[str, list[list]]) -> Carga:
        return cargar_bytes(tmp_path, libro(hojas), nombre="f.xlsx")

    return leer


def f56(n: int, **cambios) -> list:
    return fila(list(HOJA_56.items()), n, **cambios)


def test_un_grupo_cubre_solo_las_columnas_que_tienen_titulo_debajo():
    encabezado = [
        ["PADRÓN", "", "", "", "", ""],
        ["", "MADRE", "", "ENTIDAD", "", ""],
        ["N°", "DNI", "NOMBRES", "", "FECHA", ""],
    ]
    assert componer(encabezado) == ["N°", "MADRE › DNI", "MADRE › NOMBRES", "ENTIDAD", "FECHA", ""]


@pytest.mark.parametrize(
    ("titulo", "lugar"),
    [
        ("DNI", 0),
        ("DNI MADRE", 1),
        ("madre › dni", 1),
        ("AP PATERNO MADRE", 2),
        ("TIPO DOC", 3),
        ("NÚMERO DOCUMENTO", None),
    ],
)
def test_un_titulo_se_halla_por_sus_niveles_por_sus_palabras_y_sin_su_leyenda(titulo, lugar):
    encabezado = [
        "DNI",
        f"MADRE{NIVEL}DNI",
        f"DATOS DE LA MADRE{NIVEL}AP. PATERNO",
        "TIPO DOC DNI=1 CUI=2 SIN DOC=3",
    ]
    assert Titulos(encabezado, sueltos=True).lugar(titulo) == lugar


def test_sin_declarar_hoja_las_palabras_sueltas_no_bastan():
    assert Titulos(["AP PATERNO DE LA MADRE"]).lugar("AP PATERNO MADRE") is None


def test_un_libro_nuevo_con_su_encabezado_en_dos_filas_es_solo_una_declaracion(leer, monkeypatch):
    nuevo = Perfil(
        codigo="red-de-salud",
        fuente="padron_nominal",
        columnas={
            "cnv": Segun("Documento › Número", "Documento › Tipo", ("CNV",)),
            "dni": Segun("Documento › Número", "Documento › Tipo", ("DNI",)),
            "fecha_nacimiento": "Nació el",
            "madre_documento": "Mamá › DNI",
            "nombres": Unidos(("Primer nombre", "Otros nombres")),
            "programas": Banderas({"Juntos": "4", "Vaso de leche": "2"}),
        },
        obligatorias=[["fecha_nacimiento"], ["cnv"]],
        hoja=Hoja("Nacidos", filas=2),
    )
    monkeypatch.setitem(PERFILES, nuevo.codigo, nuevo)
    encabezado = [
        ["Documento", "", "Nació el", "Mamá", "", "", "Juntos", "Vaso de leche"],
        ["Tipo", "Número", "", "DNI", "Primer nombre", "Otros nombres", "", ""],
    ]
    filas = [
        ["CNV", "9900000080", dt.date(2026, 11, 18), MADRE, "ANA", "LUZ", "SI", "X"],
        ["DNI", "91000081", "18/11/2026", OTRA_MADRE, "EVA", "", "NO", ""],
    ]

    carga = leer({"Resumen": [["nada"]], "Nacidos": [*encabezado, *filas]})

    assert (carga.perfil, carga.nuevas) == ("red-de-salud", 2)
    leidos = RecienNacido.objects.order_by("fila").values_list(
        "fila", "persona__cnv", "persona__dni", "madre__dni", "persona__nombres", "programas"
    )
    assert list(leidos) == [
        (3, "9900000080", None, MADRE, "ANA LUZ", "4,2"),
        (4, None, "91000081", OTRA_MADRE, "EVA", ""),
    ]


def test_el_documento_de_la_madre_que_no_es_dni_no_se_toma_por_uno(leer):
    leer(padron(HOJA_62, fila(HOJA_62, 1, madre_tipo="2", madre_documento="12345678")))
    assert RecienNacido.objects.get().madre.dni is None


def test_la_fila_deslizada_que_se_rechaza_lleva_cada_celda_bajo_su_titulo(leer):
    carga = leer(padron(HOJA_56, deslizada(f56(1, fecha_nacimiento="31/02/2026"))))

    observada = FilaObservada.objects.get(carga=carga, tipo="rechazada")
    celdas = dict(zip(carga.encabezado, observada.celdas, strict=True))
    assert celdas["DATOS DE LA MADRE › DNI"] == MADRE
    assert (celdas["FRECUENCIA DE ATENCIÓN"], celdas["ES_PADRON"]) == ("3", "1")
    assert (celdas["JEFE DE FAMILIA › NOMBRES JEFE"], celdas["TIPO REGISTRO"]) == ("LUIS", "1")


def test_las_rechazadas_de_una_hoja_deslizada_se_corrigen_y_se_suben(leer, tmp_path):
    from captacion.consultas.cargas import archivo_de_rechazadas

    carga = leer(padron(HOJA_56, deslizada(f56(1, fecha_nacimiento="31/02/2026"))))
    corregido = "".join(archivo_de_rechazadas(carga)).replace("31/02/2026", "18/11/2026")
    segunda = cargar_bytes(tmp_path, corregido.encode())

    assert (segunda.nuevas, segunda.perfil) == (1, "padron-hoja-56")
    assert RecienNacido.objects.get().madre.dni == MADRE


def test_una_fila_en_blanco_entre_otras_no_cuenta(leer):
    carga = leer(padron(HOJA_56, f56(1), [""] * 56, [" "] * 56, f56(2, madre_documento=OTRA_MADRE)))
    assert carga.leidas == 2
    assert set(RecienNacido.objects.values_list("fila", flat=True)) == {6, 9}


def test_la_misma_hoja_en_excel_y_en_texto_no_trae_nada_nuevo(leer, cargar, tmp_path):
    lineas = texto("padron_nominal", {"direccion": 'JR. "LIMA" 1'}).splitlines()
    leer({"Hoja1": [linea.split("|") for linea in lineas]})
    carga = cargar_bytes(tmp_path, "\n".join(lineas).encode())
    assert (carga.leidas, carga.sin_cambio) == (1, 1)


def test_en_un_libro_la_celda_con_un_caracter_de_control_no_corre_las_demas(leer):
    carga = leer(padron(HOJA_56, f56(1, nombres="ANA\x1fLUZ\tEVA"), f56(2, dni="91000082")))
    assert (carga.leidas, carga.rechazadas) == (2, 0)
    assert RecienNacido.objects.get(fila=6).persona.nombres == "ANA LUZ EVA"


def test_una_formula_escrita_como_texto_se_rechaza_y_dice_su_fila(cargar, tmp_path):
    hojas = padron(HOJA_56, f56(1), f56(2, nombres="=SUMA(A1)"))
    with pytest.raises(ArchivoRechazado, match="fila 7 tiene una fórmula"):
        cargar_bytes(tmp_path, libro_ole(hojas), nombre="f.xls")


@pytest.mark.parametrize(("tolerancia", "entra"), [(74, False), (75, True)])
def test_el_ubigeo_discorde_se_tolera_hasta_su_parametro(leer, tolerancia, entra):
    Parametro.objects.filter(pk="ubigeo_discorde").update(valor=tolerancia)
    ajenas = [f56(n, ubigeo="150101", dni=f"9100008{n}") for n in (2, 3, 4)]
    if entra:
        assert leer(padron(HOJA_56, f56(1), *ajenas)).nuevas == 4
    else:
        with pytest.raises(ArchivoRechazado, match="el ubigeo no es del departamento"):
            leer(padron(HOJA_56, f56(1), *ajenas))


def test_un_ubigeo_que_no_existe_o_un_nombre_mal_escrito_no_acusan_al_sistema(leer):
    filas = [
        f56(1, distrito="CUSCO - CERCADO", provincia="CUZCO"),
        f56(2, ubigeo="999999", dni="91000082"),
        f56(3, departamento="", ubigeo="150101", dni="91000083"),
    ]
    assert leer(padron(HOJA_56, *filas)).nuevas == 3


def test_la_pagina_dice_como_vienen_las_fechas(cargar, client, sede):
    carga = cargar("padron_nominal", {}, {"codigo_padron": "2", "creado_el": "2026-11-19"})
    assert carga.formato_fechas == "dd/mm/aaaa, aaaa-mm-dd"
    client.force_login(sede)
    pagina = client.get(f"/cargas/{carga.pk}/").content.decode()
    assert "Escritas como dd/mm/aaaa, aaaa-mm-dd" in pagina
    assert "separado por barra vertical" in pagina


def test_un_libro_no_dice_delimitador(leer, client, sede):
    carga = leer(padron(HOJA_56, f56(1)))
    client.force_login(sede)
    pagina = client.get(f"/cargas/{carga.pk}/").content.decode()
    assert "libro de Excel" in pagina
    assert "separado por" not in pagina


def test_una_fecha_imposible_sola_no_vuelve_el_archivo_al_reves(cargar):
    carga = cargar(
        "padron_nominal", {"fecha_nacimiento": "11/18/2026"}, {"fecha_nacimiento": dia(5)}
    )
    assert (carga.nuevas, carga.rechazadas) == (1, 1)
