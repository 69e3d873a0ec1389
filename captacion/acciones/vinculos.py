"""A person decides which household a doubtful link leads to, and may take it back."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from captacion.models import (
    Captacion,
    EstadoVinculo,
    Miembro,
    OrigenHogar,
    Persona,
    RecienNacido,
    Vinculo,
)
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento, Rol
from juntos.muro import abierto
from juntos.tareas import tocar

DECIDEN = (Rol.SUPERVISORA, Rol.SEDE)


class DecisionFirme(TransicionInvalida):
    """What came after a decision rests on it; `mensaje` says so to people."""

    def __init__(self, vinculo: Vinculo, a: str, mensaje: str):
        self.mensaje = mensaje
        super().__init__(vinculo, vinculo.estado, a)


@abierto()
def confirmar_vinculo(vinculo: Vinculo, *, por) -> Vinculo:
    """The person belongs to the household of `vinculo`: her captures and she move there.

    The other candidates are discarded and the link that stood until now is replaced; each move
    leaves its event under `_marca(vinculo)`, from which `deshacer_vinculo` puts all back.
    """
    _al_dia(vinculo, por)
    if vinculo.estado == EstadoVinculo.CONFIRMADO and vinculo.decidido_por_id == por.pk:
        return vinculo
    decision = {"decidido_en": timezone.now(), "decidido_por": por}
    otros = Vinculo.objects.filter(persona=vinculo.persona_id).exclude(pk=vinculo.pk)
    for otro in otros.filter(estado__in=Vinculo.EN_PIE):
        if otro.estado == EstadoVinculo.CONFIRMADO:
            raise DecisionFirme(
                vinculo,
                EstadoVinculo.CONFIRMADO,
                "Esta persona ya tiene un hogar confirmado: deshaga primero esa decisión.",
            )
        otro.miembros.all().delete()
        transitar(otro, EstadoVinculo.REEMPLAZADO, por=por, motivo=_marca(vinculo))
    for otro in otros.filter(estado=EstadoVinculo.POR_REVISAR):
        transitar(otro, EstadoVinculo.DESCARTADO, por=por, motivo=_marca(vinculo), **decision)
    transitar(vinculo, EstadoVinculo.CONFIRMADO, por=por, **decision)
    _incorporar(vinculo)
    _mudar_captaciones(vinculo, por)
    tocar(settings.TAREA_CONCILIAR)
    return vinculo


@transaction.atomic
def descartar_vinculo(vinculo: Vinculo, *, por) -> Vinculo:
    """The household of `vinculo` is not the person's: she stays where she is."""
    _al_dia(vinculo, por)
    if vinculo.estado == EstadoVinculo.DESCARTADO and vinculo.decidido_por_id == por.pk:
        return vinculo
    transitar(
        vinculo,
        EstadoVinculo.DESCARTADO,
        por=por,
        decidido_en=timezone.now(),
        decidido_por=por,
    )
    return vinculo


@abierto()
def deshacer_vinculo(vinculo: Vinculo, *, por) -> Vinculo:
    """Take a decision back: links, captures and membership stand again as before it."""
    _al_dia(vinculo, por)
    era_confirmado = vinculo.estado == EstadoVinculo.CONFIRMADO
    transitar(vinculo, EstadoVinculo.POR_REVISAR, por=por, decidido_en=None, decidido_por=None)
    if era_confirmado:
        _devolver_captaciones(vinculo, por)
        vinculo.miembros.all().delete()
        _devolver_vinculos(vinculo, por)
        tocar(settings.TAREA_CONCILIAR)
    return vinculo


def _al_dia(vinculo: Vinculo, por) -> None:
    """Check who decides, then read the link again: one decision at a time for each person."""
    if por.rol not in DECIDEN or not Vinculo.objects.visibles_para(por).filter(pk=vinculo.pk):
        raise PermissionDenied("Los cruces dudosos los decide la supervisora de su territorio")
    Persona.objects.select_for_update(no_key=True).get(pk=vinculo.persona_id)
    vinculo.refresh_from_db()


def _marca(vinculo: Vinculo) -> str:
    return f"Al confirmar el vínculo {vinculo.pk}"


def _incorporar(vinculo: Vinculo) -> None:
    """Make the person a member, and with a newborn the mother whom no register places."""
    personas, madre = [vinculo.persona_id], _madre(vinculo)
    if madre and not _en_padron(madre):
        personas.append(madre)
    ya = set(vinculo.hogar.miembros.filter(persona__in=personas).values_list("persona", flat=True))
    Miembro.objects.bulk_create(
        Miembro(
            hogar=vinculo.hogar,
            persona_id=persona,
            parentesco=_parentesco(vinculo) if persona == vinculo.persona_id else "",
            vinculo=vinculo,
            carga=vinculo.carga,
            fila=vinculo.fila,
        )
        for persona in personas
        if persona not in ya
    )


