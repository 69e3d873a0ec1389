"""The cells of each row, in the order of its header (archivos.py)."""

from captacion.simulacion.archivos import fecha
from captacion.simulacion.azar import Azar, Ruleta
from captacion.simulacion.hogares import ABREVIADOS, Hogar, Persona
from captacion.simulacion.nacimientos import Gestacion
from captacion.simulacion.territorio import LENGUAS

PRESTACIONES = Ruleta([("009", 0.7), ("015", 0.25), ("013", 0.05)])
SEGUROS = Ruleta([("1", 0.88), ("2", 0.07), ("0", 0.04), ("3", 0.01)])
REFERENCIAS = "FRENTE A LA ESCUELA|AL COSTADO DE LA IGLESIA|A DOS CUADRAS DE LA PLAZA|CERCA DEL RIO"


def fila_juntos(hogar: Hogar, persona: Persona, corte: str, tipo: str) -> list[str]:
    ubigeo = hogar.distrito.ubigeo
    return [
        corte, hogar.codigo_juntos, ubigeo[:2], ubigeo[2:4], ubigeo[4:], hogar.centro[0],
        hogar.direccion, hogar.celular if persona.titular else "", "1" if persona.titular else "0",
        "1", persona.dni, persona.paterno, persona.materno, persona.nombres, persona.sexo,
        fecha(persona.nacida), "0", "0", hogar.nivel, fecha(hogar.vigencia[1]), tipo, "0", "1",
    ]  # fmt: skip


def fila_pgh(hogar: Hogar, persona: Persona, parentesco: str, abreviado: bool) -> list[str]:
    nivel = ABREVIADOS[hogar.nivel] if abreviado else hogar.nivel
    return [
        hogar.codigo_pgh, hogar.distrito.ubigeo, hogar.centro[0], hogar.centro[1],
        hogar.direccion, nivel, fecha(hogar.vigencia[0]), fecha(hogar.vigencia[1]), "1",
        persona.dni, persona.paterno, persona.materno, persona.nombres, persona.sexo,
        fecha(persona.nacida), parentesco,
    ]  # fmt: skip


class FilasDePadron:
    """Rows of the Padrón Nominal of one child: the same child may be told twice."""

    def __init__(self, azar: Azar, hogar: Hogar, jefe: Persona, alta: int):
        self.hogar, self.jefe, self.alta = hogar, jefe, alta
        distrito = hogar.distrito
        self.nacio_en = "" if azar.si(0.06) else azar.de(distrito.establecimientos).codigo
        self.se_atiende = azar.de(distrito.establecimientos).codigo
        self.seguro = azar.pesado(SEGUROS)
        self.referencia = azar.de(REFERENCIAS.split("|")) if azar.si(0.3) else ""
        self.visitado = azar.si(0.35)

    def fila(self, menor, *, padron, dni, cui, cnv, cambio: int, programa: str) -> list[str]:
        hogar, madre, jefe = self.hogar, self.hogar.madre, self.jefe
        visita = fecha(min(self.alta + 3, cambio)) if self.visitado else ""
        return [
            padron, dni, cui, cnv, menor.paterno, menor.materno, menor.nombres,
            "2" if menor.sexo == "F" else "1", fecha(menor.nacida), hogar.direccion,
            self.referencia, hogar.distrito.ubigeo, hogar.centro[0], hogar.centro[1],
            self.nacio_en, self.se_atiende, self.se_atiende, self.seguro, programa,
            madre.dni, madre.paterno, madre.materno, madre.nombres, hogar.celular, "",
            LENGUAS[hogar.lengua], self._vinculo(), jefe.dni, jefe.paterno, jefe.materno,
            jefe.nombres, "1" if self.visitado else "0", "1" if self.visitado else "", visita,
            "1", fecha(self.alta), "INTEROP", fecha(cambio), "INTEROP", "1",
        ]  # fmt: skip

    def _vinculo(self) -> str:
        """What the head of the family is to the child: mother, father or a relative."""
        hogar = self.hogar
        return "1" if self.jefe is hogar.madre else "2" if self.jefe is hogar.padre else "4"


def fila_sis(azar: Azar, hogar: Hogar, gestacion: Gestacion) -> list[str]:
    madre, distrito, g = hogar.madre, hogar.distrito, gestacion
    fur = fecha(g.fur) if g.se_dice in ("ambas", "fur") else ""
    fpp = fecha(g.fur + 280) if g.se_dice in ("ambas", "fpp") else ""
    semanas = str((g.atencion - g.fur) // 7) if g.se_dice == "edad" or azar.si(0.8) else ""
    return [
        "1", madre.dni, madre.paterno, madre.materno, madre.nombres, fecha(madre.nacida),
        hogar.celular, hogar.direccion, "", distrito.ubigeo, hogar.centro[0],
        azar.de(distrito.establecimientos).codigo, fur, fpp, semanas, fecha(g.atencion),
        azar.pesado(PRESTACIONES), LENGUAS[hogar.lengua], "1",
    ]  # fmt: skip
