"""Captures in -> contacts out: afiliacion pulls what captacion left, so a crash loses nothing.

A country is brought in parts, each in a transaction of its own: a visit that comes meanwhile waits
for the part of its household, not for the country (docs/adr/0051).
"""

import datetime as dt
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import connection
from django.db.models import F

from afiliacion.models import Caso, Contacto, EstadoContacto
from captacion.models import Carga
from juntos.models import Parametro, Usuario
from juntos.turnos import insistir

SQL = Path(__file__).resolve().parents[1] / "sql"
PASOS = sorted((SQL / "conciliar").glob("*.sql"))
PARTES = SQL / "conciliar_partes.sql"
HOGARES_POR_PARTE = 5000
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
    if hogares is not None:
        return _parte(valores | _de(_con_sus_contactos(hogares)))
    abiertos, analizar_en = 0, 1
    for numero, parte in enumerate(_partes(), start=1):
        abiertos += _parte(valores | parte)
        if abiertos and numero >= analizar_en:
            # The first loads of a new system fill tables that nobody has measured yet.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE afiliacion_contacto, afiliacion_caso")
            analizar_en = 4 * numero
    return abiertos


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


def _partes() -> Iterator[dict]:
    """The country in parts; first, each with all it touches, the households that a capture left."""
    parte = []
    for grupo in _grupos(_separados()):
        if parte and len(parte) + len(grupo) > HOGARES_POR_PARTE:
            yield _de(parte)
            parte = []
        parte = [*parte, *grupo]
    if parte:
        yield _de(parte)
    with connection.cursor() as cursor:
        cursor.execute(PARTES.read_text(), {"hogares": HOGARES_POR_PARTE})
        tramos = cursor.fetchall()
    for desde, hasta in tramos:
        yield {"hogares": None, "desde": desde, "hasta": hasta}


def _separados() -> Iterator[tuple[int, int]]:
    """The household of a contact and that where one of its captures is now."""
    casos = Caso.objects.filter(cerrado_por_visita=None)
    casos = casos.exclude(contacto__estado__in=NO_SE_MUEVEN)
    casos = casos.exclude(captacion__hogar=F("contacto__hogar"))
    return casos.order_by().values_list("contacto__hogar", "captacion__hogar").distinct()


def _grupos(pares) -> list[list[int]]:
    """Households that some chain of `pares` joins, together."""
    grupo_de: dict[int, list[int]] = {}
    for uno, otro in pares:
        mayor, menor = grupo_de.get(uno, [uno]), grupo_de.get(otro, [otro])
        if mayor is menor:
            continue
        if len(mayor) < len(menor):
            mayor, menor = menor, mayor
        mayor.extend(menor)
        grupo_de |= dict.fromkeys([*menor, uno, otro], mayor)
    return list({id(grupo): grupo for grupo in grupo_de.values()}.values())


def _de(hogares: Collection[int]) -> dict:
    return {
        "hogares": list(hogares),
        "desde": min(hogares, default=0),
        "hasta": max(hogares, default=0),
    }


def _con_sus_contactos(hogares: Collection[int]) -> list[int]:
    contactos = Contacto.objects.filter(casos__captacion__hogar__in=hogares)
    return sorted({*hogares, *contactos.values_list("hogar", flat=True)})
