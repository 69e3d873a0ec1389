"""Whose turn comes first, and why: one expression for order, badge, sentence and file.

A contact counts as if it were due some days before it is (docs/adr/0024): `turno_el` holds those
that do not depend on who looks; the language of who visits is added here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    JSONField,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from afiliacion.models import Contacto
from captacion.models import Lengua, NivelPobreza
from juntos.models import Parametro, Usuario
from juntos.templatetags.juntos import plazo

PESO_LENGUA = "prioridad_lengua"
PESOS_NIVEL = {
    NivelPobreza.POBRE_EXTREMO.value: "prioridad_pobre_extremo",
    NivelPobreza.POBRE.value: "prioridad_pobre",
}
PESO_SIN_RESPUESTA = "prioridad_sin_respuesta"
# Up to so many days, counted with all that weighs: the word of the badge, and its chip.
PALABRAS = ((0, "Primero", "chip-vencido"), (7, "Pronto", "chip-pronto"))
DESPUES = ("Después", "chip-bien")
AL_FINAL = ("Al final", "chip-neutro")


def dias_hasta(campo, hoy: dt.date) -> Func:
    """Days from `hoy` to a date of the row, negative once gone by."""
    return Func(
        campo,
        Value(hoy, output_field=DateField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )


@dataclass(frozen=True)
class Prioridad:
    """The order of the queue for who looks at it."""

    lenguas: frozenset[str]

    @classmethod
    def de(cls, usuario) -> Prioridad:
        """Only who visits is matched by language; Spanish is everybody's."""
        if not getattr(usuario, "es_gestora", False):
            return cls(frozenset())
        return cls(lenguas_de(usuario))

    @property
    def turno(self):
        """The day with which a contact sorts."""
        if not self.lenguas:
            return F("turno_el")
        peso = Parametro.objects.filter(pk=PESO_LENGUA).values("valor")[:1]
        return Func(
            F("turno_el"),
            Case(When(lengua__in=sorted(self.lenguas), then=Subquery(peso)), default=Value(0)),
            template="(%(expressions)s)",
            arg_joiner=" - ",
            output_field=DateField(),
        )

    def anotar(self, contactos: QuerySet, hoy: dt.date) -> QuerySet:
        """What `explicar` reads of each row."""
        pesos = Parametro.objects.filter(pk=PESO_LENGUA).values(
            pesos=JSONObject(**{clave: _peso(clave) for clave in _CLAVES})
        )
        return contactos.annotate(
            puntos=dias_hasta(self.turno, hoy),
            sin_respuesta=Func(
                "ultimo_resultado_id",
                function="resultado_sin_respuesta",
                output_field=BooleanField(),
            ),
            pesos=Subquery(pesos, output_field=JSONField()),
        )

    def explicar(self, contacto: Contacto) -> tuple[str, str, str]:
        """Word, chip and sentence of an open contact: "Primero: vence en 2 días…"."""
        if contacto.rezagado:
            palabra, clase = AL_FINAL
        else:
            palabra, clase = next(
                ((p, c) for hasta, p, c in PALABRAS if contacto.puntos <= hasta), DESPUES
            )
        return palabra, clase, f"{palabra}: {', '.join(self._razones(contacto))}."

    def _razones(self, contacto: Contacto):
        if contacto.rezagado:
            yield "ya había vencido cuando una carga inicial lo trajo"
        else:
            yield plazo(contacto.dias).lower()
        pesos = contacto.pesos
        if pesos.get(PESOS_NIVEL.get(contacto.nivel)):
            yield NivelPobreza(contacto.nivel).label.lower()
        if contacto.sin_respuesta and pesos[PESO_SIN_RESPUESTA]:
            yield f"el último intento no halló a nadie ({contacto.ultimo_resultado.nombre.lower()})"
        if contacto.lengua in self.lenguas and pesos[PESO_LENGUA]:
            yield f"habla {Lengua(contacto.lengua).label} como usted"


_CLAVES = [*PESOS_NIVEL.values(), PESO_SIN_RESPUESTA, PESO_LENGUA]


def _peso(clave: str) -> Subquery:
    return Subquery(Parametro.objects.filter(pk=clave).values("valor")[:1])


def lenguas_de(usuario: Usuario) -> frozenset[str]:
    """The codes of the languages that somebody wrote that she speaks, Spanish apart."""
    habladas = {palabra.strip().lower() for palabra in usuario.lenguas.replace(";", ",").split(",")}
    return frozenset(
        lengua.value
        for lengua in (Lengua.QUECHUA, Lengua.AYMARA, Lengua.AMAZONICA)
        if lengua.label in habladas
    )
