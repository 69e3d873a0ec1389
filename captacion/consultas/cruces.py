"""Doubtful links by person: who it is, where the system thinks she lives, and why."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.utils import timezone

from captacion.models import (
    Captacion,
    EstadoVinculo,
    Hogar,
    Miembro,
    Persona,
    RecienNacido,
    ReglaVinculo,
    Vinculo,
)

A_LA_VISTA = (EstadoVinculo.POR_REVISAR, EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO)
NO_FIGURA = "No figura en este hogar"
DECISIONES = 20

PORQUE = {
    "jefe_solo": "{documento} figura en el {padron}; {madre}.",
    "dos_hogares": "{documento} figura en más de un hogar; este es del {padron}.",
    "nombre_discorde": "{documento} figura en el {padron}, pero con otros nombres.",
    "decision_discutida": (
        "{documento} cambió en el archivo y ahora figura en este hogar del {padron}; antes una "
        "persona confirmó otro."
    ),
    "identidad_ambigua": (
        "{documento} figura en el {padron}, pero puede ser alguien ya registrado con otro "
        "documento."
    ),
}
DOCUMENTO = {
    "propio": "Su documento",
    "madre": "El documento de la madre",
    "jefe": "El documento del jefe de familia",
}


@dataclass(frozen=True)
class Cotejo:
    """One fact as the file tells it and as the household's register tells it."""

    dato: str
    en_archivo: str
    en_hogar: str
    coincide: bool
    veredicto: str


@dataclass(frozen=True)
class Candidato:
    vinculo: Vinculo
    porque: str
    cotejos: list[Cotejo]
    miembros: list[Miembro]


@dataclass(frozen=True)
class Cruce:
    persona: Persona
    captacion: Captacion | None
    recien_nacido: RecienNacido | None
    candidatos: list[Candidato]


def personas_en_duda(usuario) -> QuerySet[Persona]:
    """People with a link to review in the user's territory, the nearest deadline first."""
    dudosos = Vinculo.objects.visibles_para(usuario).filter(estado=EstadoVinculo.POR_REVISAR)
    limite = Captacion.objects.filter(persona=OuterRef("pk")).order_by("limite_el")
    return (
        Persona.objects.filter(pk__in=dudosos.values("persona"))
        .annotate(limite_el=Subquery(limite.values("limite_el")[:1]))
        .order_by("limite_el", "pk")
    )


def cruces_de(personas: list[Persona]) -> list[Cruce]:
    """Everything a page says of these people, in a fixed number of queries."""
    miembros = Miembro.objects.select_related("persona").order_by("-es_titular", "pk")
    vinculos = (
        Vinculo.objects.filter(estado__in=A_LA_VISTA)
        .select_related("hogar__distrito", "decidido_por")
        .prefetch_related(Prefetch("hogar__miembros", miembros))
        .order_by("orden", "pk")
    )
    captaciones = Captacion.objects.select_related(
        "distrito", "recien_nacido__madre", "recien_nacido__distrito", "gestante"
    ).order_by("limite_el")
    prefetch_related_objects(
        personas, Prefetch("vinculos", vinculos), Prefetch("captaciones", captaciones)
    )
    return [_cruce(persona) for persona in personas]


def decisiones_de_hoy(usuario) -> QuerySet[Vinculo]:
    """What the user decided today and may take back: her own words, not their consequences."""
    arrastrado = Vinculo.objects.filter(
        persona=OuterRef("persona"),
        estado=EstadoVinculo.CONFIRMADO,
        decidido_en=OuterRef("decidido_en"),
    )
    return (
        Vinculo.objects.visibles_para(usuario)
        .filter(
            decidido_por=usuario,
            decidido_en__date=timezone.localdate(),
            estado__in=(EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO),
        )
        .exclude(Exists(arrastrado), estado=EstadoVinculo.DESCARTADO)
        .select_related("persona", "hogar__distrito")
        .order_by("-decidido_en")[:DECISIONES]
    )


