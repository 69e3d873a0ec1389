"""What real files bring: a share of rows is spoilt, each in one way (FORMATS.md, Validation).

Ways that reject the row, or that leave it without a key that the truth can name, drop it from
`verdad.csv`. A mother's DNI is mistyped in 8 of 100 spoilt rows of the Padrón. A typo stays within
the fake block but for a lost digit, which the reader takes for a lost zero.
"""

from collections.abc import Callable

from captacion.simulacion.archivos import JUNTOS, PADRON, PGH, SIS
from captacion.simulacion.azar import Azar, Ruleta

COLUMNAS = {
    "padron_nominal": {nombre: n for n, nombre in enumerate(PADRON)},
    "sis_gestantes": {nombre: n for n, nombre in enumerate(SIS)},
    "pgh": {nombre: n for n, nombre in enumerate(PGH)},
    "juntos": {nombre: n for n, nombre in enumerate(JUNTOS)},
}
# The columns that each way of spoiling touches, by source.
PAPELES = {
    "padron_nominal": {
        "documento": "CO_DNI_MADRE",
        "paterno": "AP_PRIMER_MADRE",
        "materno": "AP_SEGUNDO_MADRE",
        "nombres": "PRENOMBRE_MENOR",
        "nacimiento": "FE_NAC_MENOR",
        "direccion": "DE_DIRECCION",
        "ubigeo": "CO_UBIGEO_INEI",
        "celular": "NU_CEL_MADRE",
        "cnv": "NU_CNV",
    },
    "sis_gestantes": {
        "documento": "NU_DOC",
        "paterno": "AP_PATERNO",
        "materno": "AP_MATERNO",
        "nombres": "NOMBRES",
        "nacimiento": "FE_NACIMIENTO",
        "direccion": "DIRECCION",
        "ubigeo": "CO_UBIGEO",
        "celular": "CELULAR",
        "fur": "FE_ULTIMA_REGLA",
        "fpp": "FE_PROBABLE_PARTO",
    },
    "pgh": {
        "documento": "NU_DOC",
        "paterno": "AP_PRIMER",
        "materno": "AP_SEGUNDO",
        "nombres": "PRENOMBRE",
        "nacimiento": "FE_NACIMIENTO",
        "direccion": "DE_DIRECCION",
        "ubigeo": "CO_UBIGEO",
    },
    "juntos": {
        "documento": "X_DNI",
        "paterno": "X_APPATERNO",
        "materno": "X_APMATERNO",
        "nombres": "X_NOMBRES",
        "nacimiento": "X_FECNAC",
        "direccion": "DIRECCION",
        "ubigeo": "C_DEPA",
        "celular": "CEL_TITULAR",
    },
}
IDENTIDAD = {
    "padron_nominal": ["CO_PADRON_NOMINAL", "NU_DNI_MENOR", "NU_CUI", "NU_CNV", "CO_DNI_MADRE"],
    "sis_gestantes": ["NU_DOC"],
    "pgh": ["NU_DOC"],
    "juntos": ["X_DNI"],
}
COMUNES = [
    ("apellidos_cruzados", 0.12),
    ("sin_segundo_apellido", 0.09),
    ("ubigeo_en_blanco", 0.06),
    ("ubigeo_de_otro", 0.07),
    ("celular_basura", 0.12),
    ("texto_null", 0.08),
    ("letra_de_mas", 0.08),
    ("cero_perdido", 0.05),
    ("campo_de_mas", 0.02),
    ("campo_de_menos", 0.02),
    ("bytes_cp1252", 0.02),
    ("sin_identidad", 0.02),
    ("clave_repetida", 0.04),
    ("fecha_imposible", 0.03),
    ("fecha_futura", 0.02),
]
PROPIAS = {
    "padron_nominal": [
        ("documento_errado", 0.08),
        ("nombre_de_relleno", 0.08),
        ("cnv_de_otro_largo", 0.05),
        ("documento_de_un_digito", 0.02),
    ],
    "sis_gestantes": [("fpp_lejos_de_fur", 0.10), ("sin_fechas", 0.03)],
    "pgh": [],
    "juntos": [],
}
RELLENOS = ["RN", "R N", "NN", "XX", "SN", "SR", "SD"]
NULOS = ["NULL", "null", " "]
IMPOSIBLES = ["31/02/2026", "00/00/0000", "45/13/2025", "S/F"]
CELULARES = ["999999999", "000000000", "12345", "01 4567890", "-"]
COMPARTIDOS = ["900111222", "900333444", "900555666"]

Linea = tuple[list[str], str]


