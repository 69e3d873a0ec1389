"""FUA trama of the SIS, version 0200: care given, and the pregnancies that it tells of (FORMATS).

A row is one FUA. ATENCIONSMI gives it the weeks of gestation and the number of the visit.
"""

from captacion.fuentes.perfil import SEXO, TIPO_DOCUMENTO, Perfil
from captacion.fuentes.trama import Anexo, Trama

TRAMA = Trama(
    miembro="ATENCION",
    campos=85,
    nombres={
        2: "DISA",
        3: "LOTE",
        4: "NUMERO DE FUA",
        6: "IPRESS",
        24: "TIPO DE DOCUMENTO",
        25: "NUMERO DE DOCUMENTO",
        26: "APELLIDO PATERNO",
        27: "APELLIDO MATERNO",
        28: "PRIMER NOMBRE",
        29: "OTROS NOMBRES",
        30: "FECHA DE NACIMIENTO",
        31: "SEXO",
        32: "UBIGEO",
        35: "CONDICION MATERNA",
        39: "FECHA DE ATENCION",
        42: "PRESTACION",
        50: "FECHA PROBABLE DE PARTO",
        79: "ANIO DE PRODUCCION",
        80: "MES DE PRODUCCION",
        85: "VERSION",
    },
    anexo=Anexo(
        miembro="ATENCIONSMI",
        campos=5,
        clave=(1, 2, 3),
        clave_en=(2, 3, 4),
        codigo=4,
        valor=5,
        columnas={"005": "SMI 005 SEMANAS DE GESTACION", "300": "SMI 300 NUMERO DE CONTROL"},
    ),
)

CANONICO = Perfil(
    codigo="fua",
    fuente="fua",
    trama=TRAMA,
    columnas={
        "disa": "DISA",
        "lote": "LOTE",
        "numero": "NUMERO DE FUA",
        "eess": "IPRESS",
        "tipo_documento": "TIPO DE DOCUMENTO",
        "documento": "NUMERO DE DOCUMENTO",
        "ap_paterno": "APELLIDO PATERNO",
        "ap_materno": "APELLIDO MATERNO",
        "nombres": "PRIMER NOMBRE",
        "otros_nombres": "OTROS NOMBRES",
        "fecha_nacimiento": "FECHA DE NACIMIENTO",
        "sexo": "SEXO",
        "ubigeo": "UBIGEO",
        "condicion_materna": "CONDICION MATERNA",
        "atencion_el": "FECHA DE ATENCION",
        "codigo": "PRESTACION",
        "fpp": "FECHA PROBABLE DE PARTO",
        "edad_gestacional": "SMI 005 SEMANAS DE GESTACION",
        "control": "SMI 300 NUMERO DE CONTROL",
        "version": "VERSION",
    },
    obligatorias=[
        ["disa"],
        ["lote"],
        ["numero"],
        ["documento"],
        ["atencion_el"],
        ["codigo"],
        ["version"],
    ],
    # Another version may put other things in the same 85 positions.
    tablas={
        "tipo_documento": TIPO_DOCUMENTO,
        "sexo": SEXO,
        "version": {"0200": "0200", "V0200": "0200"},
    },
)
