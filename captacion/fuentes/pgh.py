"""Padrón General de Hogares (SISFOH), canonical profile: one row a member (FORMATS)."""

from captacion.fuentes.perfil import NIVEL, SEXO, TIPO_DOCUMENTO, Perfil

CANONICO = Perfil(
    codigo="pgh",
    fuente="pgh",
    columnas={
        "codigo_hogar": "CO_HOGAR",
        "ubigeo": "CO_UBIGEO",
        "centro_poblado_codigo": "CO_CENTROPOBLADO",
        "centro_poblado": "DE_CENTROPOBLADO",
        "direccion": "DE_DIRECCION",
        "nivel": "IN_CSE_NIVPOBREZA",
        "cse_desde": "FE_CSE_TICKET_VIGENCIA_INI",
        "cse_hasta": "FE_CSE_TICKET_VIGENCIA_FIN",
        "tipo_documento": "TI_DOC",
        "documento": "NU_DOC",
        "ap_paterno": "AP_PRIMER",
        "ap_materno": "AP_SEGUNDO",
        "nombres": "PRENOMBRE",
        "sexo": "DE_GENERO",
        "fecha_nacimiento": "FE_NACIMIENTO",
        "parentesco": "DE_PARENTESCO",
    },
    obligatorias=[["codigo_hogar"], ["documento"], ["nivel"]],
    tablas={"sexo": SEXO, "nivel": NIVEL, "tipo_documento": TIPO_DOCUMENTO},
)
