"""The pass that writes every file: one family at a time, nothing kept but a few heads of family."""

from collections import deque
from pathlib import Path

from captacion.simulacion.archivos import ARCHIVOS, JUNTOS, PGH, SIS, Escritor
from captacion.simulacion.atenciones import Atenciones
from captacion.simulacion.azar import Azar, Ruleta
from captacion.simulacion.documentos import Documentos
from captacion.simulacion.filas import FilasDePadron, fila_juntos, fila_pgh, fila_sis
from captacion.simulacion.hogares import Familias, Hogar, Persona
from captacion.simulacion.nacimientos import DEMORAS, DIAS_SEGUNDO_CORTE, Eventos, Nacido
from captacion.simulacion.suciedad import Suciedad
from captacion.simulacion.territorio import Territorio
from captacion.simulacion.verdad import Verdad, leido

REGISTROS = Ruleta([(("juntos", "pgh"), 0.29), (("juntos",), 0.051), (("pgh",), 0.659)])
NACIMIENTOS_DIARIOS = 0.0016
GESTACIONES_DIARIAS = 0.0016
SIN_REGISTRO = 0.136  # families in no register for each one in a register: 12 % of all
EN_OTRA_CASA = {"juntos": 0.015, "pgh": 0.0015}
TIPOS_PADRON = Ruleta([("3", 0.88), ("1", 0.09), ("2", 0.03)])
CORTES = "padron_nominal.txt", "padron_nominal_2.txt"
DOC_GESTANTE = SIS.index("NU_DOC")
X_DNI, NU_DOC = JUNTOS.index("X_DNI"), PGH.index("NU_DOC")
EDAD_PADRON = 6 * 365 - 30


