"""Two records that may be one person, as a pair: the one that would go, and the one that stays."""

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from captacion.consultas.cotejo import (
    cotejar_conjunto,
    cotejar_documento,
    cotejar_fecha,
    cotejar_nombre,
)
from captacion.consultas.pares import Decidido, Decision, Grupo, Integrante, Lado, Par
from captacion.consultas.pares_de_vinculo import aportes_dichos
from captacion.models import (
    Captacion,
    Duplicado,
    EstadoDuplicado,
    Miembro,
    Persona,
    RecienNacido,
)
from captacion.models.persona import DOCUMENTOS
from juntos.templatetags.juntos import edad

CLASE = "duplicado"


def en_espera(usuario) -> QuerySet[Duplicado]:
    """Pairs to decide in the user's territory, with the nearest deadline of either."""
    limite = Captacion.objects.filter(
        Q(persona=OuterRef("persona")) | Q(persona=OuterRef("otra"))
    ).order_by("limite_el")
    return (
        Duplicado.objects.visibles_para(usuario)
        .por_decidir()
        .annotate(limite_el=Subquery(limite.values("limite_el")[:1]))
    )


def unidad_de(duplicado: Duplicado) -> int:
    return duplicado.pk


def pares_de(unidad: int) -> list[Par]:
    """The one pair of this unit, in a fixed number of queries."""
    duplicado = Duplicado.objects.select_related("persona", "otra", "decidido_por").get(pk=unidad)
    miembros = Miembro.objects.select_related("hogar__distrito").order_by("pk")
    hijos = RecienNacido.objects.select_related("persona").order_by("pk")
    prefetch_related_objects(
        [duplicado.persona, duplicado.otra],
        Prefetch("membresias", miembros),
        Prefetch("hijos", hijos),
        Prefetch("recien_nacido", RecienNacido.objects.select_related("madre")),
    )
    return [_par(duplicado)]


def decididos(usuario, cuantos: int) -> list[Decidido]:
    """The user's decisions on duplicates, the latest first."""
    suyos = _suyos(usuario).select_related("persona").order_by("-decidido_en")[:cuantos]
    return [
        Decidido(
            CLASE,
            duplicado.pk,
            duplicado.get_estado_display(),
            duplicado.estado == EstadoDuplicado.CONFIRMADO,
            duplicado.persona.nombre_completo,
            duplicado.persona.documento,
            duplicado.decidido_en,
        )
        for duplicado in suyos
    ]


def hechos_hoy(usuario) -> int:
    return _suyos(usuario).filter(decidido_en__date=timezone.localdate()).count()


def _suyos(usuario) -> QuerySet[Duplicado]:
    return Duplicado.objects.visibles_para(usuario).filter(decidido_por=usuario)


def _par(duplicado: Duplicado) -> Par:
    queda, sale = duplicado.persona, duplicado.otra
    return Par(
        clase=CLASE,
        pk=duplicado.pk,
        unidad=duplicado.pk,
        titulo=queda.nombre_completo,
        pregunta="¿Son la misma persona?",
        si="Sí, es la misma",
        no="No, son dos",
        izquierda=_lado("El registro que se une", sale),
        derecha=_lado("El registro que queda", queda),
        cotejos=tuple(_cotejos(sale, queda)),
        porque=f"{duplicado.get_regla_display()}.",
        puntaje=duplicado.puntaje,
        aportes=aportes_dichos(duplicado.aportes),
        decision=_decision(duplicado),
        en_espera=duplicado.estado == EstadoDuplicado.POR_REVISAR,
    )


def _decision(duplicado: Duplicado) -> Decision | None:
    if duplicado.decidido_en is None:
        return None
    return Decision(
        duplicado.get_estado_display(),
        duplicado.estado == EstadoDuplicado.CONFIRMADO,
        str(duplicado.decidido_por),
        duplicado.decidido_en,
    )


def _cotejos(sale: Persona, queda: Persona):
    yield cotejar_nombre("Nombre", "el nombre", sale.nombre_completo, queda.nombre_completo)
    yield cotejar_documento("DNI", "el DNI", sale.dni, queda.dni)
    yield cotejar_conjunto("Otros documentos", "otro documento", _otros(sale), _otros(queda))
    yield cotejar_fecha(
        "Nacimiento", "la fecha de nacimiento", sale.fecha_nacimiento, queda.fecha_nacimiento
    )
    yield cotejar_conjunto("Madre", "la madre", _madre(sale), _madre(queda))
    yield cotejar_conjunto("Hogares", "el hogar", _hogares(sale), _hogares(queda))


def _lado(rotulo: str, persona: Persona) -> Lado:
    lineas = [persona.documento]
    if persona.fecha_nacimiento:
        lineas.append(f"Nació el {persona.fecha_nacimiento:%d/%m/%Y}")
    hogares = [
        Integrante(str(miembro.hogar), (str(miembro.hogar.distrito or "Sin distrito"),))
        for miembro in persona.membresias.all()
    ]
    hijos = [
        Integrante(
            hijo.persona.nombre_completo,
            (edad(hijo.persona.fecha_nacimiento),) if hijo.persona.fecha_nacimiento else (),
        )
        for hijo in persona.hijos.all()
    ]
    grupos = [("Hogares en que figura", hogares), ("Hijas e hijos", hijos)]
    return Lado(
        rotulo,
        persona.nombre_completo,
        tuple(lineas),
        grupos=tuple(Grupo(titulo, tuple(gente)) for titulo, gente in grupos if gente),
    )


def _otros(persona: Persona) -> list[str]:
    numeros = {campo: getattr(persona, campo) for campo in DOCUMENTOS if campo != "dni"}
    return [
        numero.replace(":", " ") if campo == "otro_documento" else f"{campo.upper()} {numero}"
        for campo, numero in numeros.items()
        if numero
    ]


def _madre(persona: Persona) -> list[str]:
    """By her document where she has one: two mothers may share a name."""
    nacida = getattr(persona, "recien_nacido", None)
    madre = nacida.madre if nacida else None
    return [f"{madre} ({madre.documento})"] if madre else []


def _hogares(persona: Persona) -> list[str]:
    return sorted({miembro.hogar.codigo for miembro in persona.membresias.all()})
