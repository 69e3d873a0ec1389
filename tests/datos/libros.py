"""Writes the workbooks of this folder: `python -m tests.datos.libros`. The same bytes every time.

A row is told by its fields; each layout says which title holds which field, and the rest is filled
with what such a column usually holds.
"""

import datetime as dt
import io
from pathlib import Path

import xlsxwriter

from tests.datos import xls

CARPETA = Path(__file__).parent
CREADO = dt.datetime(2026, 11, 23)
DOMINIOS = [["CAMPO", "VALOR"], ["TIPO DE SEGURO", "0 NINGUNO, 1 SIS, 2 ESSALUD"]]
VINCULO = "1=MADRE 2=PADRE 3=HERMANO(A) 4=OTRO FAMILIAR 5=OTRO"

# Title (its levels, from the top) → field of a row, or what every row holds.
HOJA_56 = {
    ("N°",): "=n",
    ("TIPO DE DOCUMENTO",): "tipo",
    ("CÓDIGO PADRÓN",): "codigo_padron",
    ("CNV",): "cnv",
    ("CUI",): "cui",
    ("DNI",): "dni",
    ("AP PATERNO",): "ap_paterno",
    ("AP MATERNO",): "ap_materno",
    ("NOMBRES",): "nombres",
    ("SEXO",): "sexo",
    ("FECHA NAC",): "fecha_nacimiento",
    ("EJE VIAL",): "JR.",
    ("DESCRIPCIÓN",): "LIMA 123",
    ("REFERENCIA",): "FRENTE A LA PLAZA",
    ("UBIGEO",): "ubigeo",
    ("DEPARTAMENTO",): "departamento",
    ("PROVINCIA",): "provincia",
    ("DISTRITO",): "distrito",
    ("COD CENTRO POBLADO",): "centro_poblado_codigo",
    ("NOMBRE CCPP",): "centro_poblado",
    ("ÁREA CCPP",): "URBANO",
    ("MENOR VISITADO",): "visitado",
    ("MENOR ENCONTRADO",): "encontrado",
    ("FECHA VISITA",): "",
    ("FUENTE DE DATOS",): "RENIEC",
    ("FECHA FUENTE",): "19/11/2026",
    ("EESS NACIMIENTO", "CÓDIGO"): "eess",
    ("EESS NACIMIENTO", "NOMBRE"): "HOSPITAL",
    ("EESS ATENCIÓN", "CÓDIGO"): "eess",
    ("EESS ATENCIÓN", "NOMBRE"): "HOSPITAL",
    ("EESS ADSCRIPCIÓN", "CÓDIGO"): "",
    ("EESS ADSCRIPCIÓN", "NOMBRE"): "",
    ("TIPO SEGURO",): "seguro",
    ("PROGRAMAS SOCIALES",): "programas",
    ("INSTITUCIÓN EDUCATIVA", "CÓDIGO"): "",
    ("INSTITUCIÓN EDUCATIVA", "NOMBRE"): "",
    ("RELACIÓN APODERADO",): "1",
    ("DATOS DE LA MADRE", "DNI"): "madre_documento",
    ("DATOS DE LA MADRE", "AP. PATERNO"): "madre_ap_paterno",
    ("DATOS DE LA MADRE", "AP. MATERNO"): "madre_ap_materno",
    ("DATOS DE LA MADRE", "NOMBRES"): "madre_nombres",
    ("DATOS DE LA MADRE", "CELULAR"): "celular",
    ("DATOS DE LA MADRE", "CORREO"): "",
    ("DATOS DE LA MADRE", "GRADO INSTRUCCIÓN"): "5",
    ("DATOS DE LA MADRE", "LENGUA"): "2",
    ("JEFE DE FAMILIA", "RELACIÓN JEFE"): "2",
    ("JEFE DE FAMILIA", "DNI JEFE"): "jefe_documento",
    ("JEFE DE FAMILIA", "AP PATERNO JEFE"): "HUAMAN",
    ("JEFE DE FAMILIA", "AP MATERNO JEFE"): "TICONA",
    ("JEFE DE FAMILIA", "NOMBRES JEFE"): "LUIS",
    ("FECHA CREA",): "creado_el",
    ("USUARIO CREA",): "SISTEMA",
    ("FECHA MODI",): "20/11/2026",
    ("USUARIO MODI",): "SISTEMA",
    ("ENTIDAD",): "RENIEC",
    ("TIPO REGISTRO",): "1",
}
_MADRE_62 = {
    ("TIPO DE DOCUMENTO\nDE LA MADRE",): "madre_tipo",
    ("NUMERO DE DOCUMENTO\nDE LA MADRE",): "madre_documento",
    ("AP PATERNO DE LA MADRE",): "madre_ap_paterno",
    ("AP MATERNO DE LA MADRE",): "madre_ap_materno",
    ("NOMBRES DE LA MADRE",): "madre_nombres",
    ("CELULAR DE LA MADRE",): "celular",
    ("CORREO DE LA MADRE",): "",
    ("GRADO DE INSTRUCCIÓN",): "5",
    ("LENGUA HABITUAL",): "2",
}
# Two columns of the one title that tells only its codes.
HOJA_62 = [
    (("N°",), "=n"),
    (("TIPO DE DOCUMENTO",), "tipo"),
    (("CÓDIGO DE PADRÓN NOMINAL",), "codigo_padron"),
    (("CNV",), "cnv"),
    (("CUI",), "cui"),
    (("DNI",), "dni"),
    (("ESTADO DE TRAMITE\nDE DNI",), "ENTREGADO"),
    (("FECHA DE TRAMITE\nDE DNI",), "21/11/2026"),
    *[(t, c) for t, c in HOJA_56.items() if c in ("ap_paterno", "ap_materno", "nombres", "sexo")],
    (("FECHA DE\nNACIMIENTO",), "fecha_nacimiento"),
    *list(HOJA_56.items())[11:21],
    (("¿MENOR VISITADO?",), "visitado"),
    (("¿MENOR ENCONTRADO?",), "encontrado"),
    *list(HOJA_56.items())[23:26],
    (("CODIGO EESS NACIMIENTO",), "eess"),
    (("NOMBRE EESS NACIMIENTO",), "HOSPITAL"),
    (("CODIGO EESS ATENCION",), "eess"),
    (("NOMBRE EESS ATENCION",), "HOSPITAL"),
    (("FRECUENCIA DE\nATENCION",), "3"),
    (("CODIGO EESS ADSCRIPCION",), ""),
    (("NOMBRE EESS ADSCRIPCION",), ""),
    (("TIPO DE SEGURO",), "seguro"),
    (("PROGRAMAS SOCIALES",), "programas"),
    (("CODIGO IE",), ""),
    (("NOMBRE IE",), ""),
    ((VINCULO,), "1"),
    *_MADRE_62.items(),
    ((VINCULO,), "2"),
    (("TIPO DOCUMENTO\nDEL JEFE",), "1"),
    (("NUMERO DOCUMENTO\nDEL JEFE",), "jefe_documento"),
    *list(HOJA_56.items())[47:56],
    (("ESTADO REGISTRO",), "1"),
]
_PROGRAMAS = ["PIN", "PVL", "CUNA MAS", "JUNTOS", "QALI WARMA"]
MIDIS_45 = [
    (("N",), "=n"),
    (("CODIGO PADRON",), "codigo_padron"),
    (("TIPO DOC DNI=1 CUI=2 SIN DOC=3",), "tipo"),
    (("NUMERO DOC",), "documento"),
    *list(HOJA_56.items())[6:9],
    (("SEXO 1=M 2=F",), "sexo"),
    (("FECHA NACIMIENTO",), "fecha_nacimiento"),
    *list(HOJA_56.items())[11:21],
    (("CODIGO EESS ATENCION",), "eess"),
    (("TIPO SEGURO",), "seguro"),
    *[((f"{p} SI=1 NO=0",), f"programa {p}") for p in _PROGRAMAS],
    (("DNI MADRE",), "madre_documento"),
    (("AP PATERNO MADRE",), "madre_ap_paterno"),
    (("AP MATERNO MADRE",), "madre_ap_materno"),
    (("NOMBRES MADRE",), "madre_nombres"),
    (("CELULAR",), "celular"),
    (("LENGUA",), "2"),
    (("DNI JEFE",), "jefe_documento"),
    (("AP PATERNO JEFE",), "HUAMAN"),
    (("AP MATERNO JEFE",), "TICONA"),
    (("NOMBRES JEFE",), "LUIS"),
    (("FECHA CREA",), "creado_el"),
    (("USUARIO CREA",), "MIDIS"),
    (("FECHA MODI",), ""),
    (("USUARIO MODI",), ""),
    (("ENTIDAD",), "MIDIS"),
    (("TIPO REGISTRO",), "1"),
    (("CNV",), "cnv"),
    (("CORREO",), ""),
    (("OBSERVACION",), ""),
]
FILA = {
    "tipo": "1",
    "ap_paterno": "QUISPE",
    "ap_materno": "MAMANI",
    "nombres": "LUZ",
    "sexo": "2",
    "fecha_nacimiento": "18/11/2026",
    "ubigeo": "080101",
    "departamento": "CUSCO",
    "provincia": "CUSCO",
    "distrito": "CUSCO",
    "centro_poblado_codigo": "0801010001",
    "centro_poblado": "CUSCO",
    "visitado": "NO VISITADO",
    "eess": "00002274",
    "seguro": "1",
    "programas": "0",
    "madre_tipo": "1",
    "madre_documento": "91000001",
    "madre_ap_paterno": "MAMANI",
    "madre_ap_materno": "CCORI",
    "madre_nombres": "ROSA",
    "celular": "912345678",
    "jefe_documento": "91000003",
    "creado_el": "19/11/2026",
}


