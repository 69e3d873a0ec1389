"""What supervisors type to share out the work, and the name of a saved list."""

from __future__ import annotations

from django import forms

from afiliacion.forms import CampoFecha
from juntos.models import Distrito, MotivoAusencia, Usuario


class FormularioFiltro(forms.Form):
    nombre = forms.CharField(
        label="Nombre del filtro",
        max_length=40,
        error_messages={
            "required": "Escriba un nombre para el filtro.",
            "max_length": "El nombre de un filtro tiene 40 letras como máximo.",
        },
    )
    filtros = forms.CharField(required=False, max_length=500)
    predeterminado = forms.BooleanField(required=False)


class EleccionGestora(forms.ModelChoiceField):
    def __init__(self, *, label: str, required: bool = True):
        super().__init__(
            Usuario.objects.none(),
            label=label,
            required=required,
            empty_label="Elija a quién" if required else "Nadie todavía",
            error_messages={
                "required": "Elija a quién.",
                "invalid_choice": "Esa persona no trabaja en su Unidad Territorial.",
            },
        )


class ConGestoras(forms.Form):
    """Every choice of a manager is among those of the supervisor's Unidad Territorial."""

    def __init__(self, *args, gestoras, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in self.fields.values():
            if isinstance(campo, EleccionGestora):
                campo.queryset = gestoras


class FormularioDestino(ConGestoras):
    a = EleccionGestora(label="Reasignar a")


class FormularioMovimiento(ConGestoras):
    de = EleccionGestora(label="De")
    a = EleccionGestora(label="A")
    distrito = forms.ModelChoiceField(Distrito.objects.all())
    cuantos = forms.IntegerField(min_value=1, max_value=1000)


class FormularioAusencia(ConGestoras):
    usuaria = EleccionGestora(label="Quién se ausenta")
    desde = CampoFecha(label="Desde")
    hasta = CampoFecha(label="Hasta, ese día incluido")
    motivo = forms.ChoiceField(label="Motivo", choices=MotivoAusencia.choices)
    cubre = EleccionGestora(label="Quién la cubre", required=False)


class FormularioSalida(forms.Form):
    """One colleague for each district that she leaves."""

    def __init__(self, *args, distritos: list[Distrito], gestoras, **kwargs):
        super().__init__(*args, **kwargs)
        self.distritos = distritos
        for distrito in distritos:
            campo = EleccionGestora(label=str(distrito))
            campo.queryset = gestoras
            self.fields[f"distrito_{distrito.pk}"] = campo

    @property
    def destinos(self) -> dict[str, Usuario]:
        return {d.pk: self.cleaned_data[f"distrito_{d.pk}"] for d in self.distritos}