def _madre(vinculo: Vinculo) -> int | None:
    hija = RecienNacido.objects.filter(persona=vinculo.persona_id)
    return hija.values_list("madre", flat=True).first()


def _en_padron(persona: int) -> bool:
    return (
        Miembro.objects.filter(persona=persona, vinculo__isnull=True)
        .exclude(hogar__origen=OrigenHogar.PROVISIONAL)
        .exists()
    )


def _mudar_captaciones(vinculo: Vinculo, por) -> None:
    """Captures not affiliated yet follow the person; without a district, they take the new one."""
    hogar = vinculo.hogar
    pendientes = Captacion.objects.filter(persona=vinculo.persona_id, afiliada_el__isnull=True)
    for captacion in pendientes.exclude(hogar=hogar):
        antes = _situacion(captacion)
        captacion.hogar, captacion.en_hogar_usuario = hogar, hogar.es_usuario
        captacion.distrito_id = captacion.distrito_id or hogar.distrito_id
        captacion.save(update_fields=["hogar", "en_hogar_usuario", "distrito"])
        Evento.registrar(captacion, antes, _situacion(captacion), por=por, motivo=_marca(vinculo))


def _devolver_captaciones(vinculo: Vinculo, por) -> None:
    for captacion in Captacion.objects.filter(persona=vinculo.persona_id):
        ultimo = _ultimo_evento(captacion)
        if ultimo is None or ultimo.motivo != _marca(vinculo):
            continue
        if ultimo.a != _situacion(captacion) or captacion.afiliada_el:
            raise DecisionFirme(
                vinculo,
                EstadoVinculo.POR_REVISAR,
                "Ya no se puede deshacer: el hogar siguió su camino con esta decisión.",
            )
        hogar, usuario, distrito = ultimo.de.split("/")
        captacion.hogar_id, captacion.en_hogar_usuario = int(hogar), usuario == "1"
        captacion.distrito_id = distrito or None
        captacion.save(update_fields=["hogar", "en_hogar_usuario", "distrito"])
        Evento.registrar(captacion, ultimo.a, ultimo.de, por=por, motivo=_reverso(vinculo))


def _devolver_vinculos(vinculo: Vinculo, por) -> None:
    """The candidates wait again, and the link that stood stands."""
    otros = Vinculo.objects.filter(persona=vinculo.persona_id).exclude(pk=vinculo.pk)
    for otro in otros.filter(estado=EstadoVinculo.DESCARTADO):
        ultimo = _ultimo_evento(otro)
        if ultimo and ultimo.motivo == _marca(vinculo):
            transitar(
                otro,
                EstadoVinculo.POR_REVISAR,
                por=por,
                motivo=_reverso(vinculo),
                decidido_en=None,
                decidido_por=None,
            )
    reemplazos = Evento.objects.filter(
        modelo=Vinculo._meta.label_lower, a=EstadoVinculo.REEMPLAZADO, motivo=_marca(vinculo)
    )
    if reemplazo := reemplazos.first():
        _restablecer(Vinculo.objects.get(pk=reemplazo.objeto_id), vinculo, por)


def _restablecer(anterior: Vinculo, vinculo: Vinculo, por) -> None:
    """A replaced link is closed for good: what it said comes back as a new one."""
    de_nuevo = Vinculo.objects.create(
        persona_id=anterior.persona_id,
        hogar_id=anterior.hogar_id,
        regla=anterior.regla,
        estado=EstadoVinculo.AUTOMATICO,
        orden=anterior.orden,
        puntaje=anterior.puntaje,
        aportes=anterior.aportes,
        pesos_id=anterior.pesos_id,
        carga_id=anterior.carga_id,
        fila=anterior.fila,
    )
    Evento.registrar(de_nuevo, "", de_nuevo.estado, por=por, motivo=_reverso(vinculo))
    Miembro.objects.get_or_create(
        hogar_id=de_nuevo.hogar_id,
        persona_id=de_nuevo.persona_id,
        defaults={
            "parentesco": _parentesco(de_nuevo),
            "vinculo": de_nuevo,
            "carga_id": de_nuevo.carga_id,
            "fila": de_nuevo.fila,
        },
    )


def _parentesco(vinculo: Vinculo) -> str:
    """As the load writes it: the child of a mother that we know, or nothing."""
    return "hijo" if _madre(vinculo) else ""


def _reverso(vinculo: Vinculo) -> str:
    return f"Al deshacer el vínculo {vinculo.pk}"


def _situacion(captacion: Captacion) -> str:
    """Where a capture stands, by ids, as its event keeps it: household/user/district."""
    usuario = int(captacion.en_hogar_usuario)
    return f"{captacion.hogar_id}/{usuario}/{captacion.distrito_id or ''}"


def _ultimo_evento(objeto) -> Evento | None:
    return Evento.objects.filter(modelo=objeto._meta.label_lower, objeto_id=objeto.pk).first()
