"""Captures in -> contacts out: afiliacion pulls what captacion left, so a crash loses nothing.

A country is brought in parts, each in a transaction of its own: a visit that comes meanwhile waits
for the part of its household, not for the country (docs/adr/0051).
"""

import datetime as dt
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from django.db import connection
from django.db.models import F

from afiliacion.models import Caso, EstadoContacto
from captacion.models import Carga
from juntos.models import Parametro, Usuario
from juntos.turnos import insistir

SQL = Path(__file__).resolve().parents[1] / "sql"
PASOS = sorted((SQL / "conciliar").glob("*.sql"))
HASTA = SQL / "conciliar_hasta.sql"
SEGUNDOS_POR_PARTE = 0.5
# Households of the first part; of the smallest and the largest that its time may lead to.
INICIAL, MINIMO, MAXIMO = 2_000, 500, 20_000
NO_SE_MUEVEN = [EstadoContacto.AFILIADA, EstadoContacto.REUNIDA]


def conciliar(
    *, hoy: dt.date, carga: Carga | None = None, hogares: Collection[int] | None = None
) -> int:
    """Bring the contacts to what captures, links and classifications say on `hoy`.

    `hogares`: only those of these households, and those from which their captures come.

    Set-based and idempotent; of two runs at once the second waits for each part and finds nothing
    to do; a run that died is made again. Returns how many contacts this run opened that are open,
    and adds them to the loads that opened them.
    """
    valores = Parametro.valores() | {
        "hoy": hoy,
        "sistema": Usuario.objects.sistema().pk,
        "carga": carga and carga.pk,
    }
    pares = _separados() if hogares is None else _con_sus_contactos(hogares)
    abiertos = sum(_parte(valores | _de(juntos)) for juntos in _de_a(INICIAL, _grupos(pares)))
    return abiertos if hogares is not None else abiertos + _los_demas(valores)


def _los_demas(valores: dict) -> int:
    """The country from its first household to its last, in parts that take some half a second."""
    abiertos, desde, cuantos, analizar_en = 0, 0, INICIAL, 1
    numero = 0
    while hasta := _hasta(desde, cuantos):
        inicio = time.monotonic()
        abiertos += _parte(valores | {"hogares": None, "desde": desde, "hasta": hasta})
        veces = SEGUNDOS_POR_PARTE / (time.monotonic() - inicio)
        cuantos = int(max(MINIMO, min(MAXIMO, cuantos * min(veces, 2))))
        desde, numero = hasta + 1, numero + 1
        if abiertos and numero >= analizar_en:
            # The first loads of a new system fill tables that nobody has measured yet.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE afiliacion_contacto, afiliacion_caso")
            analizar_en = 4 * numero
    return abiertos


def _hasta(desde: int, cuantos: int) -> int | None:
    """The last of so many households with a capture or a contact; None when there are no more."""
    with connection.cursor() as cursor:
        cursor.execute(HASTA.read_text(), {"desde": desde, "cuantos": cuantos})
        return cursor.fetchone()[0]


def _parte(valores: dict) -> int:
    """One part, whole or not at all."""

    def hacer() -> int:
        with connection.cursor() as cursor:
            for paso in PASOS:
                cursor.execute(paso.read_text(), valores)
            while cursor.nextset():
                pass
            return cursor.fetchone()[0]

    return insistir(hacer)


def _separados() -> Iterable[tuple[int, int]]:
    """The household of a contact and that where one of its captures is now."""
    casos = Caso.objects.filter(cerrado_por_visita=None)
    casos = casos.exclude(contacto__estado__in=NO_SE_MUEVEN)
    casos = casos.exclude(captacion__hogar=F("contacto__hogar"))
    return casos.order_by().values_list("contacto__hogar", "captacion__hogar").distinct()


def _grupos(pares: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Households that some chain of `pares` joins, together."""
    grupo_de: dict[int, list[int]] = {}
    for uno, otro in pares:
        mayor = grupo_de.setdefault(uno, [uno])
        menor = grupo_de.setdefault(otro, [otro])
        if mayor is menor:
            continue
        if len(mayor) < len(menor):
            mayor, menor = menor, mayor
        mayor.extend(menor)
        grupo_de |= dict.fromkeys(menor, mayor)
    return list({id(grupo): grupo for grupo in grupo_de.values()}.values())


def _de_a(cuantos: int, grupos: Iterable[list[int]]) -> Iterator[list[int]]:
    """Whole groups, as many together as make up `cuantos`; a larger one alone."""
    juntos = []
    for grupo in grupos:
        if juntos and len(juntos) + len(grupo) > cuantos:
            yield juntos
            juntos = []
        juntos = [*juntos, *grupo]
    if juntos:
        yield juntos


def _de(hogares: list[int]) -> dict:
    return {"hogares": hogares, "desde": min(hogares), "hasta": max(hogares)}


def _con_sus_contactos(hogares: Collection[int]) -> Iterable[tuple[int, int]]:
    """Each of them, and the household whose contact has one of its captures."""
    casos = Caso.objects.filter(captacion__hogar__in=hogares)
    pares = casos.values_list("captacion__hogar", "contacto__hogar").distinct()
    return [*zip(hogares, hogares, strict=True), *pares]
