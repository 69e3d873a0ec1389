"""Care given (HIS), canonical profile: one row a coded item (FORMATS).

Its codes of documents are its own: 2 is the CE here and the CUI in the Padrón.
"""

from captacion.fuentes.perfil import Perfil

TIPO_DOCUMENTO_HIS = {
    "1": "DNI",
    "DNI": "DNI",
    "2": "CE",
    "CE": "CE",
    "3": "PASS",
    "PASS": "PASS",
    "4": "DIE",
    "DIE": "DIE",
    "5": "NINGUNO",
    "6": "CNV",
    "CNV": "CNV",
}

CANONICO = Perfil(
    codigo="his",
    fuente="his",
    columnas={
        "id_cita": "Id_Cita",
        "atencion_el": "Fecha_Atencion",
        "eess": "Id_Establecimiento",
        "tipo_documento": "Abrev_Tipo_Doc_Paciente",
        "documento": "Numero_Documento_Paciente",
        "codigo": "Codigo_Item",
        "tipo_diagnostico": "Tipo_Diagnostico",
        "valor": "Valor_Lab",
        "correlativo_item": "Id_Correlativo_Item",
        "correlativo_lab": "Id_Correlativo_Lab",
        "peso": "Peso",
        "talla": "Talla",
        "hemoglobina": "Hemoglobina",
        "fur": "Fecha_Ultima_Regla",
    },
    obligatorias=[["id_cita"], ["atencion_el"], ["documento"], ["codigo"]],
    tablas={"tipo_documento": TIPO_DOCUMENTO_HIS},
)