class Simulador:
    def __init__(
        self, salida: Path, *, hogares, dias, hasta, semilla, sucio=0.0, filas_padron=None
    ):
        self.hogares, self.dias, self.filas_padron = hogares, dias, filas_padron
        self.hasta = hasta.toordinal()
        self.azar = Azar(semilla)
        self.documentos = Documentos(semilla)
        self.territorio = Territorio()
        self.familias = Familias(self.azar, self.documentos, self.territorio, self.hasta)
        self.eventos = Eventos(self.azar, self.documentos, self.familias)
        self.suciedad = Suciedad(Azar(semilla + 1), sucio, self.territorio.distritos)
        self.atenciones = Atenciones(Azar(semilla + 2), self.hasta)
        self.corte = hasta.strftime("%Y%m")
        self.jefes: deque[Persona] = deque(maxlen=64)
        self.personas = 0
        self.gestantes: set[str] = set()
        salida.mkdir(parents=True, exist_ok=True)
        self.a = {nombre: Escritor(salida, nombre) for nombre in ARCHIVOS}

    def correr(self) -> dict[str, int]:
        """Write everything; answers the rows of each file by its name."""
        for distrito in self.territorio.distritos:
            for e in distrito.establecimientos:
                celdas = [e.codigo, e.nombre, e.ubigeo, e.categoria]
                self.a["establecimientos.csv"].fila(celdas)
        hechos = 0
        while not self._basta(hechos):
            self._familia_registrada()
            hechos += 1
        for escritor in self.a.values():
            escritor.cerrar()
        return {nombre: escritor.filas for nombre, escritor in self.a.items()}

    def _basta(self, hechos: int) -> bool:
        return self._padron_lleno() if self.filas_padron else hechos >= self.hogares

    def _padron_lleno(self) -> bool:
        return bool(self.filas_padron) and (self.a["padron_nominal.txt"].filas >= self.filas_padron)

    def _familia_registrada(self) -> None:
        """A family of a register and, now and then, one that no register knows."""
        azar = self.azar
        evento = self._evento()
        registros = azar.pesado(REGISTROS)
        hogar = self.familias.familia(con_evento=bool(evento))
        otra_casa = "", set()
        if evento and azar.si(EN_OTRA_CASA[registros[0]]):
            # The mother is still in her parents' household: JUNTOS decides for one of its own;
            # between two households of the PGH nobody can tell.
            registros = registros[:1]
            otra_casa = self._casa_de_los_padres(hogar.madre)
        self.familias.registrar(hogar, juntos="juntos" in registros, pgh="pgh" in registros)
        nacidos = self._nacidos(evento, hogar)
        if hogar.codigo_juntos:
            self._inscribir(nacidos, hogar)
        verdad = self._escribir_registros(hogar)
        verdad.otro_pgh, verdad.en_otro = otra_casa
        self._escribir_familia(evento, hogar, nacidos, verdad)
        self.jefes.append(hogar.jefe)
        if evento and azar.si(SIN_REGISTRO):
            ajena = self.familias.familia(con_evento=True)
            self._escribir_familia(evento, ajena, self._nacidos(evento, ajena), Verdad("", ""))

    def _evento(self) -> str:
        """What happened in a family since the window opened."""
        suerte = self.azar.al_azar()
        nace = min(0.35, NACIMIENTOS_DIARIOS * (self.dias + DIAS_SEGUNDO_CORTE))
        espera = min(0.35, GESTACIONES_DIARIAS * self.dias)
        return "nace" if suerte < nace else "espera" if suerte < nace + espera else ""

    def _nacidos(self, evento: str, hogar: Hogar) -> list[Nacido]:
        if evento != "nace":
            return []
        return self.eventos.nacimiento(hogar, dias=self.dias, hasta=self.hasta)

    def _inscribir(self, nacidos: list[Nacido], hogar: Hogar) -> None:
        """The programme may already know a child of some weeks by its own DNI."""
        for nacido in nacidos:
            if nacido.dni and self.hasta - nacido.alta > 20 and self.azar.si(0.1):
                nacido.persona.dni = nacido.dni
                nacido.persona.parentesco = "HIJO(A)"
                hogar.miembros.append(nacido.persona)

    def _casa_de_los_padres(self, madre: Persona) -> tuple[str, set[str]]:
        """The code of the house and the document that her row in it lets one read."""
        casa = self.familias.familia(con_evento=False)
        self.familias.registrar(casa, juntos=False, pgh=True)
        self._escribir_familia("", casa, [], self._escribir_registros(casa))
        escrita = self._poner("pgh", fila_pgh(casa, madre, "HIJO(A)", False))
        return casa.codigo_pgh, leido(*escrita, NU_DOC)

    def _escribir_registros(self, hogar: Hogar) -> Verdad:
        """The rows of every member in each register, and what can be read of them."""
        verdad = Verdad(hogar.codigo_juntos, hogar.codigo_pgh)
        if hogar.codigo_juntos:
            tipo = self.azar.pesado(TIPOS_PADRON)
            for persona in hogar.miembros:
                celdas = fila_juntos(hogar, persona, self.corte, tipo)
                verdad.en_juntos |= leido(*self._poner("juntos", celdas), X_DNI)
        if hogar.codigo_pgh:
            abreviado = self.azar.si(0.1)
            for persona in hogar.miembros:
                celdas = fila_pgh(hogar, persona, persona.parentesco, abreviado)
                verdad.en_pgh |= leido(*self._poner("pgh", celdas), NU_DOC)
        return verdad

    def _escribir_familia(
        self, evento: str, hogar: Hogar, nacidos: list[Nacido], verdad: Verdad
    ) -> None:
        """What the Padrón and the SIS say of the family, and the truth about it."""
        jefe = hogar.jefe
        if nacidos and self.jefes and self.azar.si(0.04):
            jefe = self.azar.de(self.jefes)
        for nacido in nacidos:
            self._escribir_nacido(nacido, hogar, jefe, verdad)
        for hijo in hogar.hijos:
            if self.hasta - hijo.nacida < EDAD_PADRON:
                self._escribir_hijo(hijo, hogar, verdad)
        if evento == "espera":
            gestacion = self.eventos.gestacion(dias=self.dias, hasta=self.hasta)
            for celdas in self.atenciones.de_gestante(gestacion, hogar):
                self.a["his.txt"].fila(celdas)
            leida, celdas = self._poner("sis_gestantes", fila_sis(self.azar, hogar, gestacion))
            if leida:
                self._decir_gestante(celdas[DOC_GESTANTE], verdad)

    def _decir_gestante(self, escrito: str, verdad: Verdad) -> None:
        """Her key is her document as the file writes it, right or wrong: one woman for each."""
        if escrito in self.gestantes:
            return
        self.gestantes.add(escrito)
        celdas = ["sis_gestantes", escrito, self._persona(), *verdad.hogares()]
        self.a["verdad.csv"].fila(celdas)
        self.a["verdad_2.csv"].fila(celdas)

    def _escribir_nacido(self, nacido: Nacido, hogar: Hogar, jefe: Persona, verdad: Verdad) -> None:
        """The newborn in the cuts that know it: changed in the second one by its DNI."""
        for celdas in self.atenciones.de_nacido(nacido, hogar):
            self.a["his.txt"].fila(celdas)
        filas = FilasDePadron(self.azar, hogar, jefe, nacido.alta)
        comun = {"menor": nacido.persona, "cnv": nacido.cnv, "programa": "0"}
        primera = filas.fila(
            padron=nacido.padron, dni=nacido.dni, cui=nacido.cui, cambio=nacido.alta, **comun
        )
        segunda = primera
        if nacido.dni_2 != nacido.dni:
            segunda = filas.fila(
                padron=nacido.padron_2,
                dni=nacido.dni_2,
                cui=nacido.dni_2,
                cambio=self.hasta + DIAS_SEGUNDO_CORTE,
                **comun,
            )
        self._poner_en_padron(primera if nacido.alta <= self.hasta else None, segunda, verdad)

    def _escribir_hijo(self, hijo: Persona, hogar: Hogar, verdad: Verdad) -> None:
        """A child of some months or years: the same row in both cuts."""
        alta = min(hijo.nacida + self.azar.entero(*self.azar.pesado(DEMORAS)), self.hasta)
        padron = self.documentos.padron.siguiente()
        programa = "4" if hogar.codigo_juntos else "2" if self.azar.si(0.2) else "0"
        fila = FilasDePadron(self.azar, hogar, hogar.jefe, alta).fila(
            hijo, padron=padron, dni=hijo.dni, cui=hijo.dni, cnv="", cambio=alta, programa=programa
        )
        self._poner_en_padron(fila, fila, verdad)

    def _poner_en_padron(
        self, primera: list[str] | None, segunda: list[str], verdad: Verdad
    ) -> None:
        """`verdad.csv` speaks of the first cut alone; `verdad_2.csv`, of both."""
        if primera and self._padron_lleno():
            return
        persona, claves = self._persona(), []
        archivos = CORTES if primera is segunda else CORTES[:1]
        if primera:
            leida, _ = self._poner("padron_nominal", primera, *archivos)
            if leida:
                claves.append(primera[0])
                self.a["verdad.csv"].fila(
                    ["padron_nominal", primera[0], persona, *verdad.hogares()]
                )
        if primera is not segunda:
            leida, _ = self._poner("padron_nominal", segunda, CORTES[1])
            if leida and segunda[0] not in claves:
                claves.append(segunda[0])
        for clave in claves:
            self.a["verdad_2.csv"].fila(["padron_nominal", clave, persona, *verdad.hogares()])

    def _poner(self, fuente: str, celdas: list[str], *archivos: str) -> tuple[bool, list[str]]:
        """Write the row, spoilt or not; whether it can be told and read, and its last cells."""
        lineas, leida = self.suciedad.ensuciar(fuente, celdas)
        for archivo in archivos or (f"{fuente}.txt",):
            for linea in lineas:
                if archivo != CORTES[0] or not self._padron_lleno():
                    self.a[archivo].fila(*linea)
        return leida, lineas[-1][0]

    def _persona(self) -> str:
        self.personas += 1
        return f"P{self.personas:07d}"
