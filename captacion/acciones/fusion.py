"""What a merge moves, row by row, kept so that each comes back as it was."""

from __future__ import annotations

import json

from django.apps import apps
from django.db import models
from django.db.models import ForeignObjectRel, GeneratedField

from captacion.models import (
    Captacion,
    Duplicado,
    EncuentroDeHogares,
    FusionMovida,
    Gestante,
    HogarDuplicado,
    Miembro,
    Persona,
    RecienNacido,
)
from captacion.models.persona import DOCUMENTOS
from juntos.models import Evento, Parametro

# Pairs of people or of households are moved by the action itself: what was decided of them says
# how. Where registers meet is counted again.
APARTE = (Duplicado, HogarDuplicado, EncuentroDeHogares)
VACIO = (None, "")


class YaCambio(Exception):
    """Something else changed `movida` since: it cannot be put back."""

    def __init__(self, movida: FusionMovida):
        self.movida = movida
        super().__init__(f"{movida.modelo} {movida.objeto_id} {movida.campo}")


def referencias(modelo: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key of any table of ours that points to `modelo`, hidden ones too.

    A table that says `SE_FUNDE = False` stays: it tells what was, of whom it was thought then, or
    is computed from the others.
    """
    relaciones = modelo._meta.get_fields(include_hidden=True)
    return [
        r.field
        for r in relaciones
        if isinstance(r, ForeignObjectRel) and r.concrete is False and r.field.concrete
        if r.related_model not in APARTE and getattr(r.related_model, "SE_FUNDE", True)
    ]


class Fusion:
    """The changes of one merge, written down as they are made."""

    def __init__(self, duplicado: Duplicado | HogarDuplicado):
        self.duplicado = duplicado
        self.gestacion = Parametro.de("misma_gestacion")

    def trasladar(self, de: models.Model, a: models.Model, *, propio: str = "") -> None:
        """All that points to `de` points to `a`; what `a` has already takes in its double.

        With `propio`, an app's label, only rows of that app are taken in: those of others stay.
        """
        for campo in referencias(type(de)):
            for fila in campo.model._default_manager.filter(**{campo.name: de}).order_by("pk"):
                doble = self._doble(fila, campo, a)
                if doble is None:
                    self.cambiar(fila, **{campo.name: a})
                elif propio in ("", fila._meta.app_label):
                    self.absorber(fila, doble)

    def absorber(self, fila: models.Model, doble: models.Model) -> None:
        """`fila` says again what `doble` says: what rests on it passes on, and it goes."""
        match fila:
            case Captacion():
                self._desde_la_primera(fila, doble)
            case Miembro():
                self._segun_el_padron(fila, doble)
            case RecienNacido() | Gestante():
                self.completar(doble, fila)
        self.trasladar(fila, doble)
        self.quitar(fila)

    def completar(self, objeto: models.Model, con: models.Model) -> None:
        """What `objeto` does not tell, `con` tells; documents are not for this."""
        faltan = {
            campo.name: getattr(con, campo.name)
            for campo in _propios(type(objeto))
            if campo.name not in DOCUMENTOS
            and getattr(objeto, campo.attname) in VACIO
            and getattr(con, campo.attname) not in VACIO
        }
        self.cambiar(objeto, **faltan)

    def cambiar(self, objeto: models.Model, **valores) -> None:
        campos = {objeto._meta.get_field(nombre): valor for nombre, valor in valores.items()}
        antes = {campo: campo.value_from_object(objeto) for campo in campos}
        for campo, valor in campos.items():
            setattr(objeto, campo.name, valor)
        cambiados = [c for c in campos if c.value_from_object(objeto) != antes[c]]
        if not cambiados:
            return
        type(objeto)._base_manager.filter(pk=objeto.pk).update(
            **{campo.attname: campo.value_from_object(objeto) for campo in cambiados}
        )
        for campo in cambiados:
            despues = campo.value_from_object(objeto)
            self._anotar(objeto, campo.name, _llano(antes[campo]), _llano(despues))

    def quitar(self, objeto: models.Model) -> None:
        self._anotar(objeto, "", _fila(objeto), None)
        type(objeto)._base_manager.filter(pk=objeto.pk).delete()

    def poner(self, objeto: models.Model) -> None:
        objeto.save(force_insert=True)
        self._anotar(objeto, "", None, _fila(objeto))

    def movido(self, objeto: models.Model, campo: str, antes, despues) -> None:
        """Note a change that another door made (`transitar`)."""
        self._anotar(objeto, campo, _llano(antes), _llano(despues))

    def _desde_la_primera(self, captacion: Captacion, queda: Captacion) -> None:
        """She was seen and registered when the first of the two was."""
        nacio = queda.evento_el
        self.cambiar(
            queda,
            en_fuente_el=max(min(captacion.en_fuente_el, queda.en_fuente_el), nacio),
            registrada_el=max(min(captacion.registrada_el, queda.registrada_el), nacio),
        )

    def _segun_el_padron(self, miembro: Miembro, queda: Miembro) -> None:
        """The register's word stands over a membership that a link of ours made."""
        if queda.vinculo_id and not miembro.vinculo_id:
            dicho = ("vinculo", "parentesco", "carga", "fila")
            self.cambiar(queda, **{campo: getattr(miembro, campo) for campo in dicho})
        self.cambiar(queda, es_titular=queda.es_titular or miembro.es_titular)

    def _anotar(self, objeto: models.Model, campo: str, antes, despues) -> None:
        de_personas = isinstance(self.duplicado, Duplicado)
        FusionMovida.objects.create(
            duplicado=self.duplicado if de_personas else None,
            hogar_duplicado=None if de_personas else self.duplicado,
            modelo=objeto._meta.label_lower,
            objeto_id=objeto.pk,
            campo=campo,
            antes=antes,
            despues=despues,
        )

    def _doble(
        self, fila: models.Model, campo: models.ForeignKey, a: models.Model
    ) -> models.Model | None:
        """The row of `a` beside which `fila` cannot stand."""
        if isinstance(fila, Gestante) and isinstance(a, Persona):
            return self._misma_gestacion(fila, a)
        tabla = type(fila)._base_manager.exclude(pk=fila.pk)
        if campo.unique:
            return tabla.filter(**{campo.name: a}).first()
        for unica in fila._meta.constraints:
            if not isinstance(unica, models.UniqueConstraint) or campo.name not in unica.fields:
                continue
            if unica.condition and not _cumple(fila, unica.condition):
                continue
            iguales = {n: getattr(fila, n) for n in unica.fields} | {campo.name: a}
            if None in iguales.values() and unica.nulls_distinct is not False:
                continue
            rivales = tabla.filter(**iguales)
            if unica.condition:
                rivales = rivales.filter(unica.condition)
            if rival := rivales.first():
                return rival
        return None

    def _misma_gestacion(self, gestante: Gestante, persona: Persona) -> Gestante | None:
        """The pregnancy of `persona` that this one is: a FUR near it, as the loads tell them."""
        cercanas = [
            (abs((otra.fur - gestante.fur).days), otra)
            for otra in Gestante.objects.filter(persona=persona)
        ]
        distancia, otra = min(cercanas, key=lambda c: c[0], default=(None, None))
        return otra if otra and distancia <= self.gestacion else None


def devolver_todo(duplicado: Duplicado | HogarDuplicado, *, por) -> None:
    """Everything that the merge moved, from the last to the first, with its events.

    Raises YaCambio when something later rests on it.
    """
    movidas = duplicado.movidas.filter(deshecha=False)
    for movida in movidas.order_by("-pk"):
        objeto = devolver(movida)
        if objeto and movida.campo in ("estado", "hogar"):
            Evento.registrar(
                objeto,
                str(movida.despues),
                str(movida.antes),
                por=por,
                motivo=f"Al deshacer la unión {duplicado.pk}",
            )
    movidas.update(deshecha=True)


def devolver(movida: FusionMovida) -> models.Model | None:
    """Put one thing back; the row it is about, or None when it is gone again.

    Raises YaCambio when it does not stand any more as the merge left it.
    """
    modelo = _modelo(movida)
    objeto = modelo._base_manager.select_for_update().filter(pk=movida.objeto_id).first()
    if movida.campo:
        campo = modelo._meta.get_field(movida.campo)
        if objeto is None or _llano(campo.value_from_object(objeto)) != movida.despues:
            raise YaCambio(movida)
        valor = None if movida.antes is None else campo.to_python(movida.antes)
        modelo._base_manager.filter(pk=objeto.pk).update(**{campo.attname: valor})
        return objeto
    if movida.despues is None:
        return _reponer(modelo, movida)
    if objeto is None or _fila(objeto) != movida.despues:
        raise YaCambio(movida)
    modelo._base_manager.filter(pk=objeto.pk).delete()
    return None


def _reponer(modelo: type[models.Model], movida: FusionMovida) -> models.Model:
    valores = {
        campo.attname: campo.to_python(movida.antes[campo.attname])
        for campo in _propios(modelo)
        if movida.antes[campo.attname] is not None
    }
    repuesta = modelo(**valores)
    repuesta.save(force_insert=True)
    return repuesta


def _modelo(movida: FusionMovida) -> type[models.Model]:
    return apps.get_model(movida.modelo)


def _propios(modelo: type[models.Model]) -> list[models.Field]:
    return [c for c in modelo._meta.concrete_fields if not isinstance(c, GeneratedField)]


def _fila(objeto: models.Model) -> dict:
    return {c.attname: _llano(c.value_from_object(objeto)) for c in _propios(type(objeto))}


def _llano(valor):
    """A value as JSON keeps it: what is written is compared with what was written."""
    return json.loads(json.dumps(valor, default=str))


def _cumple(fila: models.Model, condicion: models.Q) -> bool:
    return type(fila)._base_manager.filter(condicion, pk=fila.pk).exists()
