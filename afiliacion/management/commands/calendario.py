"""The co-responsibilities of one person: `calendario DOCUMENTO [--corte AAAA-MM-DD] [--json]`."""

import datetime as dt
import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from afiliacion.acciones.calendario import recalcular
from afiliacion.consultas.calendario import Item, calendario_de, persona_por_documento

NO_SE_PUEDE = 2


class Command(BaseCommand):
    help = "Muestra las corresponsabilidades de una persona: cada cuidado, su plazo y su estado."

    def add_arguments(self, parser):
        parser.add_argument("documento", metavar="DOCUMENTO", help="DNI, CUI, CNV u otro")
        parser.add_argument("--corte", default="", help="lo que se sabía ese día, AAAA-MM-DD")
        parser.add_argument("--json", action="store_true", help="escribe el resultado en JSON")

    def handle(self, *, documento, corte, json, **opciones):
        try:
            dia = dt.date.fromisoformat(corte) if corte else timezone.localdate()
        except ValueError:
            self._salir(f"«{corte}» no es una fecha: escríbala como 2026-11-23.")
        persona = persona_por_documento(documento)
        if persona is None:
            self._salir("Ningún registro conoce ese documento: revise que esté bien escrito.")
        # What a load brought and no worker has taken up yet is taken up here.
        recalcular([persona.pk])
        items = calendario_de([persona.pk], corte=dia)
        self.stdout.write(_en_json(persona.pk, items, dia) if json else _en_palabras(items, dia))

    def _salir(self, mensaje: str):
        self.stderr.write(mensaje)
        sys.exit(NO_SE_PUEDE)


def _en_json(persona: int, items: list[Item], corte: dt.date) -> str:
    return json.dumps(
        {
            "persona": persona,
            "items": [
                {
                    "norma": i.norma,
                    "item": i.item,
                    "dosis": i.dosis,
                    "desde": i.desde.isoformat(),
                    "hasta": i.hasta.isoformat(),
                    "exigible": i.exigible_el and i.exigible_el.isoformat(),
                    "estado": i.estado,
                    "atencion": i.dado_el and i.dado_el.isoformat(),
                    "motivo": i.motivo(corte),
                }
                for i in items
            ],
        },
        ensure_ascii=False,
    )


def _en_palabras(items: list[Item], corte: dt.date) -> str:
    if not items:
        return "No es una niña, un niño ni una gestante con corresponsabilidades."
    return "\n".join(f"{i.etiqueta:<16} {i.norma:<13} {i.motivo(corte)}" for i in items)
