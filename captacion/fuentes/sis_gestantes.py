"""Pregnant women seen by SIS, canonical profile: one row a pregnancy (FORMATS)."""

from captacion.fuentes.perfil import LENGUA, TIPO_DOCUMENTO, Perfil

CANONICO = Perfil(
    codigo="sis_gestantes",
    fuente="sis_gestantes",
    columnas={
        "tipo_documento": "TI_DOC",
        "documento": "NU_DOC",
        "ap_paterno": "AP_PATERNO",
        "ap_materno": "AP_MATERNO",
        "nombres": "NOMBRES",
        "fecha_nacimiento": "FE_NACIMIENTO",
        "celular": "CELULAR",
        "direccion": "DIRECCION",
        "referencia": "REFERENCIA",
        "ubigeo": "CO_UBIGEO",
        "centro_poblado_codigo": "CO_CENTRO_POBLADO",
        "eess": "CO_EESS",
        "fur": "FE_ULTIMA_REGLA",
        "fpp": "FE_PROBABLE_PARTO",
        "edad_gestacional": "EDAD_GESTACIONAL",
        "atencion_el": "FE_ATENCION",
        "lengua": "CO_LENGUA",
    },
    obligatorias=[["documento"], ["fur", "fpp", "edad_gestacional"]],
    tablas={"tipo_documento": TIPO_DOCUMENTO, "lengua": LENGUA},
)
