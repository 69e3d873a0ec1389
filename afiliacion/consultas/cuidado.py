"""One item of care of one person: what is known of it and who said so; the card of what is next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from afiliacion.acciones.cuidados import constancias_de
from afiliacion.consultas.calendario import calendario_guardado
from afiliacion.consultas.vidas import Cuidado as CuidadoALaVista
from afiliacion.consultas.vidas import cuidado_de, vidas_de
from afiliacion.models import Corresponsabilidad, Cuidado, EstadoItem
from captacion.models import Captacion, Hogar, Persona
from juntos.models import Usuario

ORDINALES = {
    1: "primera",
    2: "segunda",
    3: "tercera",
    4: "cuarta",
    5: "quinta",
    6: "sexta",
    7: "séptima",
    8: "octava",
    9: "novena",
}
DIAS_DE_LA_TARJETA = 120


@dataclass(frozen=True)
class FichaCuidado:
    fila: Corresponsabilidad
    a_la_vista: CuidadoALaVista
    constancias: list[Cuidado]

    @property
    def vigente(self) -> Cuidado | None:
        return next((uno for uno in self.constancias if not uno.anulado_en), None)


def filas_para(usuario: Usuario) -> QuerySet[Corresponsabilidad]:
    return Corresponsabilidad.objects.visibles_para(usuario).select_related(
        "persona", "gestante", "regla__item", "regla__norma"
    )


def ficha(fila: Corresponsabilidad, *, hoy: dt.date) -> FichaCuidado:
    items = calendario_guardado([fila.persona_id], corte=hoy)
    item = next(item for item in items if item.clave == fila.pk)
    return FichaCuidado(
        fila=fila,
        a_la_vista=cuidado_de(item, hoy=hoy),
        constancias=list(
            constancias_de(fila).select_related("registrado_por", "anulado_por", "foto")
        ),
    )


def hogar_de(persona: int, usuario: Usuario) -> int:
    """The household through which the user sees this person."""
    return (
        Captacion.objects.filter(
            persona=persona, hogar__in=Hogar.objects.visibles_para(usuario).values("pk")
        )
        .order_by("-pk")
        .values_list("hogar", flat=True)[0]
    )


def tarjeta(hogar: Hogar, *, hoy: dt.date) -> dict:
    """What is due now and in the coming months, in plain words; no document, no surname."""
    personas = Persona.objects.filter(captaciones__hogar=hogar).order_by("-fecha_nacimiento")
    vidas = vidas_de(list(personas.distinct()), hoy=hoy)
    return {
        "hoy": f"{hoy:%d/%m/%Y}",
        "personas": [
            {
                "nombre": vida.persona.nombres.title(),
                "cuidados": [_en_la_tarjeta(uno, hoy=hoy) for uno in _por_venir(vida, hoy=hoy)],
            }
            for vida in vidas
        ],
    }


def _por_venir(vida, *, hoy: dt.date) -> list[CuidadoALaVista]:
    limite = hoy + dt.timedelta(days=DIAS_DE_LA_TARJETA)
    suyos = [
        uno
        for uno in vida.cuidados
        if uno.item.estado == EstadoItem.PENDIENTE and uno.item.desde <= limite
    ]
    return sorted(suyos, key=lambda uno: (uno.item.desde > hoy, uno.item.hasta))


def _en_la_tarjeta(uno: CuidadoALaVista, *, hoy: dt.date) -> dict:
    item = uno.item
    return {
        "que": item.nombre,
        "dosis": f"{ORDINALES.get(item.dosis, item.dosis)} vez" if item.varias else "",
        "cuando": f"Hasta el {item.hasta:%d/%m/%Y}"
        if item.desde <= hoy
        else f"Del {item.desde:%d/%m/%Y} al {item.hasta:%d/%m/%Y}",
        "ya": item.desde <= hoy,
    }
