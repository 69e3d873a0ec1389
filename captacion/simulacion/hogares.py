"""A family at a time: who lives in it, which registers know it, who was born or is expected."""

from dataclasses import dataclass, field

from captacion.simulacion.azar import Azar, Ruleta
from captacion.simulacion.documentos import Documentos
from captacion.simulacion.nombres import (
    APELLIDOS,
    CALLES,
    NOMBRES,
    SEGUNDOS_NOMBRES,
)
from captacion.simulacion.territorio import Distrito, Territorio

ANIO = 365.25
COMPOSICION = Ruleta([("pareja", 0.64), ("sola", 0.20), ("extendida", 0.16)])
HIJOS = Ruleta([(0, 0.22), (1, 0.34), (2, 0.26), (3, 0.13), (4, 0.05)])
NIVELES_USUARIO = Ruleta([("POBRE EXTREMO", 0.58), ("POBRE", 0.40), ("NO POBRE", 0.02)])
NIVELES_PGH = Ruleta([("POBRE EXTREMO", 0.30), ("POBRE", 0.58), ("NO POBRE", 0.12)])
ABREVIADOS = {"POBRE EXTREMO": "PE", "POBRE": "PNE", "NO POBRE": "NP"}


@dataclass(slots=True)
class Persona:
    dni: str
    paterno: str
    materno: str
    nombres: str
    sexo: str
    nacida: int
    parentesco: str = ""
    titular: bool = False


@dataclass(slots=True)
class Hogar:
    distrito: Distrito
    lengua: str
    centro: tuple[str, str]
    direccion: str
    celular: str
    madre: Persona
    padre: Persona | None
    jefe: Persona
    miembros: list[Persona]
    hijos: list[Persona] = field(default_factory=list)
    codigo_juntos: str = ""
    codigo_pgh: str = ""
    nivel: str = ""
    vigencia: tuple[int, int] = (0, 0)


