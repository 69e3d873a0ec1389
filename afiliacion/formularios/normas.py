"""A rule as its administrator writes it."""

import re

from django import forms

from afiliacion.models import Regla

PAR = re.compile(r"^(\d{1,4}):(\d{1,3})$")


class CampoBrechas(forms.CharField):
    """Gaps between doses as pairs: `230:28 258:13` is 28 days up to day 230, 13 up to day 258."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return " ".join(f"{hasta}:{dias}" for hasta, dias in value)
        return value

    def to_python(self, value) -> list[list[int]]:
        pares = [PAR.match(par) for par in super().to_python(value).split()]
        if None in pares:
            raise forms.ValidationError(
                "Escriba cada brecha como día:días, por ejemplo «230:28 258:13»."
            )
        return [[int(par[1]), int(par[2])] for par in pares]

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial or "") != (data or "")


class FormularioRegla(forms.ModelForm):
    brechas = CampoBrechas(
        required=False,
        label="Días entre dosis",
        help_text="Hasta qué día de edad, cuántos días: «230:28 258:13». Vacío: ninguno.",
    )

    class Meta:
        model = Regla
        fields = [
            "item",
            "dosis",
            "articulo",
            "referencia",
            "unidad",
            "desde",
            "hasta",
            "tope_dias",
            "exigible",
            "brechas",
            "grupo",
            "alternativa",
            "peso_desde",
            "peso_hasta",
            "semanas_desde",
            "semanas_hasta",
        ]
