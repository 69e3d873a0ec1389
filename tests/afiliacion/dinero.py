"""Households, what they are owed and what is known of it, for the settlement.

The calendar engine is not run: `exigir` writes the rows that it would have left.
"""

import datetime as dt

from afiliacion.acciones import liquidaciones
from afiliacion.models import (
    Corresponsabilidad,
    InclusionTPI,
    ItemCuidado,
    Liquidacion,
    Norma,
    Pago,
    Regla,
    Sujeto,
    Verificacion,
)
from captacion.models import OrigenHogar
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir

CORTE = dt.date(2026, 12, 31)
PERIODO = "2026-6"
ANTES = dt.date(2024, 1, 1)


def dia(texto: str) -> dt.date:
    """ "15/11/2026" as people write it."""
    return dt.datetime.strptime(texto, "%d/%m/%Y").date()


def hogar(distrito=None, *, desde=ANTES, titular=True, **campos):
    """A user household whose titular has a DNI."""
    nuevo = fabricas.HogarFactory(
        origen=OrigenHogar.JUNTOS,
        distrito=distrito or fabricas.DistritoFactory(),
        es_usuario=True,
        usuario_desde=desde,
        en_tpi=True,
        **campos,
    )
    if titular:
        fabricas.MiembroFactory(hogar=nuevo, es_titular=True)
    return nuevo


def nacido(en, nacio, *, registrado=None, madre=None):
    """A child captured in time and on its way into the transfer."""
    registrado = registrado or nacio + dt.timedelta(days=5)
    captacion = construir.recien_nacido(
        en, dias=(registrado - nacio).days, hoy=registrado, madre=madre
    )
    return _incluir(captacion, en)


def gestante(en, fur, *, registrada=None, persona=None):
    registrada = registrada or fur + dt.timedelta(days=60)
    captacion = construir.gestante(
        en, dias=(registrada - fur).days, hoy=registrada, persona=persona
    )
    return _incluir(captacion, en)


def _incluir(captacion, en):
    InclusionTPI.objects.create(
        captacion=captacion, hogar=en, estado="en_evaluacion", abierta_el=captacion.registrada_el
    )
    return captacion


def regla(item="neumococo", *, dosis=1, paga=True) -> Regla:
    """A rule of a norm that conditions the payment, or not."""
    cuidado, _ = ItemCuidado.objects.get_or_create(
        codigo=item,
        defaults={
            "nombre": item.capitalize(),
            "corto": item.capitalize(),
            "sujeto": Sujeto.NINO,
            "orden": 90,
        },
    )
    # Drafts: the calendar writes only what approved norms ask, and here it is written by hand.
    norma, _ = Norma.objects.get_or_create(
        codigo="MC-PRUEBA" if paga else "CALENDARIO",
        version=99,
        defaults={
            "materia": "mc_menores_de_uno",
            "titulo": "De prueba",
            "fuente": "Ninguna",
            "vigente_desde": dt.date(2020, 1, 1),
            "condiciona_pago": paga,
            "preparada_por": fabricas.UsuarioFactory(),
        },
    )
    creada, _ = Regla.objects.get_or_create(
        norma=norma,
        item=cuidado,
        dosis=dosis,
        defaults={"referencia": "nacimiento", "desde": 0, "hasta": 30},
    )
    return creada


def exigir(
    captacion,
    exigible_el,
    *,
    situacion="en_ventana",
    item="neumococo",
    dosis=1,
    paga=True,
    **campos,
):
    """An item that becomes required on a day, its window ended the day before."""
    hasta = campos.pop("hasta", None) or exigible_el - dt.timedelta(days=1)
    return Corresponsabilidad.objects.create(
        persona=captacion.persona,
        gestante=captacion.gestante,
        regla=regla(item, dosis=dosis, paga=paga),
        **{
            "desde": hasta - dt.timedelta(days=30),
            "hasta": hasta,
            "exigible_el": exigible_el,
            "situacion": situacion,
            "dado_el": hasta if situacion == "en_ventana" else None,
        }
        | campos,
    )


def de_sede():
    return fabricas.UsuarioFactory(rol=Rol.SEDE)


def liquidar(periodo=PERIODO, *, corte=CORTE, por=None) -> Liquidacion:
    """With what a test says is owed and known, whatever the cut-off."""
    por = por or de_sede()
    abierta = liquidaciones.abrir(periodo, corte=corte, por=por)
    return liquidaciones.calcular(abierta, corte=corte, por=por, tabla=liquidaciones.TABLA)


def cerrar(liquidacion: Liquidacion) -> Liquidacion:
    """Reviewed by one, approved and closed by another."""
    una, otra = de_sede(), de_sede()
    for paso, por in (
        (liquidaciones.revisar, una),
        (liquidaciones.aprobar, otra),
        (liquidaciones.congelar, otra),
    ):
        liquidacion = paso(liquidacion, huella=liquidacion.huella, por=por)
    return liquidacion


def enviar(liquidacion: Liquidacion) -> Liquidacion:
    cerrada = cerrar(liquidacion)
    return liquidaciones.exportar(cerrada, huella=cerrada.huella, por=de_sede())


def pago(liquidacion: Liquidacion, de) -> Pago:
    return Pago.objects.get(liquidacion=liquidacion, hogar=de)


def meses(liquidacion: Liquidacion, de) -> dict[str, str]:
    """Month → result of a household."""
    return {
        f"{v.mes:%m/%Y}": v.resultado
        for v in Verificacion.objects.filter(liquidacion=liquidacion, hogar=de)
    }


def montos(liquidacion, de):
    linea = pago(liquidacion, de)
    return (linea.base, linea.tpi, linea.ajuste)