class Suciedad:
    """Spoils rows with its own stream of chance: the people are the same with or without it."""

    def __init__(self, azar: Azar, proporcion: float, ubigeos: list[str]):
        self.azar, self.proporcion, self.ubigeos = azar, proporcion, ubigeos
        self.ruletas = {fuente: Ruleta(COMUNES + suyas) for fuente, suyas in PROPIAS.items()}

    def ensuciar(self, fuente: str, celdas: list[str]) -> tuple[list[Linea], bool]:
        """The lines to write for a row, and whether the truth may speak of it."""
        if not self.proporcion or not self.azar.si(self.proporcion):
            return [(celdas, "utf-8")], True
        manera: Callable = getattr(self, f"_{self.azar.pesado(self.ruletas[fuente])}")
        return manera(Fila(fuente, list(celdas)))

    def _apellidos_cruzados(self, fila: "Fila"):
        fila["paterno"], fila["materno"] = fila["materno"], fila["paterno"]
        return fila.leida()

    def _sin_segundo_apellido(self, fila: "Fila"):
        fila["materno"] = ""
        return fila.leida()

    def _nombre_de_relleno(self, fila: "Fila"):
        fila["nombres"] = self.azar.de(RELLENOS)
        return fila.leida()

    def _letra_de_mas(self, fila: "Fila"):
        nombre = fila["paterno"]
        donde = self.azar.entero(0, max(0, len(nombre) - 1))
        fila["paterno"] = nombre[:donde] + nombre[donde : donde + 1] + nombre[donde:]
        return fila.leida()

    def _ubigeo_en_blanco(self, fila: "Fila"):
        fila["ubigeo"] = ""
        return fila.leida()

    def _ubigeo_de_otro(self, fila: "Fila"):
        otro = self.azar.de(self.ubigeos)
        fila["ubigeo"] = otro[: len(fila["ubigeo"])]
        return fila.leida()

    def _celular_basura(self, fila: "Fila"):
        numero = fila["celular"] or self.azar.de(COMPARTIDOS)
        opciones = [*CELULARES, *COMPARTIDOS, f"+51 {numero}", f"0051{numero}"]
        fila["celular"] = self.azar.de(opciones)
        return fila.leida()

    def _texto_null(self, fila: "Fila"):
        nulo = self.azar.de(NULOS)
        fila.celdas = [celda or nulo for celda in fila.celdas]
        return fila.leida()

    def _documento_errado(self, fila: "Fila"):
        """One wrong digit, or two neighbours swapped; never the first, which marks the block."""
        digitos = list(fila["documento"])
        donde = self.azar.entero(2, 6)
        if self.azar.si(0.4) and digitos[donde] != digitos[donde + 1]:
            digitos[donde : donde + 2] = digitos[donde + 1], digitos[donde]
        else:
            digitos[donde] = str((int(digitos[donde]) + self.azar.entero(1, 9)) % 10)
        fila["documento"] = "".join(digitos)
        return fila.leida()

    def _documento_de_un_digito(self, fila: "Fila"):
        fila["documento"] = self.azar.de(["00000000", "11111111", "99999999"])
        return fila.leida()

    def _cero_perdido(self, fila: "Fila"):
        fila["documento"] = fila["documento"][1:]
        return fila.leida(con_verdad=fila.fuente != "sis_gestantes")

    def _cnv_de_otro_largo(self, fila: "Fila"):
        fila["cnv"] = fila["cnv"][: self.azar.entero(6, 9)]
        return fila.leida()

    def _fpp_lejos_de_fur(self, fila: "Fila"):
        """The year of the due date one too many: 365 days apart."""
        if fila["fur"] and fila["fpp"]:
            fila["fpp"] = f"{fila['fpp'][:6]}{int(fila['fpp'][6:]) + 1}"
        return fila.leida()

    def _sin_fechas(self, fila: "Fila"):
        fila["fur"] = fila["fpp"] = ""
        fila.celdas[COLUMNAS["sis_gestantes"]["EDAD_GESTACIONAL"]] = ""
        return fila.leida(con_verdad=False)

    def _fecha_imposible(self, fila: "Fila"):
        fila["nacimiento"] = self.azar.de(IMPOSIBLES)
        return fila.leida(con_verdad=fila.fuente != "padron_nominal")

    def _fecha_futura(self, fila: "Fila"):
        """A birth or, for a pregnant woman, a last period that has not come yet."""
        papel = "fur" if fila["fur"] else "nacimiento"
        fila[papel] = f"{fila[papel][:6]}2199"
        return fila.leida(con_verdad=papel != "fur" and fila.fuente != "padron_nominal")

    def _sin_identidad(self, fila: "Fila"):
        for nombre in IDENTIDAD[fila.fuente]:
            fila.celdas[COLUMNAS[fila.fuente][nombre]] = ""
        return fila.leida(con_verdad=False)

    def _campo_de_mas(self, fila: "Fila"):
        fila["direccion"] += "|INTERIOR 2"
        return fila.leida(con_verdad=False)

    def _campo_de_menos(self, fila: "Fila"):
        del fila.celdas[COLUMNAS[fila.fuente][PAPELES[fila.fuente]["direccion"]]]
        return fila.leida(con_verdad=False)

    def _bytes_cp1252(self, fila: "Fila"):
        fila["direccion"] = "PSJE. LOS ÑANDÚES 12"
        return fila.leida("cp1252", con_verdad=False)

    def _clave_repetida(self, fila: "Fila"):
        """The same key twice in the file, with another address: the last one wins."""
        anterior = list(fila.celdas)
        fila["direccion"] += " (ACTUALIZADO)"
        lineas, _ = fila.leida()
        return [(anterior, "utf-8"), *lineas], True


class Fila:
    """The cells of a row, by the role of each in its source."""

    def __init__(self, fuente: str, celdas: list[str]):
        self.fuente, self.celdas = fuente, celdas

    def __getitem__(self, papel: str) -> str:
        return self.celdas[self._donde(papel)] if papel in PAPELES[self.fuente] else ""

    def __setitem__(self, papel: str, valor: str) -> None:
        if papel in PAPELES[self.fuente]:
            self.celdas[self._donde(papel)] = valor

    def leida(
        self, codificacion: str = "utf-8", *, con_verdad: bool = True
    ) -> tuple[list[Linea], bool]:
        return [(self.celdas, codificacion)], con_verdad

    def _donde(self, papel: str) -> int:
        return COLUMNAS[self.fuente][PAPELES[self.fuente][papel]]
