"""Padrón Nominal (RENIEC) and its neighbours: one row a child under six (FORMATS)."""

from captacion.fuentes.perfil import LENGUA, SEXO, Perfil, Ubigeo

# A spreadsheet takes these codes for numbers.
DIGITOS = {"ubigeo": 6, "centro_poblado_codigo": 10}
IDENTIDAD = ["codigo_padron", "dni", "cnv", "cui", "madre_documento"]

CANONICO = Perfil(
    codigo="padron_nominal",
    fuente="padron_nominal",
    columnas={
        "codigo_padron": "CO_PADRON_NOMINAL",
        "dni": "NU_DNI_MENOR",
        "cui": "NU_CUI",
        "cnv": "NU_CNV",
        "ap_paterno": "AP_PRIMER_MENOR",
        "ap_materno": "AP_SEGUNDO_MENOR",
        "nombres": "PRENOMBRE_MENOR",
        "sexo": "CO_GENERO_MENOR",
        "fecha_nacimiento": "FE_NAC_MENOR",
        "direccion": "DE_DIRECCION",
        "referencia": "DE_REFERENCIA",
        "ubigeo": "CO_UBIGEO_INEI",
        "centro_poblado_codigo": "CO_CENTRO_POBLADO",
        "centro_poblado": "DE_CENTRO_POBLADO",
        "eess_nacimiento": "CO_EST_SALUD_NAC",
        "eess": "CO_EST_SALUD",
        "eess_adscripcion": "CO_EST_SALUD_ADS",
        "seguro": "TI_SEGURO_MENOR",
        "programas": "TI_PRO_SOCIAL",
        "madre_documento": "CO_DNI_MADRE",
        "madre_ap_paterno": "AP_PRIMER_MADRE",
        "madre_ap_materno": "AP_SEGUNDO_MADRE",
        "madre_nombres": "PRENOMBRE_MADRE",
        "celular": "NU_CEL_MADRE",
        "lengua": "CO_LEN_MADRE",
        "jefe_vinculo": "TI_VINCULO_JEFE",
        "jefe_documento": "CO_DNI_JEFE_FAM",
        "jefe_ap_paterno": "AP_PRIMER_JEFE",
        "jefe_ap_materno": "AP_SEGUNDO_JEFE",
        "jefe_nombres": "PRENOMBRE_JEFE",
        "creado_el": "FE_CREA_REGISTRO",
        "estado_padron": "ES_PADRON",
    },
    obligatorias=[["fecha_nacimiento"], IDENTIDAD],
    tablas={"sexo": SEXO, "lengua": LENGUA},
)

REGIONAL = Perfil(
    codigo="padron-regional",
    fuente="padron_nominal",
    columnas={
        "codigo_padron": "padron",
        "dni": "dni",
        "cui": "cui",
        "cnv": "cnv",
        "ap_paterno": "apellido_paterno",
        "ap_materno": "apellido_materno",
        "nombres": "nombre",
        "sexo": "genero",
        "fecha_nacimiento": "fecha_nacimiento",
        "direccion": "direccion",
        "ubigeo": "ubigeo",
        "centro_poblado": "centro_poblado",
        "seguro": "seguro",
        "programas": "programa_social",
        "madre_documento": "num_doc_madre",
        "celular": "celular_ma",
        "lengua": "lengua_ma",
    },
    obligatorias=[["fecha_nacimiento"], IDENTIDAD],
    tablas={"sexo": SEXO, "lengua": LENGUA},
    digitos=DIGITOS,
)

PRECOTEJO = Perfil(
    codigo="precotejo",
    fuente="padron_nominal",
    columnas={
        "dni": "nuDniMenor",
        "ap_paterno": "apPrimerMenor",
        "ap_materno": "apSegundoMenor",
        "nombres": "prenombreMenor",
        "sexo": "coGeneroMenor",
        "fecha_nacimiento": "feNacMenor",
        "direccion": "deDireccion",
        "ubigeo": "coUbigeoInei",
        "centro_poblado_codigo": "coCentroPoblado",
        "eess": "coEstSalud",
        "seguro": "tiSeguroMenor",
        "programas": "tiProSocial",
        "madre_documento": "coDniMadre",
        "madre_ap_paterno": "apPrimerMadre",
        "madre_ap_materno": "apSegundoMadre",
        "madre_nombres": "prenomMadre",
        "lengua": "coLenMadre",
        "jefe_vinculo": "tiVinculoJefe",
        "jefe_documento": "coDniJefeFam",
        "jefe_ap_paterno": "apPrimerJefe",
        "jefe_ap_materno": "apSegundoJefe",
        "jefe_nombres": "prenomJefe",
    },
    obligatorias=[["fecha_nacimiento"], IDENTIDAD],
    tablas={"sexo": SEXO, "lengua": LENGUA},
    digitos=DIGITOS,
)

# The certificate of live birth: no names of the child yet, and the ubigeo as RENIEC numbers it.
CNV = Perfil(
    codigo="cnv-tabla",
    fuente="padron_nominal",
    ubigeo=Ubigeo.RENIEC,
    columnas={
        "cnv": "NU_CNV",
        "fecha_nacimiento": "FE_NACIDO",
        "sexo": "SEXO",
        "madre_documento": "NU_DOC_MADRE",
        "ubigeo": ("DPTO_DOM_MADRE", "PROV_DOM_MADRE", "DIST_DOM_MADRE"),
    },
    obligatorias=[["fecha_nacimiento"], ["cnv"]],
    tablas={"sexo": SEXO},
)
