"""Two households of one register that may be one, as a pair: the one that would go first."""

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from captacion.consultas.cotejo import cotejar_conjunto, cotejar_texto
from captacion.consultas.pares import Decidido, Decision, Grupo, Insignia, Integrante, Lado, Par
from captacion.models import (
    Captacion,
    EstadoHogarDuplicado,
    Hogar,
    HogarDuplicado,
    Miembro,
    NivelPobreza,
)
from juntos.templatetags.juntos import edad

CLASE = "hogar"


def en_espera(usuario) -> QuerySet[HogarDuplicado]:
    """Pairs to decide in the user's territory, with the nearest deadline in either household."""
    limite = Captacion.objects.filter(
        Q(hogar=OuterRef("hogar")) | Q(hogar=OuterRef("otro"))
    ).order_by("limite_el")
    return (
        HogarDuplicado.objects.visibles_para(usuario)
        .por_decidir()
        .annotate(limite_el=Subquery(limite.values("limite_el")[:1]))
    )


def unidad_de(par: HogarDuplicado) -> int:
    return par.pk


def pares_de(unidad: int) -> list[Par]:
    """The one pair of this unit, in a fixed number of queries."""
    par = HogarDuplicado.objects.select_related(
        "hogar__distrito", "otro__distrito", "decidido_por"
    ).get(pk=unidad)
    miembros = Miembro.objects.select_related("persona").order_by("-es_titular", "pk")
    prefetch_related_objects(
        [par.hogar, par.otro], Prefetch("miembros", miembros), "clasificaciones"
    )
    return [_par(par)]


def decididos(usuario, cuantos: int) -> list[Decidido]:
    """The user's decisions on households, the latest first."""
    suyos = _suyos(usuario).select_related("hogar__distrito").order_by("-decidido_en")[:cuantos]
    return [
        Decidido(
            CLASE,
            par.pk,
            par.get_estado_display(),
            par.estado == EstadoHogarDuplicado.CONFIRMADO,
            str(par.hogar),
            str(par.hogar.distrito or "Sin distrito"),
            par.decidido_en,
        )
        for par in suyos
    ]


def hechos_hoy(usuario) -> int:
    return _suyos(usuario).filter(decidido_en__date=timezone.localdate()).count()


def _suyos(usuario) -> QuerySet[HogarDuplicado]:
    return HogarDuplicado.objects.visibles_para(usuario).filter(decidido_por=usuario)


def _par(par: HogarDuplicado) -> Par:
    return Par(
        clase=CLASE,
        pk=par.pk,
        unidad=par.pk,
        titulo=str(par.hogar),
        pregunta="¿Son el mismo hogar?",
        si="Sí, es el mismo",
        no="No, son dos",
        izquierda=_lado("El hogar que se une", par.otro),
        derecha=_lado("El hogar que queda", par.hogar),
        cotejos=tuple(_cotejos(par.otro, par.hogar)),
        porque=(
            f"Son dos códigos del {par.hogar.get_origen_display()} con {par.comunes} miembros en "
            "común, de documento igual."
        ),
        decision=_decision(par),
        en_espera=par.estado == EstadoHogarDuplicado.POR_REVISAR,
        hogares=(par.hogar_id, par.otro_id),
    )


def _decision(par: HogarDuplicado) -> Decision | None:
    if par.decidido_en is None:
        return None
    return Decision(
        par.get_estado_display(),
        par.estado == EstadoHogarDuplicado.CONFIRMADO,
        str(par.decidido_por),
        par.decidido_en,
    )


def _cotejos(sale: Hogar, queda: Hogar):
    distritos = [str(hogar.distrito or "") for hogar in (sale, queda)]
    yield cotejar_conjunto("Miembros", "un miembro", _gente(sale), _gente(queda))
    yield cotejar_texto("Distrito", "el distrito", *distritos)
    yield cotejar_texto(
        "Centro poblado", "el centro poblado", sale.centro_poblado, queda.centro_poblado
    )
    yield cotejar_texto("Dirección", "la dirección", sale.direccion, queda.direccion)
    yield cotejar_conjunto("Clasificación", "la clasificación", _niveles(sale), _niveles(queda))


def _lado(rotulo: str, hogar: Hogar) -> Lado:
    insignia = (
        Insignia("Usuario de JUNTOS", "chip-bien") if hogar.es_usuario else Insignia("No usuario")
    )
    miembros = [
        Integrante(m.persona.nombre_completo, (m.persona.documento, *_detalles(m)))
        for m in hogar.miembros.all()
    ]
    grupos = (Grupo("Integrantes", tuple(miembros)),) if miembros else ()
    return Lado(rotulo, str(hogar), (hogar.get_origen_display(),), (insignia,), grupos)


def _detalles(miembro: Miembro) -> list[str]:
    detalles = [miembro.parentesco.lower()] if miembro.parentesco else []
    if miembro.persona.fecha_nacimiento:
        detalles.append(edad(miembro.persona.fecha_nacimiento))
    return detalles


def _gente(hogar: Hogar) -> list[str]:
    """By document where they have one: two people may share a name."""
    gente = (m.persona for m in hogar.miembros.all())
    return sorted(f"{persona} ({persona.documento})" for persona in gente)


def _niveles(hogar: Hogar) -> list[str]:
    return sorted({NivelPobreza(c.nivel).label for c in hogar.clasificaciones.all()})
