"""Why a row is rejected, waits or goes in with a warning: what people read, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Motivo:
    """`columna`: the canonical column at fault, or None when it is the whole row."""

    columna: str | None
    texto: str
    que_hacer: str


MOTIVOS = {
    # The row is rejected.
    "campos": Motivo(
        None,
        "La fila no tiene el mismo número de campos que el encabezado",
        "Revise si sobra o falta un separador en la fila.",
    ),
    "texto_ilegible": Motivo(
        None,
        "La fila tiene caracteres que no se pueden leer",
        "Guarde el archivo en UTF-8 y vuelva a cargarlo.",
    ),
    "no_procesable": Motivo(
        None,
        "El registro no se pudo procesar en ninguno de los intentos",
        "Avise a quien administra el sistema: está guardado como vino.",
    ),
    "sin_identidad": Motivo(
        None,
        "Nada identifica a la persona: ningún documento válido",
        "Complete DNI, CUI, CNV, código de padrón o el documento de la madre.",
    ),
    "sin_documento": Motivo(
        "documento",
        "Falta el documento de la persona o no es válido",
        "Complete el número de documento.",
    ),
    "sin_hogar": Motivo(
        "codigo_hogar", "Falta el código del hogar", "Complete el código del hogar."
    ),
    "nacimiento_falta": Motivo(
        "fecha_nacimiento", "Falta la fecha de nacimiento", "Complete la fecha como dd/mm/aaaa."
    ),
    "nacimiento_imposible": Motivo(
        "fecha_nacimiento",
        "La fecha de nacimiento no existe",
        "Corrija la fecha; se lee como dd/mm/aaaa.",
    ),
    "nacimiento_futuro": Motivo(
        "fecha_nacimiento", "La fecha de nacimiento está en el futuro", "Corrija la fecha."
    ),
    "edad_padron": Motivo(
        "fecha_nacimiento",
        "La niña o el niño ya cumplió la edad máxima del Padrón Nominal",
        "No corresponde al Padrón: retire la fila.",
    ),
    "sin_fecha_gestacion": Motivo(
        "fur",
        "No hay fecha de última regla, ni de parto, ni edad gestacional con fecha de atención",
        "Complete una de las tres.",
    ),
    "fur_futura": Motivo("fur", "La fecha de última regla está en el futuro", "Corrija la fecha."),
    "fur_antigua": Motivo(
        "fur",
        "La última regla es demasiado anterior a la atención para un embarazo",
        "Corrija la fecha de última regla o la de atención.",
    ),
    "sin_cita": Motivo("id_cita", "Falta el número de la cita", "Complete Id_Cita."),
    "sin_numero": Motivo(
        "numero",
        "Falta la DISA, el lote o el número del FUA",
        "Complete los tres: identifican la atención.",
    ),
    "tipo_documento_desconocido": Motivo(
        "tipo_documento",
        "El tipo de documento no es de los que usa la fuente",
        "Use 1 DNI, 2 CE, 3 pasaporte, 4 DIE o 6 CNV.",
    ),
    "atencion_falta": Motivo(
        "atencion_el", "Falta la fecha de atención", "Complete la fecha como dd/mm/aaaa."
    ),
    "atencion_imposible": Motivo(
        "atencion_el",
        "La fecha de atención no existe",
        "Corrija la fecha; se lee como dd/mm/aaaa.",
    ),
    "atencion_futura": Motivo(
        "atencion_el", "La fecha de atención está en el futuro", "Corrija la fecha."
    ),
    "codigo_falta": Motivo("codigo", "Falta el código de la atención", "Complete el código."),
    "codigo_largo": Motivo(
        "codigo", "El código de la atención tiene más de 20 caracteres", "Corrija el código."
    ),
    "version_desconocida": Motivo(
        "version",
        "La fila no es de la versión 0200 de la trama",
        "Pida la trama en la versión 0200: en otra, las posiciones pueden cambiar.",
    ),
    "anexo_sin_atencion": Motivo(
        None,
        "La fila es de ATENCIONSMI y su atención no viene en la trama",
        "Pida la trama completa o retire la fila.",
    ),
    "gestacion_de_otro": Motivo(
        "sexo",
        "La fila habla de una gestación y no es de una mujer con documento propio",
        "Corrija el sexo o el documento; si la gestación es un error, retírela.",
    ),
    "clave_repetida": Motivo(
        None,
        "La misma clave viene otra vez más abajo en el archivo; vale la última",
        "Nada, si la última fila es la correcta.",
    ),
    # The row goes in and waits for a person.
    "jefe_solo": Motivo(
        "jefe_documento",
        "Solo el documento del jefe de familia lleva a un hogar",
        "Decida en Cruces si es su hogar: él puede vivir en otro lugar.",
    ),
    "dos_hogares": Motivo(
        "madre_documento",
        "El documento figura en más de un hogar",
        "Decida en Cruces cuál es su hogar.",
    ),
    "nombre_discorde": Motivo(
        "madre_documento",
        "El documento coincide pero los apellidos no",
        "Decida en Cruces si es la misma persona.",
    ),
    "parecido": Motivo(
        None,
        "Sus datos se parecen a los de un hogar, sin un documento que lo asegure",
        "Decida en Cruces si es su hogar.",
    ),
    "dos_padrones": Motivo(
        None,
        "Su hogar del PGH comparte miembros con uno de JUNTOS que no la nombra",
        "Decida en Cruces cuál es su hogar: si son el mismo, el de JUNTOS.",
    ),
    "identidad_ambigua": Motivo(
        None,
        "Puede ser una niña o un niño ya registrado con otro documento",
        "Si aparece en Cruces, decida allí; si no, confirme su documento en la visita.",
    ),
    "codigo_reasignado": Motivo(
        "codigo_padron",
        "El código de padrón ya era de otra niña o niño: ni el nombre, ni la madre, ni la fecha "
        "de nacimiento son los mismos",
        "Entró como otra persona, sin ese código, y sigue su camino en la cola. Pregunte a RENIEC "
        "de quién es el código y confirme su documento en la visita.",
    ),
    "decision_discutida": Motivo(
        "madre_documento",
        "Cambió el documento de su madre y una persona ya había confirmado otro hogar",
        "El hogar confirmado queda. Si aparece en Cruces, revise allí la decisión.",
    ),
    # The row goes in with a warning.
    "celular_falta": Motivo("celular", "Sin celular", "Pídalo en el primer contacto."),
    "celular_invalido": Motivo(
        "celular", "El celular no tiene nueve dígitos que empiecen en 9", "Pídalo de nuevo."
    ),
    "bloque_cortado": Motivo(
        None,
        "Demasiadas personas comparten su nombre o su lugar: no se comparó con todas",
        "Si no se le halla hogar, búsquelo por documento en la visita.",
    ),
    "evento_tras_registro": Motivo(
        "fecha_nacimiento",
        "La fecha corregida es posterior al día en que ya estaba registrada",
        "La captación conserva su fecha; confirme la verdadera en la visita.",
    ),
    "nombre_provisional": Motivo(
        "nombres", "El nombre es provisional (RN, NN…)", "Se completa cuando llegue su DNI."
    ),
    "ubigeo_falta": Motivo(
        "ubigeo",
        "Sin ubigeo",
        "Se usa el distrito del hogar o del establecimiento de salud.",
    ),
    "ubigeo_desconocido": Motivo(
        "ubigeo",
        "El ubigeo no existe",
        "Se usa el distrito del hogar o del establecimiento de salud.",
    ),
    "centro_poblado_distrito": Motivo(
        "centro_poblado_codigo",
        "El centro poblado es de otro distrito que el ubigeo",
        "Confirme la dirección en la visita.",
    ),
    "apellido_distinto": Motivo(
        "ap_materno",
        "El segundo apellido no es el primero de la madre",
        "Confirme los apellidos en la visita.",
    ),
    "cnv_largo": Motivo("cnv", "El CNV no tiene diez dígitos", "Confírmelo en la visita."),
    "fpp_fur": Motivo(
        "fpp",
        "La fecha probable de parto y la última regla no concuerdan",
        "Se usa la última regla; confírmela en la visita.",
    ),
    "documento_relleno": Motivo(
        None,
        "Un documento de un solo dígito repetido se toma como vacío",
        "Pida el documento en la visita.",
    ),
    "documento_ilegible": Motivo(
        None, "Un documento no tiene la forma debida y se toma como vacío", "Pídalo en la visita."
    ),
    "dni_siete": Motivo(
        None, "Un DNI de siete dígitos: se le devolvió el cero inicial", "Confírmelo."
    ),
    "digito_verificador": Motivo(
        None, "El dígito verificador de un documento no corresponde", "Confirme el documento."
    ),
    "documento_de_otra_persona": Motivo(
        None,
        "El documento ya es de otra persona; la fila entró sin él",
        "Confirme el documento en la visita.",
    ),
    "nacimientos_cercanos": Motivo(
        "fecha_nacimiento",
        "Su madre tiene otro nacimiento a menos de nueve meses de este",
        "Confirme en la visita las dos fechas y quién es la madre de cada uno.",
    ),
    "establecimiento_ilegible": Motivo(
        "eess",
        "El código del establecimiento no tiene la forma debida y se toma como vacío",
        "Corríjalo en la fuente: tiene ocho dígitos (el HIS le antepone un cero).",
    ),
    "medida_ignorada": Motivo(
        None,
        "Un peso, una talla o una hemoglobina no es un número y se toma como vacío",
        "Corríjalo en la fuente.",
    ),
    "fur_ignorada": Motivo(
        "fur",
        "La fecha de última regla no corresponde a la atención y se toma como vacía",
        "Corríjala en la fuente.",
    ),
    "nombre_distinto": Motivo(
        "documento",
        "El documento es de una persona registrada con otro nombre",
        "Confirme el documento con el establecimiento: la atención quedó a nombre de ella.",
    ),
    "nivel_desconocido": Motivo(
        "nivel",
        "La clasificación socioeconómica no se reconoce",
        "Use NO POBRE, POBRE o POBRE EXTREMO.",
    ),
    "fecha_ignorada": Motivo(
        "fecha_nacimiento", "Una fecha imposible se tomó como vacía", "Corríjala en la fuente."
    ),
}