# Numbers where there should be text.
REGIONAL = [
    ["padron", "dni", "apellido_paterno", "nombre", "genero", "fecha_nacimiento", "ubigeo",
     "num_doc_madre", "celular_ma"],
    [5001, 91000080, "ÑAHUI", "LUZ", "F", 46344, 80101, 91000001, 912345678],
    [5002, "", "ÑAHUI", "RN", "M", "18/11/2026", "150101", 1234567, ""],
]  # fmt: skip


def fila(columnas: list, n: int, **cambios) -> list:
    """One row of a layout."""
    dicho = {"codigo_padron": f"500{n}"} | FILA | cambios
    campos = {c for _, c in [*HOJA_56.items(), *HOJA_62, *MIDIS_45]} | {"documento"}

    def celda(contenido: str):
        if contenido == "=n":
            return n
        if contenido.startswith("programa "):
            return dicho.get(contenido, "0")
        es_campo = contenido in campos and contenido.islower()
        return dicho.get(contenido, "") if es_campo else contenido

    return [celda(contenido) for _, contenido in columnas]


def deslizada(fila: list) -> list:
    """A row of 56 as the variant of 58 writes it."""
    return [*fila[:30], "3", *fila[30:50], "1", *fila[50:]]


def encabezado(columnas: list) -> list[list[str]]:
    """Five rows: the title of the sheet, a blank one, the groups, a blank one, their columns."""
    niveles = [niveles for niveles, _ in columnas]
    grupos = [n[0] for n in niveles]
    vistos = [
        "" if i and len(n) > 1 and n[0] == grupos[i - 1] else n[0] for i, n in enumerate(niveles)
    ]
    debajo = [n[1] if len(n) > 1 else "" for n in niveles]
    vacia = [""] * len(columnas)
    return [["PADRÓN NOMINAL", *vacia[1:]], vacia, vistos, vacia, debajo]


