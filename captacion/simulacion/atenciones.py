"""Care given to the newborns and pregnant women of the sample, as HIS writes it.

Nine in ten newborns were vaccinated on their day and most came to their checks; a pregnant woman
comes each thirty days. Chance is a stream of its own: the other files know nothing of it.
"""

from collections.abc import Iterator

from captacion.simulacion.archivos import fecha
from captacion.simulacion.azar import Azar
from captacion.simulacion.hogares import Hogar
from captacion.simulacion.nacimientos import Gestacion, Nacido

BCG, HVB = "90585", "90744"
CONTROLES = ((3, 6), (7, 13), (14, 21))
ENTRE_VISITAS = 30
PRENATAL = ("Z3491", "Z3492", "Z3493")
DIAS_TRIMESTRE = (98, 196)
DNI, CNV = "1", "6"


class Atenciones:
    def __init__(self, azar: Azar, hasta: int):
        self.azar, self.hasta = azar, hasta
        self.citas = 0

    def de_nacido(self, nacido: Nacido, hogar: Hogar) -> Iterator[list[str]]:
        """Vaccines of the day of birth and growth checks, told by the DNI or else by the CNV."""
        tipo, documento = (DNI, nacido.dni) if nacido.dni else (CNV, nacido.cnv)
        nacio = nacido.persona.nacida
        if not documento or nacio > self.hasta:
            return
        if self.azar.si(0.9):
            vacunas = [(codigo, "D", "1", "", "", "", "") for codigo in (BCG, HVB)]
            yield from self._cita(nacio, nacio, hogar, tipo, documento, vacunas)
        for numero, ventana in enumerate(CONTROLES, 1):
            dia = nacio + self.azar.entero(*ventana)
            if self.azar.si(0.8) and dia <= self.hasta:
                gramos = 3000 + 25 * (dia - nacio) + self.azar.entero(-300, 300)
                peso = f"{gramos / 1000:.3f}"
                control = [("Z001", "D", str(numero), peso, str(self.azar.entero(48, 54)), "", "")]
                yield from self._cita(nacio, dia, hogar, tipo, documento, control)

    def de_gestante(self, gestacion: Gestacion, hogar: Hogar) -> Iterator[list[str]]:
        """Prenatal visits from the one that the SIS reports, haemoglobin at the first."""
        madre, fur = hogar.madre, fecha(gestacion.fur)
        visitas = range(gestacion.atencion, self.hasta + 1, ENTRE_VISITAS)
        for numero, dia in enumerate(visitas, 1):
            trimestre = sum(dia - gestacion.fur >= limite for limite in DIAS_TRIMESTRE)
            items = [(PRENATAL[trimestre], "D", str(numero), "", "", "", fur)]
            if numero == 1:
                hemoglobina = f"{self.azar.entero(95, 140) / 10:.1f}"
                items.append(("85018", "D", "", "", "", hemoglobina, ""))
            yield from self._cita(madre.nacida, dia, hogar, DNI, madre.dni, items)

    def _cita(self, nacio, dia, hogar, tipo, documento, items) -> Iterator[list[str]]:
        """One visit: a row an item."""
        self.citas += 1
        cita = str(900_000_000 + self.citas)
        establecimiento = "0" + self.azar.de(hogar.distrito.establecimientos).codigo
        anios = (dia - nacio) // 365
        edad = (str(anios), "A") if anios else (str(dia - nacio), "D")
        for numero, (codigo, diagnostico, valor, *medidas) in enumerate(items, 1):
            yield [
                cita, fecha(dia), establecimiento, tipo, documento, *edad, codigo, diagnostico,
                valor, str(numero), "1", *medidas,
            ]  # fmt: skip
