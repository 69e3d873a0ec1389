"""Calculate a bimester, never approve it: `liquidar --periodo 2026-6 [--corte C] [--json]`."""

import datetime as dt
import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from afiliacion.acciones.liquidaciones import NoSeLiquida, abrir, calcular, comprobar, inicio_de
from afiliacion.models import Liquidacion
from juntos.models import Usuario

RECHAZADO = 2


class Command(BaseCommand):
    help = "Calcula la liquidación de un bimestre; nunca la aprueba."

    def add_arguments(self, parser):
        parser.add_argument("--periodo", default="", help="el bimestre, AAAA-N: 2026-6")
        parser.add_argument("--corte", default="", help="lo que se sabía ese día, AAAA-MM-DD")
        parser.add_argument("--json", action="store_true", help="escribe el resultado en JSON")

    def handle(self, *, periodo, corte, json, **opciones):
        try:
            liquidacion = _liquidar(periodo, _fecha(corte))
        except NoSeLiquida as motivo:
            self.stderr.write(str(motivo))
            sys.exit(RECHAZADO)
        self.stdout.write(_en_json(liquidacion) if json else _en_palabras(liquidacion))


def _fecha(texto: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texto) if texto else None
    except ValueError:
        raise NoSeLiquida(f"«{texto}» no es una fecha: escríbala como 2026-11-23.") from None


def _liquidar(periodo: str, corte: dt.date | None) -> Liquidacion:
    """A closed one is only computed again from its evidence, and must give the same."""
    inicio_de(periodo)
    cerrada = Liquidacion.objects.filter(periodo=periodo, estado__in=Liquidacion.CERRADAS).first()
    if cerrada is None:
        corte = corte or timezone.localdate()
        sistema = Usuario.objects.sistema()
        return calcular(abrir(periodo, corte=corte, por=sistema), corte=corte, por=sistema)
    if corte not in (None, cerrada.corte):
        raise NoSeLiquida(
            f"El bimestre {periodo} ya está cerrado con corte al {cerrada.corte:%d/%m/%Y}: no se "
            "calcula con otro."
        )
    if comprobar(cerrada) != cerrada.huella:
        raise NoSeLiquida(
            f"La liquidación cerrada {periodo} no da la misma huella: avise a quien administra."
        )
    return cerrada


def _en_json(liquidacion: Liquidacion) -> str:
    return json.dumps(
        {
            "periodo": liquidacion.periodo,
            "hogares": liquidacion.hogares,
            "base": f"{liquidacion.base:.2f}",
            "tpi": f"{liquidacion.tpi:.2f}",
            "total": f"{liquidacion.total:.2f}",
            "suspendidos": liquidacion.suspendidos,
            "huella": liquidacion.huella,
        }
    )


def _en_palabras(liquidacion: Liquidacion) -> str:
    return (
        f"Bimestre {liquidacion.periodo}, corte {liquidacion.corte:%d/%m/%Y}: "
        f"{liquidacion.hogares:,} hogares, {liquidacion.suspendidos:,} sin base por no cumplir.\n"
        f"Base S/ {liquidacion.base:,.2f}, primera infancia S/ {liquidacion.tpi:,.2f}, ajustes "
        f"S/ {liquidacion.ajuste:,.2f}, total S/ {liquidacion.total:,.2f}.\n"
        f"Huella {liquidacion.huella}"
    )
