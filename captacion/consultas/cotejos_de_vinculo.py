"""What the file says of a person beside what a household's register says: fact by fact."""

import datetime as dt
from dataclasses import dataclass

from captacion.consultas.cotejo import (
    EN_NINGUNO,
    cotejar_conjunto,
    cotejar_documento,
    cotejar_fecha,
    cotejar_nombre,
    cotejar_texto,
    parecido,
)
from captacion.consultas.pares import Cotejo, Grado, Trozo
from captacion.models import Captacion, Gestante, Hogar, Miembro, Persona, RecienNacido, Vinculo
from juntos.templatetags.juntos import telefono

NO_FIGURA = "No figura en este hogar"
SE_PARECE_A, ALGO_EN_COMUN = 0.6, 0.3


@dataclass(frozen=True)
class _Quien:
    """Somebody as the file tells her; `de` is how a fact of hers is named: "DNI de la madre"."""

    de: str
    nombre: str
    documento: str | None
    nacimiento: dt.date | None = None


def cotejos_de(vinculo, persona, captacion, telefonos) -> tuple[tuple[Cotejo, ...], Miembro | None]:
    """Every fact that both sides may tell, and the member who bears witness.

    Only the register's own members do: who is there by a link of ours proves nothing.
    """
    propios = [m for m in vinculo.hogar.miembros.all() if m.vinculo_id is None]
    quienes = _quienes(vinculo, persona, captacion)
    cotejos, testigos = [], []
    for quien in quienes:
        testigo = _testigo(quien, propios)
        testigos.append(testigo)
        cotejos += _de_quien(quien, testigo, bool(propios))
    cotejos += _de_lugar(persona, captacion, vinculo.hogar, propios, telefonos)
    return tuple(cotejos), next(filter(None, testigos), None)


def _quienes(vinculo: Vinculo, persona: Persona, captacion: Captacion | None) -> list[_Quien]:
    recien_nacido = captacion.recien_nacido if captacion else None
    quienes = []
    if recien_nacido is None or vinculo.regla.startswith("propio"):
        documento = persona.dni or persona.cui
        quienes.append(_Quien("", persona.nombre_completo, documento, persona.fecha_nacimiento))
    if recien_nacido:
        madre = recien_nacido.madre
        quienes.append(
            _Quien(
                " de la madre",
                _nombre_de_madre(recien_nacido),
                madre.dni if madre else None,
                madre.fecha_nacimiento if madre else None,
            )
        )
        if recien_nacido.jefe_nombre or recien_nacido.jefe_documento:
            quienes.append(
                _Quien(
                    " del jefe de familia",
                    recien_nacido.jefe_nombre,
                    recien_nacido.jefe_documento or None,
                )
            )
    if vinculo.regla.startswith("jefe"):
        quienes.sort(key=lambda quien: "jefe" not in quien.de)
    return quienes


def _testigo(quien: _Quien, miembros: list[Miembro]) -> Miembro | None:
    """The member with that document, else with one a slip away or the closest name.

    A close number alone is chance: her name must share something too.
    """

    def cercania(miembro: Miembro) -> tuple[bool, bool, float]:
        suyos = {miembro.persona.dni, miembro.persona.cui} - {None}
        nombre = parecido(quien.nombre, miembro.persona.nombre_completo)
        cerca = nombre >= ALGO_EN_COMUN and any(
            cotejar_documento("", "", quien.documento, suyo).grado is Grado.SE_PARECE
            for suyo in suyos
        )
        return quien.documento in suyos, cerca, nombre

    mejor = max(miembros, key=cercania, default=None)
    if mejor is None:
        return None
    igual, cerca, nombre = cercania(mejor)
    return mejor if igual or cerca or nombre >= SE_PARECE_A else None


def _de_quien(quien: _Quien, testigo: Miembro | None, hay_miembros: bool) -> list[Cotejo]:
    sujeto, documento = f"el nombre{quien.de}", f"el DNI{quien.de}"
    nombre = quien.nombre or "Sin nombre"
    if testigo is None:
        grado = Grado.DIFIERE if hay_miembros and quien.nombre else Grado.FALTA
        lados = (Trozo(nombre),), (Trozo(NO_FIGURA),)
        return [
            cotejar_documento(f"DNI{quien.de}", documento, quien.documento, None),
            Cotejo(f"Nombre{quien.de}", *lados, grado, "", sujeto),
        ]
    ella = testigo.persona
    cotejos = [
        cotejar_documento(f"DNI{quien.de}", documento, quien.documento, ella.dni or ella.cui),
        cotejar_nombre(f"Nombre{quien.de}", sujeto, quien.nombre, ella.nombre_completo),
    ]
    if quien.nacimiento:
        cotejos.append(
            cotejar_fecha(
                f"Nacimiento{quien.de}",
                f"la fecha de nacimiento{quien.de}",
                quien.nacimiento,
                ella.fecha_nacimiento,
            )
        )
    return cotejos


def _de_lugar(persona, captacion, hogar, propios, telefonos) -> list[Cotejo]:
    evento: RecienNacido | Gestante | None = None
    if captacion:
        evento = captacion.recien_nacido or captacion.gestante
    madre = getattr(evento, "madre_id", None)
    suyos = telefonos[persona.pk] + (telefonos[madre] if madre else [])
    de_ellos = [n for m in propios for n in telefonos[m.persona_id]]
    cotejos = [cotejar_conjunto("Teléfono", "el teléfono", _escritos(suyos), _escritos(de_ellos))]
    if captacion:
        cotejos.append(_de_distrito(captacion, hogar))
    if evento:
        cotejos += [
            cotejar_texto(
                "Centro poblado", "el centro poblado", evento.centro_poblado, hogar.centro_poblado
            ),
            cotejar_texto("Dirección", "la dirección", evento.direccion, hogar.direccion),
        ]
    return [c for c in cotejos if c.detalle != EN_NINGUNO]


def _de_distrito(captacion: Captacion, hogar: Hogar) -> Cotejo:
    uno, otro = (str(d) if d else "" for d in (captacion.distrito, hogar.distrito))
    cotejo = cotejar_texto("Distrito", "el distrito", uno, otro)
    if cotejo.grado is Grado.FALTA:
        return cotejo
    grado = Grado.COINCIDE if captacion.distrito_id == hogar.distrito_id else Grado.DIFIERE
    return Cotejo("Distrito", (Trozo(uno),), (Trozo(otro),), grado, "", "el distrito")


def _escritos(numeros: list[str]) -> list[str]:
    return [telefono(numero) for numero in dict.fromkeys(numeros)]


def _nombre_de_madre(recien_nacido: RecienNacido) -> str:
    """As this source wrote it: another register's names for her are what is in doubt."""
    escrito = [recien_nacido.madre_apellidos.upper(), recien_nacido.madre_nombres.title()]
    escrito = ", ".join(filter(None, escrito))
    return escrito or (recien_nacido.madre.nombre_completo if recien_nacido.madre else "")
