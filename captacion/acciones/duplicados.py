"""A person decides that two records are one woman or one child, and may take it back."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from captacion.acciones.encuentros import contar_encuentros, hogares_de_personas
from captacion.acciones.fusion import Fusion, YaCambio, devolver_todo
from captacion.acciones.vinculos import DECIDEN, DecisionFirme
from captacion.importacion import CANDADO_PERSONAS
from captacion.models import (
    Captacion,
    DocumentoAlias,
    Duplicado,
    EstadoDuplicado,
    EstadoVinculo,
    Hogar,
    HogarDuplicado,
    Miembro,
    OrigenHogar,
    Persona,
    Vinculo,
)
from captacion.models.persona import DOCUMENTOS
from juntos.estados import transitar
from juntos.models import Evento
from juntos.muro import abierto
from juntos.tareas import tocar

ESPERA_SEGUNDOS = 5
OTRA_COSA = "Ya no se puede deshacer: lo que siguió después se apoya en esta unión."
# Of two links that stand, the one that says more.
FIRMEZA = {OrigenHogar.JUNTOS: 2, OrigenHogar.PGH: 1, OrigenHogar.PROVISIONAL: 0}


@abierto()
def fusionar(duplicado: Duplicado, *, por) -> Duplicado:
    """`otra` is `persona`: all that spoke of her speaks of `persona`, her documents included.

    Every change is kept as a FusionMovida, from which `deshacer_fusion` puts all back.
    """
    _al_dia(duplicado, EstadoDuplicado.CONFIRMADO, por)
    if duplicado.estado == EstadoDuplicado.CONFIRMADO and duplicado.decidido_por_id == por.pk:
        return duplicado
    queda, sale = duplicado.persona, duplicado.otra
    if _vaciadas(queda, sale).exists():
        raise DecisionFirme(
            duplicado,
            EstadoDuplicado.CONFIRMADO,
            "Una de las dos ya se unió con otra persona: deshaga primero esa decisión.",
        )
    transitar(
        duplicado,
        EstadoDuplicado.CONFIRMADO,
        por=por,
        decidido_en=timezone.now(),
        decidido_por=por,
    )
    fusion = Fusion(duplicado)
    _un_solo_vinculo(fusion, queda, sale, por)
    _reunir_documentos(fusion, queda, sale)
    fusion.trasladar(sale, queda)
    fusion.completar(queda, sale)
    _reunir_pares(fusion, queda, sale)
    _enlazar(fusion, queda, por)
    _dejar_provisionales(fusion, queda)
    contar_encuentros(hogares_de_personas(queda), carga_id=duplicado.carga_id)
    tocar(settings.TAREA_CONCILIAR)
    return duplicado


@transaction.atomic
def descartar_duplicado(duplicado: Duplicado, *, por) -> Duplicado:
    """They are two people, whatever later files say."""
    _al_dia(duplicado, EstadoDuplicado.DESCARTADO, por)
    if duplicado.estado == EstadoDuplicado.DESCARTADO and duplicado.decidido_por_id == por.pk:
        return duplicado
    transitar(
        duplicado,
        EstadoDuplicado.DESCARTADO,
        por=por,
        decidido_en=timezone.now(),
        decidido_por=por,
    )
    return duplicado


@abierto()
def deshacer_fusion(duplicado: Duplicado, *, por) -> Duplicado:
    """Take a decision back: every row that a merge moved is again as it was before it.

    What came after it stays where it came: rows that a later file wrote of `persona` are hers.
    Raises DecisionFirme when something later rests on what would be moved.
    """
    _al_dia(duplicado, EstadoDuplicado.POR_REVISAR, por)
    era_fusion = duplicado.estado == EstadoDuplicado.CONFIRMADO
    if era_fusion:
        exigir_sin_afiliar(duplicado)
    transitar(duplicado, EstadoDuplicado.POR_REVISAR, por=por, decidido_en=None, decidido_por=None)
    if not era_fusion:
        return duplicado
    tocados = hogares_de_personas(duplicado.persona, duplicado.otra)
    try:
        devolver_todo(duplicado, por=por)
    except YaCambio as cambio:
        raise DecisionFirme(duplicado, EstadoDuplicado.POR_REVISAR, OTRA_COSA) from cambio
    contar_encuentros(tocados, carga_id=duplicado.carga_id)
    tocar(settings.TAREA_CONCILIAR)
    return duplicado


def _al_dia(duplicado: Duplicado, a: str, por) -> None:
    """Check who decides, wait for the loads that are writing people, and read the pair again."""
    visibles = Duplicado.objects.visibles_para(por)
    if por.rol not in DECIDEN or not visibles.filter(pk=duplicado.pk).exists():
        raise PermissionDenied("Los duplicados los decide la supervisora de su territorio")
    esperar_a_las_cargas(duplicado, a)
    personas = Persona.objects.select_for_update(no_key=True).order_by("pk")
    list(personas.filter(pk__in=[duplicado.persona_id, duplicado.otra_id]))
    duplicado.refresh_from_db()


def esperar_a_las_cargas(duplicado: Duplicado | HogarDuplicado, a: str) -> None:
    """A load has read who is who: nobody becomes another person under its hands."""
    limite = time.monotonic() + ESPERA_SEGUNDOS
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [CANDADO_PERSONAS])
            if cursor.fetchone()[0]:
                return
            if time.monotonic() > limite:
                raise DecisionFirme(
                    duplicado,
                    a,
                    "Hay una carga en curso: vuelva a intentarlo cuando termine.",
                )
            time.sleep(0.2)


def _vaciadas(*personas: Persona):
    return Duplicado.objects.filter(otra__in=personas, estado=EstadoDuplicado.CONFIRMADO)


def _marca(fusion: Fusion) -> str:
    return f"Al unir las dos personas del duplicado {fusion.duplicado.pk}"


# --- What each of the two had


def _un_solo_vinculo(fusion: Fusion, queda: Persona, sale: Persona, por) -> None:
    """Of two standing links one stands, and of two of one household one is kept."""
    en_pie = list(
        Vinculo.objects.filter(persona__in=[queda, sale], estado__in=Vinculo.EN_PIE)
        .select_related("hogar")
        .order_by("pk")
    )
    if len({v.hogar_id for v in en_pie if v.estado == EstadoVinculo.CONFIRMADO}) > 1:
        raise DecisionFirme(
            fusion.duplicado,
            EstadoDuplicado.CONFIRMADO,
            "A cada una le confirmaron un hogar distinto: deshaga primero una de esas decisiones.",
        )
    if len(en_pie) < 2:
        return
    firme = max(
        en_pie,
        key=lambda v: (
            v.estado == EstadoVinculo.CONFIRMADO,
            FIRMEZA[v.hogar.origen],
            v.persona_id == queda.pk,
        ),
    )
    for vinculo in en_pie:
        if vinculo != firme and vinculo.estado == EstadoVinculo.AUTOMATICO:
            _reemplazar(fusion, vinculo, por)


def _reemplazar(fusion: Fusion, vinculo: Vinculo, por) -> None:
    for miembro in vinculo.miembros.order_by("pk"):
        fusion.quitar(miembro)
    antes = vinculo.estado
    transitar(vinculo, EstadoVinculo.REEMPLAZADO, por=por, motivo=_marca(fusion))
    fusion.movido(vinculo, "estado", antes, vinculo.estado)


def _reunir_documentos(fusion: Fusion, queda: Persona, sale: Persona) -> None:
    """The documents that `queda` lacks are hers; by the others files still find her."""
    suyos = {campo: getattr(sale, campo) for campo in DOCUMENTOS if getattr(sale, campo)}
    fusion.cambiar(sale, **dict.fromkeys(suyos))
    faltan = {campo: valor for campo, valor in suyos.items() if not getattr(queda, campo)}
    if faltan.get("dni", queda.dni) == faltan.get("cui", queda.cui):
        faltan["cui"] = None  # the DNI answers for it
    fusion.cambiar(queda, **faltan)
    for campo in suyos.keys() - faltan.keys():
        fusion.poner(DocumentoAlias(documento=_con_tipo(campo, suyos[campo]), persona=queda))


def _con_tipo(campo: str, numero: str) -> str:
    return numero if campo == "otro_documento" else f"{campo.upper()}:{numero}"


def _reunir_pares(fusion: Fusion, queda: Persona, sale: Persona) -> None:
    """What was told or decided of `sale` and a third person holds for `queda` and that person."""
    pares = Duplicado.objects.filter(Q(persona=sale) | Q(otra=sale))
    abiertos = pares.exclude(pk=fusion.duplicado.pk).exclude(estado=EstadoDuplicado.CONFIRMADO)
    for par in abiertos.order_by("pk"):
        tercera = par.otra_id if par.persona_id == sale.pk else par.persona_id
        rival = Duplicado.objects.filter(
            Q(persona=queda, otra=tercera) | Q(persona=tercera, otra=queda)
        ).first()
        if rival and EstadoDuplicado.POR_REVISAR in (par.estado, rival.estado):
            # The one that a person decided is kept.
            sobra = par if par.estado == EstadoDuplicado.POR_REVISAR else rival
            fusion.quitar(sobra)
        if rival is None or (rival.estado, par.estado) == (
            EstadoDuplicado.POR_REVISAR,
            EstadoDuplicado.DESCARTADO,
        ):
            lado = "persona" if par.persona_id == sale.pk else "otra"
            fusion.cambiar(par, **{lado: queda})


# --- The household that follows from it


def _enlazar(fusion: Fusion, queda: Persona, por) -> None:
    """She, if pregnant, and her children leave a provisional household for her register's."""
    hogares = _hogares_de_padron(queda)
    dependen = Vinculo.objects.filter(
        Q(persona=queda, persona__gestaciones__isnull=False)
        | Q(persona__recien_nacido__madre=queda),
        estado=EstadoVinculo.AUTOMATICO,
        hogar__origen=OrigenHogar.PROVISIONAL,
    )
    for vinculo in dependen.select_related("persona").distinct().order_by("pk"):
        suyas = Captacion.objects.filter(persona=vinculo.persona)
        if hogares and not suyas.filter(afiliada_el__isnull=False).exists():
            _llevar(fusion, vinculo, hogares, queda, por)
    for persona in Persona.objects.filter(Q(pk=queda.pk) | Q(recien_nacido__madre=queda)):
        _mudar_captaciones(fusion, persona, por)


