"""Doubtful links: who waits for a household, and what was decided of them."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from captacion.consultas.pares import Decidido
from captacion.consultas.pares_de_vinculo import CLASE
from captacion.models import Captacion, EstadoVinculo, LoteDeDecisiones, Persona, Vinculo
from juntos.models import Evento

DECIDIDOS = (EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO)


def personas_en_duda(usuario) -> QuerySet[Persona]:
    """People with a link to review in the user's territory, the nearest deadline first."""
    dudosos = Vinculo.objects.visibles_para(usuario).filter(estado=EstadoVinculo.POR_REVISAR)
    limite = Captacion.objects.filter(persona=OuterRef("pk")).order_by("limite_el")
    return (
        Persona.objects.filter(pk__in=dudosos.values("persona"))
        .annotate(limite_el=Subquery(limite.values("limite_el")[:1]))
        .order_by("limite_el", "pk")
    )


def persona_de(vinculo: Vinculo) -> int:
    return vinculo.persona_id


def decididos(usuario, cuantos: int) -> list[Decidido]:
    """The user's own words that stand, one by one: not their consequences, nor a batch's."""
    arrastrado = Vinculo.objects.filter(
        persona=OuterRef("persona"),
        estado=EstadoVinculo.CONFIRMADO,
        decidido_en=OuterRef("decidido_en"),
    )
    vinculos = (
        Vinculo.objects.visibles_para(usuario)
        .filter(decidido_por=usuario, estado__in=DECIDIDOS)
        .exclude(Exists(arrastrado), estado=EstadoVinculo.DESCARTADO)
        .exclude(Exists(_en_un_lote()))
        .select_related("persona", "hogar__distrito")
        .order_by("-decidido_en", "-pk")[:cuantos]
    )
    return [
        Decidido(
            CLASE,
            vinculo.pk,
            vinculo.get_estado_display(),
            vinculo.estado == EstadoVinculo.CONFIRMADO,
            vinculo.persona.nombre_completo,
            ", ".join(filter(None, [str(vinculo.hogar), str(vinculo.hogar.distrito or "")])),
            vinculo.decidido_en,
        )
        for vinculo in vinculos
    ]


def hechos_hoy(usuario) -> int:
    """People whom the user settled today: nothing of them waits."""
    pendiente = Vinculo.objects.filter(
        persona=OuterRef("persona"), estado=EstadoVinculo.POR_REVISAR
    )
    return (
        Vinculo.objects.filter(
            decidido_por=usuario, decidido_en__date=timezone.localdate(), estado__in=DECIDIDOS
        )
        .exclude(Exists(pendiente))
        .values("persona")
        .distinct()
        .count()
    )


def lotes_de(usuario) -> QuerySet[LoteDeDecisiones]:
    """The user's batches that stand, the latest first."""
    return LoteDeDecisiones.objects.visibles_para(usuario).filter(deshecho_en__isnull=True)


def _en_un_lote() -> QuerySet[Evento]:
    """The event of the decision that stands, if it was made in a batch."""
    return Evento.objects.filter(
        modelo=Vinculo._meta.label_lower,
        objeto_id=OuterRef("pk"),
        a=EstadoVinculo.CONFIRMADO,
        ocurrido_en__gte=OuterRef("decidido_en"),
        lotes_de_decisiones__deshecho_en__isnull=True,
        lotes_de_decisiones__isnull=False,
    )
