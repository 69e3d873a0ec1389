"""The canonical profiles of FORMATS.md: headers, how a cell is written, where a row goes."""

import datetime as dt
from functools import cache
from pathlib import Path


def columnas(texto: str) -> list[str]:
    return texto.split()


PADRON = columnas("""
    CO_PADRON_NOMINAL NU_DNI_MENOR NU_CUI NU_CNV AP_PRIMER_MENOR AP_SEGUNDO_MENOR
    PRENOMBRE_MENOR CO_GENERO_MENOR FE_NAC_MENOR DE_DIRECCION DE_REFERENCIA CO_UBIGEO_INEI
    CO_CENTRO_POBLADO DE_CENTRO_POBLADO CO_EST_SALUD_NAC CO_EST_SALUD CO_EST_SALUD_ADS
    TI_SEGURO_MENOR TI_PRO_SOCIAL CO_DNI_MADRE AP_PRIMER_MADRE AP_SEGUNDO_MADRE PRENOMBRE_MADRE
    NU_CEL_MADRE DI_CORREO_MADRE CO_LEN_MADRE TI_VINCULO_JEFE CO_DNI_JEFE_FAM AP_PRIMER_JEFE
    AP_SEGUNDO_JEFE PRENOMBRE_JEFE IN_MENOR_VISITADO IN_MENOR_ENC FE_VISITA CO_FUENTE_DATOS
    FE_CREA_REGISTRO US_CREA_REGISTRO FE_MODI_REGISTRO US_MODI_REGISTRO ES_PADRON
""")
SIS = columnas("""
    TI_DOC NU_DOC AP_PATERNO AP_MATERNO NOMBRES FE_NACIMIENTO CELULAR DIRECCION REFERENCIA
    CO_UBIGEO CO_CENTRO_POBLADO CO_EESS FE_ULTIMA_REGLA FE_PROBABLE_PARTO EDAD_GESTACIONAL
    FE_ATENCION CO_PRESTACION CO_LENGUA ESTADO
""")
PGH = columnas("""
    CO_HOGAR CO_UBIGEO CO_CENTROPOBLADO DE_CENTROPOBLADO DE_DIRECCION IN_CSE_NIVPOBREZA
    FE_CSE_TICKET_VIGENCIA_INI FE_CSE_TICKET_VIGENCIA_FIN TI_DOC NU_DOC AP_PRIMER AP_SEGUNDO
    PRENOMBRE DE_GENERO FE_NACIMIENTO DE_PARENTESCO
""")
JUNTOS = columnas("""
    ID_CORTE CODIGOHOGAR C_DEPA C_PROV C_DIST C_POBLADO DIRECCION CEL_TITULAR ES_TITULAR TI_DOC
    X_DNI X_APPATERNO X_APMATERNO X_NOMBRES X_SEXO X_FECNAC X_GESTANTE PUERPERA CSE
    HOGAR_CSE_VIGENCIA_FIN TIPO_PADRON HOGAR_TPI ESTADO
""")
HIS = columnas("""
    Id_Cita Fecha_Atencion Id_Establecimiento Abrev_Tipo_Doc_Paciente Numero_Documento_Paciente
    Edad_Reg Tipo_Edad Codigo_Item Tipo_Diagnostico Valor_Lab Id_Correlativo_Item
    Id_Correlativo_Lab Peso Talla Hemoglobina Fecha_Ultima_Regla
""")
VERDAD = ["fuente", "clave", "persona", "hogar_juntos", "hogar_pgh"]
ESTABLECIMIENTOS = ["codigo", "nombre", "ubigeo", "categoria"]

# File → header and separator. Files of sources, and from establecimientos.csv on, ours.
ARCHIVOS = {
    "juntos.txt": (JUNTOS, "|"),
    "pgh.txt": (PGH, "|"),
    "padron_nominal.txt": (PADRON, "|"),
    "sis_gestantes.txt": (SIS, "|"),
    "padron_nominal_2.txt": (PADRON, "|"),
    "his.txt": (HIS, "|"),
    "establecimientos.csv": (ESTABLECIMIENTOS, ","),
    "verdad.csv": (VERDAD, ","),
    "verdad_2.csv": (VERDAD, ","),
}


@cache
def fecha(dia: int) -> str:
    """dd/mm/yyyy of a proleptic ordinal."""
    return dt.date.fromordinal(dia).strftime("%d/%m/%Y")


class Escritor:
    """Writes the rows of one file as they come: nothing is kept."""

    def __init__(self, carpeta: Path, nombre: str):
        encabezado, self.separador = ARCHIVOS[nombre]
        self.archivo = (carpeta / nombre).open("wb")
        self.filas = 0
        self.fila(encabezado)
        self.filas = 0

    def fila(self, celdas: list[str], codificacion: str = "utf-8") -> None:
        self.archivo.write((self.separador.join(celdas) + "\n").encode(codificacion))
        self.filas += 1

    def cerrar(self) -> None:
        self.archivo.close()