def porque(vinculo: Vinculo, madre: Persona | None = None) -> str:
    """The rule that fired, in one sentence."""
    quien, _, padron = vinculo.regla.partition("_")
    plantilla = PORQUE.get(vinculo.duda)
    if plantilla is None or quien not in DOCUMENTO:
        return f"{ReglaVinculo(vinculo.regla).label}."
    return plantilla.format(
        documento=DOCUMENTO[quien],
        padron="padrón de JUNTOS" if padron == "juntos" else "PGH",
        madre="el de la madre no" if madre and madre.dni else "no se conoce el de la madre",
    )


def _cruce(persona: Persona) -> Cruce:
    captacion = next(iter(persona.captaciones.all()), None)
    recien_nacido = captacion.recien_nacido if captacion else None
    return Cruce(
        persona,
        captacion,
        recien_nacido,
        [
            Candidato(
                vinculo,
                porque(vinculo, recien_nacido.madre if recien_nacido else None),
                _cotejos(vinculo, persona, captacion),
                list(vinculo.hogar.miembros.all()),
            )
            for vinculo in persona.vinculos.all()
        ],
    )


def _cotejos(vinculo: Vinculo, persona: Persona, captacion: Captacion | None) -> list[Cotejo]:
    quien = vinculo.regla.partition("_")[0]
    hogar, recien_nacido = vinculo.hogar, captacion.recien_nacido if captacion else None
    cotejos = []
    if quien == "propio" or recien_nacido is None:
        cotejos.append(_de_persona("Nombre", persona.nombre_completo, persona.dni, vinculo.hogar))
    else:
        madre = recien_nacido.madre
        documento = madre.dni if madre else None
        if quien == "jefe":
            cotejos.append(
                _de_persona(
                    "Jefe de familia",
                    recien_nacido.jefe_nombre,
                    recien_nacido.jefe_documento,
                    hogar,
                )
            )
        cotejos.append(_de_persona("Madre", _nombre_de_madre(recien_nacido), documento, hogar))
    if captacion and captacion.distrito and hogar.distrito:
        mismo = captacion.distrito_id == hogar.distrito_id
        cotejos.append(
            Cotejo(
                "Distrito",
                str(captacion.distrito),
                str(hogar.distrito),
                mismo,
                "Coincide" if mismo else "Difiere",
            )
        )
    return cotejos


def _de_persona(dato: str, nombre: str, documento: str | None, hogar: Hogar) -> Cotejo:
    """The household's member with that document, else with that name, beside what the file says.

    Only the register's own members bear witness: who is there by a link of ours proves nothing.
    """
    personas = [m.persona for m in hogar.miembros.all() if m.vinculo_id is None]
    palabras, en_archivo = _palabras(nombre), nombre or "Sin nombre"
    en_archivo += f" · DNI {documento}" if documento else " · sin DNI"
    por_documento = next((p for p in personas if documento and p.dni == documento), None)
    por_nombre = next((p for p in personas if _palabras(p.nombre_completo) == palabras), None)
    if hallada := por_documento:
        mismo = _palabras(hallada.nombre_completo) == palabras
        veredicto = "Coincide" if mismo else "Mismo DNI, otro nombre"
    elif hallada := por_nombre:
        mismo = not (documento and hallada.dni)
        veredicto = "Mismo nombre" if mismo else "Mismo nombre, otro DNI"
    else:
        return Cotejo(dato, en_archivo, NO_FIGURA, False, "Difiere")
    en_hogar = f"{hallada.nombre_completo} · {hallada.documento}"
    return Cotejo(dato, en_archivo, en_hogar, mismo, veredicto)


def _nombre_de_madre(recien_nacido: RecienNacido) -> str:
    """As this source wrote it: another register's names for her are what is in doubt."""
    escrito = [recien_nacido.madre_apellidos.upper(), recien_nacido.madre_nombres.title()]
    escrito = ", ".join(filter(None, escrito))
    return escrito or (recien_nacido.madre.nombre_completo if recien_nacido.madre else "")


def _palabras(nombre: str) -> frozenset[str]:
    llano = unicodedata.normalize("NFD", nombre.upper())
    return frozenset(re.findall(r"[A-Z]+", "".join(c for c in llano if c.isalpha() or c in " ,-'")))
