"""The programme's own padrón of user households: one row a member (FORMATS).

`C_DEPA` + `C_PROV` + `C_DIST` make the INEI ubigeo; CODIGOHOGAR is not the PGH's CO_HOGAR.
"""

from captacion.fuentes.perfil import NIVEL, SEXO, TIPO_DOCUMENTO, Perfil

CANONICO = Perfil(
    codigo="juntos",
    fuente="juntos",
    columnas={
        "codigo_hogar": "CODIGOHOGAR",
        "ubigeo": ("C_DEPA", "C_PROV", "C_DIST"),
        "centro_poblado": "C_POBLADO",
        "direccion": "DIRECCION",
        "celular": "CEL_TITULAR",
        "es_titular": "ES_TITULAR",
        "tipo_documento": "TI_DOC",
        "documento": "X_DNI",
        "ap_paterno": "X_APPATERNO",
        "ap_materno": "X_APMATERNO",
        "nombres": "X_NOMBRES",
        "sexo": "X_SEXO",
        "fecha_nacimiento": "X_FECNAC",
        "nivel": "CSE",
        "cse_hasta": "HOGAR_CSE_VIGENCIA_FIN",
        "tipo_padron": "TIPO_PADRON",
        "tpi": "HOGAR_TPI",
        "estado": "ESTADO",
    },
    obligatorias=[["codigo_hogar"], ["documento"]],
    tablas={"sexo": SEXO, "nivel": NIVEL, "tipo_documento": TIPO_DOCUMENTO},
)
