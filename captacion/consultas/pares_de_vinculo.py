"""A doubtful link as a pair: the person as her file tells her, and the household proposed."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from captacion.consultas.cotejo import frase
from captacion.consultas.cotejos_de_vinculo import cotejos_de
from captacion.consultas.pares import (
    Aporte,
    Banda,
    Decision,
    Grupo,
    Insignia,
    Integrante,
    Lado,
    Par,
)
from captacion.models import (
    Captacion,
    ClasificacionSocioeconomica,
    EstadoVinculo,
    Hogar,
    Miembro,
    NivelPobreza,
    OrigenHogar,
    Persona,
    RecienNacido,
    ReglaVinculo,
    Sexo,
    Telefono,
    Vinculo,
)
from juntos.models import Parametro
from juntos.templatetags.juntos import edad, semanas

CLASE = "vinculo"
A_LA_VISTA = (EstadoVinculo.POR_REVISAR, EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO)

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
DOS_PADRONES = {
    "pgh": (
        "Figura en este hogar del PGH, y alguien de este hogar figura también en uno de JUNTOS: "
        "falta saber si son el mismo."
    ),
    "juntos": (
        "JUNTOS no la nombra, pero alguien de este hogar figura también en el suyo del PGH: si "
        "son el mismo, vale el de JUNTOS."
    ),
}
DOCUMENTO = {
    "propio": "Su documento",
    "madre": "El documento de la madre",
    "jefe": "El documento del jefe de familia",
}
CAMPOS = {
    "documento": "Documento",
    "apellidos": "Apellidos",
    "nombres": "Nombres",
    "nacimiento": "Fecha de nacimiento",
    "telefono": "Teléfono",
    "lugar": "Centro poblado",
    "direccion": "Dirección",
    "jefe": "Jefe de familia",
}


@dataclass(frozen=True)
class _Contexto:
    """What the pairs of a page share, read once."""

    telefonos: dict[int, list[str]]
    hermanos: dict[int, list[RecienNacido]]
    hogares_de: dict[int, set[int]]
    pobreza: dict[int, str]
    muy_probable: int
    probable: float


def pares_de(unidad: int) -> list[Par]:
    """The pairs of one person."""
    return pares_de_personas([Persona.objects.get(pk=unidad)])[unidad]


def pares_de_personas(personas: list[Persona]) -> dict[int, list[Par]]:
    """Everything a page says of these people, in a fixed number of queries."""
    miembros = Miembro.objects.select_related("persona").order_by("-es_titular", "pk")
    vinculos = (
        Vinculo.objects.filter(estado__in=A_LA_VISTA)
        .select_related("hogar__distrito", "decidido_por")
        .prefetch_related(Prefetch("hogar__miembros", miembros))
        .order_by("orden", "pk")
    )
    captaciones = (
        Captacion.objects.select_related(
            "distrito", "recien_nacido__madre", "recien_nacido__distrito", "gestante", "hogar"
        )
        .prefetch_related(Prefetch("hogar__miembros", miembros))
        .order_by("limite_el")
    )
    prefetch_related_objects(
        personas, Prefetch("vinculos", vinculos), Prefetch("captaciones", captaciones)
    )
    contexto = _contexto(personas)
    return {persona.pk: _de_una(persona, contexto) for persona in personas}


def _contexto(personas: list[Persona]) -> _Contexto:
    vinculos = [v for p in personas for v in p.vinculos.all()]
    hogares = {v.hogar_id for v in vinculos}
    madres = {
        c.recien_nacido.madre_id
        for p in personas
        for c in p.captaciones.all()
        if c.recien_nacido and c.recien_nacido.madre_id
    }
    gente = {m.persona_id for v in vinculos for m in v.hogar.miembros.all()}
    gente |= madres | {p.pk for p in personas}
    telefonos, hermanos = defaultdict(list), defaultdict(list)
    for persona, numero in Telefono.objects.filter(persona__in=gente).values_list(
        "persona", "numero"
    ):
        telefonos[persona].append(numero)
    for hija in RecienNacido.objects.filter(madre__in=madres).select_related("persona"):
        hermanos[hija.madre_id].append(hija)
    hogares_de = defaultdict(set)
    hijas = [hija.persona_id for de_una in hermanos.values() for hija in de_una]
    for persona, hogar in Miembro.objects.filter(persona__in=hijas, hogar__in=hogares).values_list(
        "persona", "hogar"
    ):
        hogares_de[persona].add(hogar)
    pobreza = {}
    vigentes = ClasificacionSocioeconomica.objects.filter(hogar__in=hogares)
    for clasificacion in vigentes.vigentes(timezone.localdate()):
        pobreza.setdefault(clasificacion.hogar_id, clasificacion.nivel)
    umbrales = dict(
        Parametro.objects.filter(
            clave__in=["cruce_umbral_solo", "cruce_umbral_revision"]
        ).values_list("clave", "valor")
    )
    muy_probable = umbrales["cruce_umbral_solo"]
    return _Contexto(
        telefonos,
        hermanos,
        hogares_de,
        pobreza,
        muy_probable,
        (muy_probable + umbrales["cruce_umbral_revision"]) / 2,
    )


def _de_una(persona: Persona, contexto: _Contexto) -> list[Par]:
    captacion = next(iter(persona.captaciones.all()), None)
    vinculos = list(persona.vinculos.all())
    return [
        _par(vinculo, persona, captacion, contexto, numero, len(vinculos))
        for numero, vinculo in enumerate(vinculos, 1)
    ]


def _par(vinculo, persona, captacion, contexto, numero, de) -> Par:
    recien_nacido = captacion.recien_nacido if captacion else None
    cotejos, testigo = cotejos_de(vinculo, persona, captacion, contexto.telefonos)
    return Par(
        clase=CLASE,
        pk=vinculo.pk,
        unidad=persona.pk,
        titulo=persona.nombre_completo,
        pregunta=f"¿Es su hogar el {vinculo.hogar.codigo}?",
        si="Sí, es su hogar",
        no="No es su hogar",
        izquierda=_lado_de_persona(persona, captacion, vinculo, contexto),
        derecha=_lado_de_hogar(vinculo.hogar, testigo, contexto),
        cotejos=cotejos,
        porque=porque(vinculo, recien_nacido.madre if recien_nacido else None, cotejos),
        limite_el=captacion.limite_el if captacion else None,
        banda=_banda(vinculo.puntaje, contexto),
        puntaje=vinculo.puntaje,
        aportes=aportes_dichos(vinculo.aportes or {}),
        numero=numero,
        de=de,
        decision=_decision(vinculo),
        en_espera=vinculo.estado == EstadoVinculo.POR_REVISAR,
        hogares=(vinculo.hogar_id,),
    )


def porque(vinculo: Vinculo, madre: Persona | None, cotejos) -> str:
    """The rule that fired or, of a likeness, what is alike: one sentence."""
    quien, _, padron = vinculo.regla.partition("_")
    if vinculo.duda == "dos_padrones":
        return DOS_PADRONES[padron]
    if quien == "parecido":
        return frase(cotejos) or f"{ReglaVinculo(vinculo.regla).label}."
    plantilla = PORQUE.get(vinculo.duda)
    if plantilla is None or quien not in DOCUMENTO:
        return f"{ReglaVinculo(vinculo.regla).label}."
    return plantilla.format(
        documento=DOCUMENTO[quien],
        padron="padrón de JUNTOS" if padron == "juntos" else "PGH",
        madre="el de la madre no" if madre and madre.dni else "no se conoce el de la madre",
    )


def _banda(puntaje: float | None, contexto: _Contexto) -> Banda | None:
    if puntaje is None:
        return None
    if puntaje >= contexto.muy_probable:
        return Banda.MUY_PROBABLE
    return Banda.PROBABLE if puntaje >= contexto.probable else Banda.DUDOSO


def aportes_dichos(aportes: dict) -> tuple[Aporte, ...]:
    return tuple(
        Aporte(
            CAMPOS.get(campo, campo.replace("_", " ").capitalize()),
            str(dicho["nivel"]).replace("_", " ").capitalize(),
            dicho["peso"],
        )
        for campo, dicho in sorted(aportes.items(), key=lambda a: -a[1]["peso"])
    )


def _decision(vinculo: Vinculo) -> Decision | None:
    if vinculo.decidido_en is None:
        return None
    return Decision(
        vinculo.get_estado_display(),
        vinculo.estado == EstadoVinculo.CONFIRMADO,
        str(vinculo.decidido_por),
        vinculo.decidido_en,
    )


def _lado_de_persona(persona, captacion, vinculo, contexto) -> Lado:
    if captacion is None:
        return Lado("En el archivo", persona.nombre_completo, (persona.documento,))
    evento = captacion.gestante or captacion.recien_nacido
    lineas = [f"{_que_es(persona, captacion)} · {persona.documento}"]
    if persona.fecha_nacimiento:
        lineas.append(f"Nació el {persona.fecha_nacimiento:%d/%m/%Y}")
    if evento.referencia:
        lineas.append(f"Referencia: {evento.referencia}")
    grupos = []
    if captacion.recien_nacido and captacion.recien_nacido.madre_id:
        hermanos = [
            Integrante(
                hija.persona.nombre_completo,
                _edad_de(hija.persona),
                "Figura en el hogar propuesto"
                if vinculo.hogar_id in contexto.hogares_de[hija.persona_id]
                else "",
            )
            for hija in contexto.hermanos[captacion.recien_nacido.madre_id]
            if hija.persona_id != persona.pk
        ]
        if hermanos:
            grupos.append(Grupo("Otros hijos de la madre", tuple(hermanos)))
    if captacion.hogar_id != vinculo.hogar_id:
        actual = captacion.hogar
        provisional = actual.origen == OrigenHogar.PROVISIONAL
        titulo = "Hogar provisional en que espera" if provisional else f"Hoy en el {actual}".lower()
        grupos.append(_grupo(titulo[:1].upper() + titulo[1:], actual.miembros.all()))
    return Lado(
        f"En el archivo: {evento.get_fuente_display()}",
        persona.nombre_completo,
        tuple(lineas),
        (),
        tuple(grupos),
    )


def _lado_de_hogar(hogar: Hogar, testigo: Miembro | None, contexto: _Contexto) -> Lado:
    insignias = [
        Insignia("Usuario de JUNTOS", "chip-bien") if hogar.es_usuario else Insignia("No usuario")
    ]
    nivel = contexto.pobreza.get(hogar.pk)
    insignias.append(Insignia(NivelPobreza(nivel).label if nivel else "Sin clasificación vigente"))
    lineas = [hogar.get_origen_display()]
    if testigo:
        lineas.append(
            " · ".join(["Se compara con " + testigo.persona.nombre_completo, *_detalles(testigo)])
        )
    miembros = list(hogar.miembros.all())
    cuantos = f"{len(miembros)} integrante{'' if len(miembros) == 1 else 's'}"
    return Lado(
        "Hogar propuesto",
        str(hogar),
        tuple(lineas),
        tuple(insignias),
        (_grupo(cuantos, miembros),),
    )


def _grupo(titulo: str, miembros) -> Grupo:
    return Grupo(
        titulo, tuple(Integrante(m.persona.nombre_completo, _detalles(m)) for m in miembros)
    )


def _detalles(miembro: Miembro) -> tuple[str, ...]:
    detalles = [*_edad_de(miembro.persona)]
    if miembro.parentesco:
        detalles.append(miembro.parentesco.lower())
    if miembro.es_titular:
        detalles.append("titular")
    return tuple(detalles)


def _edad_de(persona: Persona) -> tuple[str, ...]:
    return (edad(persona.fecha_nacimiento),) if persona.fecha_nacimiento else ()


def _que_es(persona: Persona, captacion: Captacion) -> str:
    if captacion.gestante:
        return f"Gestante, {semanas(captacion.evento_el)}"
    nacido = {Sexo.FEMENINO: "nacida", Sexo.MASCULINO: "nacido"}.get(
        persona.sexo, "nacido o nacida"
    )
    return f"Recién {nacido}, {edad(persona.fecha_nacimiento)}"