def _hogares_de_padron(persona: Persona) -> list[Hogar]:
    """Where a register puts her: JUNTOS before the PGH, as loads link."""
    hogares = Hogar.objects.filter(
        miembros__persona=persona,
        miembros__vinculo__isnull=True,
        origen__in=(OrigenHogar.JUNTOS, OrigenHogar.PGH),
    ).order_by("pk")
    return [h for h in hogares if h.origen == OrigenHogar.JUNTOS] or list(hogares)


def _llevar(fusion: Fusion, vinculo: Vinculo, hogares: list[Hogar], queda: Persona, por) -> None:
    """The one household of the register, or each of several for a person to choose."""
    suyos = Vinculo.objects.filter(persona=vinculo.persona)
    descartados = set(suyos.filter(estado=EstadoVinculo.DESCARTADO).values_list("hogar", flat=True))
    posibles = [hogar for hogar in hogares if hogar.pk not in descartados]
    solo = len(posibles) == 1
    if solo:
        for otro in suyos.filter(estado=EstadoVinculo.POR_REVISAR).order_by("pk"):
            _reemplazar(fusion, otro, por)
        _reemplazar(fusion, vinculo, por)
    ya = set(suyos.filter(estado=EstadoVinculo.POR_REVISAR).values_list("hogar", flat=True))
    for orden, hogar in enumerate((h for h in posibles if h.pk not in ya), len(ya) + 1):
        quien = "propio" if vinculo.persona_id == queda.pk else "madre"
        nuevo = Vinculo(
            persona=vinculo.persona,
            hogar=hogar,
            regla=f"{quien}_{hogar.origen}",
            estado=EstadoVinculo.AUTOMATICO if solo else EstadoVinculo.POR_REVISAR,
            duda="" if solo else "dos_hogares",
            orden=orden,
            carga_id=fusion.duplicado.carga_id,
            fila=fusion.duplicado.fila,
        )
        fusion.poner(nuevo)
        Evento.registrar(nuevo, "", nuevo.estado, por=por, motivo=_marca(fusion))
        if solo and not hogar.miembros.filter(persona=nuevo.persona).exists():
            fusion.poner(
                Miembro(
                    hogar=hogar,
                    persona=nuevo.persona,
                    parentesco="hijo" if quien == "madre" else "",
                    vinculo=nuevo,
                    carga_id=nuevo.carga_id,
                    fila=nuevo.fila,
                )
            )


