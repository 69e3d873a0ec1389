"""What real files bring: a share of rows is spoilt, in one way or two (FORMATS.md, Validation).

Ways that reject the row, or that leave it without a key that the truth can name, drop it from
`verdad.csv`; any other keeps it there, with the household where the person truly is. With
`--sucio 0.3` the mother's DNI is mistyped in 8 of 100 rows of the Padrón, and the pregnant woman's
own in as many of the SIS: in proportion, whatever the share of spoilt rows. A typo stays within
the fake block but for a lost digit, which the reader takes for a lost zero.
"""

from collections import deque
from collections.abc import Callable

from captacion.simulacion.archivos import JUNTOS, PADRON, PGH, SIS
from captacion.simulacion.azar import Azar, Ruleta
from captacion.simulacion.erratas import apellido_de_oido, documento_errado
from captacion.simulacion.territorio import Distrito

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
        "centro": "CO_CENTRO_POBLADO",
        "nombre_centro": "DE_CENTRO_POBLADO",
        "celular": "NU_CEL_MADRE",
        "cnv": "NU_CNV",
    },
    "sis_gestantes": {
        "tipo": "TI_DOC",
        "documento": "NU_DOC",
        "paterno": "AP_PATERNO",
        "materno": "AP_MATERNO",
        "nombres": "NOMBRES",
        "nacimiento": "FE_NACIMIENTO",
        "direccion": "DIRECCION",
        "ubigeo": "CO_UBIGEO",
        "centro": "CO_CENTRO_POBLADO",
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
        "centro": "CO_CENTROPOBLADO",
        "nombre_centro": "DE_CENTROPOBLADO",
    },
    "juntos": {
        "documento": "X_DNI",
        "paterno": "X_APPATERNO",
        "materno": "X_APMATERNO",
        "nombres": "X_NOMBRES",
        "nacimiento": "X_FECNAC",
        "direccion": "DIRECCION",
        "ubigeo": "C_DEPA",
        "centro": "C_POBLADO",
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
    ("centro_poblado_de_otro", 0.05),
    ("apellido_de_oido", 0.09),
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
CON_CELULAR = [("celular_basura", 0.12), ("celular_compartido", 0.07)]
PROPIAS = {
    "padron_nominal": [
        *CON_CELULAR,
        ("nombre_de_relleno", 0.08),
        ("cnv_de_otro_largo", 0.05),
        ("documento_de_un_digito", 0.02),
        ("otro_documento", 0.04),
        ("mudanza", 0.05),
    ],
    "sis_gestantes": [
        *CON_CELULAR,
        ("fpp_lejos_de_fur", 0.10),
        ("sin_fechas", 0.03),
        ("otro_documento", 0.04),
        ("mudanza", 0.05),
    ],
    "pgh": [],
    "juntos": CON_CELULAR,
}
# Of the spoilt rows of a source, those with the document of the mother or the woman mistyped.
DOCUMENTO_ERRADO = {"padron_nominal": 0.08 / 0.3, "sis_gestantes": 0.08 / 0.3}
# Of the spoilt rows, those with a second evil; and which ones keep others company.
CON_OTRO_MAL = 0.2
ACOMPANANTES = {
    "apellidos_cruzados",
    "sin_segundo_apellido",
    "apellido_de_oido",
    "nombre_de_relleno",
    "ubigeo_de_otro",
    "centro_poblado_de_otro",
    "celular_compartido",
    "mudanza",
}
RELLENOS = ["RN", "R N", "NN", "XX", "SN", "SR", "SD"]
NULOS = ["NULL", "null", " "]
IMPOSIBLES = ["31/02/2026", "00/00/0000", "45/13/2025", "S/F"]
CELULARES = ["999999999", "000000000", "12345", "01 4567890", "-"]
COMPARTIDOS = ["900111222", "900333444", "900555666"]

Linea = tuple[list[str], str]


class Suciedad:
    """Spoils rows with its own stream of chance: the people are the same with or without it."""

    def __init__(self, azar: Azar, proporcion: float, distritos: list[Distrito]):
        self.azar, self.proporcion, self.distritos = azar, proporcion, distritos
        self.por_ubigeo = {distrito.ubigeo: distrito for distrito in distritos}
        self.celulares: deque[str] = deque(maxlen=8)
        self.ruletas = {fuente: Ruleta(COMUNES + suyas) for fuente, suyas in PROPIAS.items()}
        self.otras = {
            fuente: Ruleta([m for m in COMUNES + suyas if m[0] in ACOMPANANTES])
            for fuente, suyas in PROPIAS.items()
        }

    def ensuciar(self, fuente: str, celdas: list[str]) -> tuple[list[Linea], bool]:
        """The lines to write for a row, and whether the truth may speak of it."""
        if not self.proporcion or not self.azar.si(self.proporcion):
            return [(celdas, "utf-8")], True
        fila = Fila(fuente, list(celdas))
        manera = self._manera(fuente)
        if self.azar.si(CON_OTRO_MAL):
            otra = self.azar.pesado(self.otras[fuente])
            if otra != manera:
                self._aplicar(otra, fila)
        return self._aplicar(manera, fila)

    def _manera(self, fuente: str) -> str:
        errados = DOCUMENTO_ERRADO.get(fuente, 0)
        if errados and self.azar.si(errados):
            return "documento_errado"
        return self.azar.pesado(self.ruletas[fuente])

    def _aplicar(self, manera: str, fila: "Fila") -> tuple[list[Linea], bool]:
        mal: Callable = getattr(self, f"_{manera}")
        return mal(fila)

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
        otro = self.azar.de(self.distritos).ubigeo
        fila["ubigeo"] = otro[: len(fila["ubigeo"])]
        return fila.leida()

    def _centro_poblado_de_otro(self, fila: "Fila"):
        """Another populated place of her district."""
        codigo = fila["centro"]
        distrito = self.por_ubigeo[codigo[:6]]
        suyo = int(codigo[6:]) - 1
        otro = (suyo + self.azar.entero(1, distrito.centros)) % (distrito.centros + 1)
        fila["centro"], fila["nombre_centro"] = distrito.centro_poblado(otro)
        return fila.leida()

    def _mudanza(self, fila: "Fila"):
        """She told the register another place, whole and true, than the health post."""
        distrito = self.azar.de(self.distritos)
        fila["ubigeo"] = distrito.ubigeo
        centro = distrito.centro_poblado(self.azar.entero(0, distrito.centros))
        fila["centro"], fila["nombre_centro"] = centro
        fila["direccion"] = f"MZ. {self.azar.de('ABCDEFGHIJK')} LT. {self.azar.entero(1, 30)}"
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

    def _celular_compartido(self, fila: "Fila"):
        """A neighbour's, or the one that the promoter of the district lends to everybody."""
        vecina = self.azar.de(self.celulares) if self.celulares else ""
        if fila["celular"]:
            self.celulares.append(fila["celular"])
        prestado = f"900{fila['centro'][:6]}"
        fila["celular"] = vecina if vecina and self.azar.si(0.6) else prestado
        return fila.leida()

    def _apellido_de_oido(self, fila: "Fila"):
        papeles = ["paterno", "materno"] if self.azar.si(0.5) else ["materno", "paterno"]
        for papel in papeles:
            oido = apellido_de_oido(self.azar, fila[papel])
            if oido != fila[papel]:
                fila[papel] = oido
                return fila.leida()
        return self._letra_de_mas(fila)

    def _documento_errado(self, fila: "Fila"):
        fila["documento"] = documento_errado(self.azar, fila["documento"])
        return fila.leida()

    def _otro_documento(self, fila: "Fila"):
        """No DNI: a foreigner's card or, where the row has a key of its own, nothing."""
        fila["tipo"] = "2"
        fila["documento"] = f"CE{self.azar.entero(9_000_000, 9_899_999)}"
        if fila.fuente == "padron_nominal" and self.azar.si(0.5):
            fila["documento"] = ""
        return fila.leida()

    def _documento_de_un_digito(self, fila: "Fila"):
        fila["documento"] = self.azar.de(["00000000", "11111111", "99999999"])
        return fila.leida()

    def _cero_perdido(self, fila: "Fila"):
        fila["documento"] = fila["documento"][1:]
        return fila.leida()

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