def libro(hojas: dict[str, list[list]]) -> bytes:
    """A workbook as bytes; a date is a true date of Excel."""
    salida = io.BytesIO()
    obra = xlsxwriter.Workbook(salida, {"in_memory": True})
    obra.set_properties({"created": CREADO})
    fecha = obra.add_format({"num_format": "dd/mm/yyyy"})
    for hoja, filas in hojas.items():
        lamina = obra.add_worksheet(hoja)
        for i, celdas in enumerate(filas):
            for j, valor in enumerate(celdas):
                formato = [fecha] if isinstance(valor, dt.date) else []
                if valor != "":
                    lamina.write(i, j, valor, *formato)
    obra.close()
    return salida.getvalue()


def padron(columnas, *filas: list, alto=None) -> dict[str, list[list]]:
    columnas = list(columnas.items()) if isinstance(columnas, dict) else columnas
    arriba = encabezado(columnas) if alto is None else alto
    return {"Padron_Nominal": [*arriba, *filas], "Dominios": DOMINIOS}


def libros() -> dict[str, dict[str, list[list]]]:
    """Every workbook of the folder: name → sheets."""
    c56 = list(HOJA_56.items())

    def f56(n, **cambios):
        return fila(c56, n, **cambios)

    raras = [
        f56(1, tipo="1,2,3", fecha_nacimiento="18/11/2026  ", seguro="0, 1, ", programas="0, 4, "),
        f56(2, visitado="VISITADO", encontrado="SI", madre_documento="91000002"),
        f56(3, ubigeo="", centro_poblado_codigo="", centro_poblado="", madre_documento="91000004"),
        f56(4, fecha_nacimiento=dt.date(2026, 11, 18), dni=1234567, madre_documento=91000005),
        f56(5, ubigeo=10101, departamento="AMAZONAS", provincia="CHACHAPOYAS",
            distrito="CHACHAPOYAS", centro_poblado_codigo=101010001, madre_documento=4.5e7),
        f56(6, madre_documento="4.5E7", fecha_nacimiento=46344),
        f56(7, fecha_nacimiento="31/02/2026", madre_documento="91000007"),
        f56(8, nombres="ANA\nMARÍA", madre_documento="91000008", celular=912345678),
    ]  # fmt: skip
    rectas = [f56(n, madre_documento=f"9100001{n}") for n in range(1, 5)]
    sin_madre = [
        f56(5, madre_documento="", dni="91000085"),
        f56(6, madre_documento="", jefe_documento="", dni="91000086"),
    ]
    mezcla = [deslizada(f) if n % 2 else [*f, "", ""] for n, f in enumerate([*rectas, *sin_madre])]
    una_fila = [[" ".join(reversed(niveles)) for niveles, _ in c56]]
    reniec = [
        f56(n, ubigeo="070101", centro_poblado_codigo="", madre_documento=f"9100001{n}")
        for n in range(1, 5)
    ]
    f62 = [
        fila(HOJA_62, 1, dni="91000081", programas="0, 4, "),
        fila(HOJA_62, 2, madre_tipo="2", madre_documento="12345678", dni="91000082"),
        fila(HOJA_62, 3, dni="", cnv="9900000083", madre_documento="91000002"),
    ]
    midis = [
        fila(MIDIS_45, 1, tipo="1", documento="91000081", **{"programa JUNTOS": "1"}),
        fila(MIDIS_45, 2, tipo="2", documento="91000082", madre_documento="91000002",
             **{"programa PVL": 1, "programa JUNTOS": 1}),
        fila(MIDIS_45, 3, tipo="3", documento="", madre_documento="91000004"),
    ]  # fmt: skip
    arriba = encabezado(c56)
    sin_nacimiento = [[c if c != "FECHA NAC" else "OTRA" for c in f] for f in arriba]
    return {
        "padron_56.xlsx": padron(c56, *raras),
        "padron_56_un_encabezado.xlsx": padron(c56, *rectas, alto=una_fila),
        "padron_56_otra_hoja.xlsx": {"Dominios": DOMINIOS, "Hoja2": [*arriba, *rectas]},
        "padron_58.xlsx": padron(c56, *map(deslizada, [*rectas, *sin_madre])),
        "padron_58_mezclado.xlsx": padron(c56, *mezcla),
        "padron_62.xlsx": padron(HOJA_62, *f62),
        "midis_45.xlsx": {"Hoja1": [[n[0] for n, _ in MIDIS_45], *midis]},
        "padron_56_antiguo.xls": padron(c56, *rectas),
        "regional_antiguo.xls": {"Hoja1": REGIONAL},
        "padron_dos_encabezados.xlsx": padron(c56, *rectas, alto=[*arriba, [*arriba[2]]]),
        "padron_sin_nacimiento.xlsx": padron(c56, *rectas, alto=sin_nacimiento),
        "padron_sin_filas.xlsx": padron(c56),
        "padron_sin_hoja.xlsx": {"Dominios": DOMINIOS},
        "padron_ubigeo_reniec.xlsx": padron(c56, *rectas[:1], *reniec[1:]),
        "padron_ubigeo_casi.xlsx": padron(
            c56, *rectas, f56(5, ubigeo="150101", centro_poblado_codigo="", dni="91000085")
        ),
    }


def bytes_de(nombre: str, hojas: dict[str, list[list]]) -> bytes:
    return xls.libro_ole(hojas) if nombre.endswith(".xls") else libro(hojas)


if __name__ == "__main__":
    for nombre, hojas in libros().items():
        (CARPETA / nombre).write_bytes(bytes_de(nombre, hojas))
