"""The Padrón Nominal in sheets: RENIEC's of 56, 58 and 62 columns, MIDIS's of 45 (FORMATS)."""

from captacion.fuentes.padron_nominal import DIGITOS, IDENTIDAD
from captacion.fuentes.perfil import (
    LENGUA,
    SEXO,
    Banderas,
    Deslizamiento,
    Hoja,
    Perfil,
    Segun,
    Unidos,
)

HOJA = Hoja("Padron_Nominal", filas=5, junto_a="Dominios")
NINO = {
    "dni": "DNI",
    "cui": "CUI",
    "cnv": "CNV",
    "ap_paterno": "AP PATERNO",
    "ap_materno": "AP MATERNO",
    "nombres": "NOMBRES",
    "sexo": "SEXO",
    "fecha_nacimiento": "FECHA NAC",
    "direccion": Unidos(("EJE VIAL", "DESCRIPCIÓN")),
    "referencia": "REFERENCIA",
    "ubigeo": "UBIGEO",
    "departamento": "DEPARTAMENTO",
    "provincia": "PROVINCIA",
    "distrito": "DISTRITO",
    "centro_poblado_codigo": "COD CENTRO POBLADO",
    "centro_poblado": "NOMBRE CCPP",
    "eess_nacimiento": "CÓDIGO EESS NACIMIENTO",
    "eess": "CÓDIGO EESS ATENCIÓN",
    "eess_adscripcion": "CÓDIGO EESS ADSCRIPCIÓN",
    "seguro": "TIPO SEGURO",
    "programas": "PROGRAMAS SOCIALES",
}
MADRE = {
    "madre_ap_paterno": "AP PATERNO MADRE",
    "madre_ap_materno": "AP MATERNO MADRE",
    "madre_nombres": "NOMBRES MADRE",
    "celular": "CELULAR",
    "lengua": "LENGUA",
}
JEFE = {
    "jefe_vinculo": "RELACIÓN JEFE",
    "jefe_ap_paterno": "AP PATERNO JEFE",
    "jefe_ap_materno": "AP MATERNO JEFE",
    "jefe_nombres": "NOMBRES JEFE",
    "creado_el": "FECHA CREA",
}
OTROS = {
    "fecha_nacimiento": ("FECHA DE NACIMIENTO", "FECHA NACIMIENTO MENOR"),
    "direccion": ("DIRECCIÓN", "DESCRIPCIÓN"),
    "centro_poblado": ("CENTRO POBLADO", "CCPP"),
    "eess_nacimiento": ("CÓDIGO NACIMIENTO",),
    "eess": ("CÓDIGO ATENCIÓN",),
    "eess_adscripcion": ("CÓDIGO ADSCRIPCIÓN",),
    "seguro": ("TIPO DE SEGURO", "SEGURO"),
    "programas": ("PROGRAMA SOCIAL",),
    "celular": ("CELULAR MADRE", "NÚMERO CELULAR", "NÚMERO CELULAR MADRE", "TELÉFONO"),
    "lengua": ("LENGUA MADRE", "LENGUA HABITUAL", "LENGUA HABITUAL MADRE"),
    "jefe_vinculo": ("RELACIÓN JEFE FAMILIA", "VÍNCULO JEFE"),
    "creado_el": ("FECHA CREA REGISTRO",),
}
# Of the mother and the head of household, the document that is a DNI.
DNI_DE_TIPO = ("1", "01", "DNI", "")
LISTAS = ("seguro", "programas")

PADRON_56 = Perfil(
    codigo="padron-hoja-56",
    fuente="padron_nominal",
    columnas={
        "codigo_padron": "CÓDIGO PADRÓN",
        **NINO,
        "madre_documento": "DNI MADRE",
        **MADRE,
        "jefe_documento": "DNI JEFE",
        **JEFE,
    },
    obligatorias=[["fecha_nacimiento"], IDENTIDAD],
    tablas={"sexo": SEXO, "lengua": LENGUA},
    otros=OTROS
    | {
        "codigo_padron": ("CÓDIGO DE PADRÓN NOMINAL",),
        "madre_documento": ("NÚMERO DOCUMENTO MADRE", "DOCUMENTO MADRE"),
        "jefe_documento": ("DNI JEFE FAMILIA", "NÚMERO DOCUMENTO JEFE"),
    },
    digitos=DIGITOS,
    listas=LISTAS,
    hoja=HOJA,
    # The variant of 58 cells: two more than its 56 titles.
    desliza=Deslizamiento(
        celdas={31: "FRECUENCIA DE ATENCIÓN", 52: "ES_PADRON"},
        testigos={
            "madre_documento": r"\d{7,8}",
            "jefe_documento": r"\d{7,8}",
            "creado_el": r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}.*",
        },
    ),
)

PADRON_62 = Perfil(
    codigo="padron-hoja-62",
    fuente="padron_nominal",
    columnas={
        "codigo_padron": "CÓDIGO PADRÓN",
        **NINO,
        "madre_documento": Segun(
            "NÚMERO DE DOCUMENTO DE LA MADRE", "TIPO DE DOCUMENTO DE LA MADRE", DNI_DE_TIPO
        ),
        **MADRE,
        "jefe_documento": Segun(
            "NÚMERO DOCUMENTO DEL JEFE", "TIPO DOCUMENTO DEL JEFE", DNI_DE_TIPO
        ),
        **JEFE,
        "estado_padron": "ESTADO REGISTRO",
    },
    obligatorias=[["fecha_nacimiento"], ["madre_documento"], ["jefe_documento", "estado_padron"]],
    tablas={"sexo": SEXO, "lengua": LENGUA},
    otros=OTROS | {"codigo_padron": ("CÓDIGO DE PADRÓN NOMINAL",)},
    digitos=DIGITOS,
    listas=LISTAS,
    hoja=HOJA,
)

# MIDIS numbers the documents in its own way, and gives each programme a column.
MIDIS_45 = Perfil(
    codigo="padron-midis-45",
    fuente="padron_nominal",
    columnas={
        "codigo_padron": "CÓDIGO PADRÓN",
        **NINO,
        "dni": Segun("NÚMERO DOC", "TIPO DOC", ("1", "01", "DNI")),
        "cui": Segun("NÚMERO DOC", "TIPO DOC", ("2", "02", "CUI")),
        "programas": Banderas(
            {
                "PIN": "1",
                "PVL": "2",
                "CUNA MAS": "3",
                "JUNTOS": "4",
                "QALI WARMA": "5",
                "CUNA MAS SCD": "7",
                "CUNA MAS SAF": "8",
            }
        ),
        "madre_documento": "DNI MADRE",
        **MADRE,
        "jefe_documento": "DNI JEFE",
        **JEFE,
    },
    obligatorias=[["fecha_nacimiento"], IDENTIDAD, ["programas"]],
    tablas={"sexo": SEXO, "lengua": LENGUA},
    otros=OTROS
    | {
        "codigo_padron": ("CÓDIGO DE PADRÓN NOMINAL",),
        "dni": (Segun("DOCUMENTO", "TIPO DOC", ("1", "01", "DNI")), "DNI"),
        "cui": (Segun("DOCUMENTO", "TIPO DOC", ("2", "02", "CUI")), "CUI"),
        "madre_documento": ("NÚMERO DOCUMENTO MADRE", "DOCUMENTO MADRE"),
        "jefe_documento": ("DNI JEFE FAMILIA", "NÚMERO DOCUMENTO JEFE"),
    },
    digitos=DIGITOS,
    listas=("seguro",),
    hoja=HOJA,
)
