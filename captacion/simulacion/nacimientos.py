"""Births and pregnancies of a family, and how soon a register hears of them."""

from dataclasses import dataclass

from captacion.simulacion.azar import Azar, Ruleta
from captacion.simulacion.documentos import Documentos
from captacion.simulacion.hogares import Familias, Hogar, Persona

DIAS_SEGUNDO_CORTE = 7
GEMELOS = 0.012
# Days from birth to the Padrón: the practice's own figures (31 % the same day, 80 % in eight days).
DEMORAS = Ruleta([((0, 0), 0.31), ((1, 7), 0.49), ((8, 29), 0.17), ((30, 90), 0.03)])
# Days of pregnancy at the visit that the SIS reports: two in three in the first trimester.
SEMANAS = Ruleta([((28, 63), 0.40), ((64, 90), 0.30), ((91, 140), 0.18), ((141, 240), 0.12)])
FECHAS = Ruleta([("ambas", 0.74), ("fur", 0.13), ("fpp", 0.10), ("edad", 0.03)])


@dataclass(slots=True)
class Nacido:
    """A newborn as the cuts tell of it; `dni` may come only in the second one."""

    persona: Persona
    alta: int
    padron: str
    padron_2: str
    dni: str
    dni_2: str
    cui: str
    cnv: str


@dataclass(slots=True)
class Gestacion:
    fur: int
    atencion: int
    se_dice: str


class Eventos:
    def __init__(self, azar: Azar, documentos: Documentos, familias: Familias):
        self.azar, self.documentos, self.familias = azar, documentos, familias

    def nacimiento(self, hogar: Hogar, *, dias: int, hasta: int) -> list[Nacido]:
        """One birth, of twins now and then; none when the second cut comes before the news."""
        azar = self.azar
        nacio = hasta + azar.entero(1 - dias, DIAS_SEGUNDO_CORTE)
        alta = nacio + azar.entero(*azar.pesado(DEMORAS))
        if alta > hasta + DIAS_SEGUNDO_CORTE:
            return []
        primero = self._nacido(hogar, nacio, alta, hasta)
        if not azar.si(GEMELOS):
            return [primero]
        sexo = primero.persona.sexo if azar.si(0.65) else ""
        return [primero, self._nacido(hogar, nacio, alta, hasta, sexo)]

    def gestacion(self, *, dias: int, hasta: int) -> Gestacion:
        azar = self.azar
        atencion = hasta - azar.entero(0, dias - 1)
        # Nobody in the file is past her date on the day of the cut.
        avance = min(azar.entero(*azar.pesado(SEMANAS)), 270 - (hasta - atencion))
        return Gestacion(atencion - max(avance, 21), atencion, azar.pesado(FECHAS))

    def _nacido(self, hogar: Hogar, nacio: int, alta: int, hasta: int, sexo: str = "") -> Nacido:
        """With a DNI or, the younger the likelier, with the CNV alone."""
        azar = self.azar
        edad = max(0, hasta - nacio)
        dni = self.documentos.dni.siguiente()
        tiene = alta <= hasta and azar.si(min(0.92, 0.25 + 0.02 * edad))
        tendra = tiene or azar.si(0.5)
        padron = self.documentos.padron.siguiente()
        otro_codigo = tendra and not tiene and azar.si(0.1)
        return Nacido(
            persona=self.familias.hijo(hogar, nacio, sexo),
            alta=alta,
            padron=padron,
            padron_2=self.documentos.padron.siguiente() if otro_codigo else padron,
            dni=dni if tiene else "",
            dni_2=dni if tendra else "",
            cui=dni if tiene or azar.si(0.4) else "",
            cnv="" if tiene and azar.si(0.1) else self.documentos.cnv.siguiente(),
        )
