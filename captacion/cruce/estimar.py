"""The weights of linkage, estimated from the pairs in the database: a new version each time."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from captacion.cruce.em import (
    CAMPOS,
    Grupo,
    Proporciones,
    contar,
    estimar_m,
    pesos_de,
    proporciones_de,
)
from captacion.models import OrigenPesos, PesosCruce
from captacion.taller import texto
from juntos.models import Evento, Parametro

DOCUMENTO, NOMBRE, AZAR = "documento", "nombre", "azar"
CALLADOS = {
    DOCUMENTO: frozenset({"documento"}),
    NOMBRE: frozenset({"apellidos", "rareza", "nombres"}),
}
# Where EM starts: nearly all with one document are one person, few of those with one name.
PREVIAS = {DOCUMENTO: 0.98, NOMBRE: 0.1}
MUESTRA, AL_AZAR = 20_000, 10
PARES_MINIMOS = 500
# A level seen fewer times than these by chance keeps the proportion it had.
VECES_MINIMAS = 5
# How many of 100,000 people have both surnames, in the middle of each class (10_normalizar).
CORRIENTES = {"comunes": 30.0, "frecuentes": 3.0, "raros": 0.3, "muy_raros": 0.03}
# What stays of the version in use: clean files do not make a slip impossible.
CREENCIA = 0.05


class FaltanPares(Exception):
    """Too few pairs to learn from; str() is one Spanish sentence for people."""


@transaction.atomic
def estimar_pesos(*, por) -> PesosCruce:
    """A new version, not in use, from the people whom documents and names bring together.

    Fields of which the pairs say too little keep their weights. Raises FaltanPares.
    """
    _exigir(por)
    en_uso = PesosCruce.objects.get(activa=True)
    patrones = _patrones()
    if patrones[DOCUMENTO].total() < PARES_MINIMOS or not patrones[AZAR]:
        raise FaltanPares(
            f"Hacen falta {PARES_MINIMOS} madres cuyo DNI figure en un padrón de hogares para "
            f"estimar los pesos; hay {patrones[DOCUMENTO].total()}."
        )
    antes_m, antes_u = (proporciones_de(en_uso.pesos, cual) for cual in "mu")
    u = _estimar_u(Grupo(patrones[AZAR], previa=0.5), antes_u)
    grupos = {n: Grupo(patrones[n], PREVIAS[n], CALLADOS[n]) for n in PREVIAS}
    estimada, dichos = estimar_m([*grupos.values()], u, antes_m)
    m = {
        campo: _mezclar(estimada[campo], antes_m[campo])
        if dichos[campo] >= PARES_MINIMOS
        else antes_m[campo]
        for campo in CAMPOS
    }
    u["rareza"] = _coincidir_por_azar(m["rareza"])
    return PesosCruce.objects.create(
        origen=OrigenPesos.ESTIMADA,
        pesos=pesos_de(m, u),
        previa=grupos[NOMBRE].previa if patrones[NOMBRE] else en_uso.previa,
        pares=sum(p.total() for p in patrones.values()),
        creada_en=timezone.now(),
        creada_por=por,
    )


@transaction.atomic
def activar_pesos(version: PesosCruce, *, por) -> None:
    """Score with `version` from the next load on; links keep the version that scored them."""
    _exigir(por)
    en_uso = PesosCruce.objects.select_for_update().get(activa=True)
    if en_uso.pk == version.pk:
        return
    PesosCruce.objects.filter(pk=en_uso.pk).update(activa=False)
    PesosCruce.objects.filter(pk=version.pk).update(activa=True)
    Evento.registrar(en_uso, "activa", "guardada", por=por)
    Evento.registrar(version, "guardada", "activa", por=por)
    version.refresh_from_db()


def _exigir(por) -> None:
    if not por.carga_archivos:
        raise PermissionDenied("Solo sede y administración cambian los pesos del cruce")


def _patrones() -> defaultdict[str, Counter]:
    """The patterns of each group of pairs, worked out in a schema that goes at the end."""
    parametros = Parametro.valores() | {"muestra": MUESTRA, "al_azar": AL_AZAR}
    patrones = defaultdict(Counter)
    with connection.cursor() as cursor:
        for guion in ("estimar/00_taller", "estimar/10_fichas", "10_normalizar", "20_comparar"):
            cursor.execute(texto(f"cruce/{guion}"), parametros)
        cursor.execute(texto("cruce/estimar/80_patrones"))
        for grupo, *niveles, pares in cursor.fetchall():
            patrones[grupo][tuple(niveles)] += pares
        cursor.execute(texto("cruce/estimar/90_limpiar"))
    return patrones


def _estimar_u(azar: Grupo, antes: Proporciones) -> Proporciones:
    """P(level | two women), counted; the rarest agreements cannot be counted in a sample."""
    cuenta = contar(azar)
    return {campo: _contadas(cuenta[campo], antes[campo]) for campo in CAMPOS}


def _contadas(cuenta: Counter[str], antes: dict[str, float]) -> dict[str, float]:
    total = cuenta.total()
    if total < PARES_MINIMOS:
        return antes
    partes = {
        nivel: cuenta[nivel] / total if cuenta[nivel] >= VECES_MINIMAS else parte
        for nivel, parte in antes.items()
    }
    suma = sum(partes.values())
    return {nivel: parte / suma for nivel, parte in partes.items()}


def _coincidir_por_azar(gente: dict[str, float]) -> dict[str, float]:
    """Of two women who agree on both surnames, the share of each class: too few to be counted.

    Two people have one surname as often as it is common: `gente`, the people of each class, by it.
    """
    partes = {nivel: parte * CORRIENTES[nivel] for nivel, parte in gente.items()}
    suma = sum(partes.values())
    return {nivel: parte / suma for nivel, parte in partes.items()}


def _mezclar(estimada: dict[str, float], antes: dict[str, float]) -> dict[str, float]:
    return {n: (1 - CREENCIA) * estimada[n] + CREENCIA * antes[n] for n in antes}