class Familias:
    """Makes families, one after another, from one stream of chance."""

    def __init__(self, azar: Azar, documentos: Documentos, territorio: Territorio, hasta: int):
        self.azar, self.documentos, self.territorio = azar, documentos, territorio
        self.hasta = hasta

    def familia(self, *, con_evento: bool) -> Hogar:
        azar = self.azar
        distrito = azar.pesado(self.territorio.por_nacimientos)
        origen = azar.pesado(distrito.lenguas)
        composicion = azar.pesado(COMPOSICION)
        menor = con_evento and azar.si(0.05)
        if menor:
            composicion = "extendida"
        edad = azar.entero(14, 17) if menor else azar.entero(18, 27) + azar.entero(0, 15)
        madre = self.adulta(distrito, origen, edad, "F")
        padre = None
        if composicion == "pareja" or (composicion == "extendida" and azar.si(0.4)):
            padre = self.adulta(distrito, origen, max(18, edad + azar.entero(-2, 8)), "M")
        miembros = self._mayores(madre, padre, composicion, distrito, origen, edad)
        hogar = Hogar(
            distrito=distrito,
            lengua=origen,
            centro=distrito.centro_poblado(azar.entero(0, distrito.centros)),
            direccion=self._direccion(),
            celular="" if azar.si(0.22) else f"900{azar.entero(0, 999_999):06d}",
            madre=madre,
            padre=padre,
            jefe=miembros[0],
            miembros=miembros,
        )
        reciente = not con_evento and azar.si(0.07)
        ultimo = self.hasta - (azar.entero(70, 364) if reciente else azar.entero(560, 1500))
        parto_joven = madre.nacida + int(14.5 * ANIO)
        for _ in range(azar.pesado(HIJOS)):
            if ultimo < parto_joven:
                break
            hijo = self.hijo(hogar, ultimo)
            hijo.dni = self.documentos.dni.siguiente()
            hijo.parentesco = "NIETO(A)" if composicion == "extendida" else "HIJO(A)"
            hogar.hijos.append(hijo)
            miembros.append(hijo)
            ultimo -= azar.entero(500, 1400)
        return hogar

    def adulta(self, distrito: Distrito, origen: str, edad: int, sexo: str) -> Persona:
        azar = self.azar
        nombres = NOMBRES["mujer" if sexo == "F" else "varon"]
        return Persona(
            dni=self.documentos.dni.siguiente(),
            paterno=self.apellido(origen),
            materno=self.apellido(origen),
            nombres=self._nombres(nombres, sexo, 0.55),
            sexo=sexo,
            nacida=self.hasta - int((edad + azar.al_azar() * 0.99) * ANIO) - 1,
        )

    def hijo(self, hogar: Hogar, nacida: int, sexo: str = "") -> Persona:
        """A child of the household's mother, still without a document."""
        azar = self.azar
        sexo = sexo or ("F" if azar.si(0.49) else "M")
        nombres = NOMBRES["nina" if sexo == "F" else "nino"]
        return Persona(
            dni="",
            paterno=hogar.padre.paterno if hogar.padre else self.apellido(hogar.lengua),
            materno=hogar.madre.paterno,
            nombres=self._nombres(nombres, sexo, 0.7),
            sexo=sexo,
            nacida=nacida,
        )

    def apellido(self, origen: str) -> str:
        """Of the language of the home, or Spanish: half of those who speak Spanish at home bear
        an Andean surname only now and then, and the other way round."""
        ajeno = 0.12 if origen == "castellano" else 0.3
        if self.azar.si(ajeno):
            origen = "quechua" if origen == "castellano" else "castellano"
        return self.azar.de_los_primeros(APELLIDOS[origen])

    def registrar(self, hogar: Hogar, *, juntos: bool, pgh: bool) -> None:
        """Give the household its code in each register and its classification."""
        azar = self.azar
        if juntos:
            hogar.codigo_juntos = self.documentos.juntos.siguiente()
        if pgh:
            hogar.codigo_pgh = self.documentos.pgh.siguiente()
        hogar.nivel = azar.pesado(NIVELES_USUARIO if juntos else NIVELES_PGH)
        vencida = azar.si(0.06)
        fin = self.hasta - azar.entero(1, 400) if vencida else self.hasta + azar.entero(30, 1095)
        hogar.vigencia = fin - 1095, fin

    def _mayores(self, madre, padre, composicion, distrito, origen, edad) -> list[Persona]:
        """The adults, the head of the family first."""
        madre.titular = composicion != "extendida" or edad >= 18
        if composicion == "sola":
            madre.parentesco = "JEFE(A)"
            return [madre]
        if composicion == "pareja":
            padre.parentesco, madre.parentesco = "JEFE(A)", "CONYUGE"
            return [padre, madre]
        abuela = self.adulta(distrito, origen, edad + self.azar.entero(16, 30), "F")
        abuela.parentesco, madre.parentesco = "JEFE(A)", "HIJO(A)"
        abuela.titular = not madre.titular
        madre.materno = abuela.paterno
        if padre:
            padre.parentesco = "YERNO / NUERA"
            return [abuela, madre, padre]
        return [abuela, madre]

    def _nombres(self, primeros: list[str], sexo: str, con_segundo: float) -> str:
        nombre = self.azar.de_los_primeros(primeros)
        if self.azar.si(con_segundo):
            segundo = self.azar.de(SEGUNDOS_NOMBRES[sexo])
            if segundo != nombre:
                return f"{nombre} {segundo}"
        return nombre

    def _direccion(self) -> str:
        azar = self.azar
        calle = azar.de(CALLES)
        if azar.si(0.4):
            return f"JR. {calle} {azar.entero(100, 999)}"
        if azar.si(0.5):
            return f"MZ. {azar.de('ABCDEFGHIJK')} LT. {azar.entero(1, 30)}"
        return f"CASERIO {calle} S/N"