def _mudar_captaciones(fusion: Fusion, persona: Persona, por) -> None:
    """Captures not affiliated yet are where the standing link says."""
    vinculo = persona.vinculos.filter(estado__in=Vinculo.EN_PIE).select_related("hogar").first()
    if vinculo is None:
        return
    hogar = vinculo.hogar
    pendientes = Captacion.objects.filter(persona=persona, afiliada_el__isnull=True)
    for captacion in pendientes.exclude(hogar=hogar).order_by("pk"):
        antes = str(captacion.hogar_id)
        fusion.cambiar(
            captacion,
            hogar=hogar,
            en_hogar_usuario=hogar.es_usuario,
            distrito=captacion.distrito or hogar.distrito,
        )
        Evento.registrar(captacion, antes, str(hogar.pk), por=por, motivo=_marca(fusion))


def _dejar_provisionales(fusion: Fusion, persona: Persona) -> None:
    """She is no member of a provisional household that nobody waits in, if she has another."""
    suyas = Miembro.objects.filter(persona=persona)
    vacias = suyas.filter(hogar__origen=OrigenHogar.PROVISIONAL).exclude(
        Q(hogar__captaciones__isnull=False) | Q(hogar__vinculos__estado__in=Vinculo.EN_PIE)
    )
    if suyas.exclude(pk__in=vacias.values("pk")).exists():
        for miembro in vacias.order_by("pk"):
            fusion.quitar(miembro)


def exigir_sin_afiliar(duplicado: Duplicado | HogarDuplicado) -> None:
    """A capture that the merge moved and that was affiliated since stays where it was approved."""
    mudadas = duplicado.movidas.filter(
        deshecha=False, modelo=Captacion._meta.label_lower, campo__in=("hogar", "persona")
    )
    unidas_el = timezone.localdate(duplicado.decidido_en)
    if Captacion.objects.filter(
        pk__in=mudadas.values("objeto_id"), afiliada_el__gte=unidas_el
    ).exists():
        raise DecisionFirme(
            duplicado,
            EstadoDuplicado.POR_REVISAR,
            "Ya no se puede deshacer: el hogar se afilió con esta decisión.",
        )
